using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace TradingBlazor.Security.Store;

/// <summary>Keeps authenticator keys encrypted and recovery codes hashed: who reads the database, or its backup, can sign in as nobody.</summary>
internal sealed class DeskUserStore(SecurityContext context, SecurityDatabase database, IDataProtectionProvider protection, IdentityErrorDescriber? describer = null)
    : UserStore<DeskUser, IdentityRole, SecurityContext, string, IdentityUserClaim<string>, IdentityUserRole<string>, IdentityUserLogin<string>, IdentityUserToken<string>, IdentityRoleClaim<string>, IdentityUserPasskey<string>>(context, describer)
{
    private readonly IDataProtector _protector = protection.CreateProtector("TradingBlazor.AuthenticatorKey.v1");
    private bool _isRedeeming;

    // Everything begins with finding somebody. In the first second of a program's life the tables may not be there yet.
    public override async Task<DeskUser?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken = default)
    {
        await database.ReadyAsync(cancellationToken);
        return await base.FindByNameAsync(normalizedUserName, cancellationToken);
    }

    public override async Task<DeskUser?> FindByIdAsync(string userId, CancellationToken cancellationToken = default)
    {
        await database.ReadyAsync(cancellationToken);
        return await base.FindByIdAsync(userId, cancellationToken);
    }

    public override async Task<DeskUser?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken)
    {
        await database.ReadyAsync(cancellationToken);
        return await base.FindByPasskeyIdAsync(credentialId, cancellationToken);
    }

    public override Task SetAuthenticatorKeyAsync(DeskUser user, string key, CancellationToken cancellationToken) =>
        base.SetAuthenticatorKeyAsync(user, _protector.Protect(key), cancellationToken);

    public override async Task<string?> GetAuthenticatorKeyAsync(DeskUser user, CancellationToken cancellationToken)
    {
        if (await base.GetAuthenticatorKeyAsync(user, cancellationToken) is not { Length: > 0 } kept) return null;
        try
        {
            return _protector.Unprotect(kept);
        }
        catch (CryptographicException)
        {
            // The folder 'keys' is another one than that which wrote it. Without the key no code is right; an admin resets the second factor.
            return null;
        }
    }

    public override Task ReplaceCodesAsync(DeskUser user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken) =>
        base.ReplaceCodesAsync(user, _isRedeeming ? recoveryCodes : recoveryCodes.Select(Hash), cancellationToken);

    public override async Task<bool> RedeemCodeAsync(DeskUser user, string code, CancellationToken cancellationToken)
    {
        // The framework puts back what is left, which are hashes already.
        _isRedeeming = true;
        try
        {
            // Codes of which one was used before this was seen are hashed twice.
            return await base.RedeemCodeAsync(user, Hash(code), cancellationToken) || await base.RedeemCodeAsync(user, Hash(Hash(code)), cancellationToken);
        }
        finally
        {
            _isRedeeming = false;
        }
    }

    // One round is enough: the codes are random, not chosen.
    private static string Hash(string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code.Trim().ToUpperInvariant())));
}
