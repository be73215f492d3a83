namespace TradingCore.Domain;

/// <summary>New values of an order; null leaves a value as it is.</summary>
/// <param name="Quantity">New total quantity, above what has filled.</param>
/// <param name="LimitPrice">New limit price.</param>
/// <param name="StopPrice">New trigger price.</param>
/// <param name="Tif">New time in force.</param>
public sealed record OrderChange(decimal? Quantity = null, decimal? LimitPrice = null, decimal? StopPrice = null, TimeInForce? Tif = null)
{
    /// <summary>The person typed the new quantity once more, as for <see cref="OrderSpec.IsConfirmed"/>; no value of the order.</summary>
    public bool IsConfirmed { get; init; }
}
