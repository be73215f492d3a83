using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using TradingBlazor.Security.Access;
using TradingBlazor.Security.Accounts;
using TradingBlazor.Security.Store;
using TradingBlazor.Tests.Api;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Security;

/// <summary>Roles: what is changed at the same moment, and what a change leaves that does not come to its end.</summary>
[Collection(ProcessTestsCollection.Name)]
public sealed class AdminChangesTests(ApiHost host, AuditWritersTests.Servers servers) : IClassFixture<ApiHost>, IClassFixture<AuditWritersTests.Servers>
{
    private const int Rounds = 10;
    private static readonly CommandJudgement Nobody = new(null, "", "");

    [Theory]
    [InlineData("roles")]
    [InlineData("disabled")]
    public async Task One_of_two_who_shut_each_other_out_stays_an_admin(string what)
    {
        using Person first = await Person.CreateAsync(host.Address, host.KeyFile, "admin", ApiHost.Stop), second = await Person.CreateAsync(host.Address, host.KeyFile, "admin", ApiHost.Stop);
        foreach (UserLine other in await RunAsync(d => d.ListAsync(ApiHost.Stop)))
            if (other.Name != first.Name && other.Name != second.Name) await RunAsync(d => d.SetRolesAsync(other.Name, [Roles.Viewer], Nobody, ApiHost.Stop));

        for (int round = 0; round < Rounds; round++)
        {
            string[] faults = await Task.WhenAll(new[] { first, second }.Select(p => Task.Run(() => RunAsync(d => Out(d, p.Name)), ApiHost.Stop)));

            Assert.Equal("This is the last admin who can sign in. Make another one first.", Assert.Single(faults, f => f.Length > 0));
            Assert.Single(await RunAsync(d => d.ListAsync(ApiHost.Stop)), u => u.Roles.Contains(Roles.Admin) && !u.IsDisabled);
            foreach (Person person in new[] { first, second }) Assert.Equal("", await RunAsync(d => In(d, person.Name)));
        }

        Task<string> Out(UserDesk desk, string name) => what == "roles" ? desk.SetRolesAsync(name, [Roles.Viewer], Nobody, ApiHost.Stop) : desk.SetDisabledAsync(name, true, Nobody, ApiHost.Stop);
        Task<string> In(UserDesk desk, string name) => what == "roles" ? desk.SetRolesAsync(name, [Roles.Admin], Nobody, ApiHost.Stop) : desk.SetDisabledAsync(name, false, Nobody, ApiHost.Stop);
    }

    [Fact]
    public async Task Another_process_on_the_same_PostgreSQL_waits_too()
    {
        string connection = await servers.Postgres.NewDatabaseAsync(ApiHost.Stop);
        SecurityDatabase database = SecurityDatabase.Postgres(connection);
        await using var other = NpgsqlDataSource.Create(connection);
        await using NpgsqlCommand ask = other.CreateCommand("SELECT pg_try_advisory_xact_lock(hashtext('tradingblazor.admins'))");

        bool isFree;
        await using (await database.TakeAdminsAsync(ApiHost.Stop)) isFree = (bool)(await ask.ExecuteScalarAsync(ApiHost.Stop))!;

        Assert.False(isFree);
        Assert.True((bool)(await ask.ExecuteScalarAsync(ApiHost.Stop))!);
    }

    [Fact]
    public async Task A_change_of_roles_that_does_not_come_to_its_end_leaves_the_old_ones()
    {
        using Person person = await Person.CreateAsync(host.Address, host.KeyFile, "trader", ApiHost.Stop);
        await using SecurityContext db = await host.Services.GetRequiredService<SecurityDatabase>().OpenAsync(ApiHost.Stop);
        // As when the program dies: what is taken away is taken away, and what is given never comes.
        await db.Database.ExecuteSqlAsync($"CREATE TRIGGER ends_here BEFORE INSERT ON user_roles BEGIN SELECT RAISE(ABORT, 'the end'); END", ApiHost.Stop);

        await Assert.ThrowsAsync<DbUpdateException>(() => RunAsync(d => d.SetRolesAsync(person.Name, [Roles.Viewer], Nobody, ApiHost.Stop)));
        IReadOnlyList<string> after = (await RunAsync(d => d.ListAsync(ApiHost.Stop))).Single(u => u.Name == person.Name).Roles;
        await db.Database.ExecuteSqlAsync($"DROP TRIGGER ends_here", ApiHost.Stop);

        Assert.Equal([Roles.Trader], after);
        Assert.Equal("", await RunAsync(d => d.SetRolesAsync(person.Name, [Roles.Viewer, Roles.RiskManager], Nobody, ApiHost.Stop)));
        Assert.Equal([Roles.Viewer, Roles.RiskManager], (await RunAsync(d => d.ListAsync(ApiHost.Stop))).Single(u => u.Name == person.Name).Roles);
    }

    [Fact]
    public async Task Somebody_is_disabled_and_unlocked_also_while_wrong_passwords_are_tried()
    {
        using Person person = await Person.CreateAsync(host.Address, host.KeyFile, "trader", ApiHost.Stop);

        string disabled = await WhileTriedAsync(d => d.SetDisabledAsync(person.Name, true, Nobody, ApiHost.Stop)), unlocked = await WhileTriedAsync(d => d.UnlockAsync(person.Name, Nobody, ApiHost.Stop));
        string reset = await WhileTriedAsync(d => d.ResetSecondFactorAsync(person.Name, Nobody, ApiHost.Stop));
        UserLine after = (await RunAsync(d => d.ListAsync(ApiHost.Stop))).Single(u => u.Name == person.Name);
        await using SecurityContext db = await host.Services.GetRequiredService<SecurityDatabase>().OpenAsync(ApiHost.Stop);
        int tries = await db.Users.Where(u => u.UserName == person.Name).Select(u => u.AccessFailedCount).SingleAsync(ApiHost.Stop);

        Assert.Equal(("", "", true, false), (disabled, unlocked, after.IsDisabled, after.IsLocked));
        // What cannot be done in one go is not told as done.
        Assert.StartsWith("Somebody has tried to sign in", reset, StringComparison.Ordinal);
        // The try after the unlock alone.
        Assert.Equal(1, tries);

        // The user is read, a wrong password is counted, and what was read is changed.
        async Task<string> WhileTriedAsync(Func<UserDesk, Task<string>> act)
        {
            await using AsyncServiceScope admin = host.Services.CreateAsyncScope(), other = host.Services.CreateAsyncScope();
            await admin.ServiceProvider.GetRequiredService<UserManager<DeskUser>>().FindByNameAsync(person.Name);
            var tried = other.ServiceProvider.GetRequiredService<UserManager<DeskUser>>();
            await tried.AccessFailedAsync((await tried.FindByNameAsync(person.Name))!);
            return await act(admin.ServiceProvider.GetRequiredService<UserDesk>());
        }
    }

    private async Task<T> RunAsync<T>(Func<UserDesk, Task<T>> act)
    {
        await using AsyncServiceScope scope = host.Services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<UserDesk>());
    }
}
