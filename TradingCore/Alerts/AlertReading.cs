using System.Text.Json.Serialization;

namespace TradingCore.Alerts;

/// <summary>How a condition stands.</summary>
public enum AlertSignal
{
    /// <summary>There is no data: nothing is concluded.</summary>
    Unknown = 0,
    /// <summary>It does not hold: the rule is armed.</summary>
    Clear,
    /// <summary>It does not hold, but too little so for the rule to be armed again.</summary>
    Between,
    /// <summary>It holds.</summary>
    Met,
}

/// <summary>How a condition stands for one of the things it is about.</summary>
/// <param name="Subject">Which: a ticker, an account, a farm; empty when there is one only.</param>
/// <param name="Signal">How it stands.</param>
/// <param name="Text">How it is, a sentence; empty when there is nothing to say.</param>
/// <param name="Value">What was measured; null when nothing was.</param>
/// <param name="Ticker">Contract; empty when none.</param>
/// <param name="OrderRef">Order; empty when none.</param>
public readonly record struct AlertReading(string Subject, AlertSignal Signal, string Text = "", decimal? Value = null, string Ticker = "", string OrderRef = "");

/// <summary>What a rule remembers about one of its subjects, also over a restart.</summary>
public sealed class AlertMemory
{
    /// <summary>False from an alert until the condition was clear.</summary>
    public bool IsArmed { get; set; } = true;
    /// <summary>When the condition began to hold, UTC; null while it does not.</summary>
    public DateTimeOffset? Since { get; set; }
    /// <summary>When it last raised an alert, UTC.</summary>
    public DateTimeOffset? RaisedTime { get; set; }
    /// <summary>Value at the last look.</summary>
    public decimal? Last { get; set; }
    /// <summary>High of the day at the last look.</summary>
    public decimal? High { get; set; }
    /// <summary>Low of the day at the last look.</summary>
    public decimal? Low { get; set; }
    /// <summary>Start of the newest bar that was judged.</summary>
    public DateTimeOffset? BarTime { get; set; }
    /// <summary>When the subject was first looked at in this run.</summary>
    [JsonIgnore] public DateTimeOffset? FirstTime { get; set; }
    /// <summary>How it stood at the last look.</summary>
    [JsonIgnore] public AlertSignal Signal { get; set; }

    /// <summary>A copy.</summary>
    public AlertMemory Copy() => (AlertMemory)MemberwiseClone();
}

/// <summary>What a rule remembers, by subject.</summary>
public sealed class AlertMemories
{
    /// <summary>By subject.</summary>
    public Dictionary<string, AlertMemory> BySubject { get; init; } = new(StringComparer.Ordinal);

    /// <summary>A copy that does not change any more, for storing.</summary>
    public AlertMemories Copy() => new() { BySubject = BySubject.ToDictionary(p => p.Key, p => p.Value.Copy(), StringComparer.Ordinal) };

    /// <summary>Of one subject; a new one when there is none.</summary>
    public AlertMemory Of(string subject)
    {
        if (!BySubject.TryGetValue(subject, out AlertMemory? memory)) BySubject[subject] = memory = new AlertMemory();
        return memory;
    }
}
