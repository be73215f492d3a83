using Microsoft.EntityFrameworkCore;
using TradingBlazor.Security.Store;

namespace TradingBlazor.Security.Access;

/// <summary>Keeps what waits for a second person, so that a restart can tell what became of it.</summary>
internal sealed class ApprovalStore(SecurityDatabase database)
{
    /// <summary>Writes one, new or changed.</summary>
    public async Task WriteAsync(PendingApproval approval, CancellationToken stop)
    {
        await using SecurityContext db = await database.OpenAsync(stop);
        ApprovalRow? row = await db.Approvals.FindAsync([approval.Id], stop);
        if (row is null) db.Approvals.Add(row = new ApprovalRow { Id = approval.Id });
        (row.Kind, row.Words, row.By, row.ById, row.Time, row.ExpiresTime) = (approval.Kind, approval.Words, approval.By, approval.ById, approval.Time, approval.ExpiresTime);
        (row.State, row.EndedTime, row.DecidedBy, row.Message, row.IsDone, row.OrderRef) = (approval.State, approval.EndedTime, approval.DecidedBy, approval.Message, approval.IsDone, approval.OrderRef);
        await db.SaveChangesAsync(stop);
    }

    /// <summary>The newest ones.</summary>
    public async Task<IReadOnlyList<PendingApproval>> ReadAsync(int count, CancellationToken stop)
    {
        await using SecurityContext db = await database.OpenAsync(stop);
        List<ApprovalRow> rows = await db.Approvals.AsNoTracking().OrderByDescending(a => a.Time).Take(count).ToListAsync(stop);
        return
        [
            .. rows.Select(r => new PendingApproval
            {
                Id = r.Id, Kind = r.Kind, Words = r.Words, By = r.By, ById = r.ById, Time = r.Time, ExpiresTime = r.ExpiresTime,
                State = r.State, EndedTime = r.EndedTime, DecidedBy = r.DecidedBy, Message = r.Message, OrderRef = r.OrderRef, IsDone = r.IsDone,
            }),
        ];
    }

    /// <summary>Users other than one who could be the second person.</summary>
    public async Task<int> OthersAsync(string userId, CancellationToken stop)
    {
        string[] roles = [.. Roles.All.Where(r => (Roles.Of(r) & Permission.Approve) != 0)];
        await using SecurityContext db = await database.OpenAsync(stop);
        return await db.UserRoles.Where(r => roles.Contains(r.RoleId) && r.UserId != userId && db.Users.Any(u => u.Id == r.UserId && !u.IsDisabled)).Select(r => r.UserId).Distinct().CountAsync(stop);
    }
}
