using System.Text.Json;
using TradingCore.Risk.Kill;
using TradingCore.Risk.Limits;

namespace TradingCore.Engine.Killing;

/// <summary>An engaged switch in its stored form.</summary>
internal sealed record KillRecord(RiskScopeKind Kind, string Name, KillLevel Level, KillPhase Phase, DateTimeOffset Since, string Source, string Who, string Reason)
{
    public static string Write(KillEntry kill) =>
        JsonSerializer.Serialize(new KillRecord(kill.Scope.Kind, kill.Scope.Name, kill.Level, kill.Phase, kill.Since, kill.Source, kill.Who, kill.Reason));

    /// <summary>The switch as it was; null when the text is not one.</summary>
    public static KillEntry? Read(string text)
    {
        KillRecord? record;
        try
        {
            record = JsonSerializer.Deserialize<KillRecord>(text);
        }
        catch (JsonException)
        {
            return null;
        }
        return record is null ? null : new KillEntry(new RiskScope(record.Kind, record.Name))
        {
            Level = record.Level,
            // What was under way is taken up where it is; only an intended silence is a state to stay in.
            Phase = record.Phase == KillPhase.Disconnected ? KillPhase.Disconnected : record.Level == KillLevel.Block ? KillPhase.Blocked : KillPhase.Cancelling,
            PhaseTime = record.Since,
            Since = record.Since,
            Source = record.Source,
            Who = record.Who,
            Reason = record.Reason,
        };
    }
}
