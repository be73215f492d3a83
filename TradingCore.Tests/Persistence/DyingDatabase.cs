using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using TradingCore.Persistence.History;

namespace TradingCore.Tests.Persistence;

/// <summary>A SQLite history whose process dies at one step: before a command, before a commit, or after a commit whose answer never comes.</summary>
internal sealed class DyingDatabase(string file, int diesAt) : HistoryDatabase
{
    private readonly Dying _dying = new(diesAt);

    public int Steps => _dying.Steps;

    public override string Name => "history that dies";

    public override TradingDbContext CreateDbContext() =>
        new SqliteTradingDbContext(new DbContextOptionsBuilder<SqliteTradingDbContext>().UseSqlite($"Data Source={file};Pooling=False").AddInterceptors(_dying, new Transactions(_dying)).Options);

    public override async Task<TradingDbContext> OpenAsync(CancellationToken stop)
    {
        TradingDbContext db = CreateDbContext();
        await db.Database.OpenConnectionAsync(stop);
        return db;
    }

    public override string Explain(Exception trouble) => trouble.Message;

    public sealed class ProcessDiedException : Exception;

    private sealed class Dying(int diesAt) : DbCommandInterceptor
    {
        public int Steps { get; private set; }

        public void Next()
        {
            if (++Steps >= diesAt) throw new ProcessDiedException();
        }

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Next();
            return ValueTask.FromResult(result);
        }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            Next();
            return ValueTask.FromResult(result);
        }
    }

    private sealed class Transactions(Dying dying) : DbTransactionInterceptor
    {
        public override ValueTask<InterceptionResult> TransactionCommittingAsync(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
        {
            dying.Next();
            return ValueTask.FromResult(result);
        }

        public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            dying.Next();
            return Task.CompletedTask;
        }
    }
}
