using TradingCore.Domain;
using TradingCore.Engine.Ports;

namespace TradingCore.Engine.OrderFlow;

/// <summary>
/// Keeps the way of an order in the processor's caches: the newest order that left is judged and written once more and thrown away. An order that nobody has sent for some
/// milliseconds else waits for memory several times longer than its checks take. Neither the state nor a recording or its replay knows of it.
/// </summary>
internal sealed class WarmPath(EngineState state, RiskContexts contexts, OrderPlanner planner)
{
    // Who has not traded for so long does not wait for microseconds; an idle desk costs nothing.
    private static readonly TimeSpan Lasting = TimeSpan.FromHours(1);

    private Order? _order;
    private OrderSpec? _spec;

    /// <summary>Writes what was judged; null when nobody does.</summary>
    public IOrderRehearsal? Rehearsal { get; set; }

    /// <summary>An order goes to the gateway.</summary>
    public void OnPlaced(Order order)
    {
        // An exit is judged with its entry, and a change or a combination in other ways.
        if (order.Handling.Role.IsExit() || order.PendingChange is not null || order.Contract.SecurityType == SecurityType.Combo) return;
        _order = order;
        _spec = null;
    }

    /// <summary>Goes the way once, when somebody traded lately and could now.</summary>
    /// <returns>True when it did.</returns>
    public bool Go()
    {
        if (Rehearsal is not { } rehearsal || _order is not { } order || !state.IsVerified || state.Now - order.CreatedTime > Lasting) return false;
        _spec ??= OrderDrafts.SpecOf(order);
        contexts.Recycle();
        planner.Plan(_spec, default, order.Source, mayWait: true);
        rehearsal.Write(order);
        return true;
    }
}
