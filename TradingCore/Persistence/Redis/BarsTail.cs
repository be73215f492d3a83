using TradingCore.Bars;
using TradingCore.Domain;

namespace TradingCore.Persistence.Redis;

/// <summary>What a series of bars became since it was told as a whole: so that a new five-second bar does not send hundreds.</summary>
/// <param name="BaseVersion">Version of the whole that this is laid over.</param>
/// <param name="Kept">Bars of it that still hold, from the oldest.</param>
/// <param name="Bars">Bars after those.</param>
/// <param name="Version">Version of the series.</param>
/// <param name="Gaps">Gaps of the series.</param>
internal sealed record BarsTail(long BaseVersion, int Kept, IReadOnlyList<Bar> Bars, long Version, IReadOnlyList<BarGap> Gaps)
{
    /// <summary>Longest tail; past it the series is told as a whole again.</summary>
    public const int Max = 24;

    /// <summary>The difference; null when it is too long.</summary>
    public static BarsTail? Of(BarSeries told, BarSeries now)
    {
        int kept = 0, common = Math.Min(told.Bars.Count, now.Bars.Count);
        // From the front, because it is the end that changes; bars are immutable, so the same object is the same bar.
        while (kept < common && ReferenceEquals(told.Bars[kept], now.Bars[kept])) kept++;
        return now.Bars.Count - kept > Max ? null : new BarsTail(told.Version, kept, [.. now.Bars.Skip(kept)], now.Version, now.Gaps);
    }

    /// <summary>Lays it over the whole; null when it belongs to another one.</summary>
    public BarSeries? Over(BarSeries whole) => whole.Version != BaseVersion || Kept > whole.Bars.Count ? null
        : whole with { Bars = [.. whole.Bars.Take(Kept), .. Bars], Version = Version, Gaps = Gaps };
}
