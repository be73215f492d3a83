using TradingCore.Domain;
using TradingCore.Engine.Ports;
using TradingCore.Persistence.Journal;
using TradingCore.Tws;

namespace TradingCore.Hosting.Rehearsing;

/// <summary>Journal and gateway of a rehearsal: entries and messages are written as bytes, as in earnest, and then nobody keeps or sends them.</summary>
internal sealed class RehearsalPorts(TimeProvider clock) : IJournal, IBrokerGateway, IAsyncDisposable
{
    private readonly JournalEncoder _journal = new();
    private readonly TwsRehearsal _wire = new(clock);
    private long _sequence;

    /// <summary>Orders that would have left.</summary>
    public int Orders { get; private set; }

    /// <summary>Cancels that would have left.</summary>
    public int Cancels { get; private set; }

    /// <summary>Events that the session would tell.</summary>
    public int Waiting => _wire.Gateway.QueueLengths.Events;

    public void Append(IReadOnlyList<JournalEntry> entries)
    {
        if (entries.Count == 0) return;
        _journal.Write(entries);
        _ = _journal.Seal(++_sequence);
    }

    public void PlaceOrder(Order order, bool transmit = true)
    {
        int before = _wire.Messages;
        _wire.Gateway.PlaceOrder(order, transmit);
        Orders += _wire.Messages - before;
    }

    public void CancelOrder(Order order)
    {
        int before = _wire.Messages;
        _wire.Gateway.CancelOrder(order);
        Cancels += _wire.Messages - before;
    }

    public void GlobalCancel()
    {
        int before = _wire.Messages;
        _wire.Gateway.GlobalCancel();
        Cancels += _wire.Messages - before;
    }

    public async ValueTask DisposeAsync()
    {
        _journal.Dispose();
        await _wire.DisposeAsync().ConfigureAwait(false);
    }

    public void ResolveInstrument(ContractQuery query)
    {
    }

    public void Subscribe(Instrument instrument)
    {
    }

    public void Unsubscribe(ConId conId)
    {
    }

    public void AskBarsAgain(ConId conId)
    {
    }

    public void RequestHistory(HistoryRequest request)
    {
    }

    public void Suspend(string reason)
    {
    }

    public void Resume()
    {
    }

    public void Reconcile(int round)
    {
    }

    public void RefreshAccounts()
    {
    }

    public Task<MarginPreview?> PreviewMarginAsync(Order order, CancellationToken stop) => Task.FromResult<MarginPreview?>(null);
}
