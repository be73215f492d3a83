using TradingCore.Domain;

namespace TradingCore.Bars;

/// <summary>Bars of 5 and 15 minutes and an hour of one contract, each made of the next shorter ones whenever a minute of it changes.</summary>
/// <param name="minutes">The minutes they are made of.</param>
/// <param name="ticker">Contract.</param>
/// <param name="isQuoteBased">See <see cref="BarAccumulator.IsQuoteBased"/>.</param>
internal sealed class LongerBars(BarBuffer minutes, string ticker, bool isQuoteBased)
{
    private readonly BarBuffer[] _levels = [new(ticker, BarSize.FiveMinutes), new(ticker, BarSize.FifteenMinutes), new(ticker, BarSize.OneHour)];
    private readonly SortedSet<DateTimeOffset> _gathered = [];
    private bool _isGathering;

    /// <summary>The published series of a size; null when it is none of these.</summary>
    internal BarSeries? Series(BarSize size) => Array.Find(_levels, l => l.Size == size)?.Series;

    /// <summary>Shows all changes to readers.</summary>
    internal void Publish(long version, IReadOnlyList<BarGap> gaps)
    {
        foreach (BarBuffer level in _levels) level.Publish(version, gaps);
    }

    /// <summary>From now on changes are gathered until <see cref="EndGathering"/>: an answer of a day changes 1,440 minutes.</summary>
    internal void Gather() => _isGathering = true;

    /// <summary>Makes the bars of all minutes that changed since gathering began, each once.</summary>
    /// <param name="closedTo">What ends by then is closed.</param>
    internal void EndGathering(DateTimeOffset closedTo)
    {
        _isGathering = false;
        for (int level = 0; level < _levels.Length; level++)
        {
            DateTimeOffset done = DateTimeOffset.MinValue;
            foreach (DateTimeOffset time in _gathered)
            {
                DateTimeOffset start = _levels[level].Size.StartOf(time);
                if (start != done) Make(level, start, closedTo);
                done = start;
            }
        }
        _gathered.Clear();
    }

    /// <summary>A minute changed.</summary>
    internal void OnMinute(DateTimeOffset minute, DateTimeOffset closedTo)
    {
        if (_isGathering) _gathered.Add(BarSize.FiveMinutes.StartOf(minute));
        else for (int level = 0; level < _levels.Length; level++) Make(level, _levels[level].Size.StartOf(minute), closedTo);
    }

    /// <summary>Closes every bar that ends at <paramref name="closedTo"/> or before.</summary>
    internal void CloseTo(DateTimeOffset closedTo)
    {
        foreach (BarBuffer level in _levels) level.CloseTo(closedTo, onClosed: null);
    }

    /// <summary>Drops the bars before <paramref name="time"/>, which begins an hour.</summary>
    internal void DropBefore(DateTimeOffset time)
    {
        foreach (BarBuffer level in _levels) level.DropBefore(time);
    }

    private void Make(int level, DateTimeOffset start, DateTimeOffset closedTo)
    {
        BarBuffer longer = _levels[level], shorter = level == 0 ? minutes : _levels[level - 1];
        DateTimeOffset end = start + longer.Size.Span;
        var sum = new BarAccumulator(isQuoteBased);
        int first = shorter.IndexOf(start);
        if (first < 0) first = ~first;
        int i = first;
        for (; i < shorter.Count && shorter[i].Time < end; i++) sum.AddBar(shorter[i]);
        if (i > first) longer.Revise(sum.ToBar(start, longer.Size, closeBefore: null), closedTo, out _);
    }
}
