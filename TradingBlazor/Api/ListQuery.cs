using System.Globalization;

namespace TradingBlazor.Api;

/// <summary>Query parameters that lists share.</summary>
internal static class ListQuery
{
    /// <summary>Reads <c>limit</c>.</summary>
    public static ProblemResult? Limit(string? text, int usual, int max, out int limit)
    {
        limit = usual;
        if (text is null) return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit >= 1 && limit <= max
            ? null
            : ProblemResult.Invalid("limit", $"'limit' is '{text}'. Expected a whole number from 1 to {max}; {usual} when left out.");
    }
}
