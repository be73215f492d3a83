namespace TradingCore.Risk.Latches;

/// <summary>
/// All latches. Here the kill switch plugs in: it trips one of its own with <see cref="TradingGate.Halted"/>. Not thread-safe: one writer;
/// <see cref="Snapshot"/> may be read by any thread.
/// </summary>
public sealed class RiskLatchBook
{
    private readonly Dictionary<string, RiskLatch> _latches = new(StringComparer.Ordinal);
    private RiskLatch[] _tripped = [];
    private RiskLatch[] _snapshot = [];

    /// <summary>All latches, the ones that hold first, then the newest. A new list at every change.</summary>
    public IReadOnlyList<RiskLatch> Snapshot => Volatile.Read(ref _snapshot);

    /// <summary>The latch; null when it never tripped.</summary>
    public RiskLatch? Find(string id) => _latches.GetValueOrDefault(id);

    /// <summary>True while the latch holds.</summary>
    public bool IsTripped(string id) => _latches.TryGetValue(id, out RiskLatch? latch) && latch.IsTripped;

    /// <summary>Takes in a latch as it now is: tripped, re-armed or of the last run.</summary>
    public void Put(RiskLatch latch)
    {
        ArgumentNullException.ThrowIfNull(latch);
        _latches[latch.Id] = latch;
        _tripped = [.. _latches.Values.Where(l => l.IsTripped).OrderBy(l => l.State).ThenBy(l => l.TrippedTime)];
        Volatile.Write(ref _snapshot, [.. _latches.Values.OrderByDescending(l => l.IsTripped).ThenByDescending(l => l.RearmedTime ?? l.TrippedTime)]);
    }

    /// <summary>What may leave for an order of these, and the latch that says so; null when nothing holds. Allocates nothing.</summary>
    public TradingGate StateFor(string account, string strategy, string symbol, out RiskLatch? latch)
    {
        // The strictest come first.
        foreach (RiskLatch tripped in _tripped)
        {
            if (!tripped.Scope.Covers(account, strategy, symbol)) continue;
            latch = tripped;
            return tripped.State;
        }
        latch = null;
        return TradingGate.Open;
    }
}
