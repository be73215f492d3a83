namespace TradingBlazor.Security.Access;

/// <summary>What a panel says of a request that waits for a second person. It is told how that ended for as long as it says so.</summary>
/// <param name="ApprovalId">Id of the request; empty or null for none.</param>
/// <param name="Text">What the panel says.</param>
internal readonly record struct ToldWaiting(string? ApprovalId, string Text)
{
    /// <summary>The request when it has ended and the panel still says that it waits; null otherwise.</summary>
    /// <param name="all">The requests.</param>
    /// <param name="shown">What the panel says now.</param>
    public PendingApproval? Ended(Approvals all, string shown) =>
        ApprovalId is { Length: > 0 } id && shown == Text && all.Find(id) is { Ending.Length: > 0 } ended ? ended : null;
}
