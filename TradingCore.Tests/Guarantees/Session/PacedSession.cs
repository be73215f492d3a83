using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TradingCore.Domain;
using TradingCore.Engine.Events;
using TradingCore.Tests.Tws;
using TradingCore.Tws;
using TwsSimulator;

namespace TradingCore.Tests.Guarantees.Session;

/// <summary>
/// A session without an engine on a simulated gateway, both on one clock that moves on when the gateway has read all that was sent: so its count of
/// messages in a second does not depend on the load of the machine.
/// </summary>
internal sealed class PacedSession : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);
    private const int BeatsMax = 500;

    private readonly FakeTimeProvider _clock;
    private readonly Traffic _traffic;
    private readonly CancellationTokenSource _limit;
    private long _lost;

    private PacedSession(FakeTimeProvider clock, Traffic traffic, SimulatedGateway simulator, TwsGateway gateway, CancellationTokenSource limit)
    {
        _clock = clock;
        _traffic = traffic;
        Simulator = simulator;
        Gateway = gateway;
        _limit = limit;
    }

    public SimulatedGateway Simulator { get; }

    public TwsGateway Gateway { get; }

    public RecordingInbox Inbox { get; } = new();

    public int NextOrderId => Inbox.Events<NextValidIdReceived>()[^1].OrderId.Value;

    public static async Task<PacedSession> StartAsync(Traffic traffic)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(120));
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 4, 15, 0, 2, TimeSpan.Zero));
        var options = new SimulatorOptions { Symbols = ["SPY"], OrderLatency = TimeSpan.Zero, MarketDataLines = 200 };
        SimulatedGateway simulator = await SimulatedGateway.StartAsync(traffic.Record(options), clock, NullLoggerFactory.Instance, limit.Token);
        var gateway = new TwsGateway(new TwsOptions
        {
            Port = simulator.EndPoint.Port,
            ReconnectDelayMin = TimeSpan.FromMilliseconds(50),
            // The clock runs ahead of the answers here; that is no dead connection.
            HeartbeatInterval = TimeSpan.FromMinutes(10),
        }, clock, NullLoggerFactory.Instance);
        var session = new PacedSession(clock, traffic, simulator, gateway, limit);
        // The engine's part: whoever connects is compared with.
        int round = 0;
        session.Inbox.OnInput = input =>
        {
            if (input.Event is SessionChanged { Status.State: SessionState.Reconciling }) gateway.Reconcile(++round);
        };
        gateway.Start(session.Inbox);
        await session.UntilAsync(() => session.Inbox.Events<SessionChanged>().Any(e => e.Status.State == SessionState.Ready));
        return session;
    }

    /// <summary>Lets time pass until the condition is met.</summary>
    public async Task UntilAsync(Func<bool> condition)
    {
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        while (!condition())
        {
            Assert.False(_limit.IsCancellationRequested, $"The condition was not met in time. {Gateway.Status} {Gateway.Statistics}");
            _clock.Advance(Step);
            for (int beats = 0; ; beats++)
            {
                await beat.WaitForNextTickAsync(TestContext.Current.CancellationToken);
                long unread = Gateway.Statistics.MessagesSent - _traffic.Requests().Count - _lost;
                // What was on its way when a connection was cut is read by nobody; on a busy machine what was taken for it may only be late.
                if (unread < 0 || beats >= BeatsMax) _lost += unread;
                if (unread <= 0) break;
                Assert.False(_limit.IsCancellationRequested, $"The gateway did not read what was sent. {Gateway.Status} {Gateway.Statistics}");
            }
        }
    }

    /// <summary>Lets a time pass at once in which nothing is sent.</summary>
    public void Skip(TimeSpan time) => _clock.Advance(time);

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Simulator.DisposeAsync();
        _limit.Dispose();
    }
}
