using TradingCore.Domain;
using TradingCore.Engine.Events;
using TradingCore.Engine.Ports;
using TradingCore.Engine.Views;
using TradingCore.Positions;

namespace TradingCore.Engine;

/// <summary>
/// Corrections of fills that are summed up in the balance of their position. They wait while the history is asked for the single fills, then
/// they are booked as if the fills had been here all the time: the figures are those that a restart would give.
/// </summary>
internal sealed class OldFills(EngineState state)
{
    private readonly Dictionary<string, List<EngineEvent>> _waiting = new(StringComparer.Ordinal);
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
        }
        waiting.Add(e);
    }

    /// <summary>Keeps the commission of a correction that waits; false when none does.</summary>
    public bool TryWait(CommissionReceived e)
    {
        if (!_waiting.TryGetValue(e.ExecId.Key, out List<EngineEvent>? waiting)) return false;
        waiting.Add(e);
        return true;
    }

    public void On(PositionPastRead e)
    {
        if (!_waiting.Remove(e.ExecId.Key, out List<EngineEvent>? waiting)) return;
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
        IEnumerable<PositionBooking> older = past.Fills.Where(f => f.Contract.SecurityType != SecurityType.Combo).Select(PositionBooking.Of).Concat(past.Adjustments.Select(EngineState.Booking));
        if (!state.Positions.TryReopen(past.Account, past.Contract.ConId, past.Start, older)) return false;
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
            ? $"The broker corrected an execution of {fill.Contract.Ticker} from {fill.Time:yyyy-MM-dd} that the history does not hold any more: it is not booked. Compare the position with the broker's."
            : $"The broker corrected an execution of {fill.Contract.Ticker} from {fill.Time:yyyy-MM-dd}. It will count after the next restart, because parts of the history were deleted since the last one.", fill.Contract.Ticker);
    }
}
