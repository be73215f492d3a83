namespace TradingCore.Domain;

/// <summary>Kind of product, as in the wire field <c>secType</c>.</summary>
public enum SecurityType
{
    /// <summary>Not known; the safe default.</summary>
    Unknown = 0,
    /// <summary>Share or ETF (<c>STK</c>).</summary>
    Stock,
    /// <summary>Future (<c>FUT</c>).</summary>
    Future,
    /// <summary>Option (<c>OPT</c>).</summary>
    Option,
    /// <summary>Option on a future (<c>FOP</c>).</summary>
    FutureOption,
    /// <summary>Currency pair (<c>CASH</c>).</summary>
    Forex,
    /// <summary>Crypto currency (<c>CRYPTO</c>).</summary>
    Crypto,
    /// <summary>Index, data only (<c>IND</c>).</summary>
    Index,
    /// <summary>Contract for difference (<c>CFD</c>).</summary>
    Cfd,
    /// <summary>Bond (<c>BOND</c>).</summary>
    Bond,
    /// <summary>Mutual fund (<c>FUND</c>).</summary>
    Fund,
    /// <summary>Commodity, such as spot gold (<c>CMDTY</c>).</summary>
    Commodity,
    /// <summary>Warrant (<c>WAR</c>).</summary>
    Warrant,
    /// <summary>Combination (<c>BAG</c>).</summary>
    Combo,
}
