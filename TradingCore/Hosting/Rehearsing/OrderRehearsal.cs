using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;

namespace TradingCore.Hosting.Rehearsing;

/// <summary>
/// Sends orders the whole way from the command to the bytes of the wire, on an engine of its own that nobody else knows and whose orders go nowhere. For one thread.
/// </summary>
internal sealed class OrderRehearsal : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1_500);
    private static readonly CommandContext Who = new("user", "rehearsal");

    private readonly RehearsalPorts _ports;
    private readonly EngineProcessor _engine;
    private DateTimeOffset _now = RehearsalDesk.Start;
    private int _number;

    public OrderRehearsal(TimeProvider clock)
    {
        _ports = new RehearsalPorts(clock);
        _engine = RehearsalDesk.Engine(_ports, RehearsalDesk.Trading, RehearsalDesk.Limits);
        var view = new TradingView(_engine.Core.State);
        _engine.Effects.BeforeReplies = () => view.Publish(_engine.Core);
        RehearsalDesk.Open(_engine, _now);
    }

    /// <summary>Orders that went the whole way.</summary>
    public int Orders => _ports.Orders;

    /// <summary>A tick, an order that answers it, and the end of the order.</summary>
    /// <returns>What Risk said; it allows all of them.</returns>
    public SubmitResult Once()
    {
        _now += Step;
        _number++;
        foreach (MarketTick tick in RehearsalDesk.Quote(_now)) _engine.Process(tick);
        var command = new SubmitOrder(new OrderRef($"REHEARSAL-{_number}"), new OrderSpec
        {
            Ticker = RehearsalDesk.Contract.Ticker,
            Side = OrderSide.Buy,
            // No two within the window for repeated orders are the same.
            Quantity = 1m + (_number % 50),
            Type = OrderType.Limit,
            LimitPrice = RehearsalDesk.LimitPrice,
            Tif = TimeInForce.Ioc,
        })
        { Time = _now, Context = Who };
        _engine.Process(command);
        if (command.Reply.Task is not { IsCompletedSuccessfully: true, Result: var answer }) throw new InvalidOperationException("The rehearsal's order was not answered.");
        if (answer.Order is { } order)
            _engine.Process(new OrderStatusReceived(order.OrderId, RehearsalDesk.ClientId, new PermId(_number), BrokerOrderStatus.Cancelled, 0m, order.Quantity, null, "") { Time = _now });
        return answer;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _ports.DisposeAsync();
}
