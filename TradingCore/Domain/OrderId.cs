namespace TradingCore.Domain;

/// <summary>Order id chosen by us for the API; unique per API client id, never reused. 0 means none (for example an order entered in TWS).</summary>
public readonly record struct OrderId(int Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
