using TradingCore.Domain;

namespace TradingBlazor.State;

/// <summary>Conditions in words.</summary>
public static class ConditionWords
{
    /// <summary>Ways to look at a price, as IB numbers them.</summary>
    public static IReadOnlyList<(int Method, string Word)> TriggerMethods { get; } =
        [(0, "usual"), (1, "double bid/ask"), (2, "last"), (3, "double last"), (4, "bid/ask"), (7, "last or bid/ask"), (8, "midpoint")];

    /// <summary>What a condition watches.</summary>
    public static string Kind(ConditionKind kind) => kind switch
    {
        ConditionKind.Price => "Price",
        ConditionKind.Time => "Time",
        ConditionKind.Margin => "Margin cushion",
        ConditionKind.Volume => "Volume",
        ConditionKind.Percent => "Change %",
        _ => "Execution",
    };

    /// <summary>Conditions as the end of a sentence, without its comma: <c>when SPY is at or above 430.00 and ...</c>.</summary>
    /// <param name="conditions">The conditions.</param>
    /// <param name="nameOf">Name of a contract; null when not known.</param>
    /// <param name="ticker">Contract of the order.</param>
    /// <param name="decimals">How its prices are written, as <see cref="Format.Decimals"/> says.</param>
    public static string Of(OrderConditions conditions, Func<ConId, string?> nameOf, string ticker, int decimals)
    {
        ArgumentNullException.ThrowIfNull(conditions);
        string text = "";
        for (int i = 0; i < conditions.Items.Count; i++)
            text += Of(conditions.Items[i], nameOf, ticker, decimals) + (i == conditions.Items.Count - 1 ? "" : conditions.Items[i].And ? " and " : " or ");
        return $"{(conditions.CancelOrder ? "cancelled when" : "when")} {text}{(conditions.IgnoreRth ? ", at any hour" : "")}";
    }

    private static string Of(OrderCondition condition, Func<ConId, string?> nameOf, string ticker, int decimals) => condition switch
    {
        PriceCondition c => $"{nameOf(c.ConId) ?? c.ConId.ToString()} is {Level(c.IsMore)} {(decimals < 0 && nameOf(c.ConId) == ticker ? Format.Price(c.Price, decimals) : Format.Raw(c.Price))}",
        TimeCondition c => $"it is {(c.IsMore ? "past" : "before")} {Format.MomentEt(c.Time)}",
        MarginCondition c => $"the margin cushion is {Level(c.IsMore)} {c.Percent} %",
        VolumeCondition c => $"the volume of {nameOf(c.ConId) ?? c.ConId.ToString()} is {Level(c.IsMore)} {Format.Quantity(c.Volume)}",
        PercentChangeCondition c => $"{nameOf(c.ConId) ?? c.ConId.ToString()} is {Level(c.IsMore)} {Format.Raw(c.Percent)} % on the day",
        ExecutionCondition c => $"{c.Symbol} trades in the account",
        _ => "something else happens",
    };

    private static string Level(bool isMore) => isMore ? "at or above" : "at or below";
}
