using TradingCore.Domain;

namespace TradingBlazor.State.Watch;

/// <summary>The age that a row of the watchlist shows when its price is too old to be traded on.</summary>
public static class WatchAge
{
    /// <summary>Empty while the price is fresh; otherwise how old it is, in whole seconds, or that there is none.</summary>
    public static string Of(Quote? quote, DateTimeOffset now, TimeSpan maxAge) =>
        quote is not null && !quote.IsStale(now, maxAge) ? "" : quote is null || quote.ReceivedTime == default ? "no data" : Format.WholeAge(now - quote.ReceivedTime);

    /// <summary>The older, the fainter, in steps that can be told apart: the class of the row; empty while the price is fresh.</summary>
    public static string Class(Quote? quote, DateTimeOffset now, string age) =>
        age.Length == 0 ? "" : quote is null || quote.ReceivedTime == default ? "stale-3" : (now - quote.ReceivedTime).TotalSeconds switch { < 30 => "stale-1", < 300 => "stale-2", _ => "stale-3" };
}
