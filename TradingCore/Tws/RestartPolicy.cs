namespace TradingCore.Tws;

/// <summary>
/// Whether the restart command may run now: only while there is no connection, only when the gateway is away for long or stuck, not too often, and
/// not for ever. Reads no clock.
/// </summary>
internal sealed class RestartPolicy(TwsOptions options)
{
    /// <summary>Runs without a session in between after which a restart is no remedy.</summary>
    public const int RunsMax = 3;

    private DateTimeOffset? _lastRun;

    /// <summary>Runs since the last session.</summary>
    public int Runs { get; private set; }

    /// <summary>When it may run again at the earliest; null when it never ran.</summary>
    public DateTimeOffset? NextTime => _lastRun + options.RestartCommandInterval;

    /// <summary>True when a command is set.</summary>
    public bool IsSet => options.RestartCommand.Length > 0;

    /// <summary>True when it has run as often as it may without a session.</summary>
    public bool IsUsedUp => IsSet && Runs >= RunsMax;

    /// <summary>A session stands: whatever comes next is another outage.</summary>
    public void OnReady() => Runs = 0;

    /// <summary>Says whether to run now, and counts it if so.</summary>
    /// <param name="now">Now.</param>
    /// <param name="downSince">Since when there is no session.</param>
    /// <param name="last">How the last attempt ended; null before the first has.</param>
    /// <param name="isStuck">True when the gateway is taken for stuck.</param>
    public bool TryBegin(DateTimeOffset now, DateTimeOffset downSince, SessionEndKind? last, bool isStuck)
    {
        if (!IsSet || Runs >= RunsMax || NextTime > now) return false;
        // A gateway that answers is not restarted: it refuses for a reason that a restart does not change.
        if (!isStuck && last is not (SessionEndKind.Unreachable or SessionEndKind.NoAnswer)) return false;
        if (!isStuck && now - downSince < options.RestartCommandAfter) return false;
        _lastRun = now;
        Runs++;
        return true;
    }
}
