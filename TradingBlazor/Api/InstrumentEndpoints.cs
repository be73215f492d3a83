using TradingBlazor.Api.Model;
using TradingCore.MarketData;
using TradingCore.MarketData.Search;

namespace TradingBlazor.Api;

internal static class InstrumentEndpoints
{
    private const int TextMax = 64;

    public static void Map(RouteGroupBuilder group) => group.MapGet("/instruments", SearchAsync).WithName("SearchInstruments").WithTag()
        .Produces<InstrumentDto[]>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    /// <summary>Contracts of every kind that fit a text, the likeliest first, at most 40; asked of the gateway.</summary>
    /// <param name="query">A symbol, part of a name, a pair, or a symbol and a kind with as much more as is known: <c>ES FUT CME 202612</c>, <c>AAPL OPT 202701 180 C</c>.</param>
    /// <param name="search">The search.</param>
    /// <param name="clock">Time.</param>
    /// <param name="stop">The caller has gone.</param>
    private static async Task<IResult> SearchAsync(string? query, IContractSearch search, TimeProvider clock, CancellationToken stop)
    {
        if (string.IsNullOrWhiteSpace(query) || query.Length > TextMax)
            return ProblemResult.Invalid("query", $"'query' is a symbol, part of a name, or a symbol and a kind such as 'ES FUT CME', of 1 to {TextMax} characters.");
        if (ContractSearch.FaultOf(query) is { Length: > 0 } fault) return ProblemResult.Invalid("query", fault);
        QueryAnswer<ContractHit> answer = await search.SearchAsync(query, clock.GetUtcNow(), stop);
        return answer.IsAnswered
            ? TypedResults.Ok(answer.Items.Select(InstrumentDto.Of).ToArray())
            : ProblemResult.Of(StatusCodes.Status503ServiceUnavailable, "searchUnavailable", "The gateway did not answer the search.", answer.Problem);
    }
}
