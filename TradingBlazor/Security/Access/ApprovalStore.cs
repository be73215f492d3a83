using Microsoft.EntityFrameworkCore;
using TradingBlazor.Security.Store;

namespace TradingBlazor.Security.Access;

/// <summary>Keeps what waits for a second person, so that a restart can tell what became of it.</summary>
internal sealed class ApprovalStore(SecurityDatabase database)
{
    /// <summary>Writes one that is new.</summary>
    public async Task AddAsync(PendingApproval approval, CancellationToken stop)
    {
        await using SecurityContext db = await database.OpenAsync(stop);
        db.Approvals.Add(new ApprovalRow
        {
            Id = approval.Id,
            Kind = approval.Kind,
            Words = approval.Words,
            By = approval.By,
            ById = approval.ById,
            Process = approval.Process,
            Account = approval.Account,
            Symbol = approval.Symbol,
            Side = approval.Side,
            Time = approval.Time,
            ExpiresTime = approval.ExpiresTime,
            State = approval.State,
            EndedTime = approval.EndedTime,
            DecidedBy = approval.DecidedBy,
            Message = approval.Message,
            IsDone = approval.IsDone,
            OrderRef = approval.OrderRef,
        });
        await db.SaveChangesAsync(stop);
    }

    /// <summary>Writes what became of one, unless something else has become of it: of several processes the first decides.</summary>
    /// <returns>What stands there instead; null when it was written.</returns>
    public async Task<PendingApproval?> TryEndAsync(PendingApproval approval, CancellationToken stop)
    {
        await using SecurityContext db = await database.OpenAsync(stop);
        int written = await db.Approvals
            .Where(a => a.Id == approval.Id && (a.State == ApprovalState.Waiting || (a.State == approval.State && a.DecidedBy == approval.DecidedBy)))
            .ExecuteUpdateAsync(s => s.SetProperty(a => a.State, approval.State).SetProperty(a => a.EndedTime, approval.EndedTime).SetProperty(a => a.DecidedBy, approval.DecidedBy)
                .SetProperty(a => a.Message, approval.Message).SetProperty(a => a.IsDone, approval.IsDone).SetProperty(a => a.OrderRef, approval.OrderRef), stop);
        return written > 0 || await db.Approvals.AsNoTracking().FirstOrDefaultAsync(a => a.Id == approval.Id, stop) is not { } row ? null : Of(row);
    }

    /// <summary>One as it stands there; null when it does not.</summary>
    public async Task<PendingApproval?> FindAsync(string id, CancellationToken stop)
    {
        await using SecurityContext db = await database.OpenAsync(stop);
        return await db.Approvals.AsNoTracking().FirstOrDefaultAsync(a => a.Id == id, stop) is { } row ? Of(row) : null;
    }

    /// <summary>The newest ones.</summary>
    public async Task<IReadOnlyList<PendingApproval>> ReadAsync(int count, CancellationToken stop)
    {
        await using SecurityContext db = await database.OpenAsync(stop);
        return [.. (await db.Approvals.AsNoTracking().OrderByDescending(a => a.Time).Take(count).ToListAsync(stop)).Select(Of)];
    }

    /// <summary>Users other than one who could be the second person.</summary>
    public async Task<int> OthersAsync(string userId, CancellationToken stop)
    {
        string[] roles = [.. Roles.All.Where(r => (Roles.Of(r) & Permission.Approve) != 0)];
        await using SecurityContext db = await database.OpenAsync(stop);
        return await db.UserRoles.Where(r => roles.Contains(r.RoleId) && r.UserId != userId && db.Users.Any(u => u.Id == r.UserId && !u.IsDisabled)).Select(r => r.UserId).Distinct().CountAsync(stop);
    }

    private static PendingApproval Of(ApprovalRow r) => new()
    {
        Id = r.Id,
        Kind = r.Kind,
        Words = r.Words,
        By = r.By,
        ById = r.ById,
        Process = r.Process,
        Account = r.Account,
        Symbol = r.Symbol,
        Side = r.Side,
        Time = r.Time,
        ExpiresTime = r.ExpiresTime,
        State = r.State,
        EndedTime = r.EndedTime,
        DecidedBy = r.DecidedBy,
        Message = r.Message,
        OrderRef = r.OrderRef,
        IsDone = r.IsDone,
    };
}
