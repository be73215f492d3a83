using TradingCore.Domain;
using TradingCore.Engine.Events;
using TradingCore.Engine.MoneyFlow;
using TradingCore.Engine.Ports;
using TradingCore.Engine.Views;
using TradingCore.Positions;

namespace TradingCore.Engine.ReportFlow;

/// <summary>
/// Corrections of fills that are summed up in the balance of their position. They wait while the history is asked for the single fills, then
/// they are booked as if the fills had been here all the time: the figures are those that a restart would give.
/// </summary>
/// <remarks>
/// What waits is in the journal from the moment it came, so that it is booked also when the program dies before and the broker does not tell it again.
/// It is not in the tables of the fills yet, because those must come to what the running engine has.
/// </remarks>
internal sealed class OldFills(EngineState state)
{
    private readonly Dictionary<string, List<EngineEvent>> _waiting = new(StringComparer.Ordinal);
    private readonly List<(string Key, string Text)> _left = [];   // of the last run, not taken up yet
    private readonly HashSet<ExecId> _givenUp = [];   // a broker tells its executions again all day

    /// <summary>Applies what has waited; set once the engine exists.</summary>
    public Action<EngineEvent> Again { get; set; } = null!;

    /// <summary>A correction came.</summary>
    public void Wait(ExecutionReceived e)
    {
        if (_givenUp.Contains(e.Fill.ExecId)) return;
        string key = e.Fill.ExecId.Key;
        if (!_waiting.TryGetValue(key, out List<EngineEvent>? waiting))
        {
            _waiting.Add(key, waiting = []);
            state.Effects.Calls.Add(GatewayCall.ReadFills(e.Fill.ExecId));
            state.Log.OldFillCorrected(e.Fill.ExecId);
            waiting.Add(e);
            // Its commission may have come before it.
            if (state.Fills.EarlyCommission(e.Fill.ExecId) is { } early) waiting.Add(new CommissionReceived(e.Fill.ExecId, early.Commission, early.Currency, null) { Time = e.Time });
            Keep(key, waiting);
            return;
        }
        // A broker tells its executions again and again; once is enough.
        if (waiting.OfType<ExecutionReceived>().Any(w => w.Fill with { ReceivedTime = default } == e.Fill with { ReceivedTime = default })) return;
        waiting.Add(e);
        Keep(key, waiting);
    }

    /// <summary>Finds what waited when the last run ended.</summary>
    public void Restore(IReadOnlyDictionary<string, string> settings)
    {
        foreach ((string key, string value) in settings.OrderBy(s => s.Key, StringComparer.Ordinal))
            if (value.Length > 0 && key.StartsWith(MoneyKeys.Correction, StringComparison.Ordinal)) _left.Add((key[MoneyKeys.Correction.Length..], value));
    }

    /// <summary>Takes up what waited when the last run ended; with the first event, because nothing is booked without a time.</summary>
    public void Resume()
    {
        if (_left.Count == 0) return;
        (string Key, string Text)[] left = [.. _left];
        _left.Clear();
        foreach ((string key, string text) in left)
        {
            foreach (EngineEvent one in CorrectionDocument.Read(text, state.Now)) Again(one);
            // Its position had to be read whole at the start: then it is booked already.
            if (!_waiting.ContainsKey(key)) Forget(key);
        }
    }

    private void Keep(string key, List<EngineEvent> waiting) =>
        state.Effects.Journal.Add(new SettingWritten(MoneyKeys.Correction + key, CorrectionDocument.Write(waiting), "engine", state.Now));

    private void Forget(string key) => state.Effects.Journal.Add(new SettingWritten(MoneyKeys.Correction + key, "", "engine", state.Now));

    /// <summary>Keeps the commission of a correction that waits; false when none does.</summary>
    public bool TryWait(CommissionReceived e)
    {
        if (!_waiting.TryGetValue(e.ExecId.Key, out List<EngineEvent>? waiting)) return false;
        waiting.Add(e);
        Keep(e.ExecId.Key, waiting);
        return true;
    }

    public void On(PositionPastRead e)
    {
        if (!_waiting.Remove(e.ExecId.Key, out List<EngineEvent>? waiting)) return;
        Forget(e.ExecId.Key);   // in the same append as what follows from it
        // The correction of another fill may have brought the position here already.
        if (state.Fills.Find(e.ExecId) is null && !TryReopen(e.Past))
        {
            GiveUp(waiting.OfType<ExecutionReceived>().Last().Fill, e.Past);
            return;
        }
        foreach (EngineEvent one in waiting) Again(one);
    }

    private bool TryReopen(PositionPast? past)
    {
        if (past is null) return false;
        decimal multiplier = state.Positions.Find(past.Account, past.Contract.ConId)?.Ledger.Multiplier ?? past.Contract.Multiplier;
        IEnumerable<PositionBooking> older = past.Fills.Where(f => f.Contract.SecurityType != SecurityType.Combo).Select(PositionBooking.Of).Concat(past.Adjustments.Select(a => EngineState.Booking(a, multiplier)));
        if (!state.Positions.TryReopen(past.Account, past.Contract.ConId, past.Start.Rescaled(past.Contract.Multiplier, multiplier) ?? past.Start, older)) return false;
        state.Fills.Reopen(past.Fills);
        foreach (Fill fill in past.Fills)
            if (state.Orders.Find(fill.OrderRef, fill.PermId, fill.ClientId, fill.OrderId) is { } entry && state.Fills.Find(fill.ExecId) is { } known) entry.Take(known);
        return true;
    }

    // The history corrects the position by itself when it can; what it cannot do shows against the broker's figures.
    private void GiveUp(Fill fill, PositionPast? past)
    {
        _givenUp.Add(fill.ExecId);
        if (past?.Fills.FirstOrDefault(f => f.ExecId.Key == fill.ExecId.Key) is { } old)
            state.Effects.Journal.Add(new FillWritten(fill with { OrderRef = old.OrderRef, Commission = old.Commission, CommissionCurrency = old.CommissionCurrency, Version = old.Version + 1 }));
        state.Notices.Add(state.Now, NoticeSeverity.Error, "fill", past is null
            ? $"The broker corrected an execution of {fill.Contract.Ticker} from {Say.Moment(fill.Time)} that the history does not hold any more: it is not booked. Compare the position with the broker's."
            : $"The broker corrected an execution of {fill.Contract.Ticker} from {Say.Moment(fill.Time)}. It will count after the next restart, because parts of the history were deleted since the last one.", fill.Contract.Ticker);
    }
}
