using System.Globalization;

namespace TradingBlazor.Api;

/// <summary>Query parameters that lists share.</summary>
internal static class ListQuery
{
    /// <summary>Refuses parameters that a command does not have: one that is misspelt would make it reach further than was meant.</summary>
    public static ProblemResult? Unasked(HttpRequest request, params string[] known) =>
        request.Query.Keys.FirstOrDefault(k => !known.Contains(k, StringComparer.OrdinalIgnoreCase)) is { } unasked
            ? ProblemResult.Invalid(unasked, $"'{unasked}' is not a parameter of this command. Expected {string.Join(", ", known)}, or none.")
            : null;

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
