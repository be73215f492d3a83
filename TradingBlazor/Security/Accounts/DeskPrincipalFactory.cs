using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using TradingBlazor.Security.Store;

namespace TradingBlazor.Security.Accounts;

/// <summary>What the cookie says of a person: id and name. No roles: those are looked up, so that a cookie never allows more than the database.</summary>
internal sealed class DeskPrincipalFactory(UserManager<DeskUser> users, IOptions<IdentityOptions> options) : UserClaimsPrincipalFactory<DeskUser>(users, options)
{
    protected override Task<ClaimsIdentity> GenerateClaimsAsync(DeskUser user) => Task.FromResult(new ClaimsIdentity(
        [new Claim(ClaimTypes.NameIdentifier, user.Id), new Claim(ClaimTypes.Name, user.UserName ?? "")],
        IdentityConstants.ApplicationScheme, ClaimTypes.Name, ClaimTypes.Role));
}
