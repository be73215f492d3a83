using TradingCore.Alerts;

namespace TradingBlazor.Alerts;

/// <summary>What came of a command about alerts.</summary>
public enum AlertOutcome
{
    /// <summary>Done.</summary>
    Done = 0,
    /// <summary>Not allowed.</summary>
    Forbidden,
    /// <summary>There is no such thing.</summary>
    NotFound,
    /// <summary>Something that was given is wrong.</summary>
    Invalid,
    /// <summary>It cannot be done as things are.</summary>
    Conflict,
    /// <summary>Somebody else has changed it since it was looked at; nothing was done.</summary>
    ChangedMeanwhile,
}

/// <summary>Answer to a command about alerts.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Message">A sentence for people.</param>
public sealed record AlertAnswer(AlertOutcome Outcome, string Message)
{
    /// <summary>The rule, as it is now; null when it is about none.</summary>
    public AlertRule? Rule { get; init; }
    /// <summary>The alert; null when it is about none.</summary>
    public Alert? Alert { get; init; }
    /// <summary>What is wrong, by field; empty when nothing is.</summary>
    public IReadOnlyDictionary<string, string[]> Faults { get; init; } = new Dictionary<string, string[]>();
    /// <summary>True when it was done.</summary>
    public bool IsDone => Outcome == AlertOutcome.Done;
}
