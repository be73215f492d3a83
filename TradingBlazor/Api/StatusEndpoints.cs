using System.Reflection;
using Microsoft.AspNetCore.Http.HttpResults;
using TradingBlazor.Api.Model;
using TradingCore.Domain;
using TradingCore.Engine.Views;
using TradingCore.Hosting;

namespace TradingBlazor.Api;

internal static class StatusEndpoints
{
    private static readonly string Build = typeof(StatusEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/status", GetStatus).WithName("GetStatus");
        group.MapGet("/accounts", GetAccounts).WithName("GetAccounts");
    }

    /// <summary>Mode, session, whether trading is on and why not, stored data, version.</summary>
    private static Ok<StatusDto> GetStatus(ITradingView view, PersistenceStatus persistence, ProcessStart start, TimeProvider clock, IServiceProvider services)
    {
        SessionStatus s = view.Session;
        DateTimeOffset now = clock.GetUtcNow();
        var probe = new ProbeDto(s.Probe.AnsweredTime, Milliseconds(s.Probe.RoundTrip), Milliseconds(s.Probe.Smoothed), s.Probe.Unanswered);
        var session = new SessionDto(
            Terms.Name(s.State), s.Since, s.Cause, s.NextStep, s.NextAttemptTime, s.DownSince, s.Attempts, s.Host, s.Port, s.ClientId, s.AlternateClientId, s.ServerVersion, s.LastMessageTime,
            s.LastMessageTime is { } last ? Math.Max(0, (long)(now - last).TotalMilliseconds) : null, s.IsBrokerConnected, s.BrokenFarms, s.HasCompetingSession, s.PlannedRestartTime,
            s.PlannedLoginTime, s.IsLoginOverdue, s.NeedsPerson, s.LoginHelpUrl, probe,
            [.. s.Farms.Select(f => new FarmDto(f.Name, Terms.Name(f.Kind), Terms.Name(f.Health), f.Since))], new LinesDto(s.Lines.Used, s.Lines.Max, s.Lines.Waiting));
        return TypedResults.Ok(new StatusDto(
            Terms.Name(s.Mode), session, s.IsVerified, s.IsTradingEnabled, s.TradingDisabledReason,
            new OpenReadinessDto(
                Terms.Name(s.Readiness.State), s.Readiness.Ticker, s.Readiness.OpenTime, s.Readiness.IsOpenAssumed,
                [.. s.Readiness.Items.Select(i => new OpenReadinessItemDto(i.Name, i.IsWell, i.Text))]),
            new PersistenceDto(persistence.JournalSequence, persistence.StoredSequence, persistence.Failure),
            new BarTruthDto(view.BarTruth.Compared, view.BarTruth.Corrected, view.BarTruth.Revised, view.BarTruth.GapsHealed, view.BarTruth.GapsUnverified), Build, start.Time, now,
            Terms.Name(services.GetRequiredService<TradingSettings>().Role), RedisStatus.Of(services)));
    }

    private static double? Milliseconds(TimeSpan? time) => time is { } t ? Math.Round(t.TotalMilliseconds, 3) : null;

    /// <summary>Money of every account as the broker tells it.</summary>
    private static Ok<AccountDto[]> GetAccounts(ITradingView view) => TypedResults.Ok(view.Accounts.Select(a => AccountDto.Of(a, view.Money)).ToArray());
}
