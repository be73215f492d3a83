using TradingBlazor.Alerts;
using TradingCore.Alerts;

namespace TradingBlazor.Api.Model;

/// <summary>An alert.</summary>
internal sealed record AlertDto(
    string Id, string State, string Severity, string RuleId, string Rule, string Owner, string Kind, string Subject, string Symbol, string OrderId, string Text, decimal? Value, int Count, DateTimeOffset RaisedTime,
    DateTimeOffset LastTime, string AcknowledgedBy, DateTimeOffset? AcknowledgedTime, DateTimeOffset? SnoozedUntil, DateTimeOffset? EscalatedTime, DateTimeOffset? ResolvedTime, AlertDeliveryDto[] Deliveries, AlertEventDto[] History)
{
    public static AlertDto Of(Alert a, DateTimeOffset now) => new(
        a.Id, a.StateAt(now), AlertTerms.Word(a.Severity), a.RuleId, a.RuleName, a.OwnerName, a.Kind, a.Subject, a.Ticker, a.OrderRef, a.Text, a.Value, a.Count, a.RaisedTime, a.LastTime, a.AcknowledgedBy,
        a.AcknowledgedTime, a.SnoozedUntil, a.EscalatedTime, a.ResolvedTime,
        [.. a.Deliveries.Select(d => new AlertDeliveryDto(d.Channel, AlertTerms.Word(d.Kind), AlertTerms.Word(d.State), d.Attempts, d.Detail))],
        [.. a.History.Select(e => new AlertEventDto(e.Time, e.Kind, e.Who, e.Text))]);
}

/// <summary>A message of an alert over a channel.</summary>
internal sealed record AlertDeliveryDto(string Channel, string Kind, string State, int Attempts, string Detail);

/// <summary>A line of an alert's history.</summary>
internal sealed record AlertEventDto(DateTimeOffset Time, string Kind, string Who, string Text);

/// <summary>A rule with how it stands. Nobody has changed one that comes with the program: it has no time of a change. A change names its <c>ETag</c>, or its <c>version</c> in quotes, in <c>If-Match</c>.</summary>
internal sealed record AlertRuleDto(
    string Id, string Name, string Owner, bool IsDefault, bool IsEnabled, string Status, string Description, string Severity, AlertConditionForm Condition, bool Repeats, int HoldSeconds, int CooldownSeconds,
    string? HoursFrom, string? HoursTo, string? HoursZone, bool WeekdaysOnly, IReadOnlyList<string> Channels, int? EscalateMinutes, IReadOnlyList<string> EscalateChannels, bool EscalateToAdmins,
    decimal? Value, DateTimeOffset? LastRaised, string ChangedBy, DateTimeOffset? ChangedTime, long Version)
{
    public static AlertRuleDto Of(AlertRuleView view)
    {
        AlertRule r = view.Rule;
        AlertRuleForm f = AlertRuleForm.Of(r);
        return new AlertRuleDto(
            r.Id, r.Name, r.OwnerName, r.IsDefault, r.IsEnabled, view.Status, r.Describe(), f.Severity!, f.Condition, f.Repeats, f.HoldSeconds, f.CooldownSeconds, f.HoursFrom, f.HoursTo, f.HoursZone, f.WeekdaysOnly,
            f.Channels, f.EscalateMinutes, f.EscalateChannels, f.EscalateToAdmins, view.Value, view.LastRaised, r.ChangedBy,
            r.ChangedTime == default ? null : r.ChangedTime, r.Version);
    }
}

/// <summary>A channel; its secret is never told, and of a webhook's address, which often is one, the host and a few last characters only. A change names its <c>version</c> in <c>If-Match</c>.</summary>
internal sealed record AlertChannelDto(string Name, string Kind, string Target, bool IsSigned, bool IsEnabled, DateTimeOffset? LastSent, DateTimeOffset? LastFailed, string Failure, string ChangedBy, DateTimeOffset ChangedTime, long Version)
{
    public static AlertChannelDto Of(AlertChannel c, AlertChannelHealth? h) =>
        new(c.Name, AlertTerms.Word(c.Kind), WebhookAddress.Shown(c), c.ProtectedSecret.Length > 0, c.IsEnabled, h?.LastSent, h?.LastFailed, h?.Failure ?? "", c.ChangedBy, c.ChangedTime, c.Version);
}

/// <summary>A program that gives signs of life.</summary>
internal sealed record HeartbeatDto(string Name, DateTimeOffset LastTime);

/// <summary>Until when an alert is silent: one of both.</summary>
/// <param name="Minutes">From now on.</param>
/// <param name="Until">A time.</param>
internal sealed record SnoozeRequest(int? Minutes, DateTimeOffset? Until);

/// <summary>A rule as it is sent: the fields of <see cref="AlertRuleForm"/>; <c>forAdmins</c> makes a new rule one for every admin, <c>reason</c> says why a default one is switched off.</summary>
internal sealed record AlertRuleRequest(
    string? Name, string? Severity, AlertConditionForm Condition, bool? Repeats, int? HoldSeconds, int? CooldownSeconds, string? HoursFrom, string? HoursTo, string? HoursZone, bool? WeekdaysOnly,
    IReadOnlyList<string>? Channels, int? EscalateMinutes, IReadOnlyList<string>? EscalateChannels, bool? EscalateToAdmins, bool? IsEnabled, bool? ForAdmins, string? Reason);

/// <summary>A channel as it is sent.</summary>
/// <param name="Kind">E-mail or webhook: <c>email</c>, <c>webhook</c>.</param>
/// <param name="Target">Recipients with commas between, or an address; left out keeps the one there is.</param>
/// <param name="Secret">Secret of a webhook's signature; left out keeps the one there is.</param>
/// <param name="IsEnabled">False switches it off.</param>
internal sealed record AlertChannelRequest(string Kind, string? Target, string? Secret, bool? IsEnabled);
