using TradingCore.Domain;
using TradingCore.Risk.Limits;

namespace TradingCore.Risk.Checks;

/// <summary>R16: the quote is live, young and, for a market order, two-sided and not crossed.</summary>
public sealed class StalePriceCheck() : RiskCheck("R16", "Price age", RiskUnit.Duration)
{
    /// <inheritdoc/>
    public override RiskCheckResult Check(RiskContext context)
    {
        RiskLimit key = context.Hours.IsRegular == false ? RiskLimit.QuoteMaxAgeOutsideRth : RiskLimit.QuoteMaxAge;
        TimeSpan maxAge = context.Limits.Duration(key);
        decimal limit = context.Limits[key];
        string ticker = context.Spec.Ticker;
        if (context.Quote is not { } quote) return Deny($"No price of {ticker} has come yet", "Add it to the watchlist, or wait for a price.");

        TimeSpan age = context.Now - quote.ReceivedTime;
        decimal observed = age.Ticks * 0.0000001m;
        if (quote.IsInterrupted) return Deny($"The data of {ticker} was interrupted and has not come back", "Wait for a new price.");
        if (quote.DataType != MarketDataType.Live) return Deny($"The data of {ticker} is {KindOf(quote.DataType)}, not live", "Trade on live data only; check the market data subscription.");
        if (age > maxAge) return Deny($"The price of {ticker} is {Say.Seconds(age)} old, over the limit of {Say.Seconds(maxAge)}", "Wait for a new price.", observed, limit);
        if (context.Spec.Type == OrderType.Market && (quote.Bid is null || quote.Ask is null))
            return Deny($"{ticker} has no {(quote.Bid is null ? "bid" : "ask")}, so a market order could fill anywhere", "Use a limit order.");
        if (context.Spec.Type == OrderType.Market && quote.Bid > quote.Ask)
            return Deny($"The bid of {ticker} is above the ask", "Wait until the market is orderly, or use a limit order.", quote.Bid, quote.Ask) with { Unit = null };
        return Pass(observed, limit);
    }

    private static string KindOf(MarketDataType type) => type switch
    {
        MarketDataType.Delayed => "delayed",
        MarketDataType.Frozen => "frozen",
        MarketDataType.DelayedFrozen => "delayed and frozen",
        _ => "of unknown kind",
    };
}
