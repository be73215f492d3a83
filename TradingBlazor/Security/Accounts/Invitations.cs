using System.Buffers.Text;
using System.Linq.Expressions;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using TradingBlazor.Security.Access;
using TradingBlazor.Security.Audit;
using TradingBlazor.Security.Store;

namespace TradingBlazor.Security.Accounts;

/// <summary>A link that still works, without its token: nobody can read that again.</summary>
internal sealed record OpenInvitation(InvitationKind Kind, string UserName, IReadOnlyList<string> Roles, DateTimeOffset ExpiresTime);

/// <summary>One-time links. The token stands behind the # of the address, so that it reaches no log of a server or proxy; only its hash is kept.</summary>
internal sealed class Invitations(SecurityDatabase database, TimeProvider clock)
{
    /// <summary>Page that takes them.</summary>
    public const string Path = "/account/invitation";

    /// <summary>How long an invitation holds.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromHours(72);

    private const int TokenBytes = 32;

    /// <summary>Makes one.</summary>
    /// <returns>Path with the token, to be put behind the address of the server.</returns>
    public async Task<string> CreateAsync(InvitationKind kind, string userName, IEnumerable<string> roles, CancellationToken stop)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(kind, InvitationKind.FirstAdmin);
        // A newer link of the same kind for the same name replaces the older one.
        return await CreateAsync(kind, userName, roles, i => i.Kind == kind && i.UserName == userName, stop);
    }

    /// <summary>
    /// Makes the link for the first admin. Each process that shares the users has one of its own, in its own log and data folder, and all of them hold until one
    /// was used.
    /// </summary>
    /// <param name="before">The link that this process had before, which this one replaces; empty for none.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>Path and fragment of the link.</returns>
    public Task<string> CreateFirstAdminAsync(string before, CancellationToken stop)
    {
        string hash = HashOf(before[(before.LastIndexOf('#') + 1)..]);
        return CreateAsync(InvitationKind.FirstAdmin, "", [Roles.Admin], i => i.Kind == InvitationKind.FirstAdmin && i.Hash == hash, stop);
    }

    private async Task<string> CreateAsync(InvitationKind kind, string userName, IEnumerable<string> roles, Expression<Func<InvitationRow, bool>> replaced, CancellationToken stop)
    {
        string token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        DateTimeOffset now = clock.GetUtcNow();
        await using SecurityContext db = await database.OpenAsync(stop);
        await db.Invitations.Where(i => i.UsedTime == null).Where(replaced).ExecuteDeleteAsync(stop);
        db.Invitations.Add(new InvitationRow
        {
            Hash = HashOf(token),
            Kind = kind,
            UserName = userName,
            Roles = string.Join(',', roles),
            CreatedTime = now,
            ExpiresTime = kind == InvitationKind.FirstAdmin ? now.AddYears(10) : now + Length,
        });
        await db.SaveChangesAsync(stop);
        return $"{Path}{(userName.Length > 0 ? $"?name={Uri.EscapeDataString(userName)}" : "")}#{token}";
    }

    /// <summary>Links to people that still work, by name.</summary>
    public async Task<IReadOnlyList<OpenInvitation>> OpenAsync(CancellationToken stop)
    {
        DateTimeOffset now = clock.GetUtcNow();
        await using SecurityContext db = await database.OpenAsync(stop);
        List<InvitationRow> rows = await db.Invitations.AsNoTracking().Where(i => i.UsedTime == null && i.Kind != InvitationKind.FirstAdmin).ToListAsync(stop);
        return [.. rows.Where(i => i.ExpiresTime > now).OrderBy(i => i.UserName, StringComparer.Ordinal).Select(i => new OpenInvitation(i.Kind, i.UserName, i.Roles.Split(',', StringSplitOptions.RemoveEmptyEntries), i.ExpiresTime))];
    }

    /// <summary>Takes a link back before it was used; false when there is none.</summary>
    public async Task<bool> TakeBackAsync(InvitationKind kind, string userName, CancellationToken stop)
    {
        await using SecurityContext db = await database.OpenAsync(stop);
        return await db.Invitations.Where(i => i.Kind == kind && i.UserName == userName && i.UsedTime == null).ExecuteDeleteAsync(stop) > 0;
    }

    /// <summary>The invitation with this token while it holds; null otherwise.</summary>
    public async Task<InvitationRow?> FindAsync(string token, CancellationToken stop)
    {
        if (token.Length is 0 or > 128) return null;
        string hash = HashOf(token);
        DateTimeOffset now = clock.GetUtcNow();
        await using SecurityContext db = await database.OpenAsync(stop);
        InvitationRow? found = await db.Invitations.AsNoTracking().FirstOrDefaultAsync(i => i.Hash == hash && i.UsedTime == null, stop);
        if (found is null || found.ExpiresTime <= now) return null;
        return found.Kind == InvitationKind.FirstAdmin && await HasAdminAsync(db, stop) ? null : found;
    }

    /// <summary>Spends it; false when somebody else was faster.</summary>
    /// <param name="invitation">The invitation.</param>
    /// <param name="db">Where: what it is spent for is written there in the same transaction, so that neither is there without the other.</param>
    /// <param name="stop">Ends the wait.</param>
    public async Task<bool> SpendAsync(InvitationRow invitation, SecurityContext db, CancellationToken stop)
    {
        DateTimeOffset now = clock.GetUtcNow();
        if (await db.Invitations.Where(i => i.Hash == invitation.Hash && i.UsedTime == null).ExecuteUpdateAsync(u => u.SetProperty(i => i.UsedTime, now), stop) != 1) return false;
        // With the first admin the links of the other processes are spent, too.
        if (invitation.Kind == InvitationKind.FirstAdmin) await db.Invitations.Where(i => i.Kind == InvitationKind.FirstAdmin && i.UsedTime == null).ExecuteDeleteAsync(stop);
        return true;
    }

    /// <summary>True when there is an admin.</summary>
    public async Task<bool> HasAdminAsync(CancellationToken stop)
    {
        await using SecurityContext db = await database.OpenAsync(stop);
        return await HasAdminAsync(db, stop);
    }

    private static Task<bool> HasAdminAsync(SecurityContext db, CancellationToken stop) => db.UserRoles.AnyAsync(r => r.RoleId == Roles.Admin, stop);

    private static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}

