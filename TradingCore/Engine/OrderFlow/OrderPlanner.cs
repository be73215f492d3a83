using TradingCore.Domain;
using TradingCore.Orders;
using TradingCore.Risk;
using TradingCore.Risk.Form;

namespace TradingCore.Engine.OrderFlow;

/// <summary>Makes what was asked for into orders, and has Risk judge all of them: they leave together or not at all.</summary>
internal sealed class OrderPlanner(EngineState state, RiskContexts contexts)
{
    private const string BracketCode = "R36";
    private const string BracketName = "Bracket";

    private readonly OrderJudge _judge = new(state, contexts);

    // Judged of a combination as a whole, not of its legs.
    private static readonly string[] OfTheWhole = ["R02", "R03", "R06", "R12", "R28", "R33"];

    private static readonly OrderRole[] Exits = [OrderRole.TakeProfit, OrderRole.StopLoss];

    // What failed for the entry is not said again for each exit.
    private static readonly string[] SaidOnce = ["R01", "R02", "R03", "R05", "R16", "R28"];

    /// <summary>Plans a new order with its exits.</summary>
    /// <param name="spec">What is wanted.</param>
    /// <param name="orderRef">Our id of it.</param>
    /// <param name="source">Who commands.</param>
    /// <param name="isClosing">True when the engine made it to close what is held.</param>
    /// <param name="queue">What the queue wants of it.</param>
    /// <param name="mayWait">True when it can wait until own orders that it would trade with are cancelled.</param>
    public OrderPlan Plan(OrderSpec spec, OrderRef orderRef, string source, bool isClosing = false, QueueStep queue = QueueStep.None, bool mayWait = false)
    {
        RiskContext entry = contexts.Of(spec, isClosing: isClosing, queue: queue, source: source, mayWait: mayWait);
        var crossings = new List<OrderEntry>();
        contexts.AddCrossings(entry, null, crossings);
        if (spec.Bracket is null)
        {
            OrderRole role = spec.Attributes.Parent is null ? OrderRole.Single : OrderRole.Triggered;
            return new OrderPlan([new PlannedOrder(orderRef, role, entry)], WithLegs(entry, _judge.Evaluate(entry, null, isClosing, queue, source, mayWait: mayWait), queue, mayWait, crossings), crossings);
        }
        var faults = new List<OrderFault>();
        decimal? price = BracketExits.EntryPrice(spec, entry.Quote);
        IReadOnlyList<PlannedExit> exits = BracketExits.Make(spec, orderRef, entry.Instrument, price, faults);
        return Judge(new PlannedOrder(orderRef, OrderRole.Entry, entry), _judge.Evaluate(entry, null, isClosing, queue, source, mayWait: mayWait),
            [.. exits.Select((e, i) => new PlannedOrder(ExitRef(orderRef, e.Role), e.Role, ExitContext(entry, e.Spec, price, i, areCounted: false)))], faults, crossings);
    }

    /// <summary>Plans queued orders anew against the market of now: an order that stands alone, or an entry with its exits.</summary>
    /// <param name="queued">The order, and its exits.</param>
    /// <param name="mayWait">True when it can wait until own orders that it would trade with are cancelled.</param>
    public OrderPlan PlanRelease(IReadOnlyList<OrderEntry> queued, bool mayWait)
    {
        OrderEntry first = queued[0];
        RiskContext entry = contexts.Of(OrderDrafts.SpecOf(first.Order), first, queue: QueueStep.Leaving, source: "queue", mayWait: mayWait);
        var crossings = new List<OrderEntry>();
        contexts.AddCrossings(entry, first, crossings);
        var planned = new PlannedOrder(first.Order.OrderRef, first.Order.Handling.Role, entry);
        RiskVerdict verdict = _judge.Evaluate(entry, first, isClosing: false, QueueStep.Leaving, "queue", mayWait: mayWait);
        if (queued.Count == 1) return new OrderPlan([planned], WithLegs(entry, verdict, QueueStep.Leaving, mayWait, crossings, first), crossings);
        decimal? price = BracketExits.EntryPrice(entry.Spec, entry.Quote);
        var faults = new List<OrderFault>();
        var exits = new List<PlannedOrder>();
        foreach (Order order in queued.Skip(1).Select(e => e.Order))
        {
            OrderSpec spec = OrderDrafts.SpecOf(order);
            // The market has moved since: an exit must not fill at once.
            if (price is { } from && BracketExits.SideFault(order.Handling.Role, entry.Spec.Side, spec, from, entry.Instrument) is { } fault) faults.Add(fault);
            exits.Add(new PlannedOrder(order.OrderRef, order.Handling.Role, ExitContext(entry, spec, price, exits.Count, areCounted: true) with { IsFromQueue = true }));
        }
        return Judge(planned, verdict, exits, faults, crossings);
    }

    /// <summary>Our id of an exit: that of its entry with an ending, so that it is never used twice either.</summary>
    public static OrderRef ExitRef(OrderRef entry, OrderRole role) => new($"{entry.Value}-{(role == OrderRole.TakeProfit ? "TP" : "SL")}");

