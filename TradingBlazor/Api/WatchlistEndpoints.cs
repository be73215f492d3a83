using Microsoft.AspNetCore.Http.HttpResults;
using TradingBlazor.Api.Model;
using TradingBlazor.Security.Access;
using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Views;
using TradingCore.MarketData;

namespace TradingBlazor.Api;

internal static class WatchlistEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("", GetWatchlist).WithName("GetWatchlist").WithTag();
        group.MapPost("", AddToWatchlistAsync).WithName("AddToWatchlist").Needs(Permission.Watchlist).Accepts<WatchlistRequest>("application/json")
            .Produces<WatchlistItemDto>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        group.MapDelete("/{symbol}", RemoveFromWatchlistAsync).WithName("RemoveFromWatchlist").Needs(Permission.Watchlist)
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    /// <summary>What is subscribed, in its order.</summary>
    private static Ok<WatchlistItemDto[]> GetWatchlist(ITradingView view) => TypedResults.Ok(view.Watchlist.Select(WatchlistItemDto.Of).ToArray());

    /// <summary>Adds a contract; answered when the gateway has resolved it or refused.</summary>
    private static async Task<IResult> AddToWatchlistAsync(HttpRequest request, ITradingView view, ITradingCommands commands, TimeProvider clock)
    {
        (JsonFields? fields, ProblemResult? problem) = await JsonFields.ReadAsync(request);
        if (fields is null) return problem!;
        string? text = fields.Text("symbol", "a symbol such as \"SPY\" or \"ES FUT CME\"", isRequired: true);
        ContractQuery? query = null;
        if (text is not null && !ContractQuery.TryParse(text, out query, out string error)) fields.Add("symbol", error);
        problem = fields.Problem() ?? CommandAnswers.Context(request, out _);
        if (problem is not null || query is null) return problem!;

        _ = CommandAnswers.Context(request, out CommandContext context);
        (CommandResult? result, problem) = await CommandAnswers.WaitAsync(commands.AddToWatchlistAsync(query, context), clock);
        if (problem is not null) return problem;
        if (result!.Outcome == CommandOutcome.NotFound) return ProblemResult.NotFound("unknownSymbol", result.Message);
        if (result.Outcome != CommandOutcome.Accepted) return CommandAnswers.Of(result, "unknownSymbol");
        WatchlistItem? item = view.Watchlist.FirstOrDefault(w => w.Query == query) ?? Find(view, result.Ticker) ?? Find(view, query.Symbol);
        string ticker = item?.Ticker ?? query.Symbol;
        WatchlistItemDto answer = WatchlistItemDto.Of(item ?? new WatchlistItem(ticker, query, view.FindInstrument(ticker), WatchState.Resolving, ""));
        return TypedResults.Created($"{TradingApi.Root}/quotes/{Uri.EscapeDataString(ticker)}", answer);
    }

    /// <summary>Removes a contract; refused while a position or a working order needs its data.</summary>
    private static async Task<IResult> RemoveFromWatchlistAsync(string symbol, HttpRequest request, ITradingView view, ITradingCommands commands, TimeProvider clock)
    {
        if (CommandAnswers.Context(request, out CommandContext context) is { } wrong) return wrong;
        (CommandResult? result, ProblemResult? problem) = await CommandAnswers.WaitAsync(commands.RemoveFromWatchlistAsync(Find(view, symbol)?.Ticker ?? symbol, context), clock);
        if (problem is not null) return problem;
        return result!.Outcome == CommandOutcome.Accepted ? TypedResults.NoContent() : CommandAnswers.Of(result, "unknownSymbol");
    }

    /// <summary>The line of a symbol, whatever its case.</summary>
    public static WatchlistItem? Find(ITradingView view, string symbol) =>
        view.Watchlist.FirstOrDefault(w => w.Ticker.Equals(symbol, StringComparison.OrdinalIgnoreCase));
}
