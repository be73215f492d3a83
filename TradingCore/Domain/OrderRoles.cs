namespace TradingCore.Domain;

/// <summary>Questions about <see cref="OrderRole"/>.</summary>
public static class OrderRoles
{
    /// <summary>True for the exits of a bracket.</summary>
    public static bool IsExit(this OrderRole role) => role is OrderRole.TakeProfit or OrderRole.StopLoss;

    /// <summary>The role in words, as in the middle of a sentence.</summary>
    public static string Words(this OrderRole role) => role switch
    {
        OrderRole.Entry => "entry",
        OrderRole.TakeProfit => "take profit",
        OrderRole.StopLoss => "stop loss",
        OrderRole.Triggered => "triggered order",
        _ => "order",
    };
}
