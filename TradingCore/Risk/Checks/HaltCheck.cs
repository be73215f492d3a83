using TradingCore.Domain;

namespace TradingCore.Risk.Checks;

/// <summary>R18: the exchange has not halted the contract, and a short sale under the restriction of rule 201 is not below the bid.</summary>
public sealed class HaltCheck() : RiskCheck("R18", "Halts and SSR")
{
    /// <inheritdoc/>
    public override RiskCheckResult Check(RiskContext context)
    {
        if (context.Quote is { IsHalted: true }) return Deny($"The exchange has halted {context.Spec.Ticker}", "Wait until it trades again; cancels work.");
        if (!context.IsShortSaleRestricted || context.ShortQuantity == 0m || context.Instrument?.Contract.SecurityType != SecurityType.Stock) return Pass();
        if (context.Quote?.Bid is not { } bid) return NotJudged(context, "The short sale restriction holds, but no bid is known.");
        // Without a limit nothing keeps the sale above the bid.
        return context.Spec.LimitPrice is { } limit && limit >= bid
            ? Pass(limit, bid)
            : Deny($"Short sales of {context.Spec.Ticker} are restricted today, and this one could trade below the bid of {Say.Number(bid)}", "Sell with a limit at or above the bid, or only what is held.", context.Spec.LimitPrice, bid);
    }
}
