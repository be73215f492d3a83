using System.Globalization;
using System.Text;
using TradingCore.Alerts;

namespace TradingBlazor.Alerts;

/// <summary>Alerts in words: for messages and pages.</summary>
internal static class AlertWords
{
    /// <summary>Subject of a message; one line without what a header could not hold.</summary>
    public static string Subject(AlertMessage message)
    {
        if (message.IsTest) return "[TradingBlazor] Test of the channel";
        if (message.Alerts.Count == 0) return $"[TradingBlazor] Sign of life: {Line(message.Rule)}";
        Alert first = message.Alerts.MaxBy(a => a.Severity)!;
        string more = message.Alerts.Count > 1 ? $" (+{message.Alerts.Count - 1} more)" : "";
        return $"[{AlertTerms.Word(first.Severity)}] {Prefix(message.Kind)}{Line(first.RuleName)}{more}";
    }

    /// <summary>Text of a message.</summary>
    public static string Body(AlertMessage message)
    {
        var text = new StringBuilder();
        if (message.IsTest) text.AppendLine(CultureInfo.InvariantCulture, $"{message.By} tested this channel of TradingBlazor at {Utc(message.Time)}. Alerts will come this way.");
        else if (message.Alerts.Count == 0) text.AppendLine(CultureInfo.InvariantCulture, $"TradingBlazor is alive at {Utc(message.Time)}.");
        foreach (Alert alert in message.Alerts)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{Prefix(message.Kind)}{alert.RuleName} ({AlertTerms.Word(alert.Severity)})");
            text.AppendLine(alert.Text);
            text.AppendLine(CultureInfo.InvariantCulture, $"Raised {Utc(alert.RaisedTime)}{(alert.Count > 1 ? $", {alert.Count} times, last {Utc(alert.LastTime)}" : "")}{(alert.ResolvedTime is { } over ? $"; over since {Utc(over)}" : "")}.");
            text.AppendLine();
        }
        if (message.Alerts.Count > 0) text.AppendLine("Acknowledge it on the page Alerts of the desk.");
        return text.ToString();
    }

    /// <summary>What a rule is, in parts that can be compared with those of another one; a part that it has not is empty.</summary>
    public static IReadOnlyList<string> Parts(AlertRule rule) =>
    [
        rule.Describe(),
        AlertTerms.Word(rule.Severity),
        rule.IsEnabled ? "on" : "off",
        $"cooldown {rule.Cooldown.TotalSeconds:0} s",
        $"channels {(rule.Channels.Count == 0 ? "none" : string.Join(", ", rule.Channels))}",
        rule.Hours is { } h ? $"{h.From:HH\\:mm} to {h.To:HH\\:mm} {h.Zone}{(h.WeekdaysOnly ? ", weekdays" : "")}" : "",
        rule.Escalation is { } e ? $"after {e.After.TotalMinutes:0} min to {string.Join(", ", e.ToAdmins ? e.Channels.Append("admins") : e.Channels)}" : "",
    ];

    /// <summary>What somebody made of a rule, as <c>warning → critical</c>; empty when it can do what it did.</summary>
    public static string Differences(AlertRule before, AlertRule after) =>
        string.Join("; ", Parts(before).Prepend(before.Name).Zip(Parts(after).Prepend(after.Name)).Where(p => p.First != p.Second).Select(p => $"{(p.First.Length > 0 ? p.First : "nothing")} → {(p.Second.Length > 0 ? p.Second : "nothing")}"));

    /// <summary>Severity for people.</summary>
    public static string Severity(AlertSeverity severity) => severity switch { AlertSeverity.Critical => "Critical", AlertSeverity.Warning => "Warning", _ => "Info" };

    /// <summary>Tone of a severity, for the style.</summary>
    public static string Tone(AlertSeverity severity) => severity switch { AlertSeverity.Critical => "bad", AlertSeverity.Warning => "caution", _ => "info" };

    /// <summary>State for people.</summary>
    public static string State(Alert alert, DateTimeOffset now) => alert.StateAt(now) switch
    {
        "acknowledged" => $"Acknowledged by {alert.AcknowledgedBy}, goes on",
        "closed" => $"Acknowledged by {alert.AcknowledgedBy}",
        "resolved" => "Over, not acknowledged",
        "snoozed" => $"Snoozed until {TradingBlazor.State.Format.TimeOrDateEt(alert.SnoozedUntil!.Value, now)} ET",
        "escalated" => "Escalated",
        _ => "Not acknowledged",
    };

    /// <summary>A kind of condition for people.</summary>
    public static string Kind(string kind) => kind switch
    {
        "price" => "Price",
        "change" => "Price change",
        "indicator" => "Indicator",
        "volume" => "Volume",
        "pnl" => "Profit and loss",
        "riskUsage" => "Use of a limit",
        "order" => "Order event",
        "connection" => "System and connection",
        "silence" => "Silence",
        "heartbeat" => "Sign of life to outside",
        _ => kind,
    };

    /// <summary>Messages of an alert for people: which channels took it, and which did not and why.</summary>
    public static IEnumerable<(string Text, bool IsBad)> Deliveries(Alert alert) => alert.Deliveries.Select(d => d.State switch
    {
        AlertDeliveryState.Sent => ($"{d.Channel}: sent", false),
        AlertDeliveryState.GivenUp => ($"{d.Channel}: {d.Detail}", true),
        _ when d.Attempts > 0 => ($"{d.Channel}: not sent after {d.Attempts} {(d.Attempts == 1 ? "try" : "tries")}, tried again. {d.Detail}", true),
        _ => ($"{d.Channel}: on its way", false),
    });

    /// <summary>What stands before the rule when it is not a new alert: that it is over, or was not acknowledged.</summary>
    public static string Prefix(AlertMessageKind kind) => kind switch
    {
        AlertMessageKind.Resolved => "Over: ",
        AlertMessageKind.Escalated => "Not acknowledged: ",
        AlertMessageKind.Reminder => "Reminder: ",
        _ => "",
    };

    /// <summary>What another program or the machine said, as a sentence.</summary>
    public static string Sentence(string text)
    {
        string line = Line(text).Trim();
        return line.EndsWith('.') ? line : line + ".";
    }

    private static string Utc(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static string Line(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