/// <summary>What became of a link.</summary>
/// <param name="User">The user who was made, or whose password was set; null when refused.</param>
/// <param name="Fault">Why not; empty when it worked.</param>
internal sealed record InvitationResult(DeskUser? User, string Fault);

/// <summary>Carries a one-time link out.</summary>
internal sealed class InvitationDesk(Invitations invitations, SecurityContext db, UserManager<DeskUser> users, Sessions sessions, IAuditLog audit, TimeProvider clock, FirstAdmin first)
{
    /// <summary>Makes the user, or sets the password.</summary>
    public async Task<InvitationResult> AcceptAsync(string token, string userName, string password, string address, CancellationToken stop)
    {
        if (await invitations.FindAsync(token, stop) is not { } invitation)
        {
            await audit.RecordAsync(new AuditEntry("nobody", "invitation.refused") { Address = address }, stop);
            return new InvitationResult(null, $"This link does not hold: it was used, it is too old, or a newer one replaced it. {(await first.IsMadeAsync(stop) ? "Whoever chose a password with it signs in with that; otherwise ask an admin for a new one." : "One that holds is in the file first-admin of the data folder.")}");
        }
        string name = invitation.UserName.Length > 0 ? invitation.UserName : userName.Trim();
        InvitationResult result = await CarryOutAsync(invitation, name, password, stop);
        if (result.User is null) return result;
        if (invitation.Kind == InvitationKind.NewPassword) await WelcomeBackAsync(result.User);
        if (invitation.Kind == InvitationKind.FirstAdmin) first.Done();
        await audit.RecordAsync(new AuditEntry($"user {name}", invitation.Kind == InvitationKind.NewPassword ? "password.set" : "user.created", name) { Address = address, New = invitation.Roles }, stop);
        return result;
    }

    // In one go, on the connection of the framework's users: whoever dies between spending the link, making somebody and giving the roles leaves nothing of it. A password that is too short costs no link either.
    private async Task<InvitationResult> CarryOutAsync(InvitationRow invitation, string name, string password, CancellationToken stop)
    {
        await using IDbContextTransaction whole = await db.Database.BeginTransactionAsync(stop);
        if (!await invitations.SpendAsync(invitation, db, stop)) return new InvitationResult(null, "This link was used a moment ago. Sign in with the password that was chosen, or ask an admin for a new one.");
        InvitationResult result = invitation.Kind == InvitationKind.NewPassword ? await SetPasswordAsync(name, password) : await CreateAsync(name, password, invitation);
        if (result.User is not null) await whole.CommitAsync(stop);
        return result;
    }

    private async Task<InvitationResult> CreateAsync(string name, string password, InvitationRow invitation)
    {
        var user = new DeskUser { UserName = name, CreatedTime = clock.GetUtcNow(), LockoutEnabled = true };
        IdentityResult made = await users.CreateAsync(user, password);
        if (made.Succeeded) made = await users.AddToRolesAsync(user, invitation.Roles.Split(',', StringSplitOptions.RemoveEmptyEntries));
        return made.Succeeded ? new InvitationResult(user, "") : new InvitationResult(null, Sentence(made));
    }

    private async Task<InvitationResult> SetPasswordAsync(string name, string password)
    {
        if (await users.FindByNameAsync(name) is not { } user) return new InvitationResult(null, "There is no such user any more.");
        IdentityResult set = await users.ResetPasswordAsync(user, await users.GeneratePasswordResetTokenAsync(user), password);
        return set.Succeeded ? new InvitationResult(user, "") : new InvitationResult(null, Sentence(set));
    }

    // Old sessions end by the changed password itself, too.
    private async Task WelcomeBackAsync(DeskUser user)
    {
        await sessions.EndAllAsync(user.Id, except: "");
        await users.SetLockoutEndDateAsync(user, null);
        await users.ResetAccessFailedCountAsync(user);
    }

    /// <summary>All faults in one line.</summary>
    internal static string Sentence(IdentityResult result) =>
        string.Join(" ", result.Errors.Select(e => e.Code == nameof(IdentityErrorDescriber.ConcurrencyFailure) ? "Somebody has tried to sign in as this user, or has changed the user, at the same moment. Do it once more." : e.Description));
}
