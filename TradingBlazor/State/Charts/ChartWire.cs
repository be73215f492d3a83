namespace TradingBlazor.State.Charts;

/// <summary>
/// Frames as the page's module reads them: one flat list of numbers, so that an update of the last candle is some sixty bytes. The first four are
/// drop, length before the patches, count of prepended rows, count of patches; then the prepended rows; then start, count and rows of each patch.
/// A row is slot, seconds since the chart's base time, open, high, low, close, volume, flags and the indicator values.
/// </summary>
public static class ChartWire
{
    /// <summary>Numbers of a row before its indicator values.</summary>
    public const int FixedColumns = 8;

    /// <summary>The numbers of a frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="baseSeconds">Base time of the chart: <see cref="ChartRow.EtSeconds"/> that counts as 0.</param>
    public static double?[] Of(ChartFrame frame, long baseSeconds)
    {
        var numbers = new List<double?>(8 + frame.RowCount * 12) { frame.Drop, frame.Length, frame.Prepend.Count, frame.Patches.Count };
        foreach (ChartRow row in frame.Prepend) Add(numbers, row, baseSeconds);
        foreach (ChartPatch patch in frame.Patches)
        {
            numbers.Add(patch.Start);
            numbers.Add(patch.Rows.Count);
            foreach (ChartRow row in patch.Rows) Add(numbers, row, baseSeconds);
        }
        return [.. numbers];
    }

    private static void Add(List<double?> numbers, ChartRow row, long baseSeconds)
    {
        numbers.Add(row.Slot);
        numbers.Add(row.EtSeconds - baseSeconds);
        numbers.Add(row.Open);
        numbers.Add(row.High);
        numbers.Add(row.Low);
        numbers.Add(row.Close);
        numbers.Add(row.Volume);
        numbers.Add((int)row.Flags);
        numbers.AddRange(row.Values);
    }
}
