using TradingCore.Domain;

namespace TradingCore.Readiness;

/// <summary>A watched contract as the readiness check sees it.</summary>
/// <param name="Ticker">Name.</param>
/// <param name="IsSubscribed">True when its data is subscribed and not refused.</param>
/// <param name="Reason">Why it is not, a sentence; empty when it is.</param>
/// <param name="HasFlowed">True when a tick came since the session stands; before the open one of yesterday's close will do.</param>
/// <param name="DataType">Kind of its data; null when none came.</param>
/// <param name="OpenTime">When it opens next, UTC; null when its hours do not say.</param>
public readonly record struct WatchedContract(string Ticker, bool IsSubscribed, string Reason, bool HasFlowed, MarketDataType? DataType, DateTimeOffset? OpenTime);

/// <summary>Everything that the readiness check looks at. Immutable.</summary>
public sealed record ReadinessFacts
{
    /// <summary>Time now, UTC.</summary>
    public DateTimeOffset Now { get; init; }

    /// <summary>How long before an open everything must be there; 0 never checks.</summary>
    public TimeSpan Lead { get; init; }

    /// <summary>The session as it tells of itself.</summary>
    public required SessionStatus Session { get; init; }

    /// <summary>True when orders, executions and positions agree with the broker since the last gap.</summary>
    public bool IsVerified { get; init; }

    /// <summary>Watched contracts.</summary>
    public IReadOnlyList<WatchedContract> Watched { get; init; } = [];

    /// <summary>Accounts of the login whose money was told.</summary>
    public IReadOnlyList<AccountId> ToldAccounts { get; init; } = [];

    /// <summary>Why orders cannot be stored; empty when they can.</summary>
    public string StorageProblem { get; init; } = "";
}
