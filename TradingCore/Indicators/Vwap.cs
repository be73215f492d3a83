namespace TradingCore.Indicators;

/// <summary>Volume-weighted average of (high + low + close) / 3 since the trading day began, or since the first bar. No value before the first volume.</summary>
public sealed class Vwap : IIndicator
{
    private readonly Func<DateTimeOffset, DateOnly>? _tradingDayOf;
    private DateOnly _day;
    private double _turnover;
    private double _volume;

    private Vwap(Func<DateTimeOffset, DateOnly>? tradingDayOf) => _tradingDayOf = tradingDayOf;

    /// <summary>One that never starts again.</summary>
    public static Vwap Cumulative() => new(null);

    /// <summary>One that starts again with each trading day.</summary>
    /// <param name="tradingDayOf">Tells the trading day of a time, in the exchange's zone.</param>
    public static Vwap BySession(Func<DateTimeOffset, DateOnly> tradingDayOf)
    {
        ArgumentNullException.ThrowIfNull(tradingDayOf);
        return new Vwap(tradingDayOf);
    }

    /// <inheritdoc/>
    public int OutputCount => 1;

    /// <inheritdoc/>
    public void Update(in BarPoint bar)
    {
        if (_tradingDayOf is not null && _tradingDayOf(bar.Time) is var day && day != _day) (_day, _turnover, _volume) = (day, 0, 0);
        _turnover += (bar.High + bar.Low + bar.Close) / 3 * bar.Volume;
        _volume += bar.Volume;
    }

    /// <inheritdoc/>
    public double? Value(int output) => _volume > 0 ? _turnover / _volume : null;

    /// <inheritdoc/>
    public IIndicator Copy() => (IIndicator)MemberwiseClone();
}
