using Microsoft.Extensions.DependencyInjection;
using TradingBlazor.Security.Access;
using TradingBlazor.Security.Accounts;
using TradingBlazor.Security.Store;
using TradingBlazor.Tests.Api;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Security;

/// <summary>Keys of a person, for some accounts or for all.</summary>
internal static class BoundKey
{
    /// <summary>Makes one that may trade.</summary>
    /// <param name="host">The program.</param>
    /// <param name="maker">Who makes it.</param>
    /// <param name="rights">Actions by account, such as <c>DU1: Trade, Cancel</c>; empty for every account.</param>
    public static async Task<string> MakeAsync(ApiHost host, Person maker, string rights)
    {
        await using AsyncServiceScope scope = host.Services.CreateAsyncScope();
        await using SecurityContext db = await host.Services.GetRequiredService<SecurityDatabase>().OpenAsync(ApiHost.Stop);
        DeskUser user = db.Users.Single(u => u.UserName == maker.Name);
        var by = new CommandJudgement(new CallerAccess(CallerKind.User, user.Id, maker.Name, Roles.Of("admin")), "", "");
        (string text, string fault) = await scope.ServiceProvider.GetRequiredService<KeyDesk>().CreateAsync("test", KeyScope.Trade, 1, rights, by, ApiHost.Stop);
        Assert.Equal("", fault);
        return text;
    }
}
