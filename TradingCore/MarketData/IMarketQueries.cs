using TradingCore.Domain;
using TradingCore.MarketData.Depth;
using TradingCore.MarketData.Search;

namespace TradingCore.MarketData;

/// <summary>
/// What screens ask of the gateway beside what the engine holds: order books, contracts, bars of the past. Nothing of it changes the state of the
/// engine, so none of it passes through the engine's inbox: a page that looks at a busy book takes nothing from an order.
/// </summary>
/// <remarks>Calls return at once, or a task that always ends with an answer: without a connection the answer says so.</remarks>
public interface IMarketQueries
{
    /// <summary>Keeps <paramref name="feed"/> filled with the order book of its contract until <see cref="UnsubscribeDepth"/>; asked for again after a reconnect.</summary>
    void SubscribeDepth(DepthFeed feed);

    /// <summary>Ends an order book.</summary>
    void UnsubscribeDepth(ConId conId);

    /// <summary>Order books that are open at the gateway, and how many may be.</summary>
    DepthUsage DepthUsage { get; }

    /// <summary>Contracts whose symbol starts with, or whose name contains, <paramref name="pattern"/>. About one question a second leaves; others wait.</summary>
    Task<QueryAnswer<SymbolMatch>> MatchSymbolsAsync(string pattern, CancellationToken stop);

    /// <summary>All contracts that fit a description; at most the first 500.</summary>
    Task<QueryAnswer<Instrument>> FindContractsAsync(ContractLookup lookup, CancellationToken stop);

    /// <summary>Bars of the past, oldest first, inside the broker's pacing rules and behind what the engine asks for.</summary>
    Task<QueryAnswer<Bar>> LoadBarsAsync(HistoryRequest request, CancellationToken stop);
}
