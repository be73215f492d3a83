namespace TradingCore.MarketData;

/// <summary>Answer to a question: what was found, or why there is no answer.</summary>
/// <typeparam name="TItem">What was asked for.</typeparam>
/// <param name="Items">What was found; empty when nothing was, or when there is no answer.</param>
/// <param name="Problem">Why there is no answer, a sentence; empty when there is one.</param>
public sealed record QueryAnswer<TItem>(IReadOnlyList<TItem> Items, string Problem)
{
    /// <summary>True when the gateway answered, also with nothing.</summary>
    public bool IsAnswered => Problem.Length == 0;
}

/// <summary>Makes answers.</summary>
public static class QueryAnswer
{
    /// <summary>An answer.</summary>
    public static QueryAnswer<TItem> Of<TItem>(IReadOnlyList<TItem> items) => new(items, "");

    /// <summary>No answer.</summary>
    public static QueryAnswer<TItem> Failed<TItem>(string problem) => new([], problem);
}
