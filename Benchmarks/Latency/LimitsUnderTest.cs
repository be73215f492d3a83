using System.Globalization;
using TradingCore.Risk;

namespace Benchmarks.Latency;

/// <summary>
/// Limits for a program that sends hundreds of orders a minute and fills none. Every check runs and none is switched off: the orders differ from each other, so
/// that they pass the search for repeated ones with its usual window, and the ratio of orders to fills is judged from the first order on.
/// </summary>
internal static class LimitsUnderTest
{
    /// <summary>Orders of a run differ in their quantity, so that no two within the window for repeated orders are the same.</summary>
    public static decimal QuantityOf(int order) => 1m + (order % 200);

    /// <summary>The limits as options of the engine.</summary>
    public static RiskOptions Options() => new()
    {
        OrderNotionalMax = 1_000_000m,
        OrdersPerSecond = 40,
        OrdersPerMinute = 2_400,
        RepeatsPerMinute = 2_400,
        RepeatsPerDay = 100_000,
        OrderTradeRatioMax = 10_000m,
        OrderTradeRatioWarning = 10_000m,
        OrderTradeRatioFrom = 1,
        UsualSizeMultipleMax = 1_000m,
        QuoteMaxAge = TimeSpan.FromSeconds(30),
    };

    /// <summary>The same as arguments of the app.</summary>
    public static string[] Arguments()
    {
        RiskOptions o = Options();
        return
        [
            Say(nameof(o.OrderNotionalMax), o.OrderNotionalMax), Say(nameof(o.OrdersPerSecond), o.OrdersPerSecond), Say(nameof(o.OrdersPerMinute), o.OrdersPerMinute),
            Say(nameof(o.RepeatsPerMinute), o.RepeatsPerMinute), Say(nameof(o.RepeatsPerDay), o.RepeatsPerDay), Say(nameof(o.OrderTradeRatioMax), o.OrderTradeRatioMax),
            Say(nameof(o.OrderTradeRatioWarning), o.OrderTradeRatioWarning), Say(nameof(o.OrderTradeRatioFrom), o.OrderTradeRatioFrom),
            Say(nameof(o.UsualSizeMultipleMax), o.UsualSizeMultipleMax), Say(nameof(o.QuoteMaxAge), o.QuoteMaxAge),
        ];
    }

    private static string Say(string name, object value) => string.Create(CultureInfo.InvariantCulture, $"--Risk:{name}={value}");
}
