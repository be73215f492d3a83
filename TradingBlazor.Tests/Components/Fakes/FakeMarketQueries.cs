using TradingCore.Domain;
using TradingCore.MarketData;
using TradingCore.MarketData.Depth;
using TradingCore.MarketData.Search;

namespace TradingBlazor.Tests.Components.Fakes;

/// <summary>Records what pages ask of the gateway; answers are what a test sets.</summary>
public sealed class FakeMarketQueries : IMarketQueries, IContractSearch
{
    public List<HistoryRequest> Histories { get; } = [];
    public List<string> Searches { get; } = [];
    public Func<HistoryRequest, Task<QueryAnswer<Bar>>> OnHistory { get; set; } = _ => Task.FromResult(QueryAnswer.Of<Bar>([]));
    public Func<string, Task<QueryAnswer<ContractHit>>> OnSearch { get; set; } = _ => Task.FromResult(QueryAnswer.Of<ContractHit>([]));

    public DepthUsage DepthUsage => new(0, 3, 0);

    public void SubscribeDepth(DepthFeed feed) => throw new NotSupportedException("Pages watch books through IMarketDepth.");

    public void UnsubscribeDepth(ConId conId) => throw new NotSupportedException("Pages watch books through IMarketDepth.");

    public Task<QueryAnswer<SymbolMatch>> MatchSymbolsAsync(string pattern, CancellationToken stop) => throw new NotSupportedException("Pages search through IContractSearch.");

    public Task<QueryAnswer<Instrument>> FindContractsAsync(ContractLookup lookup, CancellationToken stop) => throw new NotSupportedException("Pages search through IContractSearch.");

    public Task<QueryAnswer<Bar>> LoadBarsAsync(HistoryRequest request, CancellationToken stop)
    {
        Histories.Add(request);
        return OnHistory(request);
    }

    public Task<QueryAnswer<ContractHit>> SearchAsync(string text, DateTimeOffset now, CancellationToken stop = default)
    {
        Searches.Add(text);
        return OnSearch(text);
    }
}
