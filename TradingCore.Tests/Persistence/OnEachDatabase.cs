using TradingCore.Persistence.History;

namespace TradingCore.Tests.Persistence;

/// <summary>A test class whose tests run on every kind of database: one derived class for each.</summary>
public abstract class OnEachDatabase : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    private protected TemporaryFolder Folder => _folder;

    private protected StoredFolder Stored { get; private set; } = null!;

    private protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Makes an empty database with its tables; the function opens the same one every time.</summary>
    private protected abstract Task<Func<HistoryDatabase>> NewDatabaseAsync(TemporaryFolder folder);

    public async ValueTask InitializeAsync() => Stored = new StoredFolder(_folder, await NewDatabaseAsync(_folder));

    public async ValueTask DisposeAsync()
    {
        await Stored.DisposeAsync();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static Task<Func<HistoryDatabase>> SqliteAsync(TemporaryFolder folder)
    {
        string file = folder.Below("trading.db");
        return Task.FromResult<Func<HistoryDatabase>>(() => new SqliteDatabase(file));
    }

    private protected static async Task<Func<HistoryDatabase>> PostgresAsync(SharedPostgres postgres, Action<string>? tell = null)
    {
        string connectionString = await postgres.NewDatabaseAsync();
        tell?.Invoke(connectionString);
        return () => new PostgresDatabase(connectionString, TimeProvider.System);
    }
}
