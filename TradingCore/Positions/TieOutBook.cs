using TradingCore.Domain;

namespace TradingCore.Positions;

/// <summary>What is known of a comparison at one moment.</summary>
/// <param name="Item">Both figures.</param>
/// <param name="Grace">How long they may differ.</param>
/// <param name="IsFresh">True when the broker told its figure after our last change.</param>
public readonly record struct TieOutMeasure(TieOutItem Item, TimeSpan Grace, bool IsFresh);

/// <summary>
/// Remembers since when a figure differs from the broker's, asks for a check of the broker's lists before it concludes anything, and says
/// which differences stop new orders. Not thread-safe: one writer.
/// </summary>
public sealed class TieOutBook
{
    private readonly Dictionary<(AccountId, TieOutKind, ConId, string), Line> _lines = [];
    private TieOutItem[] _snapshot = [];

    /// <summary>All comparisons, those that stop orders first. A new list at every comparison that changed something.</summary>
    public IReadOnlyList<TieOutItem> Snapshot => _snapshot;

    /// <summary>The comparison that stops new orders in a contract, or of the whole account; null when none does.</summary>
    public TieOutItem? HaltOf(AccountId account, ConId conId)
    {
        foreach (TieOutItem item in _snapshot)
        {
            if (item.State != TieOutState.Halted) return null;   // those that stop orders come first
            if (item.Account == account && (!item.ConId.IsResolved || item.ConId == conId)) return item;
        }
        return null;
    }

    /// <summary>Goes on with a comparison that stopped orders in an earlier run: a restart settles nothing.</summary>
    public void Restore(TieOutItem item)
    {
        _lines[KeyOf(item)] = new Line { State = TieOutState.Halted, Since = item.Since, Restored = item };
        _snapshot = [item, .. _snapshot];
    }

    /// <summary>Takes a whole set of measures: what is not in it is not compared any more.</summary>
    /// <param name="measures">Every comparison there is.</param>
    /// <param name="now">Time of the comparison, UTC.</param>
    /// <param name="completedRound">The newest complete comparison of the broker's lists.</param>
    /// <param name="ask">Asks for another one; gives its number.</param>
    /// <param name="matters">Whether there is still something that a comparison of an earlier run is about.</param>
    /// <returns>Comparisons that began or ceased to stop orders.</returns>
    public IReadOnlyList<TieOutItem> Take(IReadOnlyList<TieOutMeasure> measures, DateTimeOffset now, int completedRound, Func<int> ask, Func<TieOutItem, bool>? matters = null)
    {
        List<TieOutItem>? changed = null;
        var items = new List<TieOutItem>(measures.Count);
        var seen = new HashSet<(AccountId, TieOutKind, ConId, string)>();
        foreach (TieOutMeasure measure in measures)
        {
            (AccountId, TieOutKind, ConId, string) key = KeyOf(measure.Item);
            seen.Add(key);
            if (!_lines.TryGetValue(key, out Line? line)) _lines.Add(key, line = new Line());
            TieOutState before = line.State;
            line.Restored = null;
            Step(line, measure, now, completedRound, ask);
            TieOutItem item = measure.Item with { State = line.State, Since = line.Since, ComparedTime = now };
            items.Add(line.Shown = item);
            if ((before == TieOutState.Halted) != (line.State == TieOutState.Halted)) (changed ??= []).Add(item);
        }
        foreach (((AccountId, TieOutKind, ConId, string) key, Line line) in _lines.Where(l => !seen.Contains(l.Key)).ToArray())
        {
            // The broker has not told the figure in this run yet.
            if (line.Restored is { } restored && matters?.Invoke(restored) == true)
            {
                items.Add(restored);
                continue;
            }
            _lines.Remove(key);
            if (line.State == TieOutState.Halted && (line.Restored ?? line.Shown) is { } gone) (changed ??= []).Add(gone with { State = TieOutState.NotCompared, Since = null, ComparedTime = now });
        }
        _snapshot = [.. items.OrderBy(x => x.State == TieOutState.Halted ? 0 : x.State == TieOutState.Differs ? 1 : 2)
            .ThenBy(x => x.Account.Value, StringComparer.Ordinal).ThenBy(x => x.Ticker, StringComparer.Ordinal).ThenBy(x => x.Kind).ThenBy(x => x.Currency, StringComparer.Ordinal)];
        return changed ?? (IReadOnlyList<TieOutItem>)[];
    }

    private static (AccountId, TieOutKind, ConId, string) KeyOf(TieOutItem item) => (item.Account, item.Kind, item.ConId, item.Currency);

    private static void Step(Line line, in TieOutMeasure measure, DateTimeOffset now, int completedRound, Func<int> ask)
    {
        TieOutItem item = measure.Item;
        if (item.State == TieOutState.NotCompared)
        {
            line.Clear(TieOutState.NotCompared);
            return;
        }
        if (!measure.IsFresh)
        {
            // What stops orders goes on stopping them until a figure says otherwise.
            if (line.State != TieOutState.Halted) line.Clear(TieOutState.Waiting);
            return;
        }
        if (!item.IsOver)
        {
            line.Clear(TieOutState.Agrees);
            return;
        }
        line.Since ??= now;
        if (line.State == TieOutState.Halted) return;
        line.State = TieOutState.Differs;
        if (now - line.Since < measure.Grace) return;
        if (line.CheckedRound == 0) line.CheckedRound = ask();
        else if (completedRound >= line.CheckedRound) line.State = TieOutState.Halted;
    }

    private sealed class Line
    {
        public TieOutState State { get; set; }
        public DateTimeOffset? Since { get; set; }
        public int CheckedRound { get; set; }
        public TieOutItem? Shown { get; set; }
        public TieOutItem? Restored { get; set; }

        public void Clear(TieOutState state)
        {
            State = state;
            Since = null;
            CheckedRound = 0;
        }
    }
}
