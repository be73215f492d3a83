using Microsoft.AspNetCore.Http.HttpResults;
using TradingBlazor.Security.Access;

namespace TradingBlazor.Api;

internal static class ApprovalEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("", GetApprovals).WithName("GetApprovals");
        group.MapGet("/{id}", GetApproval).WithName("GetApproval").Produces<ApprovalDto>().ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/{id}/approve", (string id, Approvals approvals, CommandGuard guard, CancellationToken stop) => DecideAsync(id, true, approvals, guard, stop)).WithName("ApproveOrder").Needs(Permission.Approve)
            .WithSummary("Confirms an order, or a change of limits, as the second person. It is checked anew and done.").Produces<ApprovalDto>().ProducesProblem(StatusCodes.Status409Conflict);
        group.MapPost("/{id}/reject", (string id, Approvals approvals, CommandGuard guard, CancellationToken stop) => DecideAsync(id, false, approvals, guard, stop)).WithName("RejectOrder").Needs(Permission.Approve)
            .WithSummary("Rejects what waits for a second person.").Produces<ApprovalDto>().ProducesProblem(StatusCodes.Status409Conflict);
        group.MapPost("/{id}/withdraw", WithdrawAsync).WithName("WithdrawOrder").Needs(Permission.Cancel).Produces<ApprovalDto>().ProducesProblem(StatusCodes.Status409Conflict);
    }

    /// <summary>Orders and changes of limits that wait, or waited, for a second person, newest first.</summary>
    private static Ok<ApprovalDto[]> GetApprovals(Approvals approvals) => TypedResults.Ok(approvals.All.Select(ApprovalDto.Of).ToArray());

    /// <summary>One of them: where the answer to an order, or to a change of limits, that waits leads.</summary>
    private static IResult GetApproval(string id, Approvals approvals) =>
        approvals.Find(id) is { } approval ? TypedResults.Ok(ApprovalDto.Of(approval)) : ProblemResult.NotFound("unknownApproval", $"Nothing named '{id}' waits, or waited lately, for a second person. GET /api/v1/approvals lists what does.");

    /// <summary>Takes back what the caller sent, while it waits.</summary>
    private static async Task<IResult> WithdrawAsync(string id, Approvals approvals, CommandGuard guard, CancellationToken stop)
    {
        CommandJudgement by = await guard.JudgeAsync(Permission.Cancel, null, stop);
        return Answer(by.Fault.Length > 0 ? new ApprovalAnswer(null, by.Fault) : await approvals.WithdrawAsync(id, by));
    }

    private static async Task<IResult> DecideAsync(string id, bool isApproved, Approvals approvals, CommandGuard guard, CancellationToken stop)
    {
        CommandJudgement by = await guard.JudgeAsync(Permission.Approve, null, stop);
        return Answer(by.Fault.Length > 0 ? new ApprovalAnswer(null, by.Fault) : await approvals.DecideAsync(id, isApproved, by));
    }

    private static IResult Answer(ApprovalAnswer answer) =>
        answer.Approval is { } approval ? TypedResults.Ok(ApprovalDto.Of(approval)) : ProblemResult.Of(StatusCodes.Status409Conflict, "refused", "Refused.", answer.Fault);
}

/// <summary>An order, a change of limits or the arming of a kill switch that waits or waited for a second person.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Kind">order, limits or killSwitch.</param>
/// <param name="State">waiting, approved, rejected, expired or dropped.</param>
/// <param name="Order">What it is, in words.</param>
/// <param name="By">Who sent it.</param>
/// <param name="Time">When it came.</param>
/// <param name="ExpiresTime">Until when it waits.</param>
/// <param name="DecidedBy">The second person; empty while nobody has decided.</param>
/// <param name="OrderId">The order that was sent; null when none was.</param>
/// <param name="Message">Why it ended, or what the engine said when it was released.</param>
internal sealed record ApprovalDto(string Id, string Kind, string State, string Order, string By, DateTimeOffset Time, DateTimeOffset ExpiresTime, string DecidedBy, string? OrderId, string Message)
{
    public static ApprovalDto Of(PendingApproval a) =>
        new(a.Id, Terms.Name(a.Kind), Terms.Name(a.State), a.Words, a.By, a.Time, a.ExpiresTime, a.DecidedBy, a.OrderRef.Length > 0 ? a.OrderRef : null, a.Message);
}
