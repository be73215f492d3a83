using System.Text.Json;

namespace TradingCore.Alerts;

/// <summary>The words by which members of enums are stored and are known in the API: <c>crossesAbove</c>.</summary>
public static class AlertTerms
{
    /// <summary>The word of a member.</summary>
    public static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>All words, in the order of the members.</summary>
    public static IReadOnlyList<string> All<T>() where T : struct, Enum => [.. Enum.GetValues<T>().Select(Word)];

    /// <summary>Finds the member of a word, in any case; null when there is none.</summary>
    public static T? Find<T>(string? word) where T : struct, Enum
    {
        foreach (T value in Enum.GetValues<T>())
            if (Word(value).Equals(word?.Trim(), StringComparison.OrdinalIgnoreCase)) return value;
        return null;
    }
}
