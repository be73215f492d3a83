namespace TradingCore.Indicators;

/// <summary>Exponential smoothing that starts from the mean of the first values.</summary>
internal struct Smoothing
{
    private readonly int _period;
    private readonly double _weight;
    private double _sum;
    private double _value;
    private int _count;

    private Smoothing(int period, double weight)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        _period = period;
        _weight = weight;
    }

    /// <summary>Weight 2 / (n + 1): the usual EMA.</summary>
    internal static Smoothing Exponential(int period) => new(period, 2.0 / (period + 1));

    /// <summary>Weight 1 / n: Wilder's smoothing. Source: J. Welles Wilder, New Concepts in Technical Trading Systems, 1978.</summary>
    internal static Smoothing Wilder(int period) => new(period, 1.0 / period);

    internal readonly double? Value => _count >= _period ? _value : null;

    internal void Add(double x)
    {
        if (_count >= _period)
        {
            _value += _weight * (x - _value);
            return;
        }
        _sum += x;
        if (++_count == _period) _value = _sum / _period;
    }
}
