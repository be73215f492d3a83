using System.Diagnostics;
using TradingCore.Domain;
using TradingCore.Engine.Ports;

namespace Benchmarks.Latency;

/// <summary>Notes when an order passes the ports of the engine, so that the whole way can be told apart into its parts.</summary>
internal sealed class Stages(IJournal journal, IBrokerGateway gateway) : IJournal, IBrokerGateway
{
    private long _decided;
    private long _journaled;

    /// <summary>From the strategy's decision until the engine writes the order to the journal: the inbox, the engine's thread, Risk.</summary>
    public Distribution UntilJournal { get; } = new();

    /// <summary>Writing the journal.</summary>
    public Distribution InJournal { get; } = new();

    /// <summary>From the journal until the session has the order.</summary>
    public Distribution UntilSession { get; } = new();

    /// <summary>In the session: to the wire's words, encoded, sent or queued.</summary>
    public Distribution InSession { get; } = new();

    /// <summary>The strategy has decided.</summary>
    public void OnDecided() => Volatile.Write(ref _decided, Stopwatch.GetTimestamp());

    public void Append(IReadOnlyList<JournalEntry> entries) => AppendQuietly(entries);

    public void Wake() => journal.Wake();

    public void AppendQuietly(IReadOnlyList<JournalEntry> entries)
    {
        long decided = Interlocked.Exchange(ref _decided, 0), from = Stopwatch.GetTimestamp();
        journal.AppendQuietly(entries);
        if (decided == 0) return;
        _journaled = Stopwatch.GetTimestamp();
        UntilJournal.Add(decided, from);
        InJournal.Add(from, _journaled);
    }

    public void PlaceOrder(Order order, bool transmit = true)
    {
        long from = Stopwatch.GetTimestamp();
        gateway.PlaceOrder(order, transmit);
        if (_journaled == 0) return;
        UntilSession.Add(_journaled, from);
        InSession.Add(from, Stopwatch.GetTimestamp());
        _journaled = 0;
    }

    public void ResolveInstrument(ContractQuery query) => gateway.ResolveInstrument(query);

    public void Subscribe(Instrument instrument) => gateway.Subscribe(instrument);

    public void Unsubscribe(ConId conId) => gateway.Unsubscribe(conId);

    public void RequestHistory(HistoryRequest request) => gateway.RequestHistory(request);

    public void CancelOrder(Order order) => gateway.CancelOrder(order);

    public void GlobalCancel() => gateway.GlobalCancel();

    public void Suspend(string reason) => gateway.Suspend(reason);

    public void Resume() => gateway.Resume();

    public void Reconcile(int round) => gateway.Reconcile(round);

    public Task<MarginPreview?> PreviewMarginAsync(Order order, CancellationToken stop) => gateway.PreviewMarginAsync(order, stop);

    public void AskBarsAgain(ConId conId) => gateway.AskBarsAgain(conId);

    public void RefreshAccounts() => gateway.RefreshAccounts();
}
