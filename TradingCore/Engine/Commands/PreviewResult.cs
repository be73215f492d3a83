using TradingCore.Domain;
using TradingCore.Risk;

namespace TradingCore.Engine.Commands;

/// <summary>Answer to a preview; nothing was sent.</summary>
/// <param name="Verdict">Every check with its figures.</param>
/// <param name="Notional">Estimated value of the order in its currency; null when no price is known.</param>
/// <param name="Margin">The broker's margin and commission; null when not asked or not answered.</param>
public sealed record PreviewResult(RiskVerdict Verdict, decimal? Notional, MarginPreview? Margin)
{
    /// <summary>Every order that would be sent, with its prices: the entry first, then its exits.</summary>
    public IReadOnlyList<PreviewLeg> Legs { get; init; } = [];

    /// <summary>True when the order would wait for the gateway.</summary>
    public bool WouldQueue { get; init; }

    /// <summary>Own resting orders that would be cancelled before it leaves, because it would trade with them (R34); empty when none.</summary>
    public IReadOnlyList<Order> WouldCancel { get; init; } = [];

    /// <summary>True when the command's key belongs to an order that was accepted: submitted, it is answered with that order, whatever Risk says of it now.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>The answer when the engine could not be asked.</summary>
    internal static PreviewResult Refused(string why) => new(new RiskVerdict([new RiskCheckResult("R01", "Engine", false, null, null, why)]), null, null);
}

/// <summary>One order of a preview.</summary>
/// <param name="Role">What it is among the others.</param>
/// <param name="Spec">The order as it would be sent.</param>
public sealed record PreviewLeg(OrderRole Role, OrderSpec Spec);
