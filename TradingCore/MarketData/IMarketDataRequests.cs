using TradingCore.Domain;

namespace TradingCore.MarketData;

/// <summary>What the market data books ask of the world. The engine hands them on to the gateway after the current event.</summary>
public interface IMarketDataRequests
{
    /// <summary>Resolve a contract.</summary>
    void ResolveInstrument(ContractQuery query);

    /// <summary>Subscribe to ticks and five-second bars.</summary>
    void Subscribe(Instrument instrument);

    /// <summary>End a subscription.</summary>
    void Unsubscribe(ConId conId);

    /// <summary>Ask for the five-second bars of a subscribed contract once more, because they do not come; its quotes go on.</summary>
    void AskBarsAgain(ConId conId);

    /// <summary>Ask for bars of the past.</summary>
    void RequestHistory(HistoryRequest request);
}
