using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Storage;
using TradingBlazor.Security.Access;
using TradingBlazor.Security.Audit;
using TradingBlazor.Security.Store;

namespace TradingBlazor.Security.Accounts;

/// <summary>A user as admins see one.</summary>
internal sealed record UserLine(
    string Id, string Name, IReadOnlyList<string> Roles, bool IsDisabled, bool IsLocked, bool HasSecondFactor, DateTimeOffset CreatedTime, DateTimeOffset? LastSignInTime, IReadOnlyDictionary<string, Permission> Rights);

/// <summary>What admins change about users. Every change is validated and audited before it is told; a fault is a sentence, empty when done.</summary>
internal sealed class UserDesk(SecurityDatabase database, UserManager<DeskUser> users, Invitations invitations, Sessions sessions, AccessBook book, KeyBook keys, IAuditLog audit, TimeProvider clock)
{
    private const int NameMax = 64;

    /// <summary>All users by name.</summary>
    public async Task<IReadOnlyList<UserLine>> ListAsync(CancellationToken stop)
    {
        DateTimeOffset now = clock.GetUtcNow();
        await using SecurityContext db = await database.OpenAsync(stop);
        List<DeskUser> all = await db.Users.AsNoTracking().OrderBy(u => u.NormalizedUserName).ToListAsync(stop);
        ILookup<string, string> roles = (await db.UserRoles.AsNoTracking().ToListAsync(stop)).ToLookup(r => r.UserId, r => r.RoleId);
        ILookup<string, AccountRightRow> rights = (await db.AccountRights.AsNoTracking().ToListAsync(stop)).ToLookup(r => r.UserId);
        HashSet<string> passkeys = [.. await db.Set<IdentityUserPasskey<string>>().Select(p => p.UserId).Distinct().ToListAsync(stop)];
        return
        [
            .. all.Select(u => new UserLine(
                u.Id, u.UserName ?? "", [.. Roles.All.Where(roles[u.Id].Contains)], u.IsDisabled, u.LockoutEnd > now, u.TwoFactorEnabled || passkeys.Contains(u.Id), u.CreatedTime, u.LastSignInTime,
                rights[u.Id].ToDictionary(r => r.Account, r => r.Actions, StringComparer.Ordinal))),
        ];
    }

    /// <summary>Invites a new user.</summary>
    /// <returns>Path of the one-time link; empty with a fault.</returns>
    public async Task<(string Path, string Fault)> InviteAsync(string name, IReadOnlyCollection<string> roles, CommandJudgement by, CancellationToken stop)
    {
        name = name.Trim();
        if (name.Length is 0 or > NameMax || !name.All(c => users.Options.User.AllowedUserNameCharacters.Contains(c, StringComparison.Ordinal)))
            return ("", $"'{name}' is not a user name. Expected up to {NameMax} letters, digits and - . _ @.");
        if (roles.Count == 0 || roles.FirstOrDefault(r => !Roles.All.Contains(r)) is not null) return ("", $"Expected one or more of the roles {string.Join(", ", Roles.All)}.");
        if (await users.FindByNameAsync(name) is not null) return ("", $"There is a user '{name}' already.");
        string path = await invitations.CreateAsync(InvitationKind.NewUser, name, roles, stop);
        await audit.RecordAsync(by.Entry("user.invited", name) with { New = string.Join(",", roles) }, stop);
        return (path, "");
    }

    /// <summary>Takes a link back that was not used.</summary>
    public async Task<string> TakeBackAsync(InvitationKind kind, string name, CommandJudgement by, CancellationToken stop)
    {
        if (by.Fault.Length > 0) return by.Fault;
        if (kind == InvitationKind.FirstAdmin || !await invitations.TakeBackAsync(kind, name, stop)) return $"There is no open link of '{name}' any more.";
        await audit.RecordAsync(by.Entry("invitation.takenBack", name), stop);
        return "";
    }

