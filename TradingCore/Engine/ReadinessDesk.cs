using System.Globalization;
using TradingCore.Domain;
using TradingCore.Engine.Views;
using TradingCore.MarketData;
using TradingCore.Readiness;

namespace TradingCore.Engine;

/// <summary>Looks once a second whether everything is there for the next open, and calls a person before it when something is not.</summary>
internal sealed class ReadinessDesk(EngineState state)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeZoneInfo ShownZone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    // A contract tells its hours for about a week ahead; a program that runs longer must ask again.
    private static readonly TimeSpan HoursNeededAhead = TimeSpan.FromDays(2);
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromHours(6);

    private readonly Dictionary<Instrument, TradingHours> _hours = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<ContractQuery, DateTimeOffset> _asked = [];
    private DateTimeOffset _looked;
    private DateTimeOffset? _called;
    private DateTimeOffset? _missingSince;
    private DateTimeOffset? _open;

    public void OnClock()
    {
        if (state.Now - _looked < Interval) return;
        _looked = state.Now;
        ReadinessReport report = ReadinessCheck.Of(Facts());
        CallWhenBlocked(report);
        if (report.Says(state.Readiness)) return;
        state.Readiness = report;
        state.IsSessionDirty = true;
    }

    private void CallWhenBlocked(ReadinessReport report)
    {
        if (_open is { } open && open != report.OpenTime) EndOf(open, report);
        if (report.State == ReadinessState.Ready && _called is not null)
        {
            _called = null;
            state.Notices.Add(state.Now, NoticeSeverity.Info, "readiness", $"Ready for the open{Of(report)}: everything is there.");
        }
        if (report.State != ReadinessState.Blocked)
        {
            _missingSince = null;
            return;
        }
        _open = report.OpenTime;
        _missingSince ??= state.Now;
        bool isNear = report.OpenTime - state.Now <= state.Options.ReadinessGrace;
        if (!isNear && state.Now - _missingSince < state.Options.ReadinessGrace) return;
        if (_called is { } called && state.Now - called < state.Options.ReadinessRepeat) return;
        _called = state.Now;
        state.CallPerson(state.Now, "readiness", $"Not ready for the open{Of(report)}: {report.Missing} {Step(report)}".TrimEnd());
    }

    // The open has passed while something was missing: said once more, then it is a matter of the states themselves.
    private void EndOf(DateTimeOffset open, ReadinessReport report)
    {
        if (_called is not null && open <= state.Now && report.Missing.Length > 0)
            state.CallPerson(state.Now, "readiness", $"The market opened at {At(open)} and trading is not ready: {report.Missing} {Step(report)}".TrimEnd());
        (_open, _called) = (null, null);
    }

    private ReadinessFacts Facts() => new()
    {
        Now = state.Now,
        Lead = state.Options.ReadinessLead,
        Session = state.Session,
        IsVerified = state.IsVerified,
        Watched = [.. state.Market.Items.Select(Watched)],
        ToldAccounts = [.. state.Accounts.Snapshot.Where(a => a.NetLiquidation is not null).Select(a => a.Account)],
        StorageProblem = state.JournalProblem,
    };

    private WatchedContract Watched(WatchlistItem item)
    {
        Quote? quote = item.Instrument is { } known ? state.Market.Find(known.Contract.ConId) : null;
        return new WatchedContract(
            item.Ticker, item.State == WatchState.Subscribed, item.Reason, quote is { IsInterrupted: false }, quote?.DataType,
            item.Instrument is { } instrument ? NextOpen(item.Query, HoursOf(instrument)) : null);
    }

    private DateTimeOffset? NextOpen(ContractQuery query, TradingHours hours)
    {
        bool runsOut = hours.KnownUntil > DateTimeOffset.MinValue && hours.KnownUntil - state.Now < HoursNeededAhead;
        if (runsOut && state.Session.IsConnected && !(_asked.TryGetValue(query, out DateTimeOffset asked) && state.Now - asked < AskAgainAfter))
        {
            _asked[query] = state.Now;
            ((IMarketDataRequests)state.Effects).ResolveInstrument(query);
        }
        return hours.NextOpen(state.Now);
    }

    private TradingHours HoursOf(Instrument instrument)
    {
        if (_hours.TryGetValue(instrument, out TradingHours? hours)) return hours;
        // Contracts come with newer hours now and then; those of the old ones are of no use.
        if (_hours.Count >= 4 * Math.Max(1, state.Market.Items.Count)) _hours.Clear();
        hours = state.Options.ReadinessHours == ReadinessHours.Regular ? TradingHours.RegularOf(instrument) : TradingHours.Of(instrument);
        _hours.Add(instrument, hours);
        return hours;
    }

    private string Step(ReadinessReport report) =>
        report.Items.Any(i => i is { Name: "connection", IsWell: false }) && state.Session.NextStep is { Length: > 0 } step
            ? $"{char.ToUpperInvariant(step[0])}{step[1..].TrimEnd('.')}."
            : "";

    private static string Of(ReadinessReport report) =>
        report.OpenTime is { } open ? $"{(report.Ticker.Length > 0 ? $" of {report.Ticker}" : "")} at {At(open)}{(report.IsOpenAssumed ? " (assumed: no contract has told its hours yet)" : "")}" : "";

    private static string At(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, ShownZone).ToString("HH:mm", CultureInfo.InvariantCulture) + " New York";
}
