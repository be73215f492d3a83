namespace TradingCore.Domain;

/// <summary>Ids that tie together all that is written about one command: history, log lines, answers of the interface.</summary>
public static class CorrelationId
{
    /// <summary>Longest id that is taken over from a caller.</summary>
    public const int LengthMax = 64;

    /// <summary>A new one: sortable by time, unique without any coordination.</summary>
    public static string New(TimeProvider clock) => SortableId.New(clock);

    /// <summary>True for 1 to 64 letters, digits, points, dashes and underscores: nothing that could forge a log line.</summary>
    public static bool IsValid(string? text) =>
        text is { Length: > 0 and <= LengthMax } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');
}
