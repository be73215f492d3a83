using Microsoft.Extensions.DependencyInjection;
using TradingBlazor.Security.Access;
using TradingBlazor.Security.Accounts;
using TradingBlazor.Security.Store;
using TradingBlazor.Tests.Api;

namespace TradingBlazor.Tests.Security;

/// <summary>One-time links that nobody has used yet: an admin sees them and can take them back.</summary>
public sealed class InvitationTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly CommandJudgement Admin = new(new CallerAccess(CallerKind.User, "1", "mira", Roles.Of("admin")), "", "203.0.113.9");

    [Fact]
    public async Task A_link_that_was_not_used_is_listed_and_works_no_more_when_it_is_taken_back()
    {
        await using AsyncServiceScope scope = host.Services.CreateAsyncScope();
        UserDesk desk = scope.ServiceProvider.GetRequiredService<UserDesk>();
        Invitations invitations = scope.ServiceProvider.GetRequiredService<Invitations>();
        (string path, string fault) = await desk.InviteAsync("jonas", [Roles.Trader, Roles.Viewer], Admin, ApiHost.Stop);
        string token = path[(path.IndexOf('#', StringComparison.Ordinal) + 1)..];

        OpenInvitation open = Assert.Single(await invitations.OpenAsync(ApiHost.Stop), i => i.UserName == "jonas");
        bool worked = await invitations.FindAsync(token, ApiHost.Stop) is not null;
        string taken = await desk.TakeBackAsync(open.Kind, open.UserName, Admin, ApiHost.Stop);

        Assert.Equal(("", true, InvitationKind.NewUser, ""), (fault, worked, open.Kind, taken));
        Assert.Equal([Roles.Trader, Roles.Viewer], open.Roles);
        Assert.Null(await invitations.FindAsync(token, ApiHost.Stop));
        Assert.DoesNotContain(await invitations.OpenAsync(ApiHost.Stop), i => i.UserName == "jonas");
        Assert.Equal("There is no open link of 'jonas' any more.", await desk.TakeBackAsync(open.Kind, open.UserName, Admin, ApiHost.Stop));
    }
}
