using System.Text.Json;
using System.Text.Json.Serialization;

namespace TradingCore.Engine.RiskFlow;

/// <summary>How what risk must remember is written into settings: limits, latches and the day of each account.</summary>
internal static class RiskJson
{
    /// <summary>Start of the keys of changes of limits; the version follows with leading zeros, so that keys sort as versions do.</summary>
    public const string ChangeKey = "risk-limits-change:";

    /// <summary>Start of the keys of latches.</summary>
    public const string LatchKey = "risk-latch:";

    /// <summary>Start of the keys of days.</summary>
    public const string DayKey = "risk-day:";

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <exception cref="FormatException">The text is not what was written: limits that cannot be read must not be left out.</exception>
    public static T Read<T>(string key, string text) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(text, Options) ?? throw new FormatException($"The stored setting '{key}' is empty.");
        }
        catch (JsonException e)
        {
            throw new FormatException($"The stored setting '{key}' cannot be read: {e.Message} Trading does not start without it. Restore the database from a backup, or use the version that wrote it.", e);
        }
    }
}