    /// <summary>Our ids of the entry and the exits of the bracket that an order would belong to, were it one of a bracket.</summary>
    public static IReadOnlyList<OrderRef> BracketOf(OrderRef order)
    {
        OrderRef entry = order;
        foreach (OrderRole role in Exits)
            if (order.Value.EndsWith(ExitRef(default, role).Value, StringComparison.Ordinal)) entry = new OrderRef(order.Value[..^ExitRef(default, role).Value.Length]);
        return [entry, .. Exits.Select(role => ExitRef(entry, role))];
    }

    // A combination moves the positions of its legs, so each is judged as what it buys or sells of that contract. One that leaves the queue is among the working orders already,
    // with all its legs.
    private RiskVerdict WithLegs(RiskContext combo, RiskVerdict verdict, QueueStep queue, bool mayWait, List<OrderEntry> crossings, OrderEntry? leaving = null)
    {
        if (combo.Instrument?.Contract.Legs is not { } legs) return verdict;
        var checks = new List<RiskCheckResult>(verdict.Checks);
        OrderSpec[] specs = [.. legs.Items.Select(l => LegSpec(combo.Spec, l))];
        foreach (OrderSpec spec in specs)
        {
            RiskContext leg = contexts.Of(spec, leaving, queue: queue, beside: leaving is null ? specs : null, mayWait: mayWait);
            contexts.AddCrossings(leg, leaving, crossings);
            foreach (RiskCheckResult failure in _judge.Evaluate(leg, leaving, isClosing: false, queue, beside: leaving is null ? specs : null, mayWait: mayWait).Failures)
                if (!OfTheWhole.Contains(failure.Code)) checks.Add(failure with { Message = $"{spec.Ticker}: {failure.Message}" });
        }
        return new RiskVerdict(checks, verdict.LimitsVersion);
    }

    private static OrderSpec LegSpec(OrderSpec combo, ComboLeg leg) => new()
    {
        Ticker = leg.Ticker,
        Side = leg.Side == combo.Side ? OrderSide.Buy : OrderSide.Sell,
        Quantity = combo.Quantity * leg.Ratio,
        Type = OrderType.Market,
        Account = combo.Account,
        Strategy = combo.Strategy,
        Attributes = combo.Attributes.FaGroup.Length == 0 ? OrderAttributes.None : new OrderAttributes { FaGroup = combo.Attributes.FaGroup },
    };

    private OrderPlan Judge(PlannedOrder entry, RiskVerdict verdict, IReadOnlyList<PlannedOrder> exits, List<OrderFault> faults, IReadOnlyList<OrderEntry> crossings)
    {
        var checks = new List<RiskCheckResult>(verdict.Checks);
        checks.AddRange(faults.Select(f => new RiskCheckResult(BracketCode, BracketName, false, f.Observed, f.Limit, $"{f.Finding} ({BracketCode}). {f.Advice}")));
        if (faults.Count > 0) checks.RemoveAll(c => c.Code == BracketCode && c.IsPassed);
        var said = verdict.Failures.Select(f => f.Code).Where(SaidOnce.Contains).ToHashSet();
        foreach (PlannedOrder exit in exits)
            foreach (RiskCheckResult failure in state.Risk.Evaluate(exit.Context).Failures)
                if (!said.Contains(failure.Code)) checks.Add(failure with { Message = $"{(exit.Role == OrderRole.TakeProfit ? "Take profit" : "Stop loss")}: {failure.Message}" });
        return new OrderPlan([entry, .. exits], new RiskVerdict(checks, verdict.LimitsVersion), crossings);
    }

    // An exit works when its entry has filled, at the price of then: it is judged there, as the close of exactly what the entry brings.
    private RiskContext ExitContext(RiskContext entry, OrderSpec exit, decimal? entryPrice, int place, bool areCounted) => entry with
    {
        Spec = exit,
        LeavesAfter = place + 1,
        Quote = entryPrice is { } price
            ? new Quote { Ticker = exit.Ticker, ConId = entry.Instrument?.Contract.ConId ?? default, Bid = price, Ask = price, Last = price, Close = entry.Quote?.Close, EventTime = entry.Now, ReceivedTime = entry.Now, DataType = MarketDataType.Live }
            : entry.Quote,
        // The band will have moved with the market to where the entry fills.
        Facts = entryPrice is { } then ? entry.Facts with { MeanPrice = then } : entry.Facts,
        LiveBand = null,
        IsClosing = true,
        Position = entry.Spec.Side == OrderSide.Buy ? entry.Quantity : -entry.Quantity,
        WorkingBuys = 0m,
        WorkingSells = 0m,
        // Exits that wait in the queue are among the working orders already, the other one with it.
        WorkingCount = contexts.WorkingCount(entry, exit.Side) + (areCounted ? -1 : place),
        Crossing = null,
        CrossingFault = "",
        WaitsForCrossing = false,
        ParentQuantity = entry.Quantity,
        SiblingQuantity = 0m,
        SameIntent = null,
        ParentFault = "",
    };
}
