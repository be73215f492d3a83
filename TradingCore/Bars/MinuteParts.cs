using TradingCore.Domain;

namespace TradingCore.Bars;

/// <summary>The five-second parts of one recent minute, by their time: so their order does not matter and a repeated part replaces itself.</summary>
internal sealed class MinuteParts(DateTimeOffset start)
{
    private readonly Bar?[] _parts = new Bar?[BarSize.OneMinute.PartsExpected];
    private Bar? _base;
    private DateTimeOffset? _coveredTo;

    internal DateTimeOffset Start { get; } = start;

    internal DateTimeOffset End => Start + BarSize.OneMinute.Span;

    /// <summary>True once history has given the whole minute: parts that come later are in it already.</summary>
    internal bool IsSettled { get; set; }

    /// <summary>Puts a part in its place.</summary>
    /// <returns>False when the same part with the same values is there already.</returns>
    internal bool Put(Bar part)
    {
        int slot = (int)((part.Time - Start).Ticks / BarSize.FiveSeconds.Span.Ticks);
        if (_parts[slot] is { } before && before == part) return false;
        _parts[slot] = part;
        // Nobody said up to where the history's unfinished bar reaches. The part that ended after it came is taken to overlap it.
        if (_base is not null && part.Source == BarSource.Live) _coveredTo ??= part.Time + BarSize.FiveSeconds.Span;
        return true;
    }

    /// <summary>Starts the minute from the unfinished bar that history gave.</summary>
    /// <param name="unfinished">The bar.</param>
    /// <param name="coveredTo">Up to where it reaches, market time; null when that is not known.</param>
    internal void StartFrom(Bar unfinished, DateTimeOffset? coveredTo)
    {
        _base = unfinished;
        _coveredTo = coveredTo;
    }

    /// <summary>The minute as known now.</summary>
    internal Bar ToBar(bool isQuoteBased, decimal? closeBefore)
    {
        var sum = new BarAccumulator(isQuoteBased);
        int known = _parts.Count(p => p is not null);
        // Once every part so far is known they say more than the history's unfinished bar.
        bool isWholeSoFar = known > 0 && _parts.Take(known).All(p => p is not null);
        Bar? unfinished = isWholeSoFar ? null : _base;
        // The history's part counts no five-second parts: the minute stays incomplete, and is asked for again when it is over.
        if (unfinished is not null) sum.AddBar(unfinished with { Parts = 0, Source = BarSource.Backfill });
        foreach (Bar? part in _parts)
        {
            if (part is null) continue;
            if (unfinished is null || (_coveredTo is { } to && part.Time >= to)) sum.AddPart(part);
            else sum.Widen(part, isNewest: part.Time + BarSize.FiveSeconds.Span >= _coveredTo);
        }
        return sum.ToBar(Start, BarSize.OneMinute, closeBefore) with { Parts = known };
    }
}
