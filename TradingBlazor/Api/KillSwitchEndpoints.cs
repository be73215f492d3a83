using Microsoft.AspNetCore.Http.HttpResults;
using TradingBlazor.Api.Model;
using TradingBlazor.Security.Access;
using TradingCore.Engine;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Views;
using TradingCore.Hosting;
using TradingCore.Risk.Kill;
using TradingCore.Risk.Limits;

namespace TradingBlazor.Api;

internal static class KillSwitchEndpoints
{
    private const int ReasonMax = 500;

    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/risk/kill-switch", GetKillSwitches).WithName("GetKillSwitches");
        group.MapPost("/risk/kill-switch", EngageAsync).WithName("EngageKillSwitch").Needs(Permission.Kill).DisableRateLimiting().Accepts<KillRequest>("application/json").Produces<KillAnswerDto>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapPost("/risk/kill-switch/rearm", RearmAsync).WithName("RearmKillSwitch").Needs(Permission.ManageRisk).Accepts<KillRearmRequest>("application/json").Produces<KillAnswerDto>().Produces<KillAnswerDto>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    /// <summary>The switches that are engaged, with how far each has come; empty when none is.</summary>
    private static Ok<KillSwitchDto[]> GetKillSwitches(ITradingView view) => TypedResults.Ok(view.KillSwitches.Select(KillSwitchDto.Of).ToArray());

    /// <summary>Engages the kill switch. Engaging again changes nothing; a higher level raises it.</summary>
    /// <param name="request">Level, scope and reason.</param>
    /// <param name="commands">The engine's door.</param>
    /// <param name="clock">The clock.</param>
    private static async Task<IResult> EngageAsync(HttpRequest request, IRiskCommands commands, TimeProvider clock)
    {
        (JsonFields? fields, ProblemResult? problem) = await JsonFields.ReadAsync(request);
        if (fields is null) return problem!;
        string levelText = fields.Text("level", KillWords.Levels, isRequired: true) ?? "";
        RiskScope scope = Scope(fields);
        string reason = Reason(fields, isRequired: false);
        if (!KillWords.TryLevel(levelText, out KillLevel level) && levelText.Length > 0) fields.Add("level", $"'level' is '{levelText}'. Expected {KillWords.Levels}.");
        if (fields.Problem() is { } wrong) return wrong;
        if (CommandAnswers.Context(request, out CommandContext context) is { } badKey) return badKey;
        (KillResult? result, ProblemResult? late) = await CommandAnswers.WaitAsync(commands.EngageKillSwitchAsync(scope, level, reason, context), clock);
        return late is not null ? late : Answer(result!);
    }

    /// <summary>Arms a switch again, so that orders of its scope may leave. Answered 202 when somebody else must confirm it first; it is engaged until then.</summary>
    /// <param name="request">Scope and reason.</param>
    /// <param name="commands">The engine's door.</param>
    /// <param name="watch">Knows whether the file holds the switch.</param>
    /// <param name="clock">The clock.</param>
    private static async Task<IResult> RearmAsync(HttpRequest request, IRiskCommands commands, KillWatch watch, TimeProvider clock)
    {
        (JsonFields? fields, ProblemResult? problem) = await JsonFields.ReadAsync(request);
        if (fields is null) return problem!;
        RiskScope scope = Scope(fields);
        string reason = Reason(fields, isRequired: true);
        if (fields.Problem() is { } wrong) return wrong;
        if (CommandAnswers.Context(request, out CommandContext context) is { } badKey) return badKey;
        if (watch.IsHeldByFile)
            return ProblemResult.Of(StatusCodes.Status409Conflict, "heldByFile", "The file holds the switch.", $"The file '{KillFile.Name}' is in the data folder. Remove it first; whoever put it there wanted trading to stop.");
        (KillResult? result, ProblemResult? late) = await CommandAnswers.WaitAsync(commands.RearmKillSwitchAsync(scope, reason, context), clock);
        return late is not null ? late : Answer(result!);
    }

    private static RiskScope Scope(JsonFields fields)
    {
        if (fields.Text("scope", KillWords.Scopes) is not { } text) return RiskScope.Firm;
        if (!KillWords.TryScope(text, out RiskScope scope)) fields.Add("scope", $"'scope' is '{text}'. Expected {KillWords.Scopes}.");
        return scope;
    }

    private static string Reason(JsonFields fields, bool isRequired)
    {
        string reason = fields.Text("reason", "a sentence that says why", isRequired) ?? "";
        if (reason.Length > ReasonMax) fields.Add("reason", $"'reason' has {reason.Length} characters. Expected up to {ReasonMax}.");
        return reason;
    }

    private static IResult Answer(KillResult result) => result.Outcome switch
    {
        CommandOutcome.Accepted => TypedResults.Ok(Dto(result)),
        CommandOutcome.AwaitsSecondPerson => TypedResults.Accepted(CommandAnswers.PathOfApproval(result.ApprovalId), Dto(result)),
        CommandOutcome.NotFound => ProblemResult.NotFound("notEngaged", result.Message),
        CommandOutcome.Unconfirmed => ProblemResult.Of(StatusCodes.Status503ServiceUnavailable, "unconfirmed", "It is not known whether the kill switch is engaged.", result.Message),
        CommandOutcome.ChangedMeanwhile => ProblemResult.Of(StatusCodes.Status409Conflict, "killSwitchChanged", "The kill switch was changed by somebody else.", result.Message),
        _ => ProblemResult.Of(StatusCodes.Status409Conflict, "refused", "Refused.", result.Message),
    };

    private static KillAnswerDto Dto(KillResult result) => new(result.Message, result.Status is { } status ? KillSwitchDto.Of(status) : null, result.ApprovalId.Length > 0 ? result.ApprovalId : null);
}
