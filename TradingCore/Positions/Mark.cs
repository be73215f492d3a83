using TradingCore.Domain;

namespace TradingCore.Positions;

/// <summary>The price a position is valued with, and what is wrong with it.</summary>
/// <param name="Price">Price per unit; null when none is known.</param>
/// <param name="Flaw">Why it must be taken with care: <c>stale</c>, <c>one-sided</c>, <c>no trade</c>, <c>previous close</c>; empty when it is good.</param>
public readonly record struct Mark(decimal? Price, string Flaw)
{
    /// <summary>The mark of a position.</summary>
    /// <param name="rule">Which price is wanted.</param>
    /// <param name="quote">The market; null when there is none.</param>
    /// <param name="quantity">Signed quantity; its sign says on which side the position would be closed.</param>
    /// <param name="isStale">True when the quote is old.</param>
    public static Mark Of(MarkPriceRule rule, Quote? quote, decimal quantity, bool isStale)
    {
        if (quote is null) return new Mark(null, "");
        (decimal? price, string flaw) = rule switch
        {
            MarkPriceRule.Last => quote.Last is { } last ? (last, "") : Substitute(quote, "no trade"),
            MarkPriceRule.Mid => quote.Mid is { } mid ? (mid, "") : Substitute(quote, "one-sided"),
            _ => (quantity < 0m ? quote.Ask : quantity > 0m ? quote.Bid : quote.Mark) is { } exit ? (exit, "") : Substitute(quote, "one-sided"),
        };
        return new Mark(price, price is null ? "" : isStale ? "stale" : flaw);
    }

    // The wanted price is not there: the next best one values the position, and the flaw says that it is not the wanted one.
    private static (decimal? Price, string Flaw) Substitute(Quote quote, string flaw) =>
        quote.Last is { } last ? (last, flaw)
        : (quote.Mid ?? quote.Bid ?? quote.Ask) is { } side ? (side, flaw)
        : (quote.Close, "previous close");
}
