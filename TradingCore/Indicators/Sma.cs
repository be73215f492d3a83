namespace TradingCore.Indicators;

/// <summary>Simple moving average of the close.</summary>
public sealed class Sma : IIndicator
{
    private readonly Window _closes;

    /// <summary>Makes one.</summary>
    /// <param name="period">Bars in the average, 1 or more. Values start at that bar.</param>
    public Sma(int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        _closes = new Window(period);
    }

    private Sma(Window closes) => _closes = closes;

    /// <inheritdoc/>
    public int OutputCount => 1;

    /// <inheritdoc/>
    public void Update(in BarPoint bar) => _closes.Add(bar.Close);

    /// <inheritdoc/>
    public double? Value(int output) => _closes.IsFull ? _closes.Mean() : null;

    /// <inheritdoc/>
    public IIndicator Copy() => new Sma(_closes.Copy());
}
