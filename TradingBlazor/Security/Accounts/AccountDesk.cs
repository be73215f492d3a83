using System.Buffers.Text;
using Microsoft.AspNetCore.Identity;
using QRCoder;
using TradingBlazor.Security.Access;
using TradingBlazor.Security.Audit;
using TradingBlazor.Security.Store;

namespace TradingBlazor.Security.Accounts;

/// <summary>What a person changes about the own account. What makes the account easier to take over asks for password or code again; faults are sentences.</summary>
internal sealed class AccountDesk(DeskSignIn signIn, UserManager<DeskUser> users, Sessions sessions, AccessBook book, IAuditLog audit)
{
    private const int RecoveryCodeCount = 10;
    private const int PasskeysMax = 20;
    private const string WrongPassword = "The password is wrong.";

    /// <summary>Reads the account of the sender; null for a key, which has none.</summary>
    public async Task<OwnAccount?> ReadAsync(HttpContext context)
    {
        if (await book.FindAsync(context.User, context.RequestAborted) is not { Kind: CallerKind.User }) return null;
        (DeskUser user, CallerAccess access) = await WhoAsync(context);
        IList<UserPasskeyInfo> passkeys = await users.GetPasskeysAsync(user);
        IReadOnlyList<SessionRow> rows = await sessions.ListAsync(user.Id, context.RequestAborted);
        return new OwnAccount(
            access.Name, access.Roles, user.TwoFactorEnabled, await users.CountRecoveryCodesAsync(user),
            [.. passkeys.Select(p => new PasskeyLine(Base64Url.EncodeToString(p.CredentialId), p.Name is { Length: > 0 } name ? name : "Passkey", p.CreatedAt))],
            [.. rows.Select(r => SessionWords.Line(r, access.Name, access.SessionId))]);
    }

    /// <summary>Makes a new secret; it counts once a code has confirmed it.</summary>
    public async Task<(AuthenticatorSetup? Setup, string Fault)> BeginAuthenticatorAsync(string password, HttpContext context)
    {
        (DeskUser user, CallerAccess access) = await WhoAsync(context);
        if (await PasswordFaultAsync(user, access, password, context) is { } fault) return (null, fault);
        if (user.TwoFactorEnabled) return (null, "The authenticator is on. Turn it off first.");
        // The stamp changes with the secret, and with it every session but this one ends.
        await users.ResetAuthenticatorKeyAsync(user);
        await signIn.RefreshSignInAsync(user);
        return (Setup(user, (await users.GetAuthenticatorKeyAsync(user))!), "");
    }

    /// <summary>The secret that waits for its first code; null when none does.</summary>
    public async Task<AuthenticatorSetup?> PendingAuthenticatorAsync(HttpContext context)
    {
        (DeskUser user, _) = await WhoAsync(context);
        return !user.TwoFactorEnabled && await users.GetAuthenticatorKeyAsync(user) is { Length: > 0 } key ? Setup(user, key) : null;
    }

    /// <summary>Turns it on.</summary>
    public async Task<(IReadOnlyList<string> Codes, AuthenticatorSetup? Setup, string Fault)> ConfirmAuthenticatorAsync(string code, HttpContext context)
    {
        (DeskUser user, CallerAccess access) = await WhoAsync(context);
        if (user.TwoFactorEnabled || await users.GetAuthenticatorKeyAsync(user) is not { Length: > 0 } key) return ([], null, "Nothing is being set up any more. Begin again with your password.");
        if (await CodeFaultAsync(user, access, code, context) is { } fault) return ([], Setup(user, key), fault);
        IdentityResult on = await users.SetTwoFactorEnabledAsync(user, true);
        if (!on.Succeeded) return ([], Setup(user, key), InvitationDesk.Sentence(on));
        IEnumerable<string>? codes = await users.GenerateNewTwoFactorRecoveryCodesAsync(user, RecoveryCodeCount);
        await signIn.RefreshSignInAsync(user);
        await sessions.MarkStrongAsync(access.SessionId);
        await AuditAsync(access, "authenticator.on", context);
        return ([.. codes ?? []], null, "");
    }

    /// <summary>New recovery codes instead of the old ones.</summary>
    public async Task<(IReadOnlyList<string> Codes, string Fault)> NewRecoveryCodesAsync(string code, HttpContext context)
    {
        (DeskUser user, CallerAccess access) = await WhoAsync(context);
        if (await CodeFaultAsync(user, access, code, context) is { } fault) return ([], fault);
        IEnumerable<string>? codes = await users.GenerateNewTwoFactorRecoveryCodesAsync(user, RecoveryCodeCount);
        await AuditAsync(access, "recoveryCodes.made", context);
        return ([.. codes ?? []], "");
    }

    /// <summary>Turns the authenticator off.</summary>
    public async Task<string> TurnOffAuthenticatorAsync(string code, HttpContext context)
    {
        (DeskUser user, CallerAccess access) = await WhoAsync(context);
        if (await CodeFaultAsync(user, access, code, context) is { } fault) return fault;
        IdentityResult off = await users.SetTwoFactorEnabledAsync(user, false);
        if (off.Succeeded) off = await users.ResetAuthenticatorKeyAsync(user);
        if (!off.Succeeded) return InvitationDesk.Sentence(off);
        await signIn.RefreshSignInAsync(user);
        await AuditAsync(access, "authenticator.off", context);
        return "";
    }

