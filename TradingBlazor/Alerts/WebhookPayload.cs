using TradingCore.Alerts;

namespace TradingBlazor.Alerts;

/// <summary>What a webhook gets.</summary>
/// <param name="Event"><c>raised</c>, <c>escalated</c>, <c>reminder</c>, <c>resolved</c>, <c>test</c> or <c>heartbeat</c>.</param>
/// <param name="Time">When it was sent, UTC.</param>
/// <param name="Text">In words, for receivers that show one text.</param>
/// <param name="Alerts">The alerts; empty for a test and a heartbeat.</param>
internal sealed record WebhookPayload(string Event, DateTimeOffset Time, string Text, IReadOnlyList<WebhookAlert> Alerts)
{
    /// <summary>Of a message.</summary>
    public static WebhookPayload Of(AlertMessage message) => new(
        EventOf(message), message.Time, message.Alerts.Count == 0 ? AlertWords.Subject(message) : string.Join("\n", message.Alerts.Select(a => $"{AlertWords.Prefix(message.Kind)}{AlertWords.Severity(a.Severity)}: {a.RuleName}. {a.Text}")),
        [.. message.Alerts.Select(WebhookAlert.Of)]);

    /// <summary>Word of what it is.</summary>
    public static string EventOf(AlertMessage message) => message.IsTest ? "test" : message.Alerts.Count == 0 ? "heartbeat" : AlertTerms.Word(message.Kind);
}

/// <summary>An alert in a webhook.</summary>
internal sealed record WebhookAlert(
    string Id, string Rule, string Severity, string Kind, string Subject, string Symbol, string OrderId, string Text, decimal? Value, int Count, DateTimeOffset RaisedTime, DateTimeOffset LastTime, DateTimeOffset? ResolvedTime)
{
    /// <summary>Of an alert.</summary>
    public static WebhookAlert Of(Alert a) =>
        new(a.Id, a.RuleName, AlertTerms.Word(a.Severity), a.Kind, a.Subject, a.Ticker, a.OrderRef, a.Text, a.Value, a.Count, a.RaisedTime, a.LastTime, a.ResolvedTime);
}
