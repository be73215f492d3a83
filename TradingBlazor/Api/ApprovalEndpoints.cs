using Microsoft.AspNetCore.Http.HttpResults;
using TradingBlazor.Security.Access;

namespace TradingBlazor.Api;

internal static class ApprovalEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("", GetApprovals).WithName("GetApprovals");
        group.MapPost("/{id}/approve", (string id, Approvals approvals, CommandGuard guard, CancellationToken stop) => DecideAsync(id, true, approvals, guard, stop)).WithName("ApproveOrder").Needs(Permission.Approve)
            .WithSummary("Confirms an order as the second person. It is checked anew and sent.").Produces<ApprovalDto>().ProducesProblem(StatusCodes.Status409Conflict);
        group.MapPost("/{id}/reject", (string id, Approvals approvals, CommandGuard guard, CancellationToken stop) => DecideAsync(id, false, approvals, guard, stop)).WithName("RejectOrder").Needs(Permission.Approve)
            .WithSummary("Rejects an order that waits for a second person.").Produces<ApprovalDto>().ProducesProblem(StatusCodes.Status409Conflict);
    }

    /// <summary>Orders that wait, or waited, for a second person, newest first.</summary>
    private static Ok<ApprovalDto[]> GetApprovals(Approvals approvals) => TypedResults.Ok(approvals.All.Select(ApprovalDto.Of).ToArray());

    private static async Task<IResult> DecideAsync(string id, bool isApproved, Approvals approvals, CommandGuard guard, CancellationToken stop)
    {
        CommandJudgement by = await guard.JudgeAsync(Permission.Approve, null, stop);
        ApprovalAnswer answer = by.Fault.Length > 0 ? new ApprovalAnswer(null, by.Fault) : await approvals.DecideAsync(id, isApproved, by);
        return answer.Approval is { } approval ? TypedResults.Ok(ApprovalDto.Of(approval)) : ProblemResult.Of(StatusCodes.Status409Conflict, "refused", "Refused.", answer.Fault);
    }
}

/// <summary>An order that waits, or waited, for a second person.</summary>
/// <param name="Id">Its name.</param>
/// <param name="State">waiting, approved, rejected or expired.</param>
/// <param name="Order">The order in words.</param>
/// <param name="By">Who sent it.</param>
/// <param name="Time">When it came.</param>
/// <param name="ExpiresTime">Until when it waits.</param>
/// <param name="DecidedBy">The second person; empty while nobody has decided.</param>
/// <param name="OrderId">The order that was sent; null when none was.</param>
/// <param name="Message">What the engine said when it was released.</param>
internal sealed record ApprovalDto(string Id, string State, string Order, string By, DateTimeOffset Time, DateTimeOffset ExpiresTime, string DecidedBy, string? OrderId, string Message)
{
    public static ApprovalDto Of(PendingApproval a) =>
        new(a.Id, Terms.Name(a.State), a.Words, a.By, a.Time, a.ExpiresTime, a.DecidedBy, a.Result?.Order?.OrderRef.Value, a.Result?.Message ?? "");
}
