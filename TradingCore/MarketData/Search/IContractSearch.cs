namespace TradingCore.MarketData.Search;

/// <summary>Finds contracts of every kind by what a person types.</summary>
public interface IContractSearch
{
    /// <summary>Searches through the gateway.</summary>
    /// <param name="text">
    /// A symbol or part of a name (<c>spy</c>, <c>apple</c>), a pair (<c>eur.usd</c>, <c>eur</c>), or a symbol and a kind with as much more as is known:
    /// <c>ES FUT</c>, <c>ES FUT CME 202612</c>, <c>AAPL OPT 202701 180 C</c>, <c>BTC CRYPTO</c>, <c>SPX IND</c>.
    /// </param>
    /// <param name="now">Now, UTC: how old a kept answer is, and which month's options are meant.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>Hits, the likeliest first, at most <see cref="ContractSearch.HitsMax"/>; or why there is no answer.</returns>
    Task<QueryAnswer<ContractHit>> SearchAsync(string text, DateTimeOffset now, CancellationToken stop = default);
}
