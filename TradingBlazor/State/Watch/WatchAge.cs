using TradingCore.Domain;

namespace TradingBlazor.State.Watch;

/// <summary>The age that a row of the watchlist shows when its price is too old to be traded on.</summary>
public static class WatchAge
{
    /// <summary>What stands for a price of a contract that the exchange has halted: it may be fresh, and nobody can trade at it.</summary>
    public const string Halted = "halted";

    /// <summary>Empty while the price is fresh; otherwise how old it is, in whole seconds, that there is none, or that the contract is halted.</summary>
    public static string Of(Quote? quote, DateTimeOffset now, TimeSpan maxAge) => quote is { IsHalted: true } ? Halted :
        quote is not null && !quote.IsStale(now, maxAge) ? "" : quote is null || quote.ReceivedTime == default ? "no data" : Format.WholeAge(now - quote.ReceivedTime);

    /// <summary>The same as words that follow a price: <c>13 s old</c>, <c>halted</c>; empty while it is fresh.</summary>
    public static string Words(string age) => age.Length == 0 || age == Halted || !char.IsAsciiDigit(age[0]) ? age : $"{age} old";

    /// <summary>The older, the fainter, in steps that can be told apart: the class of the row; empty while the price is fresh.</summary>
    public static string Class(Quote? quote, DateTimeOffset now, string age) =>
        age.Length == 0 ? "" : age == Halted ? "stale-1" : quote is null || quote.ReceivedTime == default ? "stale-3" : (now - quote.ReceivedTime).TotalSeconds switch { < 30 => "stale-1", < 300 => "stale-2", _ => "stale-3" };
}
