using TradingBlazor.Api.Model;
using TradingBlazor.Security.Access;
using TradingCore.Engine;
using TradingCore.Engine.Commands;
using TradingCore.Tws.Statements;

namespace TradingBlazor.Api;

/// <summary>Executions that only the broker's statement still tells.</summary>
internal static class StatementEndpoints
{
    public static void Map(RouteGroupBuilder group) =>
        group.MapPost("/executions/statement", BookAsync).WithName("BookStatement").Needs(Permission.ManageRisk).Accepts<string>("application/xml").Produces<StatementDto>()
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(FlexStatement.BytesMax))
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    /// <summary>
    /// Books executions that the API does not tell any more, from an Activity Flex Query in XML with the section Trades by executions. An execution that is known is not booked again; of a contract
    /// those that are not known are booked when they come to what the broker holds over our books, and bring our cash to the broker's; else they are left out, with the reason.
    /// </summary>
    /// <param name="preview">True: what would be booked, and nothing is.</param>
    /// <param name="request">The file as the body.</param>
    /// <param name="commands">The engine's door.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="stop">Ends the wait.</param>
    private static async Task<IResult> BookAsync(bool? preview, HttpRequest request, ITradingCommands commands, TimeProvider clock, CancellationToken stop)
    {
        if (CommandAnswers.Context(request, out CommandContext context) is { } badKey) return badKey;
        FlexStatement statement;
        try
        {
            statement = await FlexStatement.ReadAsync(request.Body, stop);
        }
        catch (FormatException e)
        {
            return ProblemResult.Of(StatusCodes.Status400BadRequest, "notAStatement", "This is no statement that can be read.", e.Message);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return ProblemResult.Of(StatusCodes.Status413PayloadTooLarge, "tooLarge", "The statement is too large.", $"A statement may have {FlexStatement.BytesMax / 1024 / 1024} MiB. Choose a shorter period, or the section Trades alone.");
        }
        (StatementResult? result, ProblemResult? late) = await CommandAnswers.WaitAsync(commands.BookStatementAsync(statement.Fills, preview == true, context, CancellationToken.None), clock);
        if (late is not null) return late;
        return result!.Outcome switch
        {
            CommandOutcome.Accepted => TypedResults.Ok(StatementDto.Of(statement, result, preview == true)),
            CommandOutcome.Unconfirmed => ProblemResult.Of(StatusCodes.Status503ServiceUnavailable, "unconfirmed", "It is not known whether it is booked.", $"{result.Message} Send it again: what is booked is not booked twice."),
            _ => ProblemResult.Of(StatusCodes.Status409Conflict, "refused", "Refused.", result.Message),
        };
    }
}
