using TradingCore.Alerts;

namespace TradingBlazor.Api;

/// <summary>Reads rules from requests: what is no text or number is said here, everything else by the rule's own check.</summary>
internal static class AlertRuleJson
{
    private const int IntegerMax = 1_000_000;

    /// <summary>The rule in a body.</summary>
    public static (AlertRuleForm Form, bool ForAdmins, string Reason) Read(JsonFields fields)
    {
        var form = new AlertRuleForm
        {
            Name = fields.Text("name", "a name"),
            Severity = fields.Text("severity", OneOf<AlertSeverity>()),
            Repeats = fields.Flag("repeats") ?? false,
            HoldSeconds = fields.Whole("holdSeconds", 0, IntegerMax) ?? 0,
            CooldownSeconds = fields.Whole("cooldownSeconds", 0, IntegerMax) ?? 0,
            HoursFrom = fields.Text("hoursFrom", "a time of day such as \"09:30\""),
            HoursTo = fields.Text("hoursTo", "a time of day such as \"16:00\""),
            HoursZone = fields.Text("hoursZone", "a time zone such as \"America/New_York\""),
            WeekdaysOnly = fields.Flag("weekdaysOnly") ?? false,
            Channels = fields.TextList("channels", "a list of names of channels") ?? [],
            EscalateMinutes = fields.Whole("escalateMinutes", 0, IntegerMax),
            EscalateChannels = fields.TextList("escalateChannels", "a list of names of channels") ?? [],
            EscalateToAdmins = fields.Flag("escalateToAdmins") ?? false,
            IsEnabled = fields.Flag("isEnabled") ?? true,
            Condition = fields.Object("condition", "an object such as {\"kind\":\"price\",\"symbol\":\"SPY\",\"comparison\":\"above\",\"level\":430}", isRequired: true) is { } condition ? Condition(condition) : new AlertConditionForm(),
        };
        return (form, fields.Flag("forAdmins") ?? false, fields.Text("reason", "a sentence that says why") ?? "");
    }

    private static AlertConditionForm Condition(JsonFields fields) => new()
    {
        Kind = fields.Text("kind", $"one of {string.Join(", ", AlertConditions.Kinds)}", isRequired: true) ?? "",
        Symbol = fields.Text("symbol", "a symbol such as \"SPY\""),
        Comparison = fields.Text("comparison", OneOf<AlertComparison>()),
        Level = fields.Number("level", "a number"),
        Hysteresis = fields.Number("hysteresis", "a number"),
        Price = fields.Text("price", OneOf<AlertPrice>()),
        Size = fields.Text("size", "a bar size such as \"5m\""),
        Minutes = fields.Whole("minutes", 0, IntegerMax),
        Indicator = fields.Text("indicator", "an indicator such as \"ema:20\""),
        Output = fields.Text("output", "a value of the indicator"),
        Other = fields.Text("other", "an indicator, or \"price\""),
        Account = fields.Text("account", "an account"),
        Figure = fields.Text("figure", OneOf<AlertFigure>()),
        Limit = fields.Text("limit", "the code of a risk check such as \"R25\""),
        Events = fields.TextList("events", $"a list of {string.Join(", ", AlertTerms.All<OrderAlert>())}"),
        Strategy = fields.Text("strategy", "a strategy"),
        What = fields.Text("what", "what it is about"),
        MarketHours = fields.Flag("marketHours"),
        Seconds = fields.Whole("seconds", 0, IntegerMax),
        Program = fields.Text("program", "the name of a program"),
    };

    private static string OneOf<T>() where T : struct, Enum => $"one of {string.Join(", ", AlertTerms.All<T>())}";
}
