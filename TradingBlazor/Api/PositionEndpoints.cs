using Microsoft.AspNetCore.Http.HttpResults;
using TradingBlazor.Api.Model;
using TradingBlazor.Security.Access;
using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Views;

namespace TradingBlazor.Api;

internal static class PositionEndpoints
{
    private const int ExecutionsUsual = 500;
    private const int ExecutionsMax = 10_000;

    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/executions", GetExecutions).WithName("GetExecutions").WithTag().Produces<ExecutionDto[]>().ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapGet("/positions", GetPositions).WithName("GetPositions").WithTag();
        group.MapGet("/pnl", GetPnl).WithName("GetPnl");
        group.MapPost("/positions/{symbol}/close", ClosePositionAsync).AddEndpointFilter<AwakeFilter>().WithName("ClosePosition").Needs(Permission.Trade)
            .Produces<OrderDto>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapPost("/positions/{symbol}/reverse", ReversePositionAsync).AddEndpointFilter<AwakeFilter>().WithName("ReversePosition").Needs(Permission.Trade)
            .Produces<OrderDto>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>Executions of the last days, newest first, a page at a time; the header Link leads to the next page.</summary>
    /// <param name="limit">The newest that many; 500 when left out.</param>
    /// <param name="symbol">Only those of this contract; all when left out.</param>
    /// <param name="cursor">The last execution of the page before.</param>
    /// <param name="request">The request.</param>
    /// <param name="view">What the engine shows.</param>
    private static IResult GetExecutions(string? limit, string? symbol, string? cursor, HttpRequest request, ITradingView view)
    {
        if (ListQuery.Limit(limit, ExecutionsUsual, ExecutionsMax, out int count) is { } wrong) return wrong;
        IEnumerable<Fill> fills = view.Fills.Where(f => symbol is null || f.Contract.Ticker.Equals(symbol, StringComparison.OrdinalIgnoreCase));
        return Paging.Slice(fills, f => f.ExecId.Value, cursor, count, request, out Fill[] page) is { } unknown ? unknown : TypedResults.Ok(page.Select(ExecutionDto.Of).ToArray());
    }

    /// <summary>Positions that are or were held.</summary>
    private static Ok<PositionDto[]> GetPositions(ITradingView view) => TypedResults.Ok(view.Positions.Select(p => PositionDto.Of(p, view.Money)).ToArray());

    /// <summary>Profit and loss of the day and since the positions were first known: by currency, by account and in total in the base currency, beside the broker's own.</summary>
    private static Ok<PnlDto> GetPnl(ITradingView view)
    {
        MoneyState money = view.Money;
        IReadOnlyList<AccountPnl> accounts = AccountPnl.Of(view.Positions, view.Accounts, money);
        return TypedResults.Ok(new PnlDto(
        [.. view.Positions.GroupBy(p => p.Contract.Currency).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => PnlSumDto.Of(g.Key, [.. g]))],
        [.. view.Accounts.Select(a => AccountDto.Of(a, money))],
        [.. accounts.Select(AccountPnlDto.Of)],
        AccountPnl.Total(accounts) is { } total ? AccountPnlDto.Of(total) : null,
        [.. money.PastDays.Select(DayLedgerDto.Of)],
        [.. money.Rates.Select(RateDto.Of)]));
    }

    /// <summary>Closes a position at market with exactly the remaining size.</summary>
    /// <param name="symbol">Name of the contract.</param>
    /// <param name="account">Account; may be left out when one account holds it.</param>
    /// <param name="request">The request; it has no body.</param>
    /// <param name="response">The response.</param>
    /// <param name="view">What the engine shows.</param>
    /// <param name="commands">The engine's door.</param>
    /// <param name="clock">The clock.</param>
    private static Task<IResult> ClosePositionAsync(
        string symbol, string? account, HttpRequest request, HttpResponse response, ITradingView view, ITradingCommands commands, TimeProvider clock) =>
        OnPositionAsync(symbol, account, request, response, view, (ticker, code, context) => commands.ClosePositionAsync(ticker, code, context), clock);

    /// <summary>Turns a position around at market with one order of twice its size; refused while orders of the contract work.</summary>
    /// <inheritdoc cref="ClosePositionAsync"/>
    private static Task<IResult> ReversePositionAsync(
        string symbol, string? account, HttpRequest request, HttpResponse response, ITradingView view, ITradingCommands commands, TimeProvider clock) =>
        OnPositionAsync(symbol, account, request, response, view, (ticker, code, context) => commands.ReversePositionAsync(ticker, code, context), clock);

    private static async Task<IResult> OnPositionAsync(
        string symbol, string? account, HttpRequest request, HttpResponse response, ITradingView view, Func<string, string?, CommandContext, Task<SubmitResult>> command, TimeProvider clock)
    {
        if (ListQuery.Unasked(request, nameof(account)) is { } unasked) return unasked;
        if (CommandAnswers.Context(request, out CommandContext context) is { } wrong) return wrong;
        account = account?.ToUpperInvariant();   // as the broker writes it
        Position? position = view.Positions.FirstOrDefault(p =>
            p.Contract.Ticker.Equals(symbol, StringComparison.OrdinalIgnoreCase) && p.Quantity != 0m && (account is null || p.Account.Value == account));
        // A repeated request finds the position closed already; its key must still find the first order.
        if (position is null && context.IdempotencyKey.Length == 0)
            return ProblemResult.NotFound("noPosition", $"Nothing is held of '{symbol}'. GET /api/v1/positions lists what is.");

        (SubmitResult? result, ProblemResult? problem) = await CommandAnswers.WaitAsync(command(position?.Contract.Ticker ?? symbol.ToUpperInvariant(), account, context), clock);
        return problem is not null ? problem : CommandAnswers.Of(result!, response);
    }
}
