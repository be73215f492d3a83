using TradingCore.Domain;

namespace TradingCore.Risk;

/// <summary>What an order by amount can make at most: the quantity that the broker will work out is not known before it fills.</summary>
internal static class CashSize
{
    /// <summary>The quantity at the best price that the order can have now, rounded up to the steps of the contract's size; 0 when no price is known.</summary>
    /// <param name="side">Side: a purchase fills at its limit at most, and lower when the market offers for less; a sale fills at its limit at least.</param>
    /// <param name="cash">Amount, in the contract's currency.</param>
    /// <param name="limit">Limit price; null for one at the market.</param>
    /// <param name="quote">The market; null when not known.</param>
    /// <param name="contract">Contract.</param>
    /// <param name="step">Step of its size; null when the contract's details are not known, then 1.</param>
    public static decimal Of(OrderSide side, decimal cash, decimal? limit, Quote? quote, Contract contract, decimal? step)
    {
        decimal value = Math.Abs((PriceOf(side, limit, quote) ?? 0m) * contract.Multiplier);
        decimal least = step is > 0m ? step.Value : 1m;
        return value == 0m ? 0m : Math.Ceiling(cash / value / least) * least;
    }

    /// <summary>The best price that the order can have now; null when none is known.</summary>
    public static decimal? PriceOf(OrderSide side, decimal? limit, Quote? quote)
    {
        decimal? market = MarketReference.PriceFor(side, quote);
        return side == OrderSide.Buy && limit is { } most && market is { } offered ? Math.Min(most, offered) : limit ?? market;
    }
}
