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
public sealed record PreviewDto(bool Allowed, string Summary, IReadOnlyList<RiskCheckDto> Checks, decimal? Notional, MarginPreview? Margin)
{
    internal static PreviewDto Of(PreviewResult p) =>
        new(p.Verdict.IsAllowed, p.Verdict.Summary, [.. (p.Verdict.Checks ?? []).Select(RiskCheckDto.Of)], p.Notional, p.Margin);
}
