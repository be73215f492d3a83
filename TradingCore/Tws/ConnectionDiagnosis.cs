using TradingCore.Domain;

namespace TradingCore.Tws;

/// <summary>What is known when an attempt to have a session has failed.</summary>
internal readonly record struct FailureFacts
{
    /// <summary>How it ended.</summary>
    public SessionEnd End { get; init; }

    /// <summary>Time now.</summary>
    public DateTimeOffset Now { get; init; }

    /// <summary>Since when there is no session.</summary>
    public DateTimeOffset DownSince { get; init; }

    /// <summary>True when there was a session since the start: a gateway that was never there has not been reset.</summary>
    public bool HasBeenReady { get; init; }

    /// <summary>Attempts without an answer in a row, this one included.</summary>
    public int NoAnswers { get; init; }

    /// <summary>Attempts without an answer after which the gateway is stuck.</summary>
    public int StuckAfter { get; init; }

    /// <summary>How long there may be nobody before a person must look.</summary>
    public TimeSpan LoginAfter { get; init; }

    /// <summary>Last planned restart; null when none is planned.</summary>
    public DateTimeOffset? RestartedTime { get; init; }

    /// <summary>True from the hour of the weekly login until there is a session.</summary>
    public bool IsLoginOverdue { get; init; }
}

/// <summary>What a failure means.</summary>
/// <param name="State">State to be in until the next attempt.</param>
/// <param name="Cause">Why, a part of a sentence.</param>
/// <param name="Step">What a person should do; empty when the session comes back by itself.</param>
/// <param name="NeedsPerson">True when it likely does not come back without a person.</param>
internal readonly record struct Diagnosis(SessionState State, string Cause, string Step, bool NeedsPerson);

/// <summary>Reads a failure: the planned one, the one that passes, the one that needs a login, the gateway that hangs. Pure.</summary>
internal static class ConnectionDiagnosis
{
    // A restart that ends in a login prompt leaves the port closed for as long as nobody answers it.
    private static readonly TimeSpan LoginWindow = TimeSpan.FromHours(4);

    /// <summary>What the facts mean.</summary>
    public static Diagnosis Of(in FailureFacts facts)
    {
        string cause = NightlyReset.Explain(facts.End.Cause, facts.Now);
        bool isStuck = facts.End.Kind == SessionEndKind.Stuck || (facts.End.Kind == SessionEndKind.NoAnswer && facts.NoAnswers >= facts.StuckAfter);
        if (isStuck) return new Diagnosis(SessionState.GatewayStuck, cause, LoginAdvice.StuckStep, NeedsPerson: true);

        bool isAfterRestart = facts.RestartedTime is { } restarted && facts.HasBeenReady && facts.DownSince >= restarted - TimeSpan.FromMinutes(1) && facts.Now - restarted < LoginWindow;
        bool isNight = facts.HasBeenReady && NightlyReset.Covers(facts.Now);
        bool isLong = facts.Now - facts.DownSince >= facts.LoginAfter;
        bool needsLogin = facts.End.Kind == SessionEndKind.Unreachable && (isAfterRestart || isNight || isLong || facts.IsLoginOverdue);
        if (needsLogin && isAfterRestart && !isNight) cause += "; the gateway restarted as planned, and after some restarts it waits for a login";
        SessionState state = isNight ? SessionState.NightlyReset : SessionState.WaitingToReconnect;
        return new Diagnosis(state, cause, needsLogin ? LoginAdvice.Step : facts.End.Kind == SessionEndKind.ClientIdInUse ? ClientIdStep : "", needsLogin);
    }

    private const string ClientIdStep = "close the other program that uses the id, if there is one";
}
