namespace TwsSimulator.Market;

/// <summary>Which prices a bar is made of.</summary>
internal enum WhatToShow
{
    /// <summary>Trades; also ADJUSTED_LAST and AGGTRADES, since there are no splits and one venue.</summary>
    Trades,

    /// <summary>Middle of bid and ask.</summary>
    Midpoint,

    /// <summary>Bid.</summary>
    Bid,

    /// <summary>Ask.</summary>
    Ask,

    /// <summary>Open: average bid, close: average ask, high: highest ask, low: lowest bid.</summary>
    BidAsk,

    /// <summary>Volatility of the 30 days before, as a fraction of a year.</summary>
    HistoricalVolatility,

    /// <summary>Volatility that options are priced with, as a fraction of a year.</summary>
    OptionImpliedVolatility,

    /// <summary>Fee of a year for borrowing the stock, percent.</summary>
    FeeRate,
}
