using Microsoft.AspNetCore.Http.HttpResults;
using TradingBlazor.Api.Model;
using TradingCore.Engine.Views;

namespace TradingBlazor.Api;

internal static class OutageEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/outages", GetOutages).WithName("GetOutages");
        group.MapGet("/outages/{number:int}", GetOutage).WithName("GetOutage").Produces<OutageDto>().ProducesProblem(StatusCodes.Status404NotFound);
    }

    /// <summary>Intervals without a verified session since the start, newest first: what was missed, how it was recovered, what is still unverified.</summary>
    private static Ok<OutageDto[]> GetOutages(ITradingView view, TimeProvider clock) =>
        TypedResults.Ok(view.Outages.Select(o => OutageDto.Of(o, clock.GetUtcNow())).ToArray());

    /// <summary>One of them.</summary>
    private static IResult GetOutage(int number, ITradingView view, TimeProvider clock) =>
        view.Outages.FirstOrDefault(o => o.Number == number) is { } report
            ? TypedResults.Ok(OutageDto.Of(report, clock.GetUtcNow()))
            : ProblemResult.NotFound("unknownOutage", $"There is no outage {number} in this run; GET /api/v1/outages lists the newest 50.");
}
