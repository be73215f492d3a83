namespace TradingCore.Indicators;

/// <summary>Relative strength index of the close, 0 to 100, with Wilder's smoothing. Values start at bar n + 1.</summary>
/// <param name="period">n, 1 or more.</param>
public sealed class Rsi(int period) : IIndicator
{
    private Smoothing _gains = Smoothing.Wilder(period);
    private Smoothing _losses = Smoothing.Wilder(period);
    private double? _closeBefore;

    /// <inheritdoc/>
    public int OutputCount => 1;

    /// <inheritdoc/>
    public void Update(in BarPoint bar)
    {
        if (_closeBefore is { } before)
        {
            double change = bar.Close - before;
            _gains.Add(Math.Max(change, 0));
            _losses.Add(Math.Max(-change, 0));
        }
        _closeBefore = bar.Close;
    }

    /// <summary>The index: 100 when nothing fell, 0 when nothing rose, 50 when nothing moved at all.</summary>
    public double? Value(int output)
    {
        if (_gains.Value is not { } gain || _losses.Value is not { } loss) return null;
        if (loss == 0) return gain == 0 ? 50 : 100;
        return 100 - 100 / (1 + gain / loss);
    }

    /// <inheritdoc/>
    public IIndicator Copy() => (IIndicator)MemberwiseClone();
}
