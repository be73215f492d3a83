using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;

namespace TradingCore.Tests.Engine;

/// <summary>
/// A broker with a truth of its own that tells it late, twice, in the wrong order and corrected: status before execution, execution before the answer to a
/// change, refused cancels, replays, busts, orders and fills of somebody else.
/// </summary>
internal sealed class RoughBroker
{
    public const decimal Limit = 300m;
    private const decimal Price = 100m;

    private readonly Random _random;
    private readonly List<Held> _orders = [];
    private readonly List<Done> _done = [];
    private readonly Queue<Action> _untold = new();
    private readonly List<string> _story = [];
    private int _executions;
    private long _permIds = 50_000;

    public RoughBroker(int seed)
    {
        _random = new Random(seed);
        Desk = Desk.Ready(risk: r => { r.PositionMax = Limit; r.OrderNotionalMax = 1_000_000m; r.SelfMatch = false; r.WorkingOrdersMax = 50; r.ConcentrationPercentMax = 1_000m; r.GrossExposureMax = 100m; r.NetExposureMax = 100m; });
    }

    public Desk Desk { get; }

    public string Story => string.Join("; ", _story);

    /// <summary>What is held at the broker, told or not.</summary>
    public decimal Position => _done.Sum(d => d.Order.Side == OrderSide.Buy ? d.Quantity : -d.Quantity);

    /// <summary>What could be held at worst by everything that the broker knows of and has not kept to itself.</summary>
    public decimal Worst => Math.Max(Math.Abs(Position + Open(OrderSide.Buy)), Math.Abs(Position - Open(OrderSide.Sell)));

    public IReadOnlyList<Held> Orders => _orders;

    private IReadOnlyList<Held> Working => [.. _orders.Where(o => o.IsOpen)];

    public void Step()
    {
        Desk.Now += TimeSpan.FromSeconds(1);
        switch (_random.Next(14))
        {
            case 0 or 1 or 2: Submit(); break;
            case 3 or 4 when Pick(Working) is { } order: Fill(order, 1 + _random.Next(150)); break;
            case 5 when Pick(Working) is { IsOurs: true } order: Modify(order); break;
            case 6 when Pick(Working) is { IsOurs: true } order: Cancel(order); break;
            case 7 when Pick(_done.Where(d => d.IsTold).ToArray()) is { } done: Tell(done); break;
            case 8 when Pick(_done.Where(d => d.IsTold).ToArray()) is { } done: Correct(done); break;
            case 9 when _orders.Count(o => !o.IsOurs) < 3: Foreign(); break;
            case 10 when Pick(_orders) is { } order: Describe(order); break;
            case 11: CompleteRound(); break;
            case 12: Desk.Apply(new ClockTick { Time = Desk.Now }); break;
            default: if (_untold.TryDequeue(out Action? tell)) tell(); break;
        }
    }

    /// <summary>Tells everything that is untold, and lets the engine compare for some minutes.</summary>
    public void ComeToRest()
    {
        for (int i = 0; i < 4; i++)
        {
            CompleteRound();
            Desk.Wait(TimeSpan.FromSeconds(61));
        }
        CompleteRound();
    }

    private decimal Open(OrderSide side) => _orders.Where(o => o.IsOpen && o.Order.Side == side).Sum(o => o.Quantity - o.Filled);

    private void Submit()
    {
        OrderSpec spec = Desk.Spec(_random.Next(2) == 0 ? OrderSide.Buy : OrderSide.Sell, 1 + _random.Next(250), Price);
        bool isReduction = Desk.Preview(spec).IsAllowed && IsReducing(spec.Side, spec.Quantity);
        SubmitResult result = Desk.Submit(spec);
        if (result.Outcome != SubmitOutcome.Accepted) return;
        var held = new Held(result.Order! with { PermId = new PermId(++_permIds) }, IsOurs: true);
        _orders.Add(held);
        _story.Add($"{held.Order.OrderRef} {spec.Side} {spec.Quantity}");
        if (_random.Next(3) != 0) Describe(held);
        AssertInside(isReduction);
    }

    private void Modify(Held held)
    {
        Order known = Desk.Find(held.Order);
        decimal quantity = held.Filled + 1 + _random.Next(200);
        bool isEasing = quantity <= known.Quantity || IsReducing(held.Order.Side, quantity - known.Filled);
        if (Desk.Modify(known, new OrderChange(Quantity: quantity)).Outcome != CommandOutcome.Accepted) return;
        bool isTaken = _random.Next(3) != 0 && quantity > held.Filled;
        _story.Add($"{held.Order.OrderRef} to {quantity} {(isTaken ? "taken" : "refused")}");
        if (isTaken) held.Quantity = quantity;
        _untold.Enqueue(() =>
        {
            if (isTaken) Describe(held);
            else Desk.Error(held.Order, 105, "Order being modified does not match original order", isWarning: true);
        });
        AssertInside(isEasing);
    }

