namespace TradingCore.Persistence.Redis;

/// <summary>Names of the fields of the cache: a topic, or a letter and a key where there are many of a kind.</summary>
internal static class Fields
{
    public const string Session = "session", Watchlist = "watchlist", Positions = "positions", Accounts = "accounts", Money = "money", Outages = "outages", KillSwitches = "kills",
        BarTruth = "truth", Risk = "risk", News = "headlines", Notices = "notices", Latency = "latency", DepthUsage = "depth";

    public const string Quote = "q:", Instrument = "i:", Order = "o:", Fill = "f:", Bars = "b:", BarsTail = "t:", Depth = "d:";

    /// <summary>Says which engine wrote the cache and up to which message.</summary>
    public const string Head = "!";
}
