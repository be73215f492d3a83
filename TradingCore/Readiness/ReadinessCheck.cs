using TradingCore.Domain;

namespace TradingCore.Readiness;

/// <summary>Looks at everything that trading needs, and says whether it is there in time for the next open. Pure: reads no clock and no state.</summary>
public static class ReadinessCheck
{
    private const int NamedMax = 3;
    private const string AssumedZone = "America/New_York";
    private static readonly TimeOnly AssumedOpen = new(9, 30);

    /// <summary>The report at <see cref="ReadinessFacts.Now"/>.</summary>
    public static ReadinessReport Of(ReadinessFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ReadinessItem[] items = [Connection(facts), ClientId(facts), Verified(facts), Farms(facts), Data(facts), Accounts(facts), Storage(facts)];
        (string ticker, DateTimeOffset? open, bool isAssumed) = NextOpen(facts);
        bool isDue = facts.Lead > TimeSpan.Zero && open is { } time && time - facts.Now <= facts.Lead;
        ReadinessState state = !isDue ? ReadinessState.NotDue : Array.TrueForAll(items, i => i.IsWell) ? ReadinessState.Ready : ReadinessState.Blocked;
        return new ReadinessReport(state, ticker, open, isAssumed, items);
    }

    /// <summary>The next open of New York's regular session at or after a moment. Holidays are not known here: a call too many, never one too few.</summary>
    public static DateTimeOffset AssumedNextOpen(DateTimeOffset now)
    {
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(AssumedZone);
        DateOnly day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        while (true)
        {
            DateTime local = day.ToDateTime(AssumedOpen);
            var open = new DateTimeOffset(local, zone.GetUtcOffset(local));
            if (open >= now && local.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)) return open.ToUniversalTime();
            day = day.AddDays(1);
        }
    }

    private static (string Ticker, DateTimeOffset? Open, bool IsAssumed) NextOpen(ReadinessFacts facts)
    {
        WatchedContract? first = null;
        foreach (WatchedContract watched in facts.Watched)
            if (watched.OpenTime is { } open && !(first?.OpenTime <= open)) first = watched;
        if (first is { } found) return (found.Ticker, found.OpenTime, false);
        // After a start without a gateway no contract has told its hours, and that morning is the one on which somebody must be called.
        bool isUnknown = facts.Watched.Count > 0 && !facts.Session.IsConnected;
        return isUnknown ? ("", AssumedNextOpen(facts.Now), true) : ("", null, false);
    }

    private static ReadinessItem Connection(ReadinessFacts facts)
    {
        SessionStatus s = facts.Session;
        if (s.IsConnected) return new ReadinessItem("connection", true, $"Connected to {s.Host}:{s.Port}");
        bool isBrokerAway = s.State is SessionState.Reconciling or SessionState.Ready or SessionState.ReadOnly;
        return new ReadinessItem("connection", false, isBrokerAway ? "The gateway is connected, and the broker behind it is away" : $"The gateway is not connected{(s.Cause.Length > 0 ? $": {s.Cause.TrimEnd('.')}" : "")}");
    }

    private static ReadinessItem ClientId(ReadinessFacts facts) => facts.Session.AlternateClientId is null
        ? new ReadinessItem("clientId", true, $"Client id {facts.Session.ClientId} is ours")
        : new ReadinessItem("clientId", false, $"Client id {facts.Session.ClientId} is in use by another connection, so the session is read-only");

    private static ReadinessItem Verified(ReadinessFacts facts) => facts.IsVerified
        ? new ReadinessItem("verified", true, "Orders and positions agree with the broker")
        : new ReadinessItem("verified", false, "Orders and positions have not been compared with the broker since the last gap");

    private static ReadinessItem Farms(ReadinessFacts facts)
    {
        string[] broken = [.. facts.Session.Farms.Where(f => f is { Kind: FarmKind.MarketData, Health: FarmHealth.Disconnected }).Select(f => f.Name)];
        if (broken.Length > 0) return new ReadinessItem("farms", false, $"The broker's market data farm {string.Join(", ", broken)} is away");
        return facts.Session.HasCompetingSession
            ? new ReadinessItem("farms", false, "Market data goes to another session of the same login (10197)")
            : new ReadinessItem("farms", true, "No market data farm is away");
    }

    private static ReadinessItem Data(ReadinessFacts facts)
    {
        if (facts.Watched.Count == 0) return new ReadinessItem("data", true, "The watchlist is empty");
        WatchedContract[] refused = [.. facts.Watched.Where(w => !w.IsSubscribed)];
        if (refused.Length > 0) return new ReadinessItem("data", false, $"No data of {Names(refused)}{(refused[0].Reason.Length > 0 ? $": {refused[0].Reason.TrimEnd('.')}" : "")}");
        WatchedContract[] late = [.. facts.Watched.Where(w => w.DataType is MarketDataType.Delayed or MarketDataType.DelayedFrozen)];
        if (late.Length > 0) return new ReadinessItem("data", false, $"Data of {Names(late)} is delayed: the login has no permission for live data");
        WatchedContract[] silent = [.. facts.Watched.Where(w => !w.HasFlowed)];
        return silent.Length > 0
            ? new ReadinessItem("data", false, $"No price of {Names(silent)} has come since the connection stands")
            : new ReadinessItem("data", true, $"Data of all {facts.Watched.Count} watched contracts flows");
    }

    private static ReadinessItem Accounts(ReadinessFacts facts)
    {
        if (facts.Session.Accounts.Count == 0) return new ReadinessItem("accounts", false, "The login has told no account");
        AccountId[] missing = [.. facts.Session.Accounts.Except(facts.ToldAccounts)];
        return missing.Length == 0
            ? new ReadinessItem("accounts", true, $"Money of {facts.Session.Accounts.Count} {(facts.Session.Accounts.Count == 1 ? "account" : "accounts")} is known")
            : new ReadinessItem("accounts", false, $"The broker has not told the money of {string.Join(", ", missing.Select(a => a.Masked))}");
    }

    private static ReadinessItem Storage(ReadinessFacts facts) => facts.StorageProblem.Length == 0
        ? new ReadinessItem("storage", true, "Orders can be stored")
        : new ReadinessItem("storage", false, $"Orders cannot be stored: {facts.StorageProblem.TrimEnd('.')}");

    private static string Names(WatchedContract[] contracts) =>
        string.Join(", ", contracts.Take(NamedMax).Select(c => c.Ticker)) + (contracts.Length > NamedMax ? $" and {contracts.Length - NamedMax} more" : "");
}
