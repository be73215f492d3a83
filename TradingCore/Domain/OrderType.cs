namespace TradingCore.Domain;

/// <summary>Order types that can be sent.</summary>
public enum OrderType
{
    /// <summary>Not known to this system, for example an order entered in TWS; shown, counted for risk, never sent.</summary>
    Other = 0,
    /// <summary>Market (<c>MKT</c>).</summary>
    Market,
    /// <summary>Limit (<c>LMT</c>).</summary>
    Limit,
    /// <summary>Stop (<c>STP</c>).</summary>
    Stop,
    /// <summary>Stop limit (<c>STP LMT</c>).</summary>
    StopLimit,
}
