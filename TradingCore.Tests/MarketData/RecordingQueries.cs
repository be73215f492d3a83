using TradingCore.Domain;
using TradingCore.MarketData;
using TradingCore.MarketData.Depth;
using TradingCore.MarketData.Search;

namespace TradingCore.Tests.MarketData;

/// <summary>Records what is asked; answers are what a test sets.</summary>
internal sealed class RecordingQueries : IMarketQueries
{
    public List<ConId> Opened { get; } = [];
    public List<ConId> Closed { get; } = [];
    public List<string> Patterns { get; } = [];
    public List<ContractLookup> Lookups { get; } = [];
    public Func<string, QueryAnswer<SymbolMatch>> OnMatch { get; set; } = _ => QueryAnswer.Of<SymbolMatch>([]);
    public Func<ContractLookup, QueryAnswer<Instrument>> OnFind { get; set; } = _ => QueryAnswer.Of<Instrument>([]);

    public DepthUsage DepthUsage => new(Opened.Count - Closed.Count, 3, 0);

    public void SubscribeDepth(DepthFeed feed) => Opened.Add(feed.ConId);

    public void UnsubscribeDepth(ConId conId) => Closed.Add(conId);

    public Task<QueryAnswer<SymbolMatch>> MatchSymbolsAsync(string pattern, CancellationToken stop)
    {
        Patterns.Add(pattern);
        return Task.FromResult(OnMatch(pattern));
    }

    public Task<QueryAnswer<Instrument>> FindContractsAsync(ContractLookup lookup, CancellationToken stop)
    {
        Lookups.Add(lookup);
        return Task.FromResult(OnFind(lookup));
    }

    public Task<QueryAnswer<Bar>> LoadBarsAsync(HistoryRequest request, CancellationToken stop) => Task.FromResult(QueryAnswer.Of<Bar>([]));
}
