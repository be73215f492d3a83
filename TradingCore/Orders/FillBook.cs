using TradingCore.Domain;

namespace TradingCore.Orders;

/// <summary>What a report of an execution means.</summary>
public enum FillOutcome
{
    /// <summary>Known already; nothing to book.</summary>
    Repeated = 0,

    /// <summary>New.</summary>
    Added,

    /// <summary>Corrects, or cancels, one that was booked.</summary>
    Corrected,

    /// <summary>Corrects one that is in the balance of its position: booked when the position's fills are here again.</summary>
    CorrectsOld,
}

/// <summary>All fills, each booked once, whoever's order it was. Not thread-safe: one writer.</summary>
/// <param name="shownMax">Fills in the list for readers; all are kept for the positions.</param>
public sealed class FillBook(int shownMax)
{
    // Commissions that wait for their execution. Real ones wait for milliseconds; the bound is against a broker that sends none of the executions.
    private const int EarlyCommissionsMax = 10_000;

    private readonly Dictionary<string, Fill> _byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (decimal Commission, string Currency)> _earlyCommissions = new(StringComparer.Ordinal);
    private readonly List<string> _keys = [];   // oldest first
    private readonly Dictionary<string, int> _old = new(StringComparer.Ordinal);   // booked long ago, in the balances of positions: revision by key
    private Fill[]? _snapshot;
    private long _version;

    /// <summary>The newest fills, newest first. The same list until something changes.</summary>
    public IReadOnlyList<Fill> Snapshot
    {
        get
        {
            if (_snapshot is not null) return _snapshot;
            var fills = new Fill[Math.Min(shownMax, _keys.Count)];
            for (int i = 0; i < fills.Length; i++) fills[i] = _byKey[_keys[_keys.Count - 1 - i]];
            return _snapshot = fills;
        }
    }

    /// <summary>Number of fills.</summary>
    public int Count => _keys.Count;

    /// <summary>The fill with this key; null when not known.</summary>
    public Fill? Find(ExecId execId) => _byKey.GetValueOrDefault(execId.Key);

    /// <summary>True when the execution was booked, in whatever revision, here or in a balance that positions start from.</summary>
    public bool Knows(ExecId execId) => _byKey.ContainsKey(execId.Key) || _old.ContainsKey(execId.Key);

    /// <summary>Takes in a fill of the last run as it is.</summary>
    public void Restore(Fill fill)
    {
        if (_byKey.TryAdd(fill.ExecId.Key, fill)) _keys.Add(fill.ExecId.Key);
        else _byKey[fill.ExecId.Key] = fill;
        _version = Math.Max(_version, fill.Version);
        _snapshot = null;
    }

    /// <summary>Takes in the executions that are part of the balances which positions start from: reported again, they are not booked again.</summary>
    /// <param name="execIds">Their ids in the newest revision.</param>
    public void RestoreOld(IEnumerable<string> execIds)
    {
        foreach (string id in execIds)
        {
            var execId = new ExecId(id);
            _old[execId.Key] = execId.Revision;
        }
    }

    /// <summary>Takes in the old fills of a position, which is not opened with their balance any more.</summary>
    public void Reopen(IReadOnlyList<Fill> fills)
    {
        var keys = new List<string>(fills.Count);
        foreach (Fill fill in fills.OrderBy(f => f.Time).ThenBy(f => f.ExecId.Key, StringComparer.Ordinal))
        {
            _old.Remove(fill.ExecId.Key);
            if (_byKey.TryAdd(fill.ExecId.Key, fill)) keys.Add(fill.ExecId.Key);
        }
        // Older than what was here.
        _keys.InsertRange(0, keys);
        _snapshot = null;
    }

    /// <summary>Books an execution.</summary>
    /// <param name="fill">As reported.</param>
    /// <param name="booked">As booked: with the commission that came earlier. The known one when nothing was to book.</param>
    public FillOutcome Book(Fill fill, out Fill booked)
    {
        string key = fill.ExecId.Key;
        if (_byKey.TryGetValue(key, out Fill? known))
        {
            if (fill.ExecId.Revision <= known.ExecId.Revision)
            {
                booked = known;
                return FillOutcome.Repeated;
            }
            // The commission belongs to the old report until the new one brings its own.
            booked = fill with { Commission = known.Commission, CommissionCurrency = known.CommissionCurrency, OrderRef = known.OrderRef, Version = ++_version };
            if (_earlyCommissions.Remove(key, out (decimal Commission, string Currency) told)) booked = booked with { Commission = told.Commission, CommissionCurrency = told.Currency };
            _byKey[key] = booked;
            _snapshot = null;
            return FillOutcome.Corrected;
        }
        if (_old.TryGetValue(key, out int revision))
        {
            booked = fill;
            return fill.ExecId.Revision > revision ? FillOutcome.CorrectsOld : FillOutcome.Repeated;
        }
        booked = fill with { Version = ++_version };
        if (_earlyCommissions.Remove(key, out (decimal Commission, string Currency) early))
            booked = booked with { Commission = early.Commission, CommissionCurrency = early.Currency };
        _byKey.Add(key, booked);
        _keys.Add(key);
        _snapshot = null;
        return FillOutcome.Added;
    }

    /// <summary>Books the commission of an execution, or keeps it until the execution comes.</summary>
    /// <param name="execId">Execution.</param>
    /// <param name="commission">Commission and fees.</param>
    /// <param name="currency">Their currency.</param>
    /// <param name="isDropped">True when too many commissions wait already, so that this one was dropped.</param>
    /// <returns>The fill as it now is; null when there is none yet or nothing changed.</returns>
    public Fill? BookCommission(ExecId execId, decimal commission, string currency, out bool isDropped)
    {
        isDropped = false;
        if (!_byKey.TryGetValue(execId.Key, out Fill? known))
        {
            // Known for long, unless it belongs to a correction that is on its way.
            if (_old.TryGetValue(execId.Key, out int revision) && execId.Revision <= revision) return null;
            isDropped = _earlyCommissions.Count >= EarlyCommissionsMax;
            if (!isDropped) _earlyCommissions[execId.Key] = (commission, currency);
            return null;
        }
        // The commission of the report that was replaced may come after the replacement.
        if (execId.Revision < known.ExecId.Revision) return null;
        if (known.Commission == commission && known.CommissionCurrency == currency) return null;
        Fill booked = known with { Commission = commission, CommissionCurrency = currency, Version = ++_version };
        _byKey[execId.Key] = booked;
        _snapshot = null;
        return booked;
    }

    /// <summary>The commission that came before its execution and waits for it; null when none does.</summary>
    public (decimal Commission, string Currency)? EarlyCommission(ExecId execId) => _earlyCommissions.TryGetValue(execId.Key, out (decimal, string) early) ? early : null;

    /// <summary>Notes which order a fill belongs to, when the order became known after it.</summary>
    public Fill Attach(Fill fill, OrderRef orderRef)
    {
        Fill booked = fill with { OrderRef = orderRef, Version = ++_version };
        _byKey[fill.ExecId.Key] = booked;
        _snapshot = null;
        return booked;
    }

    /// <summary>Fills of which something holds, oldest first.</summary>
    public IEnumerable<Fill> Where(Func<Fill, bool> belongs) => _keys.Select(k => _byKey[k]).Where(belongs);
}
