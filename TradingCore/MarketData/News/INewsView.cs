namespace TradingCore.MarketData.News;

/// <summary>Everything about news at one moment. Never changed after it was made.</summary>
/// <param name="Items">Headlines, newest first.</param>
/// <param name="Providers">Names of the providers that the login may read, by code; empty until told.</param>
/// <param name="Trouble">Why there are no headlines of contracts, a sentence; empty when all is well or nothing was asked yet.</param>
public sealed record NewsSnapshot(IReadOnlyList<NewsItem> Items, IReadOnlyDictionary<string, string> Providers, string Trouble)
{
    /// <summary>Nothing was asked yet.</summary>
    public static NewsSnapshot Empty { get; } = new([], new Dictionary<string, string>(), "");
}

/// <summary>News as screens see it. It changes nothing that trades, so none of it passes through the engine.</summary>
public interface INewsView
{
    /// <summary>The newest snapshot; a new one at every change.</summary>
    NewsSnapshot Current { get; }

    /// <summary>Says that a screen shows the headlines of a contract now. Called again and again while it does; the gateway is asked once a minute at most.</summary>
    void Want(Domain.ConId conId, string ticker);
}