    private void Cancel(Held held)
    {
        if (Desk.Cancel(held.Order).Outcome != CommandOutcome.Accepted) return;
        if (_random.Next(3) == 0)
        {
            _story.Add($"{held.Order.OrderRef} cancel refused");
            _untold.Enqueue(() => Desk.Error(held.Order, 10148, "OrderId that needs to be cancelled can not be cancelled"));
            return;
        }
        held.IsOpen = false;
        _story.Add($"{held.Order.OrderRef} ends with {held.Filled}");
        Say(() => Desk.Status(held.Order, BrokerOrderStatus.Cancelled, held.Filled));
    }

    private void Fill(Held held, decimal most)
    {
        decimal quantity = Math.Min(held.Quantity - held.Filled, most);
        var done = new Done(held, $"r{++_executions:0000}", quantity);
        _done.Add(done);
        held.Filled += quantity;
        held.IsOpen = held.Filled < held.Quantity;
        _story.Add($"{held.Order.OrderRef} fills {quantity}");
        decimal total = held.Filled;
        BrokerOrderStatus status = held.IsOpen ? BrokerOrderStatus.Submitted : BrokerOrderStatus.Filled;
        bool isStatusFirst = _random.Next(2) == 0 && held.IsOurs;
        if (isStatusFirst) Desk.Status(held.Order, status, total);
        Say(() => Tell(done));
        if (!isStatusFirst && held.IsOurs) _untold.Enqueue(() => Desk.Status(held.Order, status, total));
    }

    private void Correct(Done done)
    {
        // Never to more: that alone could leave the limit behind, and nobody here could help it.
        decimal quantity = _random.Next(2) == 0 ? 0m : Math.Floor(done.Quantity / 2m);
        done.Held.Filled -= done.Quantity - quantity;
        // What was taken back is not worked again.
        if (!done.Held.IsOpen) done.Held.Quantity = Math.Max(done.Held.Filled, done.Held.Quantity);
        else done.Held.Quantity -= done.Quantity - quantity;
        (done.Quantity, done.Revision) = (quantity, done.Revision + 1);
        _story.Add($"{done.Id} corrected to {quantity}");
        Tell(done);
        if (done.Held.IsOpen) Describe(done.Held);
    }

    private void Foreign()
    {
        var order = new Order { OrderRef = new OrderRef(""), ClientId = 0, PermId = new PermId(++_permIds), Account = Desk.Account, Contract = Desk.Spy, Side = _random.Next(2) == 0 ? OrderSide.Buy : OrderSide.Sell, Quantity = 1 + _random.Next(60), Type = OrderType.Limit, LimitPrice = Price };
        var held = new Held(order, IsOurs: false);
        _orders.Add(held);
        _story.Add($"foreign {order.Side} {order.Quantity}");
        Describe(held);
    }

    private void CompleteRound()
    {
        while (_untold.TryDequeue(out Action? tell)) tell();
        foreach (Held held in _orders.Where(o => o.IsOpen)) Describe(held);
        foreach (Done done in _done) Tell(done);
        Desk.Position(Position);
        Desk.CompleteRound();
    }

    private void Say(Action tell)
    {
        if (_random.Next(2) == 0) tell();
        else _untold.Enqueue(tell);
    }

    private void Tell(Done done)
    {
        done.IsTold = true;
        Fill fill = Desk.FillOf(done.Order, $"{done.Id}.{done.Revision:00}", done.Quantity, Price, Desk.Now);
        Desk.Apply(new ExecutionReceived(fill with { Time = done.Time ??= Desk.Now }, false) { Time = Desk.Now });
    }

    private void Describe(Held held)
    {
        BrokerOrderStatus status = held.IsOpen ? BrokerOrderStatus.Submitted : held.Filled > 0m && held.Filled == held.Quantity ? BrokerOrderStatus.Filled : BrokerOrderStatus.Cancelled;
        Desk.Open(held.Order, status, e => e with { PermId = held.Order.PermId, Quantity = held.Quantity });
    }

    private bool IsReducing(OrderSide side, decimal quantity)
    {
        decimal position = Desk.Core.State.Positions.QuantityOf(Desk.Account, Desk.Spy.ConId);
        return side == OrderSide.Sell ? position > 0m && quantity <= position : position < 0m && quantity <= -position;
    }

    // What only reduces may leave while somebody else, or a correction, has carried the worst case over the limit.
    private void AssertInside(bool isReduction) =>
        Assert.True(isReduction || Worst <= Limit, $"The worst case is {Worst} with a position of {Position}. {Story}");

    private T? Pick<T>(IReadOnlyList<T> list) where T : class => list.Count == 0 ? null : list[_random.Next(list.Count)];

    internal sealed record Held(Order Order, bool IsOurs)
    {
        public decimal Quantity { get; set; } = Order.Quantity;

        public decimal Filled { get; set; }

        public bool IsOpen { get; set; } = true;
    }

    private sealed class Done(Held held, string id, decimal quantity)
    {
        public Held Held => held;

        public Order Order => held.Order;

        public string Id => id;

        public decimal Quantity { get; set; } = quantity;

        public int Revision { get; set; } = 1;

        public DateTimeOffset? Time { get; set; }

        public bool IsTold { get; set; }
    }
}
