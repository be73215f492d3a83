using System.Runtime.CompilerServices;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace TradingBlazor.Security.Access;

/// <summary>
/// Who a key stands for, made once for all requests that come with it: it says the same each time, and what is allowed is looked up apart from it. It goes when the key was read anew.
/// </summary>
internal static class KeyTickets
{
    private static readonly ConditionalWeakTable<CallerAccess, Task<AuthenticateResult>> Tickets = [];

    /// <summary>The answer to a request that came with the key of <paramref name="access"/>.</summary>
    public static Task<AuthenticateResult> Of(CallerAccess access) => Tickets.GetValue(access, static key =>
    {
        var identity = new ClaimsIdentity([new Claim(DeskClaims.Key, key.Id), new Claim(ClaimTypes.Name, key.Name)], DeskClaims.KeyScheme, ClaimTypes.Name, null);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), DeskClaims.KeyScheme)));
    });
}
