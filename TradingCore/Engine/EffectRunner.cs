using Microsoft.Extensions.Logging;
using TradingCore.Domain;
using TradingCore.Engine.Ports;

namespace TradingCore.Engine;

/// <summary>
/// Carries out what an event leads to: the journal first, then the gateway, then the replies. Entries that cannot be written wait, the
/// newest of each order and fill, and go first as soon as the journal takes entries again.
/// </summary>
internal sealed class EffectRunner(EngineState state, IJournal journal, ILogger log)
{
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(1);

    private readonly Dictionary<object, JournalEntry> _unwritten = [];
    private readonly List<JournalEntry> _batch = [];
    private DateTimeOffset _lastTry;
    private int _attempts;
    private bool _hasAppended;

    /// <summary>The gateway; null until attached.</summary>
    public IBrokerGateway? Gateway { get; set; }

    /// <summary>Where old fills are read; null when there is no history.</summary>
    public IFillArchive? Archive { get; set; }

    /// <summary>Records the inputs and what the journal refused of them; null when nobody does.</summary>
    public IInputRecorder? Recorder { get; set; }

    /// <summary>Runs before replies: whoever is answered must find in the snapshots what was answered.</summary>
    public Action? BeforeReplies { get; set; }

    /// <summary>Told of each order that goes to the gateway.</summary>
    public Action<Order>? OnPlaced { get; init; }

    /// <summary>An input is about to be applied: it is recorded, and its appends are counted from 1.</summary>
    public void BeginInput(in EngineInput input)
    {
        _attempts = 0;
        Recorder?.Record(in input);
    }

    /// <summary>Carries out and clears the effects of the event that was just applied.</summary>
    public void Run()
    {
        Effects effects = state.Effects;
        if (effects.Step is { } step)
        {
            effects.Step = null;
            // What happened before the step comes before it: the newest entry of an order is what a next start believes, and an order that has left must not wait again.
            effects.Journal.AddRange(step.Entries);
            if (TryAppend(effects.Journal, out string reason))
            {
                effects.Journal.Clear();
                step.Commit();
            }
            else
            {
                effects.Journal.RemoveRange(effects.Journal.Count - step.Entries.Count, step.Entries.Count);
                step.Refuse(reason);
            }
        }
        if (effects.Journal.Count > 0 && !TryAppend(effects.Journal, out _))
            foreach (JournalEntry entry in effects.Journal) Remember(entry);
        effects.Journal.Clear();

        // Counted before it is made, so that a call that fails is not made again.
        while (effects.CallsMade < effects.Calls.Count) Make(effects.Calls[effects.CallsMade++]);
        Reply(effects);
    }

    /// <summary>
    /// After a defect: refuses the step that was not taken, keeps the facts for the journal, and still sends cancels and answers. A new order of
    /// the failed event does not leave.
    /// </summary>
    public void Abandon(string reason)
    {
        Effects effects = state.Effects;
        effects.Step?.Refuse(reason);
        effects.Step = null;
        foreach (JournalEntry entry in effects.Journal) Remember(entry);
        while (effects.CallsMade < effects.Calls.Count)
        {
            GatewayCall call = effects.Calls[effects.CallsMade++];
            if (call.Kind != GatewayCallKind.PlaceOrder) Make(call);
        }
        Reply(effects);
    }

    private void Reply(Effects effects)
    {
        WakeReaders();
        if (effects.Replies.Count > 0)
        {
            BeforeReplies?.Invoke();
            foreach (Action reply in effects.Replies) reply();
        }
        effects.Clear();
    }

    /// <summary>While the journal fails, tries it again once a second.</summary>
    public void Probe()
    {
        if (state.JournalProblem.Length == 0 || state.Now - _lastTry < ProbeInterval) return;
        // Reserving again what is reserved says nothing new; it shows whether the journal writes.
        IReadOnlyList<JournalEntry> probe = _unwritten.Count > 0 || state.OrderIds is not { ReservedUpTo: > 0 } ids
            ? []
            : [new OrderIdsReserved(state.Session.ClientId, ids.ReservedUpTo)];
        TryAppend(probe, out _);
        WakeReaders();
    }

    // Only now: an order does not wait until they are awake.
    private void WakeReaders()
    {
        if (!_hasAppended) return;
        _hasAppended = false;
        journal.Wake();
    }

    private bool TryAppend(IReadOnlyList<JournalEntry> entries, out string reason)
    {
        _lastTry = state.Now;
        IReadOnlyList<JournalEntry> batch = entries;
        if (_unwritten.Count > 0)
        {
            _batch.Clear();
            _batch.AddRange(_unwritten.Values);
            _batch.AddRange(entries);
            batch = _batch;
        }
        reason = "";
        try
        {
            if (batch.Count > 0)
            {
                _attempts++;
                journal.AppendQuietly(batch);
                _hasAppended = true;
            }
        }
        catch (JournalException problem)
        {
            reason = problem.Message;
            Recorder?.JournalRefused(_attempts, reason);
            if (state.JournalProblem.Length == 0) log.JournalFailed(problem);
            state.SetJournalProblem(reason);
            return false;
        }
        _unwritten.Clear();
        if (state.JournalProblem.Length > 0)
        {
            log.JournalRecovered();
            state.SetJournalProblem("");
        }
        return true;
    }

    private void Remember(JournalEntry entry) => _unwritten[entry switch
    {
        OrderWritten o => o.Order.OrderRef,
        FillWritten f => f.Fill.ExecId.Key,
        SettingWritten s => ("setting", s.Key),
        WatchlistWritten => nameof(WatchlistWritten),
        OrderIdsReserved r => (nameof(OrderIdsReserved), r.ClientId),
        _ => entry,
    }] = entry;

    private void Make(in GatewayCall call)
    {
        // Also in a replay, which has no gateway: the next order is judged by it.
        if (call.Kind is GatewayCallKind.PlaceOrder or GatewayCallKind.CancelOrder) state.Risk.OnMessage(state.Now);
        if (call.Kind == GatewayCallKind.ReadFills) Archive?.Read(new ExecId((string)call.Subject!));
        if (Gateway is not { } gateway) return;
        switch (call.Kind)
        {
            case GatewayCallKind.ResolveInstrument: gateway.ResolveInstrument((ContractQuery)call.Subject!); break;
            case GatewayCallKind.Subscribe: gateway.Subscribe((Instrument)call.Subject!); break;
            case GatewayCallKind.Unsubscribe: gateway.Unsubscribe(new ConId(call.Number)); break;
            case GatewayCallKind.AskBarsAgain: gateway.AskBarsAgain(new ConId(call.Number)); break;
            case GatewayCallKind.RequestHistory: gateway.RequestHistory((HistoryRequest)call.Subject!); break;
            case GatewayCallKind.PlaceOrder:
                gateway.PlaceOrder((Order)call.Subject!, !call.IsHeld);
                OnPlaced?.Invoke((Order)call.Subject!);
                break;
            case GatewayCallKind.CancelOrder: gateway.CancelOrder((Order)call.Subject!); break;
            case GatewayCallKind.GlobalCancel: gateway.GlobalCancel(); break;
            case GatewayCallKind.RefreshAccounts: gateway.RefreshAccounts(); break;
            case GatewayCallKind.Reconcile: gateway.Reconcile(call.Number); break;
            case GatewayCallKind.Suspend: gateway.Suspend((string)call.Subject!); break;
            case GatewayCallKind.Resume: gateway.Resume(); break;
        }
    }
}
