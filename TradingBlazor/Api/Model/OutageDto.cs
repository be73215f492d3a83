using TradingCore.Domain;

namespace TradingBlazor.Api.Model;

/// <summary>An interval without a verified session, and how it was made good.</summary>
/// <param name="Number">Number in this run, from 1.</param>
/// <param name="From">When the session was lost.</param>
/// <param name="To">When orders and positions agreed with the broker again; null while they do not.</param>
/// <param name="Seconds">How long it lasted, or lasts.</param>
/// <param name="Cause">Why.</param>
/// <param name="Complete">True when nothing is pending any more.</param>
/// <param name="Unverified">Number of things that could not be made whole.</param>
/// <param name="Lost">Number of things that are gone for good.</param>
/// <param name="Items">What it touched.</param>
public sealed record OutageDto(int Number, DateTimeOffset From, DateTimeOffset? To, double Seconds, string Cause, bool Complete, int Unverified, int Lost, IReadOnlyList<OutageItemDto> Items)
{
    /// <summary>Makes it from a report.</summary>
    internal static OutageDto Of(OutageReport report, DateTimeOffset now) => new(
        report.Number, report.From, report.To, Math.Round(((report.To ?? now) - report.From).TotalSeconds, 3), report.Cause, report.IsComplete, report.Unverified, report.Lost,
        [.. report.Items.Select(i => new OutageItemDto(i.Area, i.Subject, i.Missed, i.Recovery, Terms.Name(i.State)))]);
}

/// <summary>One thing that an outage touched.</summary>
/// <param name="Area"><c>orders</c>, <c>executions</c>, <c>positions</c>, <c>account</c>, <c>pnl</c>, <c>quotes</c>, <c>fiveSecondBars</c> or <c>bars</c> (a minute and longer).</param>
/// <param name="Subject">A symbol, an order reference or a masked account; empty for all of the area.</param>
/// <param name="Missed">What was missed.</param>
/// <param name="Recovery">How it was recovered; empty while nothing is known.</param>
/// <param name="State"><c>pending</c>, <c>recovered</c>, <c>unverified</c> or <c>lost</c>.</param>
public sealed record OutageItemDto(string Area, string Subject, string Missed, string Recovery, string State);
