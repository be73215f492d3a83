namespace TradingCore.Indicators;

/// <summary>Average directional index, 0 to 100, with Wilder's smoothing. Outputs: 0 the index, from bar 2n; 1 and 2 the plus and minus direction, from bar n + 1.</summary>
/// <param name="period">n, 1 or more.</param>
public sealed class Adx(int period) : IIndicator
{
    private Smoothing _range = Smoothing.Wilder(period);
    private Smoothing _plus = Smoothing.Wilder(period);
    private Smoothing _minus = Smoothing.Wilder(period);
    private Smoothing _index = Smoothing.Wilder(period);
    private BarPoint? _before;

    /// <inheritdoc/>
    public int OutputCount => 3;

    /// <inheritdoc/>
    public void Update(in BarPoint bar)
    {
        if (_before is { } before)
        {
            double up = bar.High - before.High, down = before.Low - bar.Low;
            _range.Add(Atr.TrueRange(in bar, before.Close));
            _plus.Add(up > down ? Math.Max(up, 0) : 0);
            _minus.Add(down > up ? Math.Max(down, 0) : 0);
            if (Direction(_plus.Value) is { } plus && Direction(_minus.Value) is { } minus)
                _index.Add(plus + minus == 0 ? 0 : 100 * Math.Abs(plus - minus) / (plus + minus));
        }
        _before = bar;
    }

    /// <inheritdoc/>
    public double? Value(int output) => output switch
    {
        0 => _index.Value,
        1 => Direction(_plus.Value),
        _ => Direction(_minus.Value),
    };

    /// <inheritdoc/>
    public IIndicator Copy() => (IIndicator)MemberwiseClone();

    // Means instead of Wilder's sums: the factor n cancels in the quotient.
    private double? Direction(double? move) => _range.Value is { } range && move is { } m ? range == 0 ? 0 : 100 * m / range : null;
}
