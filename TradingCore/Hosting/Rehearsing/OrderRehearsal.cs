using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;
using TradingCore.Engine.Ports;
using TradingCore.Risk;

namespace TradingCore.Hosting.Rehearsing;

/// <summary>
/// Sends orders the whole way from the command to the bytes of the wire, on an engine of its own that nobody else knows and whose orders go nowhere. For one thread.
/// </summary>
internal sealed class OrderRehearsal : IAsyncDisposable
{
    // A Monday at noon in New York, so that no rule about the time of day speaks.
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 17, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1_500);
    private static readonly CommandContext Who = new("user", "rehearsal");

    private readonly RehearsalPorts _ports;
    private readonly EngineProcessor _engine;
    private DateTimeOffset _now = Start;
    private int _number;

    public OrderRehearsal(TimeProvider clock)
    {
        _ports = new RehearsalPorts(clock);
        var limits = new RiskOptions { OrdersPerMinute = 2_400, OrderTradeRatioFrom = int.MaxValue };
        _engine = RehearsalDesk.Engine(_ports, new TradingOptions { AnswerWhen = AnswerMoment.Durable }, limits);
        var view = new TradingView(_engine.Core.State);
        _engine.Effects.BeforeReplies = () => view.Publish(_engine.Core);
        _engine.Start(RecoveredState.Empty);
        EngineState state = _engine.Core.State;
        state.Observe(_now, isFromGateway: true);
        state.Session = new SessionStatus { State = SessionState.Ready, Accounts = [RehearsalDesk.Account], IsBrokerConnected = true, ClientId = RehearsalDesk.ClientId };
        state.IsVerified = true;
        state.OrderIdsOf(RehearsalDesk.ClientId).NotBelow(1);
        state.Accounts.Apply(new AccountState { Account = RehearsalDesk.Account, Currency = "USD", NetLiquidation = 1_000_000m, ExcessLiquidity = 1_000_000m, TotalCash = 1_000_000m, UpdatedTime = _now });
        state.Market.EnsureInstrument(new Instrument { Contract = RehearsalDesk.Contract });
        Tick(TickField.DataType, (decimal)MarketDataType.Live);
    }

    /// <summary>Orders that went the whole way.</summary>
    public int Orders => _ports.Orders;

    /// <summary>A tick, an order that answers it, and the end of the order.</summary>
    /// <returns>What Risk said; it allows all of them.</returns>
    public SubmitResult Once()
    {
        _now += Step;
        _number++;
        Tick(TickField.Bid, 99.99m);
        Tick(TickField.Ask, 100m);
        Tick(TickField.Last, 100m);
        var command = new SubmitOrder(new OrderRef($"REHEARSAL-{_number}"), new OrderSpec
        {
            Ticker = RehearsalDesk.Contract.Ticker,
            Side = OrderSide.Buy,
            // No two within the window for repeated orders are the same.
            Quantity = 1m + (_number % 50),
            Type = OrderType.Limit,
            LimitPrice = 99m,
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

    private void Tick(TickField field, decimal value) => _engine.Process(new MarketTick(RehearsalDesk.Contract.ConId, field, value, 100m, _now));
}
