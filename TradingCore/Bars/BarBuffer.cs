using System.Collections.Immutable;
using TradingCore.Domain;

namespace TradingCore.Bars;

/// <summary>
/// The bars of one contract and size. Written by one thread; readers take the published series. The list is a persistent one: a change
/// shares all but a few nodes with the list before it, so a part costs the same whether an hour or a week is kept.
/// </summary>
internal sealed class BarBuffer
{
    private BarSeries _series;
    private ImmutableList<Bar> _bars = ImmutableList<Bar>.Empty;

    internal BarBuffer(string ticker, BarSize size)
    {
        Size = size;
        _series = new BarSeries(ticker, size, _bars, 0);
    }

    internal BarSize Size { get; }
    internal int Count => _bars.Count;
    internal Bar this[int index] => _bars[index];
    internal Bar? Last => _bars.Count == 0 ? null : _bars[^1];

    /// <summary>The published series.</summary>
    internal BarSeries Series => Volatile.Read(ref _series);

    /// <summary>Shows the changes since the last call to readers.</summary>
    internal void Publish(long version, IReadOnlyList<BarGap> gaps)
    {
        if (ReferenceEquals(_bars, _series.Bars) && ReferenceEquals(gaps, _series.Gaps)) return;
        Volatile.Write(ref _series, _series with { Bars = _bars, Gaps = gaps, Version = version });
    }

    internal Bar? Find(DateTimeOffset time)
    {
        int i = IndexOf(time);
        return i >= 0 ? _bars[i] : null;
    }

    /// <summary>Index of the bar that starts at <paramref name="time"/>, or the complement of the index at which it would be inserted.</summary>
    internal int IndexOf(DateTimeOffset time)
    {
        int low = 0, high = _bars.Count - 1;
        if (high < 0 || _bars[high].Time < time) return ~_bars.Count;
        if (_bars[high].Time == time) return high;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            int order = _bars[middle].Time.CompareTo(time);
            if (order == 0) return middle;
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }
        return ~low;
    }

    /// <summary>Puts a bar in its place by time; replaces the one there.</summary>
    internal void Put(Bar bar)
    {
        int i = IndexOf(bar.Time);
        _bars = i >= 0 ? _bars.SetItem(i, bar) : _bars.Insert(~i, bar);
    }

    /// <summary>Puts a bar in its place; one that was closed and has other values than before counts as a revision.</summary>
    /// <param name="bar">The bar.</param>
    /// <param name="closedTo">It is closed when it ends by then.</param>
    /// <param name="before">The bar as it was; null when there was none.</param>
    /// <returns>The bar as it is kept.</returns>
    internal Bar Revise(Bar bar, DateTimeOffset closedTo, out Bar? before)
    {
        before = Find(bar.Time);
        bool isClosed = bar.Time + bar.Size.Span <= closedTo;
        int revision = before?.Revision ?? 0;
        if (before is { IsClosed: true } && !SameValues(before, bar)) revision++;
        Bar result = bar with { IsClosed = isClosed, Revision = revision };
        if (before is null || before != result) Put(result);
        return result;
    }

    /// <summary>Closes the bars at the end that end at <paramref name="closedTo"/> or before.</summary>
    internal void CloseTo(DateTimeOffset closedTo, Action<Bar>? onClosed)
    {
        for (int i = _bars.Count - 1; i >= 0 && !_bars[i].IsClosed; i--)
        {
            Bar bar = _bars[i];
            if (bar.Time + bar.Size.Span > closedTo) continue;
            Put(bar with { IsClosed = true });
            onClosed?.Invoke(bar);
        }
    }

    /// <summary>True when two bars of one interval differ in nothing but whether they are closed and how often they were revised.</summary>
    internal static bool SameValues(Bar a, Bar b) => a with { IsClosed = b.IsClosed, Revision = b.Revision } == b;

    /// <summary>Drops the bars before <paramref name="time"/>.</summary>
    internal void DropBefore(DateTimeOffset time)
    {
        int i = IndexOf(time);
        _bars = _bars.RemoveRange(0, i >= 0 ? i : ~i);
    }
}
