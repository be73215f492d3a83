using TradingCore.Domain;
using TradingCore.Engine.Ports;

namespace TradingCore.Tests.Engine;

/// <summary>Notes what the engine asks of the broker.</summary>
internal sealed class FakeGateway(Action<string>? trace = null) : IBrokerGateway
{
    public List<Order> Placed { get; } = [];

    /// <summary>For each placed order whether it frees those before it.</summary>
    public List<bool> Transmitted { get; } = [];

    public List<Order> Cancelled { get; } = [];

    public List<int> Rounds { get; } = [];

    public List<ContractQuery> Resolved { get; } = [];

    public List<Instrument> Subscribed { get; } = [];

    public MarginPreview? Margin { get; set; }

    public TaskCompletionSource<Order> PlacedOnce { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void ResolveInstrument(ContractQuery query) => Resolved.Add(query);

    public void Subscribe(Instrument instrument) => Subscribed.Add(instrument);

    public void Unsubscribe(ConId conId) => Subscribed.RemoveAll(i => i.Contract.ConId == conId);

    public void AskBarsAgain(ConId conId) => trace?.Invoke($"bars again {conId}");

    public void RequestHistory(HistoryRequest request) => trace?.Invoke("history");

    public void PlaceOrder(Order order, bool transmit = true)
    {
        trace?.Invoke($"place {order.OrderId}");
        Placed.Add(order);
        Transmitted.Add(transmit);
        PlacedOnce.TrySetResult(order);
    }

    public void CancelOrder(Order order)
    {
        trace?.Invoke($"cancel {order.OrderId}");
        Cancelled.Add(order);
    }

    public void GlobalCancel() => trace?.Invoke("global cancel");

    public int Refreshes { get; private set; }

    public void RefreshAccounts() => Refreshes++;

    public void Suspend(string reason) => trace?.Invoke("suspend");

    public void Resume() => trace?.Invoke("resume");

    public void Reconcile(int round) => Rounds.Add(round);

    public Task<MarginPreview?> PreviewMarginAsync(Order order, CancellationToken stop) => Task.FromResult(Margin);
}
