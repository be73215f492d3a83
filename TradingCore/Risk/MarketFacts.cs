namespace TradingCore.Risk;

/// <summary>What the checks know of a contract's market beyond its quote, from its bars. Immutable.</summary>
/// <param name="MinuteVolume">Average volume of the last 20 closed minutes; null when not known, or the product has none.</param>
/// <param name="Atr">Average true range of a minute (14, Wilder); null when not known.</param>
/// <param name="MeanPrice">Average price of the trades of the last five minutes, for the limit up-limit down band; null when not known.</param>
public sealed record MarketFacts(decimal? MinuteVolume, decimal? Atr, decimal? MeanPrice)
{
    /// <summary>Nothing known.</summary>
    public static readonly MarketFacts None = new(null, null, null);
}
