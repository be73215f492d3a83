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
        string id = (await RunAsync(d => d.ListAsync(ApiHost.Stop))).Single(u => u.Name == person.Name).Id;
        await using SecurityContext db = await host.Services.GetRequiredService<SecurityDatabase>().OpenAsync(ApiHost.Stop);
        // As when the program dies: what is taken away is taken away, and what is given never comes.
        string trigger = $"CREATE TRIGGER ends_here BEFORE INSERT ON user_roles WHEN NEW.\"UserId\" = '{id}' BEGIN SELECT RAISE(ABORT, 'the end'); END";
        await db.Database.ExecuteSqlRawAsync(trigger, ApiHost.Stop);

        await Assert.ThrowsAsync<DbUpdateException>(() => RunAsync(d => d.SetRolesAsync(person.Name, [Roles.Viewer], Nobody, ApiHost.Stop)));
        IReadOnlyList<string> after = (await RunAsync(d => d.ListAsync(ApiHost.Stop))).Single(u => u.Name == person.Name).Roles;
        await db.Database.ExecuteSqlAsync($"DROP TRIGGER ends_here", ApiHost.Stop);

        Assert.Equal([Roles.Trader], after);
        Assert.Equal("", await RunAsync(d => d.SetRolesAsync(person.Name, [Roles.Viewer, Roles.RiskManager], Nobody, ApiHost.Stop)));
        Assert.Equal([Roles.Viewer, Roles.RiskManager], (await RunAsync(d => d.ListAsync(ApiHost.Stop))).Single(u => u.Name == person.Name).Roles);
    }

    private async Task<T> RunAsync<T>(Func<UserDesk, Task<T>> act)
    {
        await using AsyncServiceScope scope = host.Services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<UserDesk>());
    }
}
