using TradingCore.Domain;
using TradingCore.Engine.Ports;
using TradingCore.MarketData;

namespace TradingCore.Engine;

/// <summary>
/// What one event leads to outside the engine's state, carried out after the event in this order: journal, gateway, replies.
/// Reused from event to event.
/// </summary>
internal sealed class Effects : IMarketDataRequests
{
    /// <summary>Facts to be written. They have happened: when they cannot be written now, they are written later.</summary>
    public List<JournalEntry> Journal { get; } = [];

    /// <summary>Calls to the gateway.</summary>
    public List<GatewayCall> Calls { get; } = [];

    /// <summary>How many of the calls were made.</summary>
    public int CallsMade { get; set; }

    /// <summary>Answers to commands.</summary>
    public List<Action> Replies { get; } = [];

    /// <summary>A step that may only be taken once its entries are durable; null when there is none.</summary>
    public DurableStep? Step { get; set; }

    public void Clear()
    {
        Journal.Clear();
        Calls.Clear();
        CallsMade = 0;
        Replies.Clear();
        Step = null;
    }

    public void Reply<T>(TaskCompletionSource<T> reply, T result) => Replies.Add(() => reply.TrySetResult(result));

    void IMarketDataRequests.ResolveInstrument(ContractQuery query) => Calls.Add(new GatewayCall(GatewayCallKind.ResolveInstrument, query));

    void IMarketDataRequests.Subscribe(Instrument instrument) => Calls.Add(new GatewayCall(GatewayCallKind.Subscribe, instrument));

    void IMarketDataRequests.Unsubscribe(ConId conId) => Calls.Add(new GatewayCall(GatewayCallKind.Unsubscribe, null, conId.Value));

    void IMarketDataRequests.AskBarsAgain(ConId conId) => Calls.Add(new GatewayCall(GatewayCallKind.AskBarsAgain, null, conId.Value));

    void IMarketDataRequests.RequestHistory(HistoryRequest request) => Calls.Add(new GatewayCall(GatewayCallKind.RequestHistory, request));
}
