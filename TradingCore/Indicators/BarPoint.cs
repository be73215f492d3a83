using TradingCore.Domain;

namespace TradingCore.Indicators;

/// <summary>What an indicator reads of a bar. Binary floats: indicators estimate, they do not book.</summary>
/// <param name="Time">Start, UTC.</param>
/// <param name="Open">Open.</param>
/// <param name="High">High.</param>
/// <param name="Low">Low.</param>
/// <param name="Close">Close.</param>
/// <param name="Volume">Volume; 0 for products without.</param>
public readonly record struct BarPoint(DateTimeOffset Time, double Open, double High, double Low, double Close, double Volume)
{
    /// <summary>The point of a bar.</summary>
    public static BarPoint Of(Bar bar)
    {
        ArgumentNullException.ThrowIfNull(bar);
        return new BarPoint(bar.Time, (double)bar.Open, (double)bar.High, (double)bar.Low, (double)bar.Close, (double)bar.Volume);
    }
}
