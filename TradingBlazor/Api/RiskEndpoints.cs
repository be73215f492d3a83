using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using TradingBlazor.Api.Model;
using TradingBlazor.Security.Access;
using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Views;
using TradingCore.Risk.Limits;

namespace TradingBlazor.Api;

internal static class RiskEndpoints
{
    private static readonly IReadOnlyDictionary<string, RiskScopeKind> Scopes = new Dictionary<string, RiskScopeKind>(StringComparer.OrdinalIgnoreCase)
    {
        ["firm"] = RiskScopeKind.Firm,
        ["account"] = RiskScopeKind.Account,
        ["strategy"] = RiskScopeKind.Strategy,
        ["symbol"] = RiskScopeKind.Symbol,
    };

    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("", GetRisk).WithName("GetRisk");
        group.MapGet("/limits", GetRiskLimits).WithName("GetRiskLimits").WithTag();
        group.MapPut("/limits", SetRiskLimitsAsync).WithName("SetRiskLimits").Needs(Permission.ManageRisk).Accepts<RiskLimitsRequest>("application/json")
            .Produces<RiskChangeAnswer>().Produces<RiskChangeAnswer>(StatusCodes.Status202Accepted).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity).ProducesProblem(StatusCodes.Status428PreconditionRequired).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapGet("/limits/history", GetRiskLimitHistory).WithName("GetRiskLimitHistory").Produces<RiskChangeDto[]>().ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapPost("/latches/{id}/rearm", RearmLatchAsync).WithName("RearmLatch").Needs(Permission.ManageRisk).Accepts<RearmRequest>("application/json")
            .Produces<CommandDto>(StatusCodes.Status202Accepted).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        group.MapPost("/cash-flows", RecordCashFlowAsync).WithName("RecordCashFlow").Needs(Permission.ManageRisk).Accepts<CashFlowRequest>("application/json")
            .Produces<CommandDto>(StatusCodes.Status202Accepted).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        group.MapPost("/strategies/{name}/heartbeat", BeatStrategyAsync).WithName("GiveStrategyHeartbeat").Needs(Permission.Trade).Accepts<StrategyHeartbeatRequest>("application/json")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>State, latches, and how far each account and symbol has used its limits.</summary>
    private static Ok<RiskDto> GetRisk(IRiskView view) => TypedResults.Ok(RiskDto.Of(view.Current));

    /// <summary>Limits: those of the firm by name, what each scope sets, and the version that a change must name in <c>If-Match</c>.</summary>
    private static Ok<JsonObject> GetRiskLimits(IRiskView view, HttpResponse response)
    {
        RiskLimitBook book = view.Current.Limits;
        response.Headers.ETag = Tag(book.Version);
        return TypedResults.Ok(RiskLimitsJson.Of(book));
    }

    /// <summary>Changes the limits of a scope. Holds from the next order on, survives restarts, and is kept with who, when, old, new and reason.</summary>
    /// <remarks>
    /// <c>values</c> has limits by name: numbers, durations as <c>00:00:05</c>, switches as true or false, lists of names; null takes a limit off
    /// the scope. Scopes other than the firm only narrow. A change that raises a limit is answered with 202 and waits for a second person; <c>approvalId</c> names that confirmation. The header <c>If-Match</c> names the version that was looked at.
    /// </remarks>
    private static async Task<IResult> SetRiskLimitsAsync(HttpRequest request, HttpResponse response, IRiskCommands commands, TimeProvider clock)
    {
        (JsonFields? fields, ProblemResult? problem) = await JsonFields.ReadAsync(request);
        if (fields is null) return problem!;
        RiskScopeKind kind = fields.Choice("scope", Scopes, isRequired: true) ?? default;
        string name = fields.Text("name", "an account, strategy or symbol") ?? "";
        string reason = fields.Text("reason", "a sentence", isRequired: true) ?? "";
        JsonElement? body = fields.Raw("values", "an object of limits by name", isRequired: true);
        if (fields.Problem() is { } wrong) return wrong;
        if (ReadVersion(request, out int version) is { } condition) return condition;
        if (CommandAnswers.Context(request, out CommandContext context) is { } wrongKey) return wrongKey;
        var faults = new SortedDictionary<string, string>(StringComparer.Ordinal);
        RiskLimitEdit edit = RiskLimitsJson.Read(new RiskScope(kind, name), version, reason, body!.Value, faults);
        if (faults.Count > 0) return Unprocessable(faults);

        (RiskLimitResult? result, problem) = await CommandAnswers.WaitAsync(commands.SetLimitsAsync(edit, context), clock);
        if (problem is not null) return problem;
        if (result!.Book is { } book) response.Headers.ETag = Tag(book.Version);
        return result.Outcome switch
        {
            RiskLimitOutcome.Changed => TypedResults.Ok(new RiskChangeAnswer(result.Message, result.Book!.Version, result.Change is { } change ? RiskChangeDto.Of(change) : null)),
            RiskLimitOutcome.AwaitsSecondPerson => TypedResults.Accepted(CommandAnswers.PathOfApproval(result.ApprovalId), new RiskChangeAnswer(result.Message, result.Book!.Version, null, result.ApprovalId)),
            RiskLimitOutcome.Refused when result.Book is not null => ProblemResult.Of(StatusCodes.Status409Conflict, "refused", "Refused.", result.Message),
            RiskLimitOutcome.VersionConflict => ProblemResult.Of(StatusCodes.Status412PreconditionFailed, "limitsChanged", "The limits were changed by somebody else.", result.Message).With("version", result.Book!.Version),
            RiskLimitOutcome.Invalid => Unprocessable(result.Faults),
            _ => ProblemResult.Of(StatusCodes.Status503ServiceUnavailable, "notDurable", "Nothing was changed.", result.Message),
        };
    }

    /// <summary>Every change of limits, newest first.</summary>
    /// <param name="limit">The newest that many; 200 when left out.</param>
    /// <param name="view">What the engine shows.</param>
    private static IResult GetRiskLimitHistory(string? limit, IRiskView view) =>
        ListQuery.Limit(limit, 200, 10_000, out int count) is { } wrong ? wrong
        : TypedResults.Ok(view.Current.Limits.History.Reverse().Take(count).Select(RiskChangeDto.Of).ToArray());

    /// <summary>Lets a latch go. The reason is kept; what the limit is counted from moves to now.</summary>
    private static async Task<IResult> RearmLatchAsync(string id, HttpRequest request, IRiskCommands commands, TimeProvider clock)
    {
        (JsonFields? fields, ProblemResult? problem) = await JsonFields.ReadAsync(request);
        if (fields is null) return problem!;
        string? reason = fields.Text("reason", "a sentence", isRequired: true);
        if (fields.Problem() is { } wrong) return wrong;
        if (CommandAnswers.Context(request, out CommandContext context) is { } wrongKey) return wrongKey;
        (CommandResult? result, problem) = await CommandAnswers.WaitAsync(commands.RearmAsync(id, reason!, context), clock);
        return problem is not null ? problem : CommandAnswers.Of(result!, "unknownLatch");
    }

    /// <summary>Records money that was paid into an account (above 0) or out of it, so that daily loss and drawdown do not take it for a profit or a loss.</summary>
    private static async Task<IResult> RecordCashFlowAsync(HttpRequest request, IRiskCommands commands, TimeProvider clock)
    {
        (JsonFields? fields, ProblemResult? problem) = await JsonFields.ReadAsync(request);
        if (fields is null) return problem!;
        string? account = fields.Account("account", isRequired: true);
        decimal? amount = fields.Number("amount", "an amount of the base currency, below 0 for money paid out", isRequired: true);
        string? reason = fields.Text("reason", "a sentence", isRequired: true);
        if (fields.Problem() is { } wrong) return wrong;
        if (CommandAnswers.Context(request, out CommandContext context) is { } wrongKey) return wrongKey;
        (CommandResult? result, problem) = await CommandAnswers.WaitAsync(commands.RecordCashFlowAsync(account!, amount!.Value, reason!, context), clock);
        return problem is not null ? problem : CommandAnswers.Of(result!, "unknownAccount");
    }

    private static string Tag(int version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>A program that trades under the name of a strategy lives. Orders with that name need a sign of life that is not older than the limit <c>strategyHeartbeatMax</c> (R39).</summary>
    /// <param name="name">The name that its orders carry in <c>strategy</c>.</param>
    /// <param name="request">The request.</param>
    /// <param name="commands">The engine's door.</param>
    /// <param name="clock">The clock.</param>
    private static async Task<IResult> BeatStrategyAsync(string name, HttpRequest request, IRiskCommands commands, TimeProvider clock)
    {
        (JsonFields? fields, ProblemResult? problem) = await JsonFields.ReadAsync(request);
        if (fields is null) return problem!;
        string? hash = fields.Text("codeHash", "a text that changes with the code of the program");
        bool isDrifting = fields.Flag("isDrifting") ?? false;
        if (!CorrelationId.IsValid(name)) fields.Add("name", OrderRequest.NotAStrategy(name));
        if (fields.Problem() is { } wrong) return wrong;
        if (CommandAnswers.Context(request, out CommandContext context) is { } wrongKey) return wrongKey;
        (CommandResult? result, problem) = await CommandAnswers.WaitAsync(commands.BeatAsync(name, hash ?? "", isDrifting, context), clock);
        if (problem is not null) return problem;
        return result!.Outcome == CommandOutcome.Accepted ? TypedResults.NoContent() : CommandAnswers.Of(result, "notTaken");
    }

    private static ProblemResult? ReadVersion(HttpRequest request, out int version)
    {
        string tag = request.Headers.IfMatch.ToString();
        version = 0;
        if (tag.Length == 0)
            return ProblemResult.Of(StatusCodes.Status428PreconditionRequired, "versionRequired", "The version is missing.", "Send the ETag of GET /api/v1/risk/limits as If-Match, so that no change of somebody else is lost.");
        if (Tagged.VersionOf(tag) is { } named and <= int.MaxValue)
        {
            version = (int)named;
            return null;
        }
        return ProblemResult.Invalid("If-Match", $"The header If-Match is '{tag}'. Expected the ETag of GET /api/v1/risk/limits, or the version in quotes, such as \"3\".");
    }

    private static ProblemResult Unprocessable(IReadOnlyDictionary<string, string> faults) =>
        ProblemResult.Of(StatusCodes.Status422UnprocessableEntity, "invalidLimits", "The limits were not changed.", string.Join(" ", faults.Values))
            .With("errors", faults.ToDictionary(f => RiskLimitsJson.Camel(f.Key), f => new[] { f.Value }));
}
