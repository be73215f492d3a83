using TradingCore.Domain;

namespace TradingBlazor.State;

/// <summary>One leg of a combination as typed.</summary>
public sealed class LegDraft
{
    /// <summary>What a purchase of the combination does with it.</summary>
    public OrderSide Side { get; set; } = OrderSide.Buy;
    /// <summary>Quantity for each combination.</summary>
    public string Ratio { get; set; } = "1";
    /// <summary>Name of the contract.</summary>
    public string Symbol { get; set; } = "";
}
