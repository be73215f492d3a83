using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Ports;
using TradingCore.Orders;

namespace TradingCore.Engine.OrderFlow;

/// <summary>Orders as they are before they are durable, and what a change makes of them.</summary>
internal static class OrderDrafts
{
    /// <summary>Kind of the first line of every history: what was asked for.</summary>
    public const string SubmittedKind = "submitted";

    /// <summary>A new order.</summary>
    public static Order New(EngineState state, PlannedOrder planned, OrderId id, OrderId parentId, CommandContext who, OrderState begin) => new()
    {
        State = begin,
        OrderRef = planned.OrderRef,
        OrderId = id,
        ClientId = state.Session.ClientId,
        // The broker divides an order to a group; it belongs to none of its accounts.
        Account = planned.Context.Spec.Attributes.FaGroup.Length > 0 ? new AccountId("") : planned.Context.Account,
        Contract = planned.Context.Instrument!.Contract,
        Side = planned.Context.Spec.Side,
        // Of an order by amount what it is expected to make: it counts in the worst case while it works.
        Quantity = planned.Context.Quantity,
        Type = planned.Context.Spec.Type,
        LimitPrice = planned.Context.Spec.LimitPrice,
        StopPrice = planned.Context.Spec.StopPrice,
        Tif = planned.Context.Spec.Tif,
        OutsideRth = planned.Context.Spec.OutsideRth,
        Attributes = planned.Context.Spec.Attributes,
        ParentId = parentId,
        Strategy = planned.Context.Spec.Strategy,
        Source = who.Source,
        // A repeated command is answered with its entry.
        IdempotencyKey = planned.Role.IsExit() ? "" : who.IdempotencyKey,
        CreatedTime = state.Now,
        Handling = new OrderHandling
        {
            CorrelationId = CorrelationOf(who, planned.Role.IsExit() ? planned.Context.Spec.Attributes.Parent!.Value : planned.OrderRef),
            Intent = planned.Role.IsExit() ? "" : planned.Context.Spec.Intent,
            Role = planned.Role,
            GroupAccounts = state.FindGroup(planned.Context.Spec.Attributes.FaGroup) is { } group ? [.. group.Shares.Select(s => s.Account)] : null,
            // Of an exit its role says that.
            IsClosing = planned.Context.IsClosing && !planned.Role.IsExit(),
        },
    };

    /// <summary>The id of the command; a command without one is known by its order.</summary>
    public static string CorrelationOf(CommandContext who, OrderRef orderRef) => who.CorrelationId.Length > 0 ? who.CorrelationId : orderRef.Value;

    /// <summary>Order id of the order that must fill first; none when there is none.</summary>
    public static OrderId ParentIdOf(EngineState state, OrderSpec spec) =>
        spec.Attributes.Parent is { } parent && state.Orders.Find(parent) is { } entry ? entry.Order.OrderId : default;

    /// <summary>The order as it was asked for.</summary>
    public static OrderSpec SpecOf(Order order) => new()
    {
        Ticker = order.Contract.Ticker,
        Side = order.Side,
        Quantity = order.Attributes.CashQuantity is null ? order.Quantity : 0m,
        Type = order.Type,
        LimitPrice = order.LimitPrice,
        StopPrice = order.StopPrice,
        Tif = order.Tif,
        OutsideRth = order.OutsideRth,
        Attributes = order.Attributes,
        Account = order.Account.Value,
        Strategy = order.Strategy,
        Intent = order.Handling.Intent,
        Legs = order.Contract.Legs,
    };

    /// <summary>The values of a change that the order does not have yet.</summary>
    public static OrderChange Effective(Order order, OrderChange change) => new(
        change.Quantity == order.Quantity ? null : change.Quantity,
        change.LimitPrice == order.LimitPrice ? null : change.LimitPrice,
        change.StopPrice == order.StopPrice ? null : change.StopPrice,
        change.Tif == order.Tif ? null : change.Tif);

    /// <summary>The order after a change.</summary>
    public static Order With(Order order, OrderChange change) => order with
    {
        Quantity = change.Quantity ?? order.Quantity,
        LimitPrice = change.LimitPrice ?? order.LimitPrice,
        StopPrice = change.StopPrice ?? order.StopPrice,
        Tif = change.Tif ?? order.Tif,
        PendingChange = null,
    };

    /// <summary>What must be in the journal before an id is used.</summary>
    public static JournalEntry[] Reservation(EngineState state, int? upTo) => upTo is { } id ? [new OrderIdsReserved(state.Session.ClientId, id)] : [];

    /// <summary>Notes that the broker owes an answer from now on.</summary>
    public static void Await(EngineState state, OrderEntry entry)
    {
        entry.SentTime = state.Now;
        entry.AwaitingSince = state.Now;
    }
}
