using Microsoft.AspNetCore.Identity;
using TradingBlazor.Security.Accounts;
using TradingBlazor.Security.Audit;
using TradingBlazor.Security.Store;
using TradingCore.Domain;
using TradingCore.Engine.Views;

namespace TradingBlazor.Security.Access;

/// <summary>Checks codes of authenticators for what needs a second factor that was given just now.</summary>
internal sealed class StepUpDesk(IServiceScopeFactory scopes, Sessions sessions, IAuditLog audit)
{
    /// <summary>Takes a code of a signed-in person; the session then counts as fresh.</summary>
    /// <returns>Why not; empty when right.</returns>
    public async Task<string> ConfirmAsync(CallerAccess access, string code)
    {
        if (await FaultAsync(access.Name, code) is { Length: > 0 } fault)
        {
            await audit.RecordAsync(new AuditEntry(access.Who, "stepUp.failed") { Address = access.Address, Reason = fault });
            return fault;
        }
        await sessions.MarkStrongAsync(access.SessionId);
        await audit.RecordAsync(new AuditEntry(access.Who, "stepUp") { Address = access.Address });
        return "";
    }

    /// <summary>Takes a code of a person who stands behind what a key sends. Who it was is kept, and so is who tried.</summary>
    /// <param name="key">The key.</param>
    /// <param name="address">Where it is used.</param>
    /// <param name="userName">The person.</param>
    /// <param name="code">The code.</param>
    /// <param name="permission">What the person must be allowed.</param>
    /// <param name="what">What it is for.</param>
    /// <returns>Why not; empty when right.</returns>
    public async Task<string> ConfirmForAsync(CallerAccess key, string address, string userName, string code, Permission permission, string what)
    {
        string fault = await FaultAsync(userName, code);
        if (fault.Length == 0 && (await PermissionsOfAsync(userName) & permission) != permission) fault = $"{userName} may not {what}.";
        await audit.RecordAsync(new AuditEntry(key.Who, fault.Length > 0 ? "stepUp.failed" : "stepUp", userName) { Address = address, Reason = fault.Length > 0 ? fault : what });
        return fault;
    }

    /// <summary>Why a code is not one of this user's; empty when it is. A wrong one counts towards the lock.</summary>
    public async Task<string> FaultAsync(string userName, string code)
    {
        await using AsyncServiceScope scope = scopes.CreateAsyncScope();
        UserManager<DeskUser> users = scope.ServiceProvider.GetRequiredService<UserManager<DeskUser>>();
        if (await users.FindByNameAsync(userName) is not { IsDisabled: false } user) return Totp.WrongCode;
        if (!user.TwoFactorEnabled) return "There is no authenticator yet. Set one up on the page Account.";
        if (await users.IsLockedOutAsync(user)) return Totp.Locked;
        if (await users.VerifyTwoFactorTokenAsync(user, users.Options.Tokens.AuthenticatorTokenProvider, SignInDesk.Digits(code)))
        {
            // It is wrong ones in a row that lock, not those of a whole day.
            await users.ResetAccessFailedCountAsync(user);
            return "";
        }
        await users.AccessFailedAsync(user);
        return await users.IsLockedOutAsync(user) ? Totp.Locked : Totp.WrongCode;
    }

    /// <summary>True when the user has an authenticator whose codes can be asked for.</summary>
    public async Task<bool> HasAuthenticatorAsync(string userName)
    {
        await using AsyncServiceScope scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<UserManager<DeskUser>>().FindByNameAsync(userName) is { TwoFactorEnabled: true };
    }

    /// <summary>True when the user has an authenticator or a passkey.</summary>
    public async Task<bool> HasSecondFactorAsync(string userName)
    {
        await using AsyncServiceScope scope = scopes.CreateAsyncScope();
        UserManager<DeskUser> users = scope.ServiceProvider.GetRequiredService<UserManager<DeskUser>>();
        return await users.FindByNameAsync(userName) is { } user && (user.TwoFactorEnabled || (await users.GetPasskeysAsync(user)).Count > 0);
    }

