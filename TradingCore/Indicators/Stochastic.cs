namespace TradingCore.Indicators;

/// <summary>Slow stochastic oscillator, 0 to 100. Outputs: 0 %K (the close's place in the range of the last n bars, smoothed), 1 %D (%K averaged again).</summary>
public sealed class Stochastic : IIndicator
{
    private readonly Window _highs, _lows, _raw, _smoothed;

    /// <summary>Makes one.</summary>
    /// <param name="period">Bars of the range, 1 or more.</param>
    /// <param name="smoothing">Bars of the simple average that makes %K, 1 or more.</param>
    /// <param name="signal">Bars of the simple average that makes %D, 1 or more.</param>
    public Stochastic(int period, int smoothing, int signal)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(smoothing, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(signal, 1);
        _highs = new Window(period);
        _lows = new Window(period);
        _raw = new Window(smoothing);
        _smoothed = new Window(signal);
    }

    private Stochastic(Stochastic other)
    {
        _highs = other._highs.Copy();
        _lows = other._lows.Copy();
        _raw = other._raw.Copy();
        _smoothed = other._smoothed.Copy();
    }

    /// <inheritdoc/>
    public int OutputCount => 2;

    /// <inheritdoc/>
    public void Update(in BarPoint bar)
    {
        _highs.Add(bar.High);
        _lows.Add(bar.Low);
        if (!_highs.IsFull) return;
        double low = _lows.Min(), range = _highs.Max() - low;
        _raw.Add(range == 0 ? 0 : 100 * (bar.Close - low) / range);
        if (_raw.IsFull) _smoothed.Add(_raw.Mean());
    }

    /// <inheritdoc/>
    public double? Value(int output) =>
        output == 0 ? _raw.IsFull ? _raw.Mean() : null : _smoothed.IsFull ? _smoothed.Mean() : null;

    /// <inheritdoc/>
    public IIndicator Copy() => new Stochastic(this);
}
