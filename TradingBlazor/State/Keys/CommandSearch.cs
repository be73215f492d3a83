namespace TradingBlazor.State.Keys;

/// <summary>A line of the command palette.</summary>
/// <param name="Kind">What it is: <c>Symbol</c>, <c>Page</c>, <c>Panel</c>, <c>Layout</c> or <c>Action</c>.</param>
/// <param name="Title">What it does.</param>
/// <param name="Detail">More about it; also searched.</param>
/// <param name="Keys">Its keys; empty for none.</param>
/// <param name="RunAsync">Does it.</param>
public sealed record CommandItem(string Kind, string Title, string Detail, string Keys, Func<Task> RunAsync);

/// <summary>Finds lines of the palette.</summary>
public static class CommandSearch
{
    /// <summary>Most lines that are shown.</summary>
    public const int Most = 12;

    /// <summary>
    /// The lines that hold every typed word, best first: a title that begins with the text, then one of which a word does, then one that holds it,
    /// then a detail that does. Lines of one rank stay in their order.
    /// </summary>
    public static IReadOnlyList<CommandItem> Find(IEnumerable<CommandItem> items, string text)
    {
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return [.. items.Select(i => (Item: i, Rank: words.Length == 0 ? 0 : words.Max(w => Rank(i, w)))).Where(r => r.Rank < 4).OrderBy(r => r.Rank).Take(Most).Select(r => r.Item)];
    }

    private static int Rank(CommandItem item, string word)
    {
        const StringComparison Ignoring = StringComparison.OrdinalIgnoreCase;
        if (item.Title.StartsWith(word, Ignoring)) return 0;
        if (item.Title.Contains(' ' + word, Ignoring)) return 1;
        if (item.Title.Contains(word, Ignoring)) return 2;
        return item.Detail.Contains(word, Ignoring) || item.Kind.StartsWith(word, Ignoring) ? 3 : 4;
    }
}
