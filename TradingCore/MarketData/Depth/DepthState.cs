namespace TradingCore.MarketData.Depth;

/// <summary>How an order book stands.</summary>
public enum DepthState
{
    /// <summary>Asked for, or about to be; no row has come.</summary>
    Asking = 0,
    /// <summary>Rows come.</summary>
    Live,
    /// <summary>The connection or the data ended: the rows are the last known ones and must not be traded on.</summary>
    Interrupted,
    /// <summary>All order books that the broker grants are in use by other contracts; it is asked for as soon as one is free.</summary>
    Waiting,
    /// <summary>The gateway refuses it; the reason says why.</summary>
    Refused,
}
