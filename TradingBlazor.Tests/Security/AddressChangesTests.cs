using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using TradingBlazor.Security;
using TradingBlazor.Security.Access;
using TradingBlazor.Security.Audit;
using TradingBlazor.Security.Store;
using TradingBlazor.Tests.Harness;
using TradingCore.Persistence;

namespace TradingBlazor.Tests.Security;

/// <summary>Two admins who change the list of addresses at the same moment, each in a process of the own.</summary>
[Collection(ProcessTestsCollection.Name)]
public sealed class AddressChangesTests(AuditWritersTests.Servers servers) : IClassFixture<AuditWritersTests.Servers>, IDisposable
{
    private const int Rounds = 10;
    private const string Office = "10.0.0.0/8", Home = "203.0.113.0/24";
    private static readonly CommandJudgement Nobody = new(null, "", "");
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(PersistenceProvider.Sqlite)]
    [InlineData(PersistenceProvider.PostgreSql)]
    public async Task Two_who_remove_the_last_two_ranges_at_once_do_not_open_the_program_to_everybody(PersistenceProvider provider)
    {
        string connection = provider == PersistenceProvider.Sqlite ? "" : await servers.Postgres.NewDatabaseAsync(Stop);
        using AddressBook first = Book(provider, connection), second = Book(provider, connection);
        await first.ListAsync(Stop);

        for (int round = 0; round < Rounds; round++)
        {
            await first.AddAsync(Office, "", IPAddress.Loopback, Nobody, Stop);
            await first.AddAsync(Home, "", IPAddress.Loopback, Nobody, Stop);

            string[] faults = await Task.WhenAll(
                Task.Run(() => first.RemoveAsync(Office, IPAddress.Loopback, Nobody, Stop), Stop),
                Task.Run(() => second.RemoveAsync(Home, IPAddress.Parse("10.1.2.3"), Nobody, Stop), Stop));

            AddressRuleRow left = Assert.Single(await first.ListAsync(Stop));
            Assert.Contains($"{left.Network} is the last one", Assert.Single(faults, f => f.Length > 0), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_last_range_is_removed_by_who_has_seen_that_it_is_the_last()
    {
        using AddressBook book = Book(PersistenceProvider.Sqlite, "");
        await book.AddAsync(Office, "", IPAddress.Loopback, Nobody, Stop);

        string unseen = await book.RemoveAsync(Office, IPAddress.Loopback, Nobody, Stop), seen = await book.RemoveAsync(Office, IPAddress.Loopback, Nobody, Stop, isLastSeen: true);

        Assert.Contains("every address reaches the program", unseen, StringComparison.Ordinal);
        Assert.Equal("", seen);
        Assert.Empty(await book.ListAsync(Stop));
    }

    private AddressBook Book(PersistenceProvider provider, string connection) => new(
        provider == PersistenceProvider.Sqlite ? SecurityDatabase.Sqlite(Path.Combine(_folder.Path, "security.db")) : SecurityDatabase.Postgres(connection),
        new Silent(), TimeProvider.System, NullLogger<AddressBook>.Instance);

    private sealed class Silent : IAuditLog
    {
        public Task RecordAsync(AuditEntry entry, CancellationToken stop) => Task.CompletedTask;

        public void Record(AuditEntry entry)
        {
        }
    }
}
