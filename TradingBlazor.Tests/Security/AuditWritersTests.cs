using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using TradingBlazor.Hosting;
using TradingBlazor.Security.Audit;
using TradingBlazor.Security.Store;
using TradingBlazor.Tests.Harness;
using TradingCore.Persistence;
using TradingCore.Persistence.History;
using TradingCore.Tests.Shared;

namespace TradingBlazor.Tests.Security;

/// <summary>Several processes write into one audit log at once: nothing is lost, nothing is there twice, and the chain has one end.</summary>
[Collection(ProcessTestsCollection.Name)]
public sealed class AuditWritersTests(AuditWritersTests.Servers servers) : IClassFixture<AuditWritersTests.Servers>, IDisposable
{
    private const int Writers = 4;
    private const int Each = 75;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(PersistenceProvider.PostgreSql)]
    [InlineData(PersistenceProvider.Sqlite)]
    public async Task Of_several_writers_at_once_every_entry_is_there_once_and_the_chain_is_whole(PersistenceProvider provider)
    {
        Func<SecurityDatabase> database = await NewDatabaseAsync(provider);
        await database().ReadyAsync(Stop);

        await WriteAsync(database, () => Task.CompletedTask);

        await AllOnceAsync(database());
    }

    [Fact]
    public async Task A_database_that_dies_under_the_writers_takes_no_entry_with_it_and_has_none_twice_after_its_return()
    {
        Func<SecurityDatabase> database = await NewDatabaseAsync(PersistenceProvider.PostgreSql);
        await database().ReadyAsync(Stop);

        await WriteAsync(database, async () =>
        {
            await servers.Postgres.KillAsync(Stop);
            NpgsqlConnection.ClearAllPools();
            await servers.Postgres.StartAsync(Stop);
        });

        await AllOnceAsync(database());
    }

    [Fact]
    public async Task Two_processes_write_one_log_and_the_command_finds_it_whole_and_then_the_row_that_was_forged()
    {
        string connection = await servers.Postgres.NewDatabaseAsync(Stop);
        await MigrateAsync(connection);
        string[] settings =
        [
            "--Role=web", "--Persistence:Provider=PostgreSql", $"--Persistence:ConnectionString={connection}", $"--Redis:ConnectionString={servers.Redis.ConnectionString}", $"--Redis:CommandKeyFile={KeyFile()}",
        ];
        Task<AppProcess> one = AppProcess.StartAsync("audit-one", Path.Combine(_folder.Path, "one"), null, settings, Stop), two = AppProcess.StartAsync("audit-two", Path.Combine(_folder.Path, "two"), null, settings, Stop);
        await using AppProcess first = await one, second = await two;

        await Task.WhenAll(((AppProcess[])[first, second]).SelectMany(app => Enumerable.Range(1, Each).Select(async minutes =>
        {
            using HttpResponseMessage answer = await app.Http.PutAsJsonAsync("api/v1/system/log-level", new { area = "TradingCore.Tws", level = "debug", minutes }, Stop);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Stop));
        })));

        SecurityDatabase database = SecurityDatabase.Postgres(connection);
        await Until.TrueAsync("every entry to be written", async () => await CountAsync(database) >= 2 * Each, Stop);
        Assert.Equal(2 * Each, await CountAsync(database));
        foreach (AppProcess app in (AppProcess[])[first, second])
            Assert.True(JsonElement.Parse(await app.Http.GetStringAsync("api/v1/audit/verify", Stop)).GetProperty("isWhole").GetBoolean());
        Assert.Equal((0, true), await VerifyAsync(first, connection, "entries are as they were written."));

        await using SecurityContext db = await database.OpenAsync(Stop);
        AuditRow forged = await db.Audit.FirstAsync(a => a.Number == Each, Stop);
        forged.Who = "user nobody";
        await db.SaveChangesAsync(Stop);

        Assert.Equal((1, true), await VerifyAsync(second, connection, $"The audit log is not whole: entry {Each} was changed after it was written."));
        Assert.Equal(Each, JsonElement.Parse(await first.Http.GetStringAsync("api/v1/audit/verify", Stop)).GetProperty("brokenAt").GetInt64());
    }

    private async Task WriteAsync(Func<SecurityDatabase> database, Func<Task> meanwhile)
    {
        var folders = new List<DataFolder>();
        var writers = new List<AuditLog>();
        for (int i = 0; i < Writers; i++)
        {
            folders.Add(DataFolder.Open(Path.Combine(_folder.Path, $"writer-{i}")));
            writers.Add(new AuditLog(database(), folders[i], TimeProvider.System, NullLogger<AuditLog>.Instance));
            await writers[i].StartAsync(Stop);
        }
        int written = 0;
        var some = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task[] all = [.. writers.Select(async (writer, w) =>
        {
            for (int i = 0; i < Each; i++)
            {
                await writer.RecordAsync(new AuditEntry($"writer {w}", "test.written", $"{w}/{i}"), Stop);
                if (Interlocked.Increment(ref written) == Writers * Each / 3) some.TrySetResult();
            }
        })];
        await some.Task.WaitAsync(ChildProcess.Patience, Stop);
        await meanwhile();
        await Task.WhenAll(all).WaitAsync(ChildProcess.Patience, Stop);
        foreach (AuditLog writer in writers) await writer.StopAsync(Stop);
        foreach (AuditLog writer in writers) writer.Dispose();
        foreach (DataFolder folder in folders) folder.Dispose();
    }

    private async Task AllOnceAsync(SecurityDatabase database)
    {
        await using SecurityContext db = await database.OpenAsync(Stop);
        string[] subjects = await db.Audit.Select(a => a.Subject).ToArrayAsync(Stop);
        Assert.Equal(Enumerable.Range(0, Writers).SelectMany(w => Enumerable.Range(0, Each).Select(i => $"{w}/{i}")).Order(StringComparer.Ordinal), subjects.Order(StringComparer.Ordinal));
        for (int i = 0; i < Writers; i++)
        {
            AuditVerdict verdict = await AuditVerifier.VerifyAsync(db, AuditHead.Read(DataFolder.AuditHeadIn(Path.Combine(_folder.Path, $"writer-{i}"))), Stop);
            Assert.True(verdict.IsWhole, verdict.Message);
        }
    }

    private async Task<Func<SecurityDatabase>> NewDatabaseAsync(PersistenceProvider provider)
    {
        if (provider == PersistenceProvider.Sqlite) return () => SecurityDatabase.Sqlite(Path.Combine(_folder.Path, "shared.db"));
        string connection = await servers.Postgres.NewDatabaseAsync(Stop);
        return () => SecurityDatabase.Postgres(connection);
    }

    private string KeyFile()
    {
        string file = Path.Combine(_folder.Path, "command-key");
        File.WriteAllText(file, "a secret of more than thirty-two characters\n");
        return file;
    }

    /// <summary>What an engine does at its start: web processes wait for it.</summary>
    private static async Task MigrateAsync(string connection)
    {
        await using var history = new PostgresDatabase(connection + ";Pooling=false", TimeProvider.System);
        await using (TradingDbContext db = await history.OpenAsync(Stop)) await history.MigrateAsync(db, Stop);
        await SecurityDatabase.Postgres(connection).ReadyAsync(Stop);
    }

    private static async Task<int> CountAsync(SecurityDatabase database)
    {
        await using SecurityContext db = await database.OpenAsync(Stop);
        return await db.Audit.CountAsync(a => a.Action == "logLevel.changed", Stop);
    }

    private static async Task<(int Code, bool IsTold)> VerifyAsync(AppProcess app, string connection, string sentence)
    {
        using var told = new StringWriter();
        int code = await VerifyAuditCommand.RunAsync([$"--Persistence:Folder={app.DataFolder}", "--Persistence:Provider=PostgreSql", $"--Persistence:ConnectionString={connection}"], told, told, Stop);
        return (code, told.ToString().Contains(sentence, StringComparison.Ordinal));
    }

    /// <summary>A PostgreSQL and a Redis for these tests.</summary>
    public sealed class Servers : IAsyncLifetime
    {
        internal PostgresServer Postgres { get; private set; } = null!;

        internal RedisServer Redis { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Task<PostgresServer> postgres = PostgresServer.StartNewAsync(CancellationToken.None);
            Redis = await RedisServer.StartNewAsync(CancellationToken.None);
            Postgres = await postgres;
        }

        public async ValueTask DisposeAsync()
        {
            if (Redis is not null) await Redis.DisposeAsync();
            if (Postgres is not null) await Postgres.DisposeAsync();
        }
    }
}
