using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using TradingBlazor.Security.Access;
using TradingBlazor.Security.Store;

namespace TradingBlazor.Security.Accounts;

/// <summary>Begins a session of its own for every sign-in, and writes the id into the cookie; everything else about the person is looked up.</summary>
internal sealed class DeskSignIn(
    UserManager<DeskUser> users, IHttpContextAccessor accessor, IUserClaimsPrincipalFactory<DeskUser> factory, IOptions<IdentityOptions> options, ILogger<SignInManager<DeskUser>> logger,
    IAuthenticationSchemeProvider schemes, IUserConfirmation<DeskUser> confirmation, Sessions sessions, TimeProvider clock)
    : SignInManager<DeskUser>(users, accessor, factory, options, logger, schemes, confirmation)
{
    /// <summary>Claim that names how the person proved who he is (RFC 8176).</summary>
    public const string Method = "amr";

    /// <summary>A second factor, or a passkey that verified the person.</summary>
    public static readonly string[] Strong = ["mfa", "hwk"];

    private bool _isRefresh;

    /// <inheritdoc/>
    public override Task<bool> CanSignInAsync(DeskUser user) => user.IsDisabled ? Task.FromResult(false) : base.CanSignInAsync(user);

    /// <inheritdoc/>
    public override async Task RefreshSignInAsync(DeskUser user)
    {
        _isRefresh = true;
        await base.RefreshSignInAsync(user);
        _isRefresh = false;
    }

    /// <inheritdoc/>
    public override async Task SignInWithClaimsAsync(DeskUser user, AuthenticationProperties? authenticationProperties, IEnumerable<Claim> additionalClaims)
    {
        List<Claim> claims = [.. additionalClaims.Where(c => c.Type != DeskClaims.Session)];
        bool isLong = authenticationProperties?.IsPersistent == true;
        string? id = _isRefresh ? Context.User.FindFirstValue(DeskClaims.Session) : null;
        if (id is not null) await sessions.RestampAsync(id, user.SecurityStamp ?? "");
        else
        {
            id = await sessions.BeginAsync(user, Context.Request, claims.Any(c => c.Type == Method && Strong.Contains(c.Value)), isLong);
            user.LastSignInTime = clock.GetUtcNow();
            await UserManager.UpdateAsync(user);
        }
        claims.Add(new Claim(DeskClaims.Session, id));
        var properties = new AuthenticationProperties { IsPersistent = isLong, ExpiresUtc = clock.GetUtcNow() + (isLong ? Sessions.LongLength : Sessions.Length) };
        await base.SignInWithClaimsAsync(user, properties, claims);
    }
}
