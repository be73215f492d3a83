using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.OrderFlow;
using TradingCore.Orders;
using TradingCore.Risk.Limits;

namespace TradingCore.Engine.Killing;

/// <summary>Cancels everything in a scope and keeps on until the broker has confirmed it.</summary>
internal sealed class KillCancelling(EngineState state, OrderCommands commands)
{
    private static readonly CommandContext Who = new(KillFlattening.Source, "kill switch");

    /// <summary>Orders of the scope that can still fill, those of the kill switch itself left out.</summary>
    public IReadOnlyList<OrderEntry> OpenOf(RiskScope scope) =>
        [.. state.Orders.Open.Where(e => e.Order.Source != KillFlattening.Source && IsIn(scope, e.Order))];

    // An order to a group can fill in each of its accounts, and a combination moves each of its legs.
    private bool IsIn(RiskScope scope, Order order) => scope.Covers(order.Account.Value, order.Strategy, order.Contract.Ticker) || scope.Kind switch
    {
        RiskScopeKind.Account => state.Session.Accounts.Any(a => scope.Covers(a.Value, "", "") && state.Orders.CanFillIn(order, a)),
        RiskScopeKind.Symbol => order.Contract.Legs is { } legs && legs.Items.Any(l => string.Equals(l.Ticker, scope.Name, StringComparison.OrdinalIgnoreCase)),
        _ => false,
    };

    /// <summary>Sends what must be sent now: everything at the first time, then what stayed unconfirmed for <paramref name="repeatAfter"/>.</summary>
    public void Drive(KillEntry kill, IReadOnlyList<OrderEntry> open, TimeSpan repeatAfter)
    {
        bool isFirst = kill.CancelTime is null;
        if (!isFirst && state.Now - kill.CancelTime!.Value < repeatAfter)
        {
            kill.WaitsFor = Waits(kill.Scope, open);
            return;
        }
        if (!isFirst && !state.Session.IsConnected)
        {
            kill.WaitsFor = $"The gateway is not connected: {open.Count} orders may still work there. Cancels go out when it is back; until then use TWS or call the broker.";
            return;
        }
        kill.CancelTime = state.Now;
        // One message ends the orders of every client and of TWS itself. It concerns every account of the login, so only a switch that may do that sends it.
        if (IsGlobal(kill.Scope)) state.Effects.Calls.Add(GatewayCall.CancelEverything());
        foreach (OrderEntry entry in open) commands.Cancel(entry, Who);
        kill.WaitsFor = Waits(kill.Scope, open);
    }

    private bool IsGlobal(RiskScope scope) =>
        scope.Kind == RiskScopeKind.Firm || (scope.Kind == RiskScopeKind.Account && state.Session.Accounts is [{ } only] && scope.Covers(only.Value, "", ""));

    private string Waits(RiskScope scope, IReadOnlyList<OrderEntry> open)
    {
        OrderEntry[] foreign = [.. open.Where(e => !OrderCommands.IsOurs(state, e.Order))];
        string all = open.Count == 1 ? "1 order is not confirmed gone" : $"{open.Count} orders are not confirmed gone";
        string belong = $"{foreign.Length} of them {(foreign.Length == 1 ? "belongs" : "belong")} to TWS or another client and";
        return foreign.Length == 0 ? $"{all}."
            : IsGlobal(scope) ? $"{all}; {belong} {(foreign.Length == 1 ? "goes" : "go")} with the broker's cancel of everything, which was sent."
            : $"{all}; {belong} can be cancelled there, or with a switch for everything.";
    }
}
