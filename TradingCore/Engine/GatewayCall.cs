using TradingCore.Domain;

namespace TradingCore.Engine;

/// <summary>Which method of the gateway is to be called.</summary>
internal enum GatewayCallKind
{
    ResolveInstrument,
    Subscribe,
    Unsubscribe,
    AskBarsAgain,
    RequestHistory,
    PlaceOrder,
    CancelOrder,
    GlobalCancel,
    Reconcile,
    Suspend,
    Resume,
    RefreshAccounts,
    ReadFills,
}

/// <summary>A call to the gateway that an event led to; made after the event's entries are in the journal.</summary>
/// <param name="Kind">Method.</param>
/// <param name="Subject">Query, instrument, history request, order or id of an execution.</param>
/// <param name="Number">Contract id or round.</param>
/// <param name="IsHeld">An order that waits at the gateway for a later one of its group.</param>
internal readonly record struct GatewayCall(GatewayCallKind Kind, object? Subject, int Number = 0, bool IsHeld = false)
{
    public static GatewayCall Place(Order order, bool isHeld = false) => new(GatewayCallKind.PlaceOrder, order, IsHeld: isHeld);

    public static GatewayCall Cancel(Order order) => new(GatewayCallKind.CancelOrder, order);

    public static GatewayCall CancelEverything() => new(GatewayCallKind.GlobalCancel, null);

    public static GatewayCall RefreshAccounts() => new(GatewayCallKind.RefreshAccounts, null);

    public static GatewayCall Suspend(string reason) => new(GatewayCallKind.Suspend, reason);

    public static GatewayCall Resume() => new(GatewayCallKind.Resume, null);

    /// <summary>Not of the gateway: the history is asked for the position that an execution belongs to.</summary>
    public static GatewayCall ReadFills(ExecId execId) => new(GatewayCallKind.ReadFills, execId.Value);

    public static GatewayCall Reconcile(int round) => new(GatewayCallKind.Reconcile, null, round);
}
