namespace TradingCore.Domain;

/// <summary>Order id given by TWS, unique over all API clients and TWS itself; 0 means not known yet.</summary>
public readonly record struct PermId(long Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
