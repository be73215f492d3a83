using TradingBlazor.Api.Model;
using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Risk;

namespace TradingBlazor.Api;

/// <summary>Answers to commands: what the engine decided, in the words of HTTP.</summary>
internal static class CommandAnswers
{
    /// <summary>Header that makes a repeated request the same command.</summary>
    public const string IdempotencyHeader = "Idempotency-Key";

    /// <summary>Header with the id that history and log lines of a command carry: taken over from the caller, told in every answer.</summary>
    public const string CorrelationHeader = "X-Correlation-Id";

    private const int KeyLengthMax = 128;

    /// <summary>How long an answer of the engine is waited for. It comes in milliseconds, or something is badly wrong.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Who commands; a problem when the idempotency key is not one.</summary>
    public static ProblemResult? Context(HttpRequest request, out CommandContext context)
    {
        string key = request.Headers[IdempotencyHeader].ToString();
        // An id that could forge a log line is not taken over; the answer tells which one counts.
        string correlation = request.Headers[CorrelationHeader].ToString();
        if (!CorrelationId.IsValid(correlation)) correlation = CorrelationId.New(request.HttpContext.RequestServices.GetRequiredService<TimeProvider>());
        request.HttpContext.Response.Headers[CorrelationHeader] = correlation;
        context = new CommandContext("api", "api key", key, correlation);
        return key.Length > KeyLengthMax || key.Any(c => c is < '!' or > '~')
            ? ProblemResult.Invalid(IdempotencyHeader, $"The header {IdempotencyHeader} is not a key. Expected up to {KeyLengthMax} visible ASCII characters without blanks, such as a UUID.")
            : null;
    }

    /// <summary>
    /// Waits for the engine. The caller's disconnect does not end the wait: the command is on its way, and what was accepted must not be
    /// reported as failed.
    /// </summary>
    public static async Task<(T? Result, ProblemResult? Problem)> WaitAsync<T>(Task<T> command, TimeProvider clock)
    {
        try
        {
            return (await command.WaitAsync(Patience, clock), null);
        }
        catch (TimeoutException)
        {
            return (default, ProblemResult.Of(StatusCodes.Status503ServiceUnavailable, "notAnswered", "The engine did not answer in time.",
                $"The command may still be carried out. Look at GET /api/v1/orders before repeating it, or repeat it with the same {IdempotencyHeader}."));
        }
        catch (OperationCanceledException)
        {
            return (default, ProblemResult.Of(StatusCodes.Status503ServiceUnavailable, "stopping", "The program is stopping.", "Look at GET /api/v1/orders after the start, then repeat the command if it is not there."));
        }
    }

    /// <summary>Answer to a submit.</summary>
    public static IResult Of(SubmitResult result, HttpResponse response)
    {
        switch (result.Outcome)
        {
            case SubmitOutcome.AwaitsSecondPerson:
                return TypedResults.Accepted(PathOfApproval(result.ApprovalId), new AwaitsSecondPersonDto(result.Message, result.ApprovalId));
            case SubmitOutcome.Queued:
                return TypedResults.Accepted(PathOf(result.Order!), OrderDto.Of(result.Order!, withHistory: true));
            // A rejected order exists, and its state tells.
            case SubmitOutcome.Accepted or SubmitOutcome.Rejected:
                return TypedResults.Created(PathOf(result.Order!), OrderDto.Of(result.Order!, withHistory: true));
            case SubmitOutcome.AlreadyAccepted:
                response.Headers.Location = PathOf(result.Order!);
                response.Headers[CorrelationHeader] = result.Order!.Handling.CorrelationId;
                return TypedResults.Ok(OrderDto.Of(result.Order!, withHistory: true));
            case SubmitOutcome.KeyConflict:
                return ProblemResult.Of(StatusCodes.Status409Conflict, "idempotencyKeyReused", "The idempotency key belongs to another order.", result.Message);
            case SubmitOutcome.Unconfirmed:
                if (result.Order is { } uncertain) response.Headers.Location = PathOf(uncertain);
                return ProblemResult.Of(StatusCodes.Status503ServiceUnavailable, "unconfirmed", "It is not known whether the order left.", result.Message);
            case SubmitOutcome.NotDurable:
                return ProblemResult.Of(StatusCodes.Status503ServiceUnavailable, "notDurable", "Nothing can be accepted now.", result.Message);
            default:
                return Denied(result.Verdict, result.Message);
        }
    }

    /// <summary>Answer to a command on an order; 202, because what the broker makes of it shows in the order.</summary>
    public static IResult Of(CommandResult result, string notFound) => result.Outcome switch
    {
        CommandOutcome.Accepted when result.Order is { } order => TypedResults.Accepted(PathOf(order), OrderDto.Of(order, withHistory: true)),
        CommandOutcome.Accepted => TypedResults.Accepted((string?)null, new CommandDto(result.Message)),
        CommandOutcome.NotFound => ProblemResult.NotFound(notFound, result.Message),
        CommandOutcome.ChangedMeanwhile => ChangedMeanwhile(result.Message),
        CommandOutcome.Unconfirmed => ProblemResult.Of(StatusCodes.Status503ServiceUnavailable, "unconfirmed", "It is not known whether the command was carried out.", result.Message),
        _ => result.Verdict.Failures.Any() ? Denied(result.Verdict, result.Message) : ProblemResult.Of(StatusCodes.Status409Conflict, "refused", "Refused.", result.Message),
    };

    /// <summary>Answer to a change of something that is not any more what its <c>If-Match</c> names.</summary>
    public static ProblemResult ChangedMeanwhile(string message) => ProblemResult.Of(StatusCodes.Status412PreconditionFailed, "changedMeanwhile", "The order has changed.", message);

    private static ProblemResult Denied(RiskVerdict verdict, string message)
    {
        RiskCheckDto[] failed = [.. verdict.Failures.Select(RiskCheckDto.Of)];
        string code = failed.Length > 0 ? failed[0].Code : "denied";
        return ProblemResult.Of(StatusCodes.Status422UnprocessableEntity, code, "The order was denied.", message.Length > 0 ? message : verdict.Summary)
            .With("checks", failed)
            .With("errors", failed.GroupBy(c => c.Code).ToDictionary(g => g.Key, g => g.Select(c => c.Message).ToArray()));
    }

    /// <summary>Where it is told what became of that which waits for a second person.</summary>
    public static string PathOfApproval(string id) => $"{TradingApi.Root}/approvals/{Uri.EscapeDataString(id)}";

    private static string PathOf(Order order) => $"{TradingApi.Root}/orders/{Uri.EscapeDataString(order.OrderRef.Value)}";
}