    /// <summary>Makes a one-time link with which a user chooses a new password.</summary>
    public async Task<(string Path, string Fault)> InviteToResetAsync(string name, CommandJudgement by, CancellationToken stop)
    {
        if (await users.FindByNameAsync(name) is not { } user) return ("", NoSuch(name));
        string path = await invitations.CreateAsync(InvitationKind.NewPassword, user.UserName!, [], stop);
        await audit.RecordAsync(by.Entry("password.linkMade", user.UserName!), stop);
        return (path, "");
    }

    /// <summary>Sets the roles.</summary>
    public async Task<string> SetRolesAsync(string name, IReadOnlyCollection<string> roles, CommandJudgement by, CancellationToken stop, string? seen = null)
    {
        await using IAsyncDisposable turn = await database.TakeAdminsAsync(stop);
        if (await users.FindByNameAsync(name) is not { } user) return NoSuch(name);
        if (roles.Count == 0 || roles.FirstOrDefault(r => !Roles.All.Contains(r)) is not null) return $"Expected one or more of the roles {string.Join(", ", Roles.All)}.";
        // In a context of its own and in one go: the framework takes old roles and gives new ones in two steps, and whoever dies between them leaves somebody without any.
        await using SecurityContext db = await database.OpenAsync(stop);
        List<IdentityUserRole<string>> rows = await db.UserRoles.Where(r => r.UserId == user.Id).ToListAsync(stop);
        string[] old = [.. rows.Select(r => r.RoleId)];
        if (seen is not null && seen != Words(old)) return $"Somebody else has changed the roles of {user.UserName} meanwhile: they are {string.Join(", ", old.Order(StringComparer.Ordinal).Select(Roles.WordOf))}. Look at them, and set yours again if they still are to be.";
        if (old.Contains(Roles.Admin) && !roles.Contains(Roles.Admin) && await IsLastAdminAsync(user, stop)) return "This is the last admin who can sign in. Make another one first.";
        db.UserRoles.RemoveRange(rows.Where(r => !roles.Contains(r.RoleId)));
        db.UserRoles.AddRange(roles.Except(old).Select(r => new IdentityUserRole<string> { UserId = user.Id, RoleId = r }));
        await db.SaveChangesAsync(stop);
        book.ForgetAll();
        // A key does no more than who made it may do.
        keys.Forget();
        await audit.RecordAsync(by.Entry("user.rolesChanged", user.UserName!) with { Old = Words(old), New = Words(roles) }, stop);
        return "";
    }

    /// <summary>Disables a user, which ends sessions and keys at once, or enables one again.</summary>
    public async Task<string> SetDisabledAsync(string name, bool isDisabled, CommandJudgement by, CancellationToken stop)
    {
        await using IAsyncDisposable turn = await database.TakeAdminsAsync(stop);
        if (await users.FindByNameAsync(name) is not { } user) return NoSuch(name);
        if (isDisabled && user.Id == by.Access?.Id) return "You cannot disable yourself.";
        if (isDisabled && await users.IsInRoleAsync(user, Roles.Admin) && await IsLastAdminAsync(user, stop)) return "This is the last admin who can sign in. Make another one first.";
        await SetAsync(user, u => u.SetProperty(x => x.IsDisabled, isDisabled), stop);
        if (isDisabled) await sessions.EndAllAsync(user.Id, except: "");
        book.ForgetAll();
        keys.Forget();
        await audit.RecordAsync(by.Entry(isDisabled ? "user.disabled" : "user.enabled", user.UserName!), stop);
        return "";
    }

    /// <summary>Takes authenticator, recovery codes and passkeys away from somebody who lost them, and ends the sessions.</summary>
    public async Task<string> ResetSecondFactorAsync(string name, CommandJudgement by, CancellationToken stop)
    {
        if (await users.FindByNameAsync(name) is not { } user) return NoSuch(name);
        if (user.Id == by.Access?.Id) return "Your own second factor is changed on the page Account, with a code.";
        IdentityResult done = await users.SetTwoFactorEnabledAsync(user, false);
        if (done.Succeeded) done = await users.ResetAuthenticatorKeyAsync(user);
        foreach (UserPasskeyInfo passkey in await users.GetPasskeysAsync(user))
            if (done.Succeeded) done = await users.RemovePasskeyAsync(user, passkey.CredentialId);
        if (!done.Succeeded) return InvitationDesk.Sentence(done);
        await sessions.EndAllAsync(user.Id, except: "");
        book.ForgetAll();
        await audit.RecordAsync(by.Entry("secondFactor.reset", user.UserName!), stop);
        return "";
    }

