using System.ComponentModel.DataAnnotations;
using TradingCore.Domain;

namespace TradingCore.MarketData;

/// <summary>Settings of subscriptions and quotes, section <c>MarketData</c>.</summary>
public sealed class MarketDataOptions : IValidatableObject
{
    /// <summary>Name of the section.</summary>
    public const string Section = "MarketData";

    /// <summary>The watchlist of a first start when none is set.</summary>
    public static IReadOnlyList<string> DefaultWatchlist { get; } =
        ["SPY", "QQQ", "AAPL", "MSFT", "NVDA", "AMZN", "TSLA", "ES FUT CME", "EUR.USD", "BTC CRYPTO PAXOS", "SPX IND CBOE"];

    // The configuration binder appends to an array that is there already, so a default kept in the property could never be replaced.

    /// <summary>Contracts subscribed at the first start, in the short form of <see cref="ContractQuery.TryParse"/>; later starts use the stored watchlist.</summary>
    /// <value>Empty means <see cref="DefaultWatchlist"/>.</value>
    public string[] Watchlist { get; set; } = [];

    /// <summary>Most contracts with market data at the same time. Source: IB grants 100 market data lines to a new account; one more is refused with error 101.</summary>
    /// <value>1 to 1,000. Default 100.</value>
    [Range(1, 1000)]
    public int LinesMax { get; set; } = 100;

    /// <summary>Rows of each side of an order book.</summary>
    /// <value>1 to 60. Default 20.</value>
    [Range(1, 60)]
    public int DepthRows { get; set; } = 20;

    /// <summary>Oldest quote that is taken for the present market.</summary>
    /// <value>100 ms to 1 hour. Default 5 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan QuoteMaxAge { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The watchlist of a first start: <see cref="Watchlist"/>, or the default one.</summary>
    /// <exception cref="FormatException">An entry does not name a contract; validation refuses it earlier.</exception>
    public IReadOnlyList<ContractQuery> InitialQueries()
    {
        IReadOnlyList<string> texts = Watchlist is { Length: > 0 } ? Watchlist : DefaultWatchlist;
        return [.. texts.Select(t => ContractQuery.TryParse(t, out ContractQuery? query, out string error) ? query! : throw new FormatException(error))];
    }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (string text in Watchlist ?? [])
        {
            if (!ContractQuery.TryParse(text, out _, out string error))
                yield return new ValidationResult($"{Section}:{nameof(Watchlist)}: {error}", [nameof(Watchlist)]);
        }
    }
}
