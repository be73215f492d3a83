namespace TradingCore.Indicators;

/// <summary>Bollinger bands of the close. Outputs: 0 the simple average, 1 the upper and 2 the lower band, so many population standard deviations away.</summary>
public sealed class BollingerBands : IIndicator
{
    private readonly Window _closes;
    private readonly double _deviations;

    /// <summary>Makes them.</summary>
    /// <param name="period">Bars in the average, 1 or more.</param>
    /// <param name="deviations">Width of each band in standard deviations, above 0.</param>
    public BollingerBands(int period, double deviations)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(deviations);
        _closes = new Window(period);
        _deviations = deviations;
    }

    private BollingerBands(BollingerBands other)
    {
        _closes = other._closes.Copy();
        _deviations = other._deviations;
    }

    /// <inheritdoc/>
    public int OutputCount => 3;

    /// <inheritdoc/>
    public void Update(in BarPoint bar) => _closes.Add(bar.Close);

    /// <inheritdoc/>
    public double? Value(int output)
    {
        if (!_closes.IsFull) return null;
        double mean = _closes.Mean();
        return output switch
        {
            0 => mean,
            1 => mean + _deviations * _closes.PopulationDeviation(mean),
            _ => mean - _deviations * _closes.PopulationDeviation(mean),
        };
    }

    /// <inheritdoc/>
    public IIndicator Copy() => new BollingerBands(this);
}
