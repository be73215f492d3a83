using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using TradingBlazor.Api.Model;
using TradingBlazor.Hosting;
using TradingCore.Alerts;
using TradingCore.Domain;
using TradingCore.Engine.Views;
using TradingCore.Hosting;
using TradingCore.MarketData;
using TradingCore.Persistence.Redis;

namespace TradingBlazor.Api;

internal static class HealthEndpoints
{
    /// <summary>Header by which the guard is known; it asks every few seconds whether this program lives, and an alert tells when it stops asking.</summary>
    public const string GuardHeader = "X-TradingBlazor-Guard";

    public static void Map(RouteGroupBuilder group)
    {
        // Not limited: who asks too often from the same address, or behind the same proxy, would make a program that is well look dead, and the guard cancels everything then.
        group.MapGet("/health", GetHealth).DisableRateLimiting()
            .WithName("Health").Produces<HealthDto>().Produces<HealthDto>(StatusCodes.Status503ServiceUnavailable).WithSummary("200 while the process answers at all, 503 from the moment it was told to stop.");
        group.MapGet("/ready", GetReady).DisableRateLimiting().WithName("Ready").Produces<ReadinessDto>().Produces<ReadinessDto>(StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>Answers <c>/health</c> outside the routes, for the port of operations.</summary>
    internal static Task AnswerHealthAsync(HttpContext context)
    {
        IServiceProvider services = context.RequestServices;
        return GetHealth(context.Request, services.GetRequiredService<CircuitDrain>(), services.GetRequiredService<HeartbeatBook>(), services.GetRequiredService<TimeProvider>()).ExecuteAsync(context);
    }

    /// <summary>Answers <c>/ready</c> outside the routes, for the port of operations.</summary>
    internal static Task AnswerReadyAsync(HttpContext context)
    {
        IServiceProvider services = context.RequestServices;
        return GetReady(services.GetRequiredService<ITradingView>(), services.GetRequiredService<PersistenceStatus>(), services.GetRequiredService<MarketDataOptions>(), services.GetRequiredService<TimeProvider>(), services).ExecuteAsync(context);
    }

    private static JsonHttpResult<HealthDto> GetHealth(HttpRequest request, CircuitDrain drain, HeartbeatBook heartbeats, TimeProvider clock)
    {
        if (request.Headers.ContainsKey(GuardHeader)) heartbeats.Beat(HeartbeatBook.Guard, clock.GetUtcNow());
        return drain.IsDraining ? TypedResults.Json(new HealthDto("stopping"), statusCode: StatusCodes.Status503ServiceUnavailable) : TypedResults.Json(new HealthDto("ok"));
    }

    /// <summary>200 when everything that is needed works (Redis is needed by web processes alone), otherwise 503; the reason of each in both cases.</summary>
    private static JsonHttpResult<ReadinessDto> GetReady(ITradingView view, PersistenceStatus persistence, MarketDataOptions options, TimeProvider clock, IServiceProvider services)
    {
        bool isWeb = services.GetRequiredService<TradingSettings>().Role == ProcessRole.Web;
        var dependencies = new Dictionary<string, DependencyDto>
        {
            ["tws"] = view.HasBegun || isWeb ? Tws(view.Session) : new DependencyDto(false, "the engine is starting: it reads back its state before it connects"),
            ["marketData"] = view.HasBegun ? MarketData(view, options, clock.GetUtcNow()) : new DependencyDto(false, isWeb ? "the engine has told nothing yet" : "the engine is starting: it reads back its state before it subscribes"),
            ["persistence"] = persistence.Failure is { Length: > 0 } failure ? new DependencyDto(false, failure) : new DependencyDto(true, "journal and history can be written"),
            ["redis"] = Redis(services.GetService<RedisStore>()),
        };
        if (services.GetService<EngineLease>() is { } lease) dependencies["lease"] = Lease(lease);
        // An engine trades without Redis, so it must still be reached; a web process without it has nothing fresh to show.
        bool isReady = dependencies.All(d => d.Value.Ready || d.Key == "redis" && !isWeb);
        return TypedResults.Json(new ReadinessDto(isReady, dependencies), statusCode: isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static DependencyDto Redis(RedisStore? store) =>
        store is null ? new DependencyDto(true, "not configured")
        : store.Failure is { Length: > 0 } failure ? new DependencyDto(false, $"Redis is away: {failure}")
        : new DependencyDto(true, "Redis answers");

    private static DependencyDto Lease(EngineLease lease) =>
        lease.Problem is { Length: > 0 } problem ? new DependencyDto(false, problem)
        : lease.IsHeld ? new DependencyDto(true, string.Create(CultureInfo.InvariantCulture, $"held, fencing token {lease.Token}"))
        : new DependencyDto(true, "not held: Redis is away, and this engine trades on by Redis:Lease=Single");

    private static DependencyDto Tws(SessionStatus s)
    {
        if (s is { State: SessionState.Ready or SessionState.Reconciling or SessionState.ReadOnly, IsBrokerConnected: false }) return new DependencyDto(false, "the gateway is there, the broker behind it is away");
        string next = s.NextStep.Length > 0 ? $"; {s.NextStep}" : "";
        return s.State == SessionState.Ready
            ? new DependencyDto(true, $"connected to {s.Host}:{s.Port}, verified")
            : new DependencyDto(false, $"{Terms.Name(s.State)}: {s.Cause}{next}");
    }

    private static DependencyDto MarketData(ITradingView view, MarketDataOptions options, DateTimeOffset now)
    {
        int subscribed = view.Watchlist.Count;
        if (subscribed == 0) return new DependencyDto(true, "the watchlist is empty");
        // One fresh quote proves the path; a single contract without trades at night does not make the system unready.
        int fresh = view.Watchlist.Count(w => view.FindQuote(w.Ticker) is { } q && !q.IsStale(now, options.QuoteMaxAge));
        return fresh > 0
            ? new DependencyDto(true, $"{fresh} of {subscribed} contracts have a fresh quote")
            : new DependencyDto(false, $"none of {subscribed} contracts has a quote younger than {options.QuoteMaxAge.TotalSeconds:0.#} s");
    }
}
