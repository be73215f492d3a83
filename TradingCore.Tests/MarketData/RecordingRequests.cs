using TradingCore.Domain;
using TradingCore.MarketData;

namespace TradingCore.Tests.MarketData;

/// <summary>Writes down what the books ask of the gateway.</summary>
internal sealed class RecordingRequests : IMarketDataRequests
{
    public List<ContractQuery> Resolved { get; } = [];
    public List<Instrument> Subscribed { get; } = [];
    public List<ConId> Unsubscribed { get; } = [];
    public List<HistoryRequest> History { get; } = [];

    public void ResolveInstrument(ContractQuery query) => Resolved.Add(query);
    public void Subscribe(Instrument instrument) => Subscribed.Add(instrument);
    public void Unsubscribe(ConId conId) => Unsubscribed.Add(conId);
    public void RequestHistory(HistoryRequest request) => History.Add(request);
}
