using TradingCore.Alerts;

namespace TradingBlazor.Tests.Alerts;

/// <summary>Alerts for tests about what carries them.</summary>
internal static class SomeAlert
{
    public static readonly DateTimeOffset Time = new(2026, 3, 10, 14, 3, 12, TimeSpan.Zero);

    public static Alert Of(string rule, AlertSeverity severity, string text) =>
        new() { Id = "a1", RuleId = "r1", RuleName = rule, Owner = AlertRule.Admins, Severity = severity, Kind = "price", Text = text, Ticker = "SPY", Value = 430.13m, RaisedTime = Time, LastTime = Time };
}
