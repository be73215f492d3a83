namespace TwsSimulator.Market;

/// <summary>Bars of the bid, the ask or their middle, made from the ticks of a slot.</summary>
internal static class QuoteBars
{
    /// <summary>The bar of a slot for what the request wants to see; false when the market is closed.</summary>
    /// <param name="source">The market.</param>
    /// <param name="instrument">The instrument.</param>
    /// <param name="trades">The slot's bar as the source gives it.</param>
    /// <param name="what">What the bar is made of.</param>
    /// <param name="scratch">List that is used for the ticks; its content is lost.</param>
    /// <param name="bar">The result; volume, wap and count are -1 unless trades were asked for.</param>
    public static bool TryMake(IMarketSource source, Instrument instrument, in Bar trades, WhatToShow what, List<MarketTick> scratch, out Bar bar)
    {
        if (what == WhatToShow.Trades)
        {
            bar = trades;
            return true;
        }

        // The source's bar of a quoted market is its midpoint already.
        if (!instrument.HasTrades && what == WhatToShow.Midpoint)
        {
            bar = trades with { Volume = -1, Wap = -1, Count = -1 };
            return true;
        }

        scratch.Clear();
        source.AddTicks(instrument, trades, scratch);
        bool any = false;
        double open = 0, high = double.MinValue, low = double.MaxValue, close = 0, bidSum = 0, askSum = 0;
        int n = 0;
        foreach (MarketTick tick in scratch)
        {
            if (tick.Bid is not { } bid || tick.Ask is not { } ask)
                continue;
            double value = what switch { WhatToShow.Bid => bid, WhatToShow.Ask => ask, _ => (bid + ask) / 2 };
            if (!any)
                open = value;
            any = true;
            high = Math.Max(high, what == WhatToShow.BidAsk ? ask : value);
            low = Math.Min(low, what == WhatToShow.BidAsk ? bid : value);
            close = value;
            bidSum += bid;
            askSum += ask;
            n++;
        }

        if (!any)
        {
            bar = default;
            return false;
        }

        if (what == WhatToShow.BidAsk)
        {
            open = Math.Round(bidSum / n, 6);
            close = Math.Round(askSum / n, 6);
        }

        bar = new Bar(trades.Time, Clean(open), Clean(high), Clean(low), Clean(close), -1, -1, -1);
        return true;
    }

    // Half a step of a binary fraction prints as 430.12500000000003; eight digits are more than any price step has.
    private static double Clean(double price) => Math.Round(price, 8);
}
