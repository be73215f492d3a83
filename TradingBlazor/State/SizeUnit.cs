namespace TradingBlazor.State;

/// <summary>How the size of an order is typed.</summary>
public enum SizeUnit
{
    /// <summary>Shares, contracts or units.</summary>
    Quantity = 0,
    /// <summary>Value in the contract's currency; the quantity is counted here and is what is sent.</summary>
    Notional,
    /// <summary>Share of the equity, in percent, that is lost when the stop loss fills; the quantity is counted here and is what is sent.</summary>
    RiskPercent,
    /// <summary>Amount of money; the broker makes the quantity of it.</summary>
    Cash,
}
