using System.Globalization;
using TradingCore.Domain;

namespace TradingCore.Engine;

/// <summary>Conditions in words.</summary>
internal static class ConditionText
{
    /// <summary>One condition, for example <c>price of 756733 at or above 430</c>.</summary>
    public static string Of(OrderCondition condition) => condition switch
    {
        PriceCondition c => $"price of {c.ConId} {Level(c.IsMore)} {Say.Number(c.Price)}",
        TimeCondition c => $"time {(c.IsMore ? "from" : "before")} {c.Time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC",
        MarginCondition c => $"margin cushion {Level(c.IsMore)} {c.Percent} %",
        ExecutionCondition c => $"a trade in {c.Symbol}",
        VolumeCondition c => $"volume of {c.ConId} {Level(c.IsMore)} {Say.Number(c.Volume)}",
        PercentChangeCondition c => $"change of {c.ConId} {Level(c.IsMore)} {Say.Number(c.Percent)} %",
        _ => "a condition",
    };

    private static string Level(bool isMore) => isMore ? "at or above" : "at or below";
}
