namespace TradingCore.Indicators;

/// <summary>Exponential moving average of the close: weight 2 / (n + 1), started from the simple average of the first n closes.</summary>
/// <param name="period">n, 1 or more. Values start at the n-th bar.</param>
public sealed class Ema(int period) : IIndicator
{
    private Smoothing _smoothing = Smoothing.Exponential(period);

    /// <inheritdoc/>
    public int OutputCount => 1;

    /// <inheritdoc/>
    public void Update(in BarPoint bar) => _smoothing.Add(bar.Close);

    /// <inheritdoc/>
    public double? Value(int output) => _smoothing.Value;

    /// <inheritdoc/>
    public IIndicator Copy() => (IIndicator)MemberwiseClone();
}
