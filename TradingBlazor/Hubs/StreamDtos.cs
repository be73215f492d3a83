using TradingBlazor.Api;
using TradingBlazor.Api.Model;
using TradingCore.Domain;
using TradingCore.Orders;
using TradingCore.Risk.Kill;

namespace TradingBlazor.Hubs;

/// <summary>Something that happened to an order. In a snapshot one for each order, of the kind <see cref="Known"/>.</summary>
/// <param name="Kind">What happened, such as <c>submitted</c>, <c>working</c>, <c>filled</c>, <c>denied</c>; as in the order's history.</param>
/// <param name="Time">When.</param>
/// <param name="Source">Who: <c>user</c>, <c>api</c>, <c>strategy</c>, <c>broker</c>, <c>engine</c>; empty in a snapshot.</param>
/// <param name="Text">A sentence; empty when the kind says all.</param>
/// <param name="Symbol">Contract.</param>
/// <param name="Account">Account; empty when not chosen yet.</param>
/// <param name="Strategy">Strategy that decided; empty for a person.</param>
/// <param name="Order">The order after it, as in REST; left out for one that was denied before it became an order.</param>
public sealed record OrderNewsDto(string Kind, DateTimeOffset Time, string Source, string Text, string Symbol, string Account, string Strategy, OrderDto? Order)
{
    /// <summary>An order as it is.</summary>
    public const string Known = "known";

    internal static OrderNewsDto Of(OrderNews n) => new(n.Kind, n.Time, n.Source, n.Text, n.Ticker, n.Account.ToString(), n.Strategy, n.Order is { } o ? OrderDto.Of(o, withHistory: false) : null);

    internal static OrderNewsDto Of(Order o) => new(Known, o.UpdatedTime, "", "", o.Contract.Ticker, o.Account.ToString(), o.Strategy, OrderDto.Of(o, withHistory: false));
}

/// <summary>State of the program, in short; GET /api/v1/status tells more.</summary>
/// <param name="Mode"><c>simulator</c>, <c>paper</c> or <c>live</c>.</param>
/// <param name="Session">State of the session with the gateway.</param>
/// <param name="Since">Since when.</param>
/// <param name="Cause">Why it is down; empty when it is up.</param>
/// <param name="NextStep">What will happen, or what to do.</param>
/// <param name="IsBrokerConnected">True while the gateway reaches the broker.</param>
/// <param name="BrokenFarms">Names of the data farms that are away.</param>
/// <param name="IsVerified">True when orders, executions and positions agree with the broker's since the newest connection.</param>
/// <param name="IsTradingEnabled">True when new orders may leave.</param>
/// <param name="TradingDisabledReason">Why not; empty otherwise.</param>
/// <param name="KillSwitches">Kill switches that are engaged.</param>
public sealed record StreamStatusDto(
    string Mode, string Session, DateTimeOffset Since, string Cause, string NextStep, bool IsBrokerConnected, IReadOnlyList<string> BrokenFarms, bool IsVerified, bool IsTradingEnabled,
    string TradingDisabledReason, IReadOnlyList<KillSwitchDto> KillSwitches)
{
    internal static StreamStatusDto Of(SessionStatus s, IReadOnlyList<KillStatus> kills) => new(
        Terms.Name(s.Mode), Terms.Name(s.State), s.Since, s.Cause, s.NextStep, s.IsBrokerConnected, [.. s.BrokenFarms], s.IsVerified, s.IsTradingEnabled, s.TradingDisabledReason,
        [.. kills.Select(KillSwitchDto.Of)]);
}
