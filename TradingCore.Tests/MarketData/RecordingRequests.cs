using TradingCore.Domain;
using TradingCore.MarketData;

namespace TradingCore.Tests.MarketData;

/// <summary>Writes down what the books ask of the gateway.</summary>
internal sealed class RecordingRequests : IMarketDataRequests
{
    public List<ContractQuery> Resolved { get; } = [];
    public List<Instrument> Subscribed { get; } = [];
    public List<ConId> Unsubscribed { get; } = [];
    public List<ConId> BarsAskedAgain { get; } = [];

    /// <summary>Requests for minutes, those for comparison left out.</summary>
    public List<HistoryRequest> History { get; } = [];

    /// <summary>Requests for five-second bars.</summary>
    public List<HistoryRequest> Parts { get; } = [];

    /// <summary>Requests for minutes that are to be compared.</summary>
    public List<HistoryRequest> Comparisons { get; } = [];

    public void ResolveInstrument(ContractQuery query) => Resolved.Add(query);
    public void Subscribe(Instrument instrument) => Subscribed.Add(instrument);
    public void Unsubscribe(ConId conId) => Unsubscribed.Add(conId);
    public void AskBarsAgain(ConId conId) => BarsAskedAgain.Add(conId);
    public void RequestHistory(HistoryRequest request) => (request.Size == BarSize.FiveSeconds ? Parts : request.Reason == "compare" ? Comparisons : History).Add(request);
}
