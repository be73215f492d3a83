using TradingCore.Domain;
using TradingCore.Risk.Limits;

namespace TradingCore.Risk.Checks;

/// <summary>R35: shares that are sold short can be borrowed. In between lies what needs a locate: it passes when a person confirms that there is one.</summary>
/// <remarks>Source: IB's generic tick 236: a level of at most 1.5 is not available, up to 2.5 needs a locate, above at least 1,000 shares are available.</remarks>
public sealed class ShortLocateCheck() : RiskCheck("R35", "Short locate")
{
    private const decimal NotAvailable = 1.5m, NeedsLocate = 2.5m;

    /// <inheritdoc/>
    public override RiskCheckResult Check(RiskContext context)
    {
        decimal shorted = context.ShortQuantity;
        if (shorted == 0m || context.Instrument?.Contract.SecurityType != SecurityType.Stock || !context.Limits.IsOn(RiskLimit.ShortLocate)) return Pass();
        if (context.Quote is not { ShortableLevel: { } level } quote) return NotJudged(context, "Whether shares can be borrowed is not known.");
        if (level <= NotAvailable)
            return Deny($"No shares of {context.Spec.Ticker} can be borrowed now", "Sell only what is held.", level, NotAvailable);
        if (shorted > quote.ShortableShares)
            return Deny($"The order could sell {Say.Number(shorted)} {context.Spec.Ticker} short, but only {Say.Number(quote.ShortableShares.Value)} can be borrowed", "Reduce the quantity.", shorted, quote.ShortableShares);
        return level <= NeedsLocate && !context.Spec.IsConfirmed
            ? Deny($"Shares of {context.Spec.Ticker} must be located before they are sold short", "Ask the broker for a locate, then confirm the order.", level, NeedsLocate)
            : Pass(level, NotAvailable);
    }
}
