using Microsoft.AspNetCore.Http.HttpResults;
using TradingBlazor.Api.Model;
using TradingBlazor.Hosting;
using TradingCore.Alerts;

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
    internal static Task AnswerReadyAsync(HttpContext context) => GetReady(context.RequestServices.GetRequiredService<IReadiness>()).ExecuteAsync(context);

    private static JsonHttpResult<HealthDto> GetHealth(HttpRequest request, CircuitDrain drain, HeartbeatBook heartbeats, TimeProvider clock)
    {
        if (request.Headers.ContainsKey(GuardHeader)) heartbeats.Beat(HeartbeatBook.Guard, clock.GetUtcNow());
        return drain.IsDraining ? TypedResults.Json(new HealthDto("stopping"), statusCode: StatusCodes.Status503ServiceUnavailable) : TypedResults.Json(new HealthDto("ok"));
    }

    /// <summary>200 when everything that is needed works (Redis is needed by web processes alone), otherwise 503; the reason of each in both cases.</summary>
    private static JsonHttpResult<ReadinessDto> GetReady(IReadiness readiness)
    {
        ReadinessDto judged = readiness.Read();
        return TypedResults.Json(judged, statusCode: judged.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
