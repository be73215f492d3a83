using TradingCore.Domain;
using TradingCore.Engine.Ports;

namespace TradingCore.Tests.Engine;

/// <summary>Keeps entries in memory and gives them back as the state of a next run.</summary>
internal sealed class FakeJournal : IJournal
{
    private readonly Action<string> _trace;
    private readonly Dictionary<OrderRef, long> _versions = [];

    public FakeJournal(Action<string>? trace = null) => _trace = trace ?? (_ => { });

    public List<JournalEntry> Entries { get; } = [];

    /// <summary>When set, nothing can be written.</summary>
    public string? Failure { get; set; }

    public int Attempts { get; private set; }

    public void Append(IReadOnlyList<JournalEntry> entries)
    {
        Attempts++;
        if (Failure is not null) throw new JournalException(Failure);
        foreach (JournalEntry entry in entries) _trace($"journal {entry.GetType().Name}");
        foreach (Order order in entries.OfType<OrderWritten>().Select(e => e.Order))
        {
            // The newest entry of an order is what a next start believes: an order that left would wait again.
            if (_versions.GetValueOrDefault(order.OrderRef) > order.Version) throw new InvalidOperationException($"The journal gets an older state of {order.OrderRef} ({order.State}) after a newer one.");
            _versions[order.OrderRef] = order.Version;
        }
        Entries.AddRange(entries);
    }

    public RecoveredState Recover()
    {
        // A test may have taken entries away, as a crash does: the next run counts on from what is left.
        _versions.Clear();
        return new RecoveredState
        {
            Orders = [.. Newest(Entries.OfType<OrderWritten>().Select(e => e.Order), o => o.OrderRef)],
            Fills = [.. Newest(Entries.OfType<FillWritten>().Select(e => e.Fill), f => f.ExecId.Key).OrderBy(f => f.Time)],
            Adjustments = [.. Entries.OfType<PositionAdjusted>()],
            Watchlist = Entries.OfType<WatchlistWritten>().LastOrDefault()?.Queries,
            OrderIdHighWater = Entries.OfType<OrderIdsReserved>().GroupBy(e => e.ClientId).ToDictionary(g => g.Key, g => g.Max(e => e.UpTo)),
            Settings = Entries.OfType<SettingWritten>().GroupBy(e => e.Key).ToDictionary(g => g.Key, g => g.Last().Value),
        };
    }

    private static IEnumerable<T> Newest<T, TKey>(IEnumerable<T> all, Func<T, TKey> key) where TKey : notnull => all.GroupBy(key).Select(g => g.Last());
}
