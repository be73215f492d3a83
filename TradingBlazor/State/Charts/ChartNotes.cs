using TradingCore.Domain;

namespace TradingBlazor.State.Charts;

/// <summary>What is to be said beside a chart about history, holes and bars with missing parts.</summary>
internal static class ChartNotes
{
    private const int LongestGap = 60;

    /// <summary>The sentence for the bars from an index on; empty when there is nothing.</summary>
    public static string Of(IReadOnlyList<Bar> bars, int from)
    {
        if (bars.Count == 0 || bars[^1].Size == BarSize.OneDay) return "";
        var notes = new List<string>(3);
        (int missing, DateTimeOffset hole, int incomplete) = Count(bars, from);
        if (missing > 0) notes.Add($"{missing} {(missing == 1 ? "bar" : "bars")} missing at {Format.MinuteEt(hole)} ET");
        if (incomplete > 0) notes.Add($"{incomplete} {(incomplete == 1 ? "bar" : "bars")} incomplete");
        int end = bars.Count - 1;
        while (end >= from && bars[end].Source != BarSource.Backfill) end--;
        if (end >= from)
        {
            int start = end;
            while (start > from && bars[start - 1].Source == BarSource.Backfill) start--;
            notes.Add(start == from
                ? $"History to {Format.MinuteEt(bars[end].Time + bars[end].Size.Span)} ET backfilled"
                : $"{Format.MinuteEt(bars[start].Time)} to {Format.MinuteEt(bars[end].Time + bars[end].Size.Span)} ET backfilled");
        }
        return string.Join(" · ", notes);
    }

    private static (int Missing, DateTimeOffset Hole, int Incomplete) Count(IReadOnlyList<Bar> bars, int from)
    {
        int missing = 0, incomplete = 0;
        DateTimeOffset hole = default;
        Bar? before = null;
        // Walked in order: an element of these lists is a way down a tree.
        int at = 0;
        foreach (Bar bar in bars)
        {
            if (at++ < from) continue;
            if (bar is { IsClosed: true, IsComplete: false }) incomplete++;
            if (before is not null)
            {
                long gap = (bar.Time - before.Time).Ticks / bar.Size.Span.Ticks - 1;
                if (gap is > 0 and <= LongestGap && Format.ToEt(before.Time).Date == Format.ToEt(bar.Time).Date)
                {
                    missing += (int)gap;
                    hole = before.Time + bar.Size.Span;
                }
            }
            before = bar;
        }
        return (missing, hole, incomplete);
    }
}
