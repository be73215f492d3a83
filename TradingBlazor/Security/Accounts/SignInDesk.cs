using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using TradingBlazor.Security.Audit;
using TradingBlazor.Security.Store;

namespace TradingBlazor.Security.Accounts;

/// <summary>How a step of the sign-in ended.</summary>
/// <param name="IsIn">Signed in.</param>
/// <param name="NeedsSecondFactor">The password is right, the second factor comes next.</param>
/// <param name="Fault">Why not, for the person; empty otherwise.</param>
internal sealed record SignInAnswer(bool IsIn, bool NeedsSecondFactor, string Fault);

/// <summary>Signs people in. Every try is audited; the answer never tells whether a name exists.</summary>
internal sealed class SignInDesk(DeskSignIn signIn, UserManager<DeskUser> users, IAuditLog audit)
{
    private const string Wrong = "User name or password is wrong. After five wrong ones in a row a user is locked for five minutes.";
    private const int RecoveryLength = 10;
    private const string WrongRecovery = "The recovery code is wrong, or was used before: each works once, and new ones end the old.";
    private static readonly SignInAnswer In = new(true, false, "");

    // Hashed once: what an unknown name costs must be what a known one costs.
    private static readonly Lazy<string> NobodysHash = new(() => new PasswordHasher<DeskUser>().HashPassword(new DeskUser(), Guid.NewGuid().ToString()));

    /// <summary>The first step: name and password.</summary>
    public async Task<SignInAnswer> SignInAsync(string name, string password, bool stay, HttpContext context)
    {
        DeskUser? user = await users.FindByNameAsync(name.Trim());
        if (user is null)
        {
            users.PasswordHasher.VerifyHashedPassword(new DeskUser(), NobodysHash.Value, password);
            return await FailedAsync(name, "no such user", context);
        }
        SignInResult result = await signIn.PasswordSignInAsync(user, password, stay, lockoutOnFailure: true);
        if (result.RequiresTwoFactor) return new SignInAnswer(false, true, "");
        if (result.Succeeded)
        {
            await InAsync(user, "password", context);
            return In;
        }
        return await FailedAsync(name, result.IsLockedOut ? "locked" : result.IsNotAllowed ? "disabled" : "wrong password", context);
    }

    /// <summary>The second step with a code of the authenticator.</summary>
    public Task<SignInAnswer> CodeAsync(string code, HttpContext context) =>
        SecondAsync("authenticator", Totp.WrongCode, () => signIn.TwoFactorAuthenticatorSignInAsync(Digits(code), isPersistent: false, rememberClient: false), context);

    /// <summary>The second step with a recovery code.</summary>
    /// <remarks>The framework counts no wrong ones and lets them pass a lock; here they count as wrong codes do.</remarks>
    public Task<SignInAnswer> RecoveryAsync(string code, HttpContext context) => SecondAsync("recovery code", WrongRecovery, async () =>
    {
        if (await signIn.GetTwoFactorAuthenticationUserAsync() is not { } user) return SignInResult.Failed;
        if (await users.IsLockedOutAsync(user)) return SignInResult.LockedOut;
        SignInResult result = await signIn.TwoFactorRecoveryCodeSignInAsync(Written(code));
        if (!result.Succeeded) await users.AccessFailedAsync(user);
        return result.Succeeded || !await users.IsLockedOutAsync(user) ? result : SignInResult.LockedOut;
    }, context);

    /// <summary>One step with a passkey: the device has verified the person.</summary>
    public async Task<SignInAnswer> PasskeyAsync(string credential, HttpContext context)
    {
        PasskeyAssertionResult<DeskUser>? result = credential.Length is > 0 and < 20_000 ? await AssertAsync(credential) : null;
        if (result is not { Succeeded: true, User: { } user })
            return await FailedAsync("", "passkey not accepted", context, "The passkey was not accepted. Try again, or use your password.");
        if (user.IsDisabled || await users.IsLockedOutAsync(user)) return await FailedAsync(user.UserName ?? "", "locked or disabled", context);
        await users.AddOrUpdatePasskeyAsync(user, result.Passkey!);
        await signIn.SignInWithClaimsAsync(user, new Microsoft.AspNetCore.Authentication.AuthenticationProperties(), [new Claim(DeskSignIn.Method, "hwk")]);
        await InAsync(user, "passkey", context);
        return In;
    }

    /// <summary>The digits of a code, which authenticators show in groups.</summary>
    internal static string Digits(string code) => string.Concat(code.Where(char.IsAsciiDigit));

    /// <summary>A recovery code as it was made, however it is typed off the paper: five and five in capitals with a hyphen between.</summary>
    private static string Written(string code) =>
        string.Concat(code.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant() is { Length: RecoveryLength } plain ? $"{plain[..(RecoveryLength / 2)]}-{plain[(RecoveryLength / 2)..]}" : code.Trim();

    private async Task<PasskeyAssertionResult<DeskUser>?> AssertAsync(string credential)
    {
        try
        {
            return await signIn.PerformPasskeyAssertionAsync(credential);
        }
        catch (Exception e) when (e is InvalidOperationException or System.Text.Json.JsonException or PasskeyException)
        {
            // No challenge was asked for before, or the text is none of a passkey.
            return null;
        }
    }

    private async Task<SignInAnswer> SecondAsync(string factor, string wrong, Func<Task<SignInResult>> check, HttpContext context)
    {
        if (await signIn.GetTwoFactorAuthenticationUserAsync() is not { } user) return new SignInAnswer(false, false, "The first step is too long ago. Sign in again.");
        SignInResult result = await check();
        if (result.Succeeded)
        {
            await InAsync(user, factor, context);
            return In;
        }
        return await FailedAsync(user.UserName ?? "", result.IsLockedOut ? "locked" : $"wrong {factor}", context,
            result.IsLockedOut ? Totp.Locked : wrong);
    }

    private async Task InAsync(DeskUser user, string factor, HttpContext context) =>
        await audit.RecordAsync(new AuditEntry($"user {user.UserName}", "signIn") { Address = Addresses.Of(context), New = factor });

    private async Task<SignInAnswer> FailedAsync(string name, string why, HttpContext context, string? sentence = null)
    {
        await audit.RecordAsync(new AuditEntry("nobody", why == "locked" ? "signIn.locked" : "signIn.failed", name) { Address = Addresses.Of(context), Reason = why });
        return new SignInAnswer(false, false, sentence ?? Wrong);
    }
}
