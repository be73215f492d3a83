namespace TradingCore.MarketData.News;

/// <summary>A headline.</summary>
/// <param name="Time">When it was published, UTC; for a bulletin of the broker when it came.</param>
/// <param name="Provider">Code of who wrote it, such as <c>DJNL</c>; <c>IB</c> for a bulletin of the broker.</param>
/// <param name="Id">Id of the article, unique together with the provider.</param>
/// <param name="Headline">The headline, without the data for machines that the wire puts before it.</param>
/// <param name="Ticker">Contract it was found for; empty for a bulletin.</param>
public sealed record NewsItem(DateTimeOffset Time, string Provider, string Id, string Headline, string Ticker)
{
    /// <summary>True for a bulletin of the broker: an exchange that is out, a product that is stopped.</summary>
    public bool IsBulletin => Ticker.Length == 0;
}
