namespace TradingCore.Domain;

/// <summary>Why the broker's position or cash changed without a trade of ours.</summary>
public enum DifferenceCause
{
    /// <summary>Not said.</summary>
    Other = 0,
    /// <summary>Money paid in.</summary>
    Deposit,
    /// <summary>Money taken out.</summary>
    Withdrawal,
    /// <summary>Dividend.</summary>
    Dividend,
    /// <summary>Interest paid or received.</summary>
    Interest,
    /// <summary>Fee, for example of data.</summary>
    Fee,
    /// <summary>Holding moved from or to another account or broker.</summary>
    Transfer,
    /// <summary>Split, spin-off, merger or the like.</summary>
    CorporateAction,
    /// <summary>A short option was assigned.</summary>
    Assignment,
    /// <summary>A long option was exercised.</summary>
    Exercise,
    /// <summary>A contract expired.</summary>
    Expiry,
    /// <summary>The broker closed the position.</summary>
    Liquidation,
    /// <summary>The broker corrected its books.</summary>
    Correction,
}
