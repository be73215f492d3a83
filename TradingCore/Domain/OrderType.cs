namespace TradingCore.Domain;

/// <summary>Order types that can be sent; what each needs is in <see cref="OrderTypes"/>. At the open: <see cref="Market"/> or <see cref="Limit"/> with <see cref="TimeInForce.Opg"/>.</summary>
public enum OrderType
{
    /// <summary>Not known to this system, for example an order entered in TWS; shown, counted for risk, never sent.</summary>
    Other = 0,
    /// <summary>Market (<c>MKT</c>).</summary>
    Market,
    /// <summary>Limit (<c>LMT</c>).</summary>
    Limit,
    /// <summary>Stop (<c>STP</c>): a market order once the price is reached.</summary>
    Stop,
    /// <summary>Stop limit (<c>STP LMT</c>): a limit order once the price is reached.</summary>
    StopLimit,
    /// <summary>Trailing stop (<c>TRAIL</c>): the stop follows the market by an amount or percent.</summary>
    Trail,
    /// <summary>Trailing stop limit (<c>TRAIL LIMIT</c>): as a trailing stop, with a limit that keeps its distance from the stop.</summary>
    TrailLimit,
    /// <summary>Market if touched (<c>MIT</c>): the opposite of a stop, it waits for a better price.</summary>
    MarketIfTouched,
    /// <summary>Limit if touched (<c>LIT</c>).</summary>
    LimitIfTouched,
    /// <summary>Market on close (<c>MOC</c>).</summary>
    MarketOnClose,
    /// <summary>Limit on close (<c>LOC</c>).</summary>
    LimitOnClose,
    /// <summary>Midpoint of the market when it fills (<c>MIDPRICE</c>), with an optional cap.</summary>
    MidPrice,
    /// <summary>Relative, also called pegged to primary (<c>REL</c>): the own side of the market plus an offset, with an optional cap.</summary>
    Relative,
    /// <summary>Pegged to midpoint (<c>PEG MID</c>), with an offset and an optional cap.</summary>
    PeggedToMidpoint,
}
