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

    /// <summary>Takes a whole set of measures: what is not in it is not compared any more.</summary>
    /// <param name="measures">Every comparison there is.</param>
    /// <param name="now">Time of the comparison, UTC.</param>
    /// <param name="completedRound">The newest complete comparison of the broker's lists.</param>
    /// <param name="ask">Asks for another one; gives its number.</param>
    /// <returns>Comparisons that began or ceased to stop orders.</returns>
    public IReadOnlyList<TieOutItem> Take(IReadOnlyList<TieOutMeasure> measures, DateTimeOffset now, int completedRound, Func<int> ask)
    {
        List<TieOutItem>? changed = null;
        var items = new TieOutItem[measures.Count];
        var seen = new HashSet<(AccountId, TieOutKind, ConId, string)>();
        for (int i = 0; i < items.Length; i++)
        {
            TieOutItem item = measures[i].Item;
            (AccountId, TieOutKind, ConId, string) key = (item.Account, item.Kind, item.ConId, item.Currency);
            seen.Add(key);
            if (!_lines.TryGetValue(key, out Line? line)) _lines.Add(key, line = new Line());
            TieOutState before = line.State;
            Step(line, measures[i], now, completedRound, ask);
            items[i] = item with { State = line.State, Since = line.Since, ComparedTime = now };
            if ((before == TieOutState.Halted) != (line.State == TieOutState.Halted)) (changed ??= []).Add(items[i]);
        }
        foreach ((AccountId, TieOutKind, ConId, string) gone in _lines.Keys.Where(k => !seen.Contains(k)).ToArray()) _lines.Remove(gone);
        _snapshot = [.. items.OrderBy(x => x.State == TieOutState.Halted ? 0 : x.State == TieOutState.Differs ? 1 : 2)
            .ThenBy(x => x.Account.Value, StringComparer.Ordinal).ThenBy(x => x.Ticker, StringComparer.Ordinal).ThenBy(x => x.Kind).ThenBy(x => x.Currency, StringComparer.Ordinal)];
        return changed ?? (IReadOnlyList<TieOutItem>)[];
    }

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

        public void Clear(TieOutState state)
        {
            State = state;
            Since = null;
            CheckedRound = 0;
        }
    }
}
