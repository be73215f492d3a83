using Microsoft.AspNetCore.Http.HttpResults;
using TradingBlazor.Api.Model;
using TradingBlazor.Security.Access;
using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Views;

namespace TradingBlazor.Api;

/// <summary>Comparison of own books with the broker's, what is booked without a trade, and an advisor's groups.</summary>
internal static class TieOutEndpoints
{
    private static readonly Dictionary<string, DifferenceCause> Causes = Enum.GetValues<DifferenceCause>().ToDictionary(c => Terms.Name(c), StringComparer.OrdinalIgnoreCase);

    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/tie-out", GetTieOut).WithName("GetTieOut");
        group.MapPost("/tie-out/accept", AcceptAsync).WithName("AcceptDifference").Needs(Permission.ManageRisk).Accepts<AcceptDifferenceRequest>("application/json")
            .Produces<CommandDto>(StatusCodes.Status202Accepted).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);
        group.MapGet("/adjustments", GetAdjustments).WithName("GetAdjustments");
        group.MapGet("/accounts/groups", GetGroups).WithName("GetAccountGroups");
    }

    /// <summary>Every figure that is compared with the broker: ours, the broker's, the difference in cents, and since when.</summary>
    private static Ok<TieOutDto> GetTieOut(ITradingView view) => TypedResults.Ok(new TieOutDto(
        view.Money.TieOut.Any(i => i.State == TieOutState.Halted) || view.Positions.Any(p => !p.IsTiedOut), [.. view.Money.TieOut.Select(TieOutItemDto.Of)]));

    /// <summary>What the broker did to positions and cash without a trade, newest first.</summary>
    private static Ok<AdjustmentDto[]> GetAdjustments(ITradingView view) => TypedResults.Ok(view.Money.Adjustments.Select(AdjustmentDto.Of).ToArray());

    /// <summary>Groups of an advisor, for orders that the broker divides; empty for other logins.</summary>
    private static Ok<AccountGroupDto[]> GetGroups(ITradingView view) => TypedResults.Ok(view.Money.Groups.Select(g => AccountGroupDto.Of(g, view.Money)).ToArray());

    /// <summary>Books a difference from the broker with the cause that a person found; refused while the broker may still be telling an execution.</summary>
    private static async Task<IResult> AcceptAsync(HttpRequest request, ITradingCommands commands, TimeProvider clock)
    {
        (JsonFields? fields, ProblemResult? problem) = await JsonFields.ReadAsync(request);
        if (fields is null) return problem!;
        string? account = fields.Account("account", isRequired: true);
        string? symbol = fields.Text("symbol", "the name of a contract, such as \"SPY\"");
        string? currency = fields.Text("currency", "a currency, such as \"USD\"");
        DifferenceCause? cause = fields.Choice("cause", Causes, isRequired: true);
        string? note = fields.Text("note", "a text");
        if (symbol is null == currency is null) fields.Add("symbol", "Name either 'symbol' for a position or 'currency' for cash.");
        problem = fields.Problem() ?? CommandAnswers.Context(request, out _);
        if (problem is not null) return problem;
        _ = CommandAnswers.Context(request, out CommandContext context);
        (CommandResult? result, problem) = await CommandAnswers.WaitAsync(
            commands.AcceptDifferenceAsync(account!, symbol ?? "", currency?.ToUpperInvariant() ?? "", cause!.Value, note ?? "", context), clock);
        return problem is not null ? problem : CommandAnswers.Of(result!, "noDifference");
    }
}
