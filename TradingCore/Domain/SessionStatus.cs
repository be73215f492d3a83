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
    /// <summary>True in a web process that does not hear its engine: of the gateway nothing is known then. <see cref="Cause"/> says why.</summary>
    public bool IsEngineAway { get; init; }
    /// <summary>Gateway host.</summary>
    public string Host { get; init; } = "";
    /// <summary>Gateway port.</summary>
    public int Port { get; init; }
    /// <summary>When the last session ended, or the program started, UTC; null while a session stands.</summary>
    public DateTimeOffset? DownSince { get; init; }
    /// <summary>API client id that orders belong to; never that of a read-only connection.</summary>
    public int ClientId { get; init; }
    /// <summary>Client id of a connection that stands in for the own one and is read-only; null when <see cref="ClientId"/> itself is used.</summary>
    public int? AlternateClientId { get; init; }
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
    /// <summary>When the gateway is going to restart as planned, UTC; in the past for the minute in which it must begin, null when no time is set.</summary>
    public DateTimeOffset? PlannedRestartTime { get; init; }
    /// <summary>When a person is going to log the gateway in for the week, UTC; in the past while that is overdue, null when no time is set.</summary>
    public DateTimeOffset? PlannedLoginTime { get; init; }
    /// <summary>True from the planned time of the weekly login until the gateway is connected.</summary>
    public bool IsLoginOverdue { get; init; }
    /// <summary>True when the connection cannot come back without a person: a login to approve, a dialog to answer. <see cref="NextStep"/> says what to do.</summary>
    public bool NeedsPerson { get; init; }
    /// <summary>Page on which a person reaches the gateway's window; empty when none is set.</summary>
    public string LoginHelpUrl { get; init; } = "";
    /// <summary>Round trips to the gateway.</summary>
    public GatewayProbe Probe { get; init; } = GatewayProbe.None;
    /// <summary>Whether everything that trading needs is there before the next open.</summary>
    public ReadinessReport Readiness { get; init; } = ReadinessReport.None;
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

    /// <summary>True while a farm has trouble.</summary>
    public bool HasBrokenFarm
    {
        get
        {
            for (int i = 0; i < Farms.Count; i++)
                if (Farms[i].Health == FarmHealth.Disconnected) return true;
            return false;
        }
    }

    /// <summary>True when connected and the broker is reachable.</summary>
    public bool IsConnected => State is SessionState.Ready or SessionState.Reconciling or SessionState.ReadOnly && IsBrokerConnected;

    /// <summary>Account that an order goes to: the one it names, else the first of the login; null while no account is known.</summary>
    /// <param name="named">What the order names; null or empty when nothing.</param>
    public string? AccountFor(string? named) => named is { Length: > 0 } ? named : Accounts.Count > 0 ? Accounts[0].Value : null;
}
