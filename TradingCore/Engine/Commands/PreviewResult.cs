using TradingCore.Domain;
using TradingCore.Risk;

namespace TradingCore.Engine.Commands;

/// <summary>Answer to a preview; nothing was sent.</summary>
/// <param name="Verdict">Every check with its figures.</param>
/// <param name="Notional">Estimated value of the order in its currency; null when no price is known.</param>
/// <param name="Margin">The broker's margin and commission; null when not asked or not answered.</param>
public sealed record PreviewResult(RiskVerdict Verdict, decimal? Notional, MarginPreview? Margin);
