using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using TradingBlazor.Security.Access;
using TradingBlazor.Security.Store;
using TradingBlazor.Tests.Api;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Components;

/// <summary>People who signed in over the forms of a host, as a circuit knows them.</summary>
internal static class PeopleOfHost
{
    /// <summary>The session of a person as the cookie carries it.</summary>
    public static async Task<ClaimsPrincipal> PrincipalAsync(this ApiHost host, Person person)
    {
        await using SecurityContext db = await host.Services.GetRequiredService<SecurityDatabase>().OpenAsync(ApiHost.Stop);
        string id = (await db.Users.SingleAsync(u => u.UserName == person.Name, ApiHost.Stop)).Id;
        string session = (await db.Sessions.Where(s => s.UserId == id && s.RevokedTime == null).ToListAsync(ApiHost.Stop)).OrderByDescending(s => s.CreatedTime).First().Id;
        return new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, id), new Claim(ClaimTypes.Name, person.Name), new Claim(DeskClaims.Session, session)], "test"));
    }

    /// <summary>What a person may do now.</summary>
    public static async Task<CallerAccess> AccessAsync(this ApiHost host, Person person) =>
        await host.Services.GetRequiredService<AccessBook>().FindAsync(await host.PrincipalAsync(person), ApiHost.Stop) ?? throw new InvalidOperationException($"{person.Name} is signed out.");
}
