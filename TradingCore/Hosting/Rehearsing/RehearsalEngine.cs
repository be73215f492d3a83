using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Events;
using TradingCore.Engine.Views;
using TradingCore.Risk;

namespace TradingCore.Hosting.Rehearsing;

/// <summary>
/// An engine behind the doors of a real one, that nobody else knows and whose orders go nowhere: for rehearsing what stands between a request and the engine.
/// Whoever gives a command carries it out, so it needs no thread. For one caller at a time.
/// </summary>
public sealed class RehearsalEngine : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1_500);

    private readonly SteppedClock _clock = new(RehearsalDesk.Start);
    private readonly EngineInbox _inbox = new(64);
    private readonly RehearsalPorts _ports;
    private readonly EngineProcessor _engine;
    private readonly TradingView _view;
    private readonly TradingCommands _commands;
    private readonly Task _running;

    /// <summary>Makes one that is ready to trade.</summary>
    /// <param name="clock">Clock of the process, for the session's side.</param>
    public RehearsalEngine(TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        _ports = new RehearsalPorts(clock);
        _engine = RehearsalDesk.Engine(_ports, RehearsalDesk.Trading, RehearsalDesk.Limits);
        _view = new TradingView(_engine.Core.State);
        _engine.Effects.BeforeReplies = () => _view.Publish(_engine.Core);
        _commands = new TradingCommands(_inbox, _clock, TimeSpan.FromSeconds(1));
        var turn = new EngineTurn(_inbox, ApplyAll);
        _inbox.Turn = turn;
        RehearsalDesk.Open(_engine, _clock.Now);
        _view.Publish(_engine.Core);
        _running = turn.RunAsync();
    }

    /// <summary>The one contract that can be traded here.</summary>
    public static string Ticker => RehearsalDesk.Contract.Ticker;

    /// <summary>Below the market: an order at this price is accepted and does not fill.</summary>
    public static decimal LimitPrice => RehearsalDesk.LimitPrice;

    /// <summary>Takes orders.</summary>
    public ITradingCommands Commands => _commands;

    /// <summary>Takes the kill switch.</summary>
    public IRiskCommands RiskCommands => _commands;

    /// <summary>What can be seen of it.</summary>
    public ITradingView View => _view;

    /// <summary>What can be seen of its limits.</summary>
    public IRiskView RiskView => _engine.Core.Risk.View;

    /// <summary>What was denied.</summary>
    public RiskDenials Denials => _engine.Core.State.Denials;

    /// <summary>Orders that would have left.</summary>
    public int Orders => _ports.Orders;

    /// <summary>Ends the orders that work, lets time pass and tells a new quote, so that the next order is judged as the first one was.</summary>
    public void Next()
    {
        foreach (Order order in _engine.Core.State.Orders.Open.Select(o => o.Order).ToArray())
            Post(new OrderStatusReceived(order.OrderId, order.ClientId, new PermId(order.OrderId.Value), BrokerOrderStatus.Cancelled, 0m, order.Quantity, null, "") { Time = _clock.Now });
        _clock.Now += Step;
        foreach (MarketTick tick in RehearsalDesk.Quote(_clock.Now)) Post(tick);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _inbox.Close();
        await _running.ConfigureAwait(false);
        await _ports.DisposeAsync().ConfigureAwait(false);
    }

    private void Post(EngineInput input)
    {
        if (_inbox.TryAdd(input)) _inbox.Enter();
    }

    private void ApplyAll()
    {
        while (_inbox.TryRead(out EngineInput input)) _engine.Process(in input);
        _view.Publish(_engine.Core);
    }

    /// <summary>Goes on when it is told to.</summary>
    private sealed class SteppedClock(DateTimeOffset start) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = start;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
