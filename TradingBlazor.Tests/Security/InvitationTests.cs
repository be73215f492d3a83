using Microsoft.EntityFrameworkCore;
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

    [Fact]
    public async Task A_link_whose_roles_cannot_be_given_makes_nobody_and_can_be_used_again()
    {
        (string path, _) = await RunAsync(d => d.InviteAsync("tessa", [Roles.Trader], Admin, ApiHost.Stop));
        string token = path[(path.IndexOf('#', StringComparison.Ordinal) + 1)..];
        await using SecurityContext db = await host.Services.GetRequiredService<SecurityDatabase>().OpenAsync(ApiHost.Stop);
        // As when the program dies there: the user is made, and the roles never come.
        await db.Database.ExecuteSqlAsync($"CREATE TRIGGER ends_here BEFORE INSERT ON user_roles BEGIN SELECT RAISE(ABORT, 'the end'); END", ApiHost.Stop);

        await Assert.ThrowsAsync<DbUpdateException>(() => AcceptAsync(token));
        await db.Database.ExecuteSqlAsync($"DROP TRIGGER ends_here", ApiHost.Stop);

        Assert.DoesNotContain(await RunAsync(d => d.ListAsync(ApiHost.Stop)), u => u.Name == "tessa");
        Assert.Equal("", (await AcceptAsync(token)).Fault);
        Assert.Equal([Roles.Trader], (await RunAsync(d => d.ListAsync(ApiHost.Stop))).Single(u => u.Name == "tessa").Roles);
        Assert.Contains("does not hold", (await AcceptAsync(token)).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_who_use_one_link_at_once_one_is_made()
    {
        (string path, _) = await RunAsync(d => d.InviteAsync("timo", [Roles.Viewer], Admin, ApiHost.Stop));
        string token = path[(path.IndexOf('#', StringComparison.Ordinal) + 1)..];

        InvitationResult[] both = await Task.WhenAll(AcceptAsync(token), AcceptAsync(token));

        Assert.Single(both, r => r.User is not null);
        Assert.Single(both, r => r.Fault.StartsWith("This link", StringComparison.Ordinal));
    }

    private async Task<InvitationResult> AcceptAsync(string token)
    {
        await using AsyncServiceScope scope = host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<InvitationDesk>().AcceptAsync(token, "", "correct horse battery", "203.0.113.9", ApiHost.Stop);
    }

    private async Task<T> RunAsync<T>(Func<UserDesk, Task<T>> act)
    {
        await using AsyncServiceScope scope = host.Services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<UserDesk>());
    }
}
