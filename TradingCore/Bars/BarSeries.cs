using TradingCore.Domain;

namespace TradingCore.Bars;

/// <summary>Bars of one contract and size as they are now. Immutable; a change makes a new one.</summary>
/// <param name="Ticker">Contract.</param>
/// <param name="Size">Bar size.</param>
/// <param name="Bars">Oldest first; the last one may be running.</param>
/// <param name="Version">Rises with every change.</param>
public sealed record BarSeries(string Ticker, BarSize Size, IReadOnlyList<Bar> Bars, long Version)
{
    /// <summary>Stretches in which five-second bars did not come, oldest first, of this run; those that are whole again say when.</summary>
    public IReadOnlyList<BarGap> Gaps { get; init; } = [];
}
