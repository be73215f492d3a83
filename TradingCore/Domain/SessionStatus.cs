namespace TradingCore.Domain;

/// <summary>Everything a person or program needs to judge the connection. Immutable.</summary>
public sealed record SessionStatus
{
    /// <summary>Simulator, paper or live.</summary>
    public TradingMode Mode { get; init; }
    /// <summary>State of the session.</summary>
    public SessionState State { get; init; }
    /// <summary>Since when the state holds, UTC.</summary>
    public DateTimeOffset Since { get; init; }
    /// <summary>A sentence: why it is in this state.</summary>
    public string Cause { get; init; } = "";
    /// <summary>A sentence: what happens next; empty when nothing is due.</summary>
    public string NextStep { get; init; } = "";
    /// <summary>When the next attempt to connect is due, UTC; null when none is.</summary>
    public DateTimeOffset? NextAttemptTime { get; init; }
    /// <summary>Attempts to connect since the last good session.</summary>
    public int Attempts { get; init; }
    /// <summary>Gateway host.</summary>
    public string Host { get; init; } = "";
    /// <summary>Gateway port.</summary>
    public int Port { get; init; }
    /// <summary>API client id.</summary>
    public int ClientId { get; init; }
    /// <summary>Negotiated server version; 0 when not connected.</summary>
    public int ServerVersion { get; init; }
    /// <summary>Accounts of the login.</summary>
    public IReadOnlyList<AccountId> Accounts { get; init; } = [];
    /// <summary>When the last message of any kind came, UTC; null before the first.</summary>
    public DateTimeOffset? LastMessageTime { get; init; }
    /// <summary>True while the gateway reaches the broker: false before a session, and after notice 1100 until 1101 or 1102.</summary>
    public bool IsBrokerConnected { get; init; }
    /// <summary>True while the broker sends no market data because the login is used elsewhere (10197).</summary>
    public bool HasCompetingSession { get; init; }
    /// <summary>When the gateway is going to restart as planned, UTC; null when no time is set.</summary>
    public DateTimeOffset? PlannedRestartTime { get; init; }
    /// <summary>The data farms that the gateway has told of, by name. Their state is apart from the session's.</summary>
    public IReadOnlyList<FarmState> Farms { get; init; } = [];
    /// <summary>Market data lines.</summary>
    public LineUsage Lines { get; init; } = LineUsage.None;
    /// <summary>True when orders, executions and positions agree with the broker since the last gap.</summary>
    public bool IsVerified { get; init; }
    /// <summary>True when new orders may leave: verified, switched on, and live only with explicit permission.</summary>
    public bool IsTradingEnabled { get; init; }
    /// <summary>Why trading is off; empty when it is on.</summary>
    public string TradingDisabledReason { get; init; } = "";

    /// <summary>Farms with trouble, by name; empty when all are well or idle.</summary>
    public IReadOnlyList<string> BrokenFarms => [.. Farms.Where(f => f.Health == FarmHealth.Disconnected).Select(f => f.Name).Distinct()];

    /// <summary>True when connected and the broker is reachable.</summary>
    public bool IsConnected => State is SessionState.Ready or SessionState.Reconciling && IsBrokerConnected;
}
