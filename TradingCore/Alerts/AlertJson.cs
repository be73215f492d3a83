using System.Text.Json;
using System.Text.Json.Serialization;

namespace TradingCore.Alerts;

/// <summary>Rules, alerts and channels as they are stored.</summary>
internal static class AlertJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static T? Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Options);

    public static string WriteRule(AlertRule rule, AlertMemories memories) =>
        Write(new StoredRule(rule.Owner, rule.OwnerName, AlertRuleForm.Of(rule), rule.OffReason, rule.ChangedBy, rule.ChangedTime, memories));

    /// <summary>Reads a rule; null with faults when this version cannot.</summary>
    public static (AlertRule Rule, AlertMemories Memories)? ReadRule(string id, string json, AlertFaults faults)
    {
        try
        {
            if (Read<StoredRule>(json) is not { } stored) return null;
            // Channels may be gone meanwhile; that is said where the rule is shown, and is no reason to lose it.
            AlertRule? rule = stored.Form.ToRule(id, stored.Owner, stored.OwnerName, knownChannels: null, faults);
            return rule is null ? null : (rule with { OffReason = stored.OffReason, ChangedBy = stored.ChangedBy, ChangedTime = stored.ChangedTime }, stored.Memories ?? new AlertMemories());
        }
        catch (JsonException e)
        {
            faults.Add("$", e.Message);
            return null;
        }
    }

    private sealed record StoredRule(string Owner, string OwnerName, AlertRuleForm Form, string OffReason, string ChangedBy, DateTimeOffset ChangedTime, AlertMemories? Memories);
}
