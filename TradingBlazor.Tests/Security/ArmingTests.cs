using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using TradingBlazor.Security.Access;
using TradingBlazor.Security.Store;
using TradingBlazor.State;
using TradingBlazor.Tests.Api;
using TradingBlazor.Tests.Harness;
using TradingCore.Domain;

namespace TradingBlazor.Tests.Security;

/// <summary>Who may arm what sends orders without a question.</summary>
public sealed class ArmingTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Keys_are_armed_on_a_live_account_only_with_a_fresh_second_factor_and_by_nobody_who_may_not_trade()
    {
        using Person trader = await Person.CreateAsync(host.Address, host.KeyFile, "trader", ApiHost.Stop, host.Clock), viewer = await Person.CreateAsync(host.Address, host.KeyFile, "viewer", ApiHost.Stop);

        string simulated = await AskAsync(trader);
        string watching = await AskAsync(viewer);
        SessionStatus before = host.View.Session;
        host.View.Session = before with { Mode = TradingMode.Live };
        try
        {
            string without = await AskAsync(trader);
            await trader.AddAuthenticatorAsync(ApiHost.Stop);
            string fresh = await AskAsync(trader);
            host.Clock.Advance(TimeSpan.FromMinutes(6));
            string stale = await AskAsync(trader);

            Assert.Equal(("", ""), (simulated, fresh));
            Assert.Contains("needs the permission Trade", watching, StringComparison.Ordinal);
            Assert.Contains("second factor", without, StringComparison.Ordinal);
            Assert.Contains("second factor", stale, StringComparison.Ordinal);
        }
        finally
        {
            host.View.Session = before;
        }
    }

    private async Task<string> AskAsync(Person person)
    {
        await using SecurityContext db = await host.Services.GetRequiredService<SecurityDatabase>().OpenAsync(ApiHost.Stop);
        DeskUser user = await db.Users.SingleAsync(u => u.UserName == person.Name, ApiHost.Stop);
        string session = (await db.Sessions.Where(s => s.UserId == user.Id && s.RevokedTime == null).ToListAsync(ApiHost.Stop)).MaxBy(s => s.CreatedTime)!.Id;
        await using AsyncServiceScope scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().Set(new DefaultHttpContext { User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(DeskClaims.Session, session)], "test")) });
        return await scope.ServiceProvider.GetRequiredService<IArmingGuard>().WhyNotAsync("");
    }
}
