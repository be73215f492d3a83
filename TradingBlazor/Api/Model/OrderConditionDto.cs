using TradingCore.Domain;

namespace TradingBlazor.Api.Model;

/// <summary>Conditions of an order.</summary>
/// <param name="Items">At least one.</param>
/// <param name="CancelOrder">True: when they are met the order is cancelled; otherwise it starts to work.</param>
/// <param name="IgnoreRth">True: they are judged outside regular hours too.</param>
public sealed record OrderConditionsDto(IReadOnlyList<OrderConditionDto> Items, bool? CancelOrder = null, bool? IgnoreRth = null)
{
    internal static OrderConditions? Read(JsonFields fields)
    {
        if (fields.Object("conditions", "an object with items") is not { } conditions) return null;
        IReadOnlyList<JsonFields> told = conditions.Objects("items", "a list of conditions");
        // An order that was meant to wait must not leave at once.
        if (told.Count == 0) conditions.Add("items", "'items' holds no condition. Expected at least one, or leave 'conditions' out for an order that is not held.");
        OrderCondition[] items = [.. told.Select(OrderConditionDto.Read).OfType<OrderCondition>()];
        return new OrderConditions(items, conditions.Flag("cancelOrder") ?? false, conditions.Flag("ignoreRth") ?? false);
    }
}

/// <summary>One condition. Which fields it has is said by its kind.</summary>
/// <param name="Kind"><c>price</c>, <c>time</c>, <c>margin</c>, <c>execution</c>, <c>volume</c> or <c>percentChange</c>. <example>price</example></param>
/// <param name="Join"><c>and</c> or <c>or</c>: how it joins the next one; <c>and</c> when left out.</param>
/// <param name="IsMore">At or above (at or after); false: at or below (before). True when left out.</param>
/// <param name="ConId">Contract that is watched: price, volume, percentChange.</param>
/// <param name="Exchange">Its exchange; <c>SMART</c> when left out.</param>
/// <param name="Price">Level of a price.</param>
/// <param name="TriggerMethod">Which prices count; 0 when left out.</param>
/// <param name="Time">A time.</param>
/// <param name="Percent">Margin cushion or change in percent.</param>
/// <param name="Volume">Volume.</param>
/// <param name="Symbol">Symbol of an execution.</param>
/// <param name="SecType">Security type of an execution, such as <c>STK</c>.</param>
public sealed record OrderConditionDto(
    string Kind, string? Join = null, bool? IsMore = null, int? ConId = null, string? Exchange = null, decimal? Price = null, int? TriggerMethod = null,
    DateTimeOffset? Time = null, decimal? Percent = null, int? Volume = null, string? Symbol = null, string? SecType = null)
{
    private const string UsualExchange = "SMART";

    private static readonly Dictionary<string, string> Kinds =
        new[] { "price", "time", "margin", "execution", "volume", "percentChange" }.ToDictionary(k => k, k => k, StringComparer.OrdinalIgnoreCase);

    private static readonly Dictionary<string, bool> Joins = new(StringComparer.OrdinalIgnoreCase) { ["and"] = true, ["or"] = false };

    internal static OrderConditionDto Of(OrderCondition condition)
    {
        string join = condition.And ? "and" : "or";
        return condition switch
        {
            PriceCondition c => new OrderConditionDto("price", join, c.IsMore, c.ConId.Value, c.Exchange, c.Price, c.TriggerMethod),
            TimeCondition c => new OrderConditionDto("time", join, c.IsMore, Time: c.Time),
            MarginCondition c => new OrderConditionDto("margin", join, c.IsMore, Percent: c.Percent),
            ExecutionCondition c => new OrderConditionDto("execution", join, Exchange: c.Exchange, Symbol: c.Symbol, SecType: SecurityTypes.Code(c.SecurityType)),
            VolumeCondition c => new OrderConditionDto("volume", join, c.IsMore, c.ConId.Value, c.Exchange, Volume: c.Volume),
            PercentChangeCondition c => new OrderConditionDto("percentChange", join, c.IsMore, c.ConId.Value, c.Exchange, Percent: c.Percent),
            _ => throw new InvalidOperationException($"A condition of type {condition.GetType().Name} cannot be shown."),
        };
    }

    /// <summary>Reads one condition; null when its kind is wrong, which the fields then say.</summary>
    internal static OrderCondition? Read(JsonFields fields)
    {
        string? kind = Word(fields, "kind", Kinds, isRequired: true);
        bool and = fields.Choice("join", Joins) ?? true;
        bool isMore = kind == "execution" || (fields.Flag("isMore") ?? true);
        string Exchange() => fields.Text("exchange", "an exchange, such as \"SMART\"") ?? UsualExchange;
        ConId ConId() => new(fields.Whole("conId", 1, int.MaxValue, isRequired: true) ?? 0);
        switch (kind)
        {
            case "price": return new PriceCondition(and, ConId(), Exchange(), isMore, fields.Number("price", "a price", isRequired: true) ?? 0m, fields.Whole("triggerMethod", 0, 8) ?? 0);
            case "time": return new TimeCondition(and, isMore, fields.Time("time", isRequired: true) ?? default);
            case "margin": return new MarginCondition(and, isMore, fields.Whole("percent", 0, 100, isRequired: true) ?? 0);
            case "volume": return new VolumeCondition(and, ConId(), Exchange(), isMore, fields.Whole("volume", 1, int.MaxValue, isRequired: true) ?? 0);
            case "percentChange": return new PercentChangeCondition(and, ConId(), Exchange(), isMore, fields.Number("percent", "a change in percent", isRequired: true) ?? 0m);
            case "execution":
                SecurityType type = SecurityType.Unknown;
                if (fields.Text("secType", $"one of {SecurityTypes.AllCodes}", isRequired: true) is { } code && !SecurityTypes.TryParse(code, out type))
                    fields.Add("secType", $"'secType' is '{code}'. Expected one of {SecurityTypes.AllCodes}.");
                return new ExecutionCondition(and, fields.Text("symbol", "the symbol of the underlying", isRequired: true) ?? "", type, Exchange());
            default: return null;
        }
    }

    private static string? Word(JsonFields fields, string name, IReadOnlyDictionary<string, string> words, bool isRequired)
    {
        string expected = $"one of {string.Join(", ", words.Keys)}";
        if (fields.Text(name, expected, isRequired) is not { } text) return null;
        if (words.TryGetValue(text, out string? word)) return word;
        fields.Add(name, $"'{name}' is '{text}'. Expected {expected}.");
        return null;
    }
}
