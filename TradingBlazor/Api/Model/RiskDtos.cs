using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Risk;

namespace TradingBlazor.Api.Model;

/// <summary>What one risk check found.</summary>
/// <param name="Code">Id of the check. <example>R08</example></param>
/// <param name="Name">Short name. <example>Order quantity</example></param>
/// <param name="Passed">True when the order may pass.</param>
/// <param name="Observed">What was measured; null when the check has no number.</param>
/// <param name="Limit">What it was held against; null when the check has no number.</param>
/// <param name="Message">Why it failed and what to do; empty when passed.</param>
public sealed record RiskCheckDto(string Code, string Name, bool Passed, decimal? Observed, decimal? Limit, string Message)
{
    internal static RiskCheckDto Of(RiskCheckResult c) => new(c.Code, c.Name, c.IsPassed, c.Observed, c.Limit, c.Message);
}

/// <summary>What would happen to an order; nothing was sent.</summary>
/// <param name="Allowed">True when every check passed.</param>
/// <param name="Summary">One sentence.</param>
/// <param name="Checks">Every check with its figures.</param>
/// <param name="Notional">Estimated value in the contract's currency; null when no price is known.</param>
/// <param name="Margin">The broker's margin and commission; null when not asked or not answered.</param>
/// <param name="Legs">Every order that would be sent, with its prices: the entry first, then its exits.</param>
/// <param name="WouldQueue">True when it would wait for the gateway.</param>
/// <param name="WouldCancel">Own resting orders that would be cancelled before it leaves, because it would trade with them (R34); empty when none.</param>
public sealed record PreviewDto(bool Allowed, string Summary, IReadOnlyList<RiskCheckDto> Checks, decimal? Notional, MarginPreview? Margin, IReadOnlyList<PreviewLegDto> Legs, bool WouldQueue, IReadOnlyList<string> WouldCancel)
{
    internal static PreviewDto Of(PreviewResult p) =>
        new(p.Verdict.IsAllowed, p.Verdict.Summary, [.. (p.Verdict.Checks ?? []).Select(RiskCheckDto.Of)], p.Notional, p.Margin,
            [.. p.Legs.Select(PreviewLegDto.Of)], p.WouldQueue, [.. p.WouldCancel.Select(o => o.OrderRef.Value)]);
}

/// <summary>One order of a preview.</summary>
/// <param name="Role"><c>single</c>, <c>entry</c>, <c>takeProfit</c>, <c>stopLoss</c> or <c>triggered</c>.</param>
/// <param name="Side"><c>BUY</c> or <c>SELL</c>.</param>
/// <param name="Quantity">Quantity.</param>
/// <param name="Type">Code of the type.</param>
/// <param name="LimitPrice">Limit price; null when the type has none.</param>
/// <param name="StopPrice">Trigger price; null when the type has none.</param>
/// <param name="Tif">Time in force.</param>
public sealed record PreviewLegDto(string Role, string Side, decimal Quantity, string Type, decimal? LimitPrice, decimal? StopPrice, string Tif)
{
    internal static PreviewLegDto Of(PreviewLeg l) =>
        new(Terms.Name(l.Role), Terms.Name(l.Spec.Side), l.Spec.Quantity, Terms.Name(l.Spec.Type), l.Spec.LimitPrice, l.Spec.StopPrice, Terms.Name(l.Spec.Tif));
}
