using TradingCore.Domain;
using TradingCore.MarketData.Depth;
using TradingCore.MarketData.Search;

namespace TradingCore.MarketData;

/// <summary>
/// The gateway's answers before there is a gateway: pages open while the trading system still starts. Order books asked for meanwhile are kept and
/// handed on; questions are answered with a sentence.
/// </summary>
public sealed class LateMarketQueries : IMarketQueries
{
    private const string Starting = "The trading system is still starting; ask again in a moment.";

    private readonly Lock _gate = new();
    private readonly Dictionary<ConId, DepthFeed> _waiting = [];
    private IMarketQueries? _gateway;

    /// <inheritdoc/>
    public DepthUsage DepthUsage => Volatile.Read(ref _gateway)?.DepthUsage ?? new DepthUsage(0, 0, 0);

    /// <summary>From now on everything goes to <paramref name="gateway"/>.</summary>
    public void Attach(IMarketQueries gateway)
    {
        ArgumentNullException.ThrowIfNull(gateway);
        lock (_gate)
        {
            Volatile.Write(ref _gateway, gateway);
            foreach (DepthFeed feed in _waiting.Values) gateway.SubscribeDepth(feed);
            _waiting.Clear();
        }
    }

    /// <inheritdoc/>
    public void SubscribeDepth(DepthFeed feed)
    {
        ArgumentNullException.ThrowIfNull(feed);
        lock (_gate)
        {
            if (_gateway is { } gateway) gateway.SubscribeDepth(feed);
            else _waiting[feed.ConId] = feed;
        }
    }

    /// <inheritdoc/>
    public void UnsubscribeDepth(ConId conId)
    {
        lock (_gate)
        {
            if (_gateway is { } gateway) gateway.UnsubscribeDepth(conId);
            else _waiting.Remove(conId);
        }
    }

    /// <inheritdoc/>
    public Task<QueryAnswer<SymbolMatch>> MatchSymbolsAsync(string pattern, CancellationToken stop) =>
        Volatile.Read(ref _gateway)?.MatchSymbolsAsync(pattern, stop) ?? Task.FromResult(QueryAnswer.Failed<SymbolMatch>(Starting));

    /// <inheritdoc/>
    public Task<QueryAnswer<Instrument>> FindContractsAsync(ContractLookup lookup, CancellationToken stop) =>
        Volatile.Read(ref _gateway)?.FindContractsAsync(lookup, stop) ?? Task.FromResult(QueryAnswer.Failed<Instrument>(Starting));

    /// <inheritdoc/>
    public Task<QueryAnswer<Bar>> LoadBarsAsync(HistoryRequest request, CancellationToken stop) =>
        Volatile.Read(ref _gateway)?.LoadBarsAsync(request, stop) ?? Task.FromResult(QueryAnswer.Failed<Bar>(Starting));
}