    /// <summary>Lets a locked user try again.</summary>
    public async Task<string> UnlockAsync(string name, CommandJudgement by, CancellationToken stop)
    {
        if (await users.FindByNameAsync(name) is not { } user) return NoSuch(name);
        await SetAsync(user, u => u.SetProperty(x => x.LockoutEnd, (DateTimeOffset?)null).SetProperty(x => x.AccessFailedCount, 0), stop);
        await audit.RecordAsync(by.Entry("user.unlocked", user.UserName!), stop);
        return "";
    }

    /// <summary>Sets what a user may do in each account; none at all means what the roles allow, everywhere.</summary>
    public async Task<string> SetRightsAsync(string name, IReadOnlyDictionary<string, Permission> rights, CommandJudgement by, CancellationToken stop, string? seen = null)
    {
        if (await users.FindByNameAsync(name) is not { } user) return NoSuch(name);
        if (rights.Keys.FirstOrDefault(a => a.Length is 0 or > 32 || !a.All(char.IsAsciiLetterOrDigit)) is { } wrong) return $"'{wrong}' is not an account code.";
        await using SecurityContext db = await database.OpenAsync(stop);
        // Without rows somebody may act in every account: the old ones are gone only when the new ones are there.
        await using IDbContextTransaction whole = await db.Database.BeginTransactionAsync(stop);
        List<AccountRightRow> old = await db.AccountRights.Where(r => r.UserId == user.Id).ToListAsync(stop);
        var had = old.ToDictionary(r => r.Account, r => r.Actions, StringComparer.Ordinal);
        string before = Words(had);
        if (seen is not null && seen != AccountRights.Write(had)) return $"Somebody else has changed the rights of {user.UserName} meanwhile: {(had.Count == 0 ? "they are those of the roles, in every account" : $"they are {AccountRights.Write(had)}")}. Look at them, and set yours again if they still are to be.";
        db.AccountRights.RemoveRange(old);
        await db.SaveChangesAsync(stop);
        db.AccountRights.AddRange(rights.Select(r => new AccountRightRow { UserId = user.Id, Account = r.Key, Actions = r.Value }));
        await db.SaveChangesAsync(stop);
        await whole.CommitAsync(stop);
        book.ForgetAll();
        await audit.RecordAsync(by.Entry("user.rightsChanged", user.UserName!) with { Old = before, New = Words(rights) }, stop);
        return "";
    }

    /// <summary>Roles in one text, as a page gives back what it showed.</summary>
    internal static string Words(IEnumerable<string> roles) => string.Join(",", roles.Order(StringComparer.Ordinal));

    private static string Words(IReadOnlyDictionary<string, Permission> rights) => string.Join("; ", rights.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => $"{r.Key}: {r.Value}"));

    private static string NoSuch(string name) => $"There is no user '{name}'.";

    // At once, whatever else is written at the same moment: the framework gives up when somebody has tried a password since the user was read, and an attack must not keep an admin from ending it.
    // Whoever read the user before and writes all of it back is refused, because the stamp is another one.
    private async Task SetAsync(DeskUser user, Action<UpdateSettersBuilder<DeskUser>> set, CancellationToken stop)
    {
        await using SecurityContext db = await database.OpenAsync(stop);
        await db.Users.Where(u => u.Id == user.Id).ExecuteUpdateAsync(u =>
        {
            set(u);
            u.SetProperty(x => x.ConcurrencyStamp, Guid.NewGuid().ToString());
        }, stop);
    }

    private async Task<bool> IsLastAdminAsync(DeskUser user, CancellationToken stop)
    {
        await using SecurityContext db = await database.OpenAsync(stop);
        return !await db.UserRoles.AnyAsync(r => r.RoleId == Roles.Admin && r.UserId != user.Id && db.Users.Any(u => u.Id == r.UserId && !u.IsDisabled), stop);
    }
}
