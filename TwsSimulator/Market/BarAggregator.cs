namespace TwsSimulator.Market;

/// <summary>
/// Makes one long bar from five-second bars, by the rule of the real gateway: bars without trades set no price;
/// volume and count add up; the average price is weighted by volume.
/// </summary>
internal struct BarAggregator
{
    private double _open;
    private double _high;
    private double _low;
    private double _close;
    private decimal _volume;
    private decimal _turnover;
    private decimal _wapSum;
    private int _count;
    private int _parts;
    private bool _hasPrices;

    /// <summary>Whether any part was added.</summary>
    public readonly bool IsEmpty => _parts == 0;

    /// <summary>Adds the next part.</summary>
    public void Add(in Bar part)
    {
        _parts++;
        if (part.Count == 0)
        {
            // Prices of a bar in which nothing traded at all: the repeated close, so that the bar is not without prices.
            if (!_hasPrices)
            {
                _open = _high = _low = _close = part.Close;
            }

            return;
        }

        if (!_hasPrices)
        {
            _hasPrices = true;
            _open = part.Open;
            _high = part.High;
            _low = part.Low;
        }
        else
        {
            _high = Math.Max(_high, part.High);
            _low = Math.Min(_low, part.Low);
        }

        _close = part.Close;
        _volume += part.Volume;
        if (part.Volume > 0)
            _turnover += part.Volume * part.Wap;
        else
            _wapSum += part.Wap * part.Count;
        _count += part.Count;
    }

    /// <summary>The bar of everything added, as starting at <paramref name="time"/>.</summary>
    public readonly Bar ToBar(long time)
    {
        decimal wap = _volume > 0 ? _turnover / _volume : _count > 0 ? _wapSum / _count : (decimal)_close;
        return new Bar(time, _open, _high, _low, _close, _volume, Math.Round(wap, 6), _count);
    }
}
