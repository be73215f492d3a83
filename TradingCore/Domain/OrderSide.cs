namespace TradingCore.Domain;

/// <summary>Buy or sell.</summary>
public enum OrderSide
{
    /// <summary>Buy.</summary>
    Buy = 1,
    /// <summary>Sell, short or long.</summary>
    Sell = 2,
}