    /// <summary>Adds a passkey that the browser has made.</summary>
    public async Task<string> AddPasskeyAsync(string name, string password, string credential, HttpContext context)
    {
        (DeskUser user, CallerAccess access) = await WhoAsync(context);
        if (await PasswordFaultAsync(user, access, password, context) is { } fault) return fault;
        if (credential.Length is 0 or > 20_000) return "The browser made no passkey. Try again, or do without: a password and an authenticator are enough.";
        if ((await users.GetPasskeysAsync(user)).Count >= PasskeysMax) return $"There are {PasskeysMax} passkeys. Remove one first.";
        PasskeyAttestationResult made;
        try
        {
            made = await signIn.PerformPasskeyAttestationAsync(credential);
        }
        catch (Exception e) when (e is InvalidOperationException or System.Text.Json.JsonException or PasskeyException)
        {
            return "The passkey cannot be read. Try again.";
        }
        if (!made.Succeeded) return $"The passkey was not accepted: {made.Failure.Message}";
        made.Passkey.Name = name.Trim() is { Length: > 0 } given ? given[..Math.Min(given.Length, 64)] : "Passkey";
        IdentityResult added = await users.AddOrUpdatePasskeyAsync(user, made.Passkey);
        if (!added.Succeeded) return InvitationDesk.Sentence(added);
        await AuditAsync(access, "passkey.added", context, made.Passkey.Name);
        return "";
    }

    /// <summary>Removes a passkey.</summary>
    public async Task<string> RemovePasskeyAsync(string id, HttpContext context)
    {
        (DeskUser user, CallerAccess access) = await WhoAsync(context);
        IdentityResult removed = await users.RemovePasskeyAsync(user, Base64Url.DecodeFromChars(id));
        if (!removed.Succeeded) return InvitationDesk.Sentence(removed);
        await AuditAsync(access, "passkey.removed", context);
        return "";
    }

    /// <summary>Changes the password; every other session ends.</summary>
    public async Task<string> ChangePasswordAsync(string old, string @new, HttpContext context)
    {
        (DeskUser user, CallerAccess access) = await WhoAsync(context);
        if (await PasswordFaultAsync(user, access, old, context) is { } fault) return fault;
        IdentityResult changed = await users.ChangePasswordAsync(user, old, @new);
        if (!changed.Succeeded) return InvitationDesk.Sentence(changed);
        await signIn.RefreshSignInAsync(user);
        await AuditAsync(access, "password.changed", context);
        return "";
    }

    /// <summary>Ends one of the own sessions.</summary>
    public async Task<string> EndSessionAsync(string mark, HttpContext context)
    {
        (DeskUser user, CallerAccess access) = await WhoAsync(context);
        SessionRow? row = (await sessions.ListAsync(user.Id, context.RequestAborted)).FirstOrDefault(s => SessionWords.MarkOf(s.Id) == mark);
        if (row is null || !await sessions.EndAsync(row.Id, user.Id)) return "This session had ended already.";
        await AuditAsync(access, "session.ended", context, mark);
        return "";
    }

    /// <summary>Ends all own sessions but this one.</summary>
    public async Task<string> EndOtherSessionsAsync(HttpContext context)
    {
        (DeskUser user, CallerAccess access) = await WhoAsync(context);
        int ended = await sessions.EndAllAsync(user.Id, access.SessionId);
        await AuditAsync(access, "session.ended", context, $"{ended} others");
        return "";
    }

    private async Task<(DeskUser User, CallerAccess Access)> WhoAsync(HttpContext context)
    {
        CallerAccess access = await book.FindAsync(context.User, context.RequestAborted) ?? throw new InvalidOperationException("Nobody is signed in.");
        return (await users.FindByIdAsync(access.Id) ?? throw new InvalidOperationException("The user is gone."), access);
    }

    /// <summary>A sentence when the password is wrong. Wrong ones count towards the lock and stand in the audit log, so that a stolen session cannot guess unseen.</summary>
    private async Task<string?> PasswordFaultAsync(DeskUser user, CallerAccess access, string password, HttpContext context)
    {
        SignInResult result = await signIn.CheckPasswordSignInAsync(user, password, lockoutOnFailure: true);
        if (result.Succeeded) return null;
        await AuditAsync(access, "password.refused", context, reason: result.IsLockedOut ? "locked" : "wrong password");
        return result.IsLockedOut ? "Too many wrong passwords. Wait five minutes." : WrongPassword;
    }

    /// <summary>A sentence when the code is wrong, or may not be tried now. Counts and is audited as a password is.</summary>
    private async Task<string?> CodeFaultAsync(DeskUser user, CallerAccess access, string code, HttpContext context)
    {
        if (!await users.IsLockedOutAsync(user))
        {
            if (await users.VerifyTwoFactorTokenAsync(user, users.Options.Tokens.AuthenticatorTokenProvider, SignInDesk.Digits(code)))
            {
                await users.ResetAccessFailedCountAsync(user);
                return null;
            }
            await users.AccessFailedAsync(user);
        }
        bool isLocked = await users.IsLockedOutAsync(user);
        await AuditAsync(access, "code.refused", context, reason: isLocked ? "locked" : "wrong code");
        return isLocked ? Totp.Locked : Totp.WrongCode;
    }

    private Task AuditAsync(CallerAccess access, string action, HttpContext context, string subject = "", string reason = "") =>
        audit.RecordAsync(new AuditEntry(access.Who, action, subject) { Address = Addresses.Of(context), Reason = reason });

    private static AuthenticatorSetup Setup(DeskUser user, string key)
    {
        string uri = $"otpauth://totp/TradingBlazor:{Uri.EscapeDataString(user.UserName ?? "")}?secret={key}&issuer=TradingBlazor&digits=6&period={Totp.StepSeconds}";
        using QRCodeData data = QRCodeGenerator.GenerateQrCode(uri, QRCodeGenerator.ECCLevel.M);
        return new AuthenticatorSetup(string.Join(' ', key.Chunk(4).Select(c => new string(c))), QrPicture.Svg(data));
    }
}
