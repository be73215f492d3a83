using TradingBlazor.Api.Model;
using TradingBlazor.Security.Access;
using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Views;

namespace TradingBlazor.Api;

internal static class OrderEndpoints
{
    private const int OrdersUsual = 200;
    private const int OrdersMax = 5_000;

    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("", GetOrders).WithName("GetOrders").WithTag().Produces<OrderDto[]>().ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapGet("/{id}", GetOrder).WithName("GetOrder").WithTag().Produces<OrderDto>().ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/preview", PreviewOrderAsync).WithName("PreviewOrder").Needs(Permission.Trade).Accepts<OrderRequest>("application/json")
            .Produces<PreviewDto>().ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapPost("", SubmitOrderAsync).AddEndpointFilter<AwakeFilter>().WithName("SubmitOrder").Needs(Permission.Trade).Accepts<OrderRequest>("application/json")
            .Produces<OrderDto>(StatusCodes.Status201Created).Produces<OrderDto>(StatusCodes.Status202Accepted).OrProduces<AwaitsSecondPersonDto>(StatusCodes.Status202Accepted).Produces<OrderDto>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapPut("/{id}", ModifyOrderAsync).AddEndpointFilter<AwakeFilter>().WithName("ModifyOrder").Needs(Permission.Trade).Accepts<OrderChangeDto>("application/json")
            .Produces<OrderDto>(StatusCodes.Status202Accepted).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status412PreconditionFailed).ProducesProblem(StatusCodes.Status422UnprocessableEntity).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapDelete("/{id}", CancelOrderAsync).WithName("CancelOrder").Needs(Permission.Cancel).DisableRateLimiting()
            .Produces<OrderDto>(StatusCodes.Status202Accepted).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        group.MapDelete("", CancelOrdersAsync).WithName("CancelOrders").Needs(Permission.Cancel).DisableRateLimiting().Produces<CommandDto>(StatusCodes.Status202Accepted).ProducesProblem(StatusCodes.Status400BadRequest);
    }

    /// <summary>Orders, newest first, a page at a time; the header Link leads to the next page.</summary>
    /// <param name="state">States with commas between, or <c>open</c>, or <c>final</c>; all when left out.</param>
    /// <param name="limit">The newest that many; 200 when left out.</param>
    /// <param name="parent">Only orders that belong to this one: the exits of a bracket, or what it triggers.</param>
    /// <param name="cursor">The last order of the page before.</param>
    /// <param name="request">The request.</param>
    /// <param name="view">What the engine shows.</param>
    private static IResult GetOrders(string? state, string? limit, string? parent, string? cursor, HttpRequest request, ITradingView view)
    {
        var states = new HashSet<OrderState>();
        foreach (string word in (state ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (word.Equals("open", StringComparison.OrdinalIgnoreCase)) states.UnionWith(Enum.GetValues<OrderState>().Where(s => s.IsWorking()));
            else if (word.Equals("final", StringComparison.OrdinalIgnoreCase)) states.UnionWith(Enum.GetValues<OrderState>().Where(s => s.IsFinal()));
            else if (Terms.States.TryGetValue(word, out OrderState known)) states.Add(known);
            else return ProblemResult.Invalid("state", $"'{word}' is not a state of an order. Expected open, final, {string.Join(", ", Terms.States.Keys)}.");
        }
        if (ListQuery.Limit(limit, OrdersUsual, OrdersMax, out int count) is { } wrong) return wrong;
        // A cursor counts in the whole list: the order it names may have left the state that is asked for.
        IEnumerable<Order> after = cursor is null ? view.Orders : view.Orders.SkipWhile(o => o.OrderRef.Value != cursor);
        IEnumerable<Order> found = after.Where(o => o.OrderRef.Value == cursor || ((states.Count == 0 || states.Contains(o.State)) && (parent is null || o.Attributes.Parent?.Value == parent)));
        return Paging.Slice(found, o => o.OrderRef.Value, cursor, count, request, out Order[] page) is { } unknown ? unknown : TypedResults.Ok(page.Select(o => OrderDto.Of(o, withHistory: false)).ToArray());
    }

    /// <summary>One order with its history.</summary>
    private static IResult GetOrder(string id, ITradingView view) =>
        view.Orders.FirstOrDefault(o => o.OrderRef.Value == id) is { } order
            ? TypedResults.Ok(OrderDto.Of(order, withHistory: true))
            : NotFound(id);

    /// <summary>Runs every risk check and asks the broker for margin and commission. Sends nothing.</summary>
    private static async Task<IResult> PreviewOrderAsync(HttpRequest request, ITradingCommands commands, TimeProvider clock)
    {
        (JsonFields? fields, ProblemResult? problem) = await JsonFields.ReadAsync(request);
        if (fields is null) return problem!;
        OrderSpec spec = OrderRequest.Read(fields);
        bool withMargin = fields.Flag("withMargin") ?? true;
        if (fields.Problem() is { } wrong) return wrong;
        if (CommandAnswers.Context(request, out CommandContext context) is { } wrongKey) return wrongKey;

        (PreviewResult? result, problem) = await CommandAnswers.WaitAsync(commands.PreviewAsync(spec, context, withMargin), clock);
        return problem is not null ? problem : TypedResults.Ok(PreviewDto.Of(result!));
    }

    /// <summary>Sends an order, with its exits when it has a <c>bracket</c>. 201 means that the order survives the death of this process; 202 that it waits: for the gateway, and survives too, or, with <c>approvalId</c>, for a second person; 422 tells every check that failed.</summary>
    /// <remarks>The header <c>X-Correlation-Id</c> is taken over into history and log, and told in the answer. With the header <c>Idempotency-Key</c> the same request again is not a second order: it answers 200 with the first one.</remarks>
    private static async Task<IResult> SubmitOrderAsync(HttpRequest request, HttpResponse response, ITradingCommands commands, TimeProvider clock)
    {
        (JsonFields? fields, ProblemResult? problem) = await JsonFields.ReadAsync(request);
        if (fields is null) return problem!;
        OrderSpec spec = OrderRequest.Read(fields);
        if (fields.Problem() is { } wrong) return wrong;
        if (CommandAnswers.Context(request, out CommandContext context) is { } wrongKey) return wrongKey;

        (SubmitResult? result, problem) = await CommandAnswers.WaitAsync(commands.SubmitAsync(spec, context), clock);
        return problem is not null ? problem : CommandAnswers.Of(result!, response);
    }

    /// <summary>Changes an open order. 202: the broker was asked; the order shows what it made of it.</summary>
    /// <remarks>With the header <c>If-Match</c> it is refused with 412 when the order has changed since its <c>ETag</c> was read. The engine judges it, so of two changes with the same tag exactly one is carried out.</remarks>
    private static async Task<IResult> ModifyOrderAsync(string id, HttpRequest request, ITradingView view, ITradingCommands commands, TimeProvider clock)
    {
        (JsonFields? fields, ProblemResult? problem) = await JsonFields.ReadAsync(request);
        if (fields is null) return problem!;
        var change = new OrderChange(
            fields.Number("quantity", "a number above 0, such as 50"), fields.Number("limitPrice", "a price, such as 412.34"),
            fields.Number("stopPrice", "a price, such as 412.34"), fields.Choice("tif", Terms.Tifs));
        bool isConfirmed = fields.Flag("confirmed") ?? false;
        if (change.Quantity <= 0m) fields.Add("quantity", $"'quantity' is {change.Quantity}. Expected a number above 0; DELETE cancels an order.");
        if (fields.Problem() is { } wrong) return wrong;
        if (change == new OrderChange()) return ProblemResult.Invalid("$", "Nothing is to be changed. Expected at least one of quantity, limitPrice, stopPrice, tif.");
        change = change with { IsConfirmed = isConfirmed };
        if (CommandAnswers.Context(request, out CommandContext context) is { } wrongKey) return wrongKey;

        if (Expected(id, request, view, out long? version) is { } changed) return changed;

        (CommandResult? result, problem) = await CommandAnswers.WaitAsync(commands.ModifyAsync(new OrderRef(id), change, context, version), clock);
        return problem is not null ? problem : CommandAnswers.Of(result!, "unknownOrder");
    }

    /// <summary>
    /// The version that <c>If-Match</c> stands for. Here it is only translated, and what is old already is answered: between this look and the engine another
    /// command may come, so the version travels with the command and the engine judges it.
    /// </summary>
    private static ProblemResult? Expected(string id, HttpRequest request, ITradingView view, out long? version)
    {
        version = null;
        if (request.Headers.IfMatch.Count == 0 || Tagged.IsAny(request.Headers.IfMatch)) return null;
        if (view.Orders.FirstOrDefault(o => o.OrderRef.Value == id) is not { } order) return NotFound(id);
        if (!Tagged.Matches(request.Headers.IfMatch, Tagged.Of(OrderDto.Of(order, withHistory: true), request.HttpContext)))
            return CommandAnswers.ChangedMeanwhile($"The order '{id}' is not as it was when its ETag was read. Nothing was sent. Read it again and decide anew.");
        version = order.Version;
        return null;
    }

    private static ProblemResult NotFound(string id) => ProblemResult.NotFound("unknownOrder", $"There is no order '{id}'. GET /api/v1/orders lists the known ones.");

    /// <summary>Cancels an open order. 202: the broker was asked; it is cancelled when its state says so.</summary>
    private static async Task<IResult> CancelOrderAsync(string id, HttpRequest request, ITradingCommands commands, TimeProvider clock)
    {
        if (CommandAnswers.Context(request, out CommandContext context) is { } wrong) return wrong;
        (CommandResult? result, ProblemResult? problem) = await CommandAnswers.WaitAsync(commands.CancelAsync(new OrderRef(id), context), clock);
        return problem is not null ? problem : CommandAnswers.Of(result!, "unknownOrder");
    }

    /// <summary>Cancels all open orders of ours, or those of one contract, or of one side.</summary>
    /// <param name="symbol">Only orders of this contract; all when left out.</param>
    /// <param name="side">Only orders to <c>BUY</c> or to <c>SELL</c>; both when left out.</param>
    /// <param name="request">The request.</param>
    /// <param name="commands">The engine's door.</param>
    /// <param name="clock">The clock.</param>
    private static async Task<IResult> CancelOrdersAsync(string? symbol, string? side, HttpRequest request, ITradingCommands commands, TimeProvider clock)
    {
        if (ListQuery.Unasked(request, nameof(symbol), nameof(side)) is { } unasked) return unasked;
        if (CommandAnswers.Context(request, out CommandContext context) is { } wrong) return wrong;
        OrderSide? only = null;
        if (side is not null)
        {
            if (!Terms.Sides.TryGetValue(side, out OrderSide known)) return ProblemResult.Invalid("side", $"'{side}' is not a side. Expected BUY or SELL.");
            only = known;
        }
        (CommandResult? result, ProblemResult? problem) = await CommandAnswers.WaitAsync(commands.CancelAllAsync(symbol?.ToUpperInvariant(), only, context), clock);
        return problem is not null ? problem : CommandAnswers.Of(result!, "unknownSymbol");
    }
}
