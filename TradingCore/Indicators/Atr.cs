namespace TradingCore.Indicators;

/// <summary>Average true range with Wilder's smoothing. Outputs: 0 the average, from bar n + 1; 1 the true range, from the second bar.</summary>
/// <param name="period">n, 1 or more.</param>
public sealed class Atr(int period) : IIndicator
{
    private Smoothing _average = Smoothing.Wilder(period);
    private double? _trueRange;
    private double? _closeBefore;

    /// <inheritdoc/>
    public int OutputCount => 2;

    /// <inheritdoc/>
    public void Update(in BarPoint bar)
    {
        if (_closeBefore is { } close)
        {
            _trueRange = TrueRange(in bar, close);
            _average.Add(_trueRange.Value);
        }
        _closeBefore = bar.Close;
    }

    /// <inheritdoc/>
    public double? Value(int output) => output == 0 ? _average.Value : _trueRange;

    /// <inheritdoc/>
    public IIndicator Copy() => (IIndicator)MemberwiseClone();

    internal static double TrueRange(in BarPoint bar, double closeBefore) =>
        Math.Max(bar.High - bar.Low, Math.Max(Math.Abs(bar.High - closeBefore), Math.Abs(bar.Low - closeBefore)));
}
