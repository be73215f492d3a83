namespace TradingCore.Indicators;

/// <summary>Moving average convergence divergence of the close. Outputs: 0 the difference of a fast and a slow EMA, 1 its signal (an EMA of it), 2 their difference.</summary>
/// <param name="fast">Bars of the fast EMA, 1 or more.</param>
/// <param name="slow">Bars of the slow EMA, 1 or more.</param>
/// <param name="signal">Bars of the signal, 1 or more; it starts from the mean of the first values of output 0.</param>
public sealed class Macd(int fast, int slow, int signal) : IIndicator
{
    private Smoothing _fast = Smoothing.Exponential(fast);
    private Smoothing _slow = Smoothing.Exponential(slow);
    private Smoothing _signal = Smoothing.Exponential(signal);

    /// <inheritdoc/>
    public int OutputCount => 3;

    /// <inheritdoc/>
    public void Update(in BarPoint bar)
    {
        _fast.Add(bar.Close);
        _slow.Add(bar.Close);
        if (Difference is { } difference) _signal.Add(difference);
    }

    /// <inheritdoc/>
    public double? Value(int output) => output switch
    {
        0 => Difference,
        1 => _signal.Value,
        _ => Difference - _signal.Value,
    };

    /// <inheritdoc/>
    public IIndicator Copy() => (IIndicator)MemberwiseClone();

    private double? Difference => _fast.Value - _slow.Value;
}
