using System.Runtime.InteropServices;

namespace TwsSimulator.Market;

/// <summary>
/// Gathers the slots of one long bar. Bars of quotes are made from ticks, which is slow, so a slot whose quotes cannot reach beyond what is gathered already is
/// passed over unless it is the last one; the bar is the same.
/// </summary>
/// <param name="source">The market.</param>
/// <param name="instrument">What is traded.</param>
/// <param name="what">What the bar is made of.</param>
/// <param name="scratch">List that is used for ticks; its content is lost.</param>
[StructLayout(LayoutKind.Auto)]
internal struct SlotBucket(IMarketSource source, Instrument instrument, WhatToShow what, List<MarketTick> scratch)
{
    private readonly double _reach = what == WhatToShow.Trades ? double.PositiveInfinity : source.QuoteReach(instrument);
    private BarAggregator _bucket;
    private double _high = double.MinValue;
    private double _low = double.MaxValue;
    private Bar? _passedOver;

    /// <summary>Adds the next slot.</summary>
    public void Add(in Bar slot)
    {
        if (!_bucket.IsEmpty && slot.High + _reach <= _high && slot.Low - _reach >= _low)
            _passedOver = slot;
        else
            AddWhole(slot);
    }

    /// <summary>The bar of everything added, as starting at <paramref name="time"/>; null when there is none.</summary>
    public Bar? ToBar(long time)
    {
        // The last slot gives the close.
        if (_passedOver is { } last)
            AddWhole(last);
        return _bucket.IsEmpty ? null : _bucket.ToBar(time);
    }

    private void AddWhole(in Bar slot)
    {
        _passedOver = null;
        if (!QuoteBars.TryMake(source, instrument, slot, what, scratch, out Bar bar))
            return;
        _bucket.Add(bar);
        _high = Math.Max(_high, bar.High);
        _low = Math.Min(_low, bar.Low);
    }
}
