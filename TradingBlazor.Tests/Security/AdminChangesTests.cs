using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using TradingBlazor.Security.Access;
using TradingBlazor.Security.Accounts;
using TradingBlazor.Security.Store;
using TradingBlazor.Tests.Api;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Security;

/// <summary>Two admins who take the role from each other at the same moment.</summary>
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

    private async Task<T> RunAsync<T>(Func<UserDesk, Task<T>> act)
    {
        await using AsyncServiceScope scope = host.Services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<UserDesk>());
    }
}