    // Roles of a user who confirmed by code, for a command that a key sends.
    private async Task<Permission> PermissionsOfAsync(string userName)
    {
        await using AsyncServiceScope scope = scopes.CreateAsyncScope();
        UserManager<DeskUser> users = scope.ServiceProvider.GetRequiredService<UserManager<DeskUser>>();
        return await users.FindByNameAsync(userName) is { IsDisabled: false } user ? Roles.Of(await users.GetRolesAsync(user)) : Permission.None;
    }
}

/// <summary>Asks the person of a page for a code; the page's layout shows the question.</summary>
internal sealed class StepUpPrompt
{
    /// <summary>Shows the question; the argument says what for. True when the code was right.</summary>
    public Func<string, Task<bool>>? Ask { get; set; }
}

/// <summary>Whether a second factor is fresh enough for a command, and how to ask for it.</summary>
internal sealed class StepUpGuard(Caller caller, StepUpDesk desk, StepUpPrompt prompt, SecurityOptions options, ITradingView view, TimeProvider clock)
{
    /// <summary>Header with the code.</summary>
    public const string CodeHeader = "X-Authenticator-Code";

    /// <summary>Header with the user whose code it is, when a key sends the command.</summary>
    public const string UserHeader = "X-User";

    /// <summary>Judges, and asks where there is somebody to ask.</summary>
    /// <param name="access">Who commands.</param>
    /// <param name="permission">What the one who confirms must be allowed.</param>
    /// <param name="what">What it is for, as in <c>arm the kill switch again</c>.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <param name="isWaivedWithoutAuthenticator">True where nothing is at stake: a person without any second factor is then not asked for one.</param>
    /// <param name="code">Code from the form of a page; empty when it comes in the header, or is asked for.</param>
    /// <returns>Why not; empty when fresh.</returns>
    public async Task<string> FaultAsync(CallerAccess access, Permission permission, string what, CancellationToken stop, bool isWaivedWithoutAuthenticator = false, string code = "")
    {
        if (access.Kind == CallerKind.User) return isWaivedWithoutAuthenticator && !await desk.HasSecondFactorAsync(access.Name) ? "" : await UserFaultAsync(access, what, code, stop);
        // In the simulator nothing is at stake, and whoever holds the file's key owns the machine.
        if (access.Kind == CallerKind.KeyFile && view.Session.Mode == TradingMode.Simulator) return "";
        string user = Header(UserHeader);
        if (code.Length == 0) code = Header(CodeHeader);
        if (user.Length == 0 || code.Length == 0) return $"To {what}, a person must confirm: send {UserHeader} with the user's name and {CodeHeader} with a fresh code of that authenticator.";
        return await desk.ConfirmForAsync(access, caller.Request is { } request ? Addresses.Of(request) : "", user, code, permission, what);
    }

    /// <summary>True when the second factor was given just now.</summary>
    public bool IsFresh(CallerAccess access) => access.StrongTime is { } time && clock.GetUtcNow() - time <= options.StepUpAge;

    private async Task<string> UserFaultAsync(CallerAccess access, string what, string code, CancellationToken stop)
    {
        if (IsFresh(access)) return "";
        if (code.Length == 0) code = Header(CodeHeader);
        if (caller.Request is not null)
            return code.Length > 0 ? await desk.ConfirmAsync(access, code) : $"To {what}, give the second factor again: send {CodeHeader} with a fresh code of your authenticator.";
        if (prompt.Ask is { } ask && await ask(what) && await caller.FindAsync(stop) is { } now && IsFresh(now)) return "";
        return $"To {what}, your second factor is needed again, and it was not given.";
    }

    private string Header(string name) => caller.Request?.Request.Headers[name].ToString() ?? "";
}
