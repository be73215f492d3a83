namespace TradingBlazor.State.Charts;

/// <summary>Rows that replace those at the same place, or follow the last one.</summary>
/// <param name="Start">Index of the first, after drop and prepend.</param>
/// <param name="Rows">The rows.</param>
public sealed record ChartPatch(int Start, IReadOnlyList<ChartRow> Rows);

/// <summary>What changed on the chart since the last frame.</summary>
/// <param name="IsReset">True when the browser must forget what it has; the first patch then holds everything.</param>
/// <param name="Drop">Candles to take off the front.</param>
/// <param name="Prepend">Older candles to put before the first.</param>
/// <param name="Length">Candles that remain before the patches; what is beyond is cut off.</param>
/// <param name="Patches">Changed stretches, oldest first.</param>
public sealed record ChartFrame(bool IsReset, int Drop, IReadOnlyList<ChartRow> Prepend, int Length, IReadOnlyList<ChartPatch> Patches)
{
    /// <summary>A frame of everything, as it is now.</summary>
    public static ChartFrame Whole(IReadOnlyList<ChartRow> rows) => new(true, 0, [], 0, rows.Count == 0 ? [] : [new ChartPatch(0, [.. rows])]);

    /// <summary>Candles in it.</summary>
    public int RowCount => Prepend.Count + Patches.Sum(p => p.Rows.Count);
}
