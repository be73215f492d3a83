using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TradingCore.Domain;
using TradingCore.Tws;
using TwsProtocol.Wire;

namespace TradingCore.Tests.Tws;

/// <summary>The parts of the gateway without a socket: time stands still until a test moves it, messages go in and out by hand.</summary>
internal sealed class PartsFixture : IDisposable
{
    private readonly EventOutbox _outbox = new();
    private readonly SendQueue _queue = new(10_000);

    public PartsFixture(Action<TwsOptions>? configure = null)
    {
        Options = new TwsOptions();
        configure?.Invoke(Options);
        Context = new SessionContext(Options, Clock, NullLogger.Instance, _outbox) { Out = _queue };
        Parts = new GatewayParts(Context) { ServerVersion = 187 };
        var ready = new ReadyGate([], (_, _) => { }, _ => { }, _ => { });
        Receiver = new GatewayReceiver(Context, Parts, ready, port => NewPort = port, end => CloseCause = end.Cause);
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 15, 15, 0, 0, TimeSpan.Zero));

    public TwsOptions Options { get; }

    public SessionContext Context { get; }

    public GatewayParts Parts { get; }

    public GatewayReceiver Receiver { get; }

    public int? NewPort { get; private set; }

    public string? CloseCause { get; private set; }

    /// <summary>What was posted so far.</summary>
    public RecordingInbox Posted
    {
        get
        {
            // The recorder always has room, so this never waits.
            Task flushed = _outbox.FlushAsync(field, CancellationToken.None).AsTask();
            Assert.True(flushed.IsCompletedSuccessfully);
            return field;
        }
    } = new();

    /// <summary>Takes everything that was sent since the last call.</summary>
    public IReadOnlyList<IRequest> Sent()
    {
        var pacer = new MessagePacer(10_000, Clock);
        List<IRequest> sent = [];
        while (_queue.TryDequeue(pacer, out Outgoing message, out _)) sent.Add(message.Message);
        return sent;
    }

    public IReadOnlyList<T> Sent<T>() => [.. Sent().OfType<T>()];

    /// <summary>Moves time and lets every part do what is due.</summary>
    public void Advance(TimeSpan time)
    {
        Clock.Advance(time);
        foreach (PendingRequest overdue in Context.Book.Overdue(Context.Now))
        {
            if (overdue.Kind == RequestKind.History) Parts.History.OnOverdue(overdue);
            else if (overdue.Kind == RequestKind.ContractDetails) Parts.Resolver.OnOverdue(overdue);
        }
        Parts.Resolver.Tick(Context.Now);
        // The parts run without a session here, so the board never hears of one.
        Parts.Subscriptions.Tick(Context.Now, isBrokerConnected: true);
        Parts.Reconciliation.Tick(Context.Now);
        Parts.History.Pump();
    }

    public HistoryRequest History(Instrument instrument, BarSize size, TimeSpan back, TimeSpan? end = null) =>
        new(instrument, size, Context.Now - back, end is { } e ? Context.Now - e : null, "gap");

    public void Dispose() => _outbox.Dispose();
}
