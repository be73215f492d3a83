using System.Data.Common;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;

namespace TradingCore.Persistence.History;

/// <summary>Where the history is kept. Everything that one kind of database does differently is behind this.</summary>
internal abstract class HistoryDatabase : IAsyncDisposable
{
    /// <summary>How sentences call it, such as <c>history '/data/trading.db'</c>. No secrets.</summary>
    public abstract string Name { get; }

    /// <summary>A context on a connection that is not open yet.</summary>
    public abstract TradingDbContext CreateDbContext();

    /// <summary>Takes the database for this process alone, as the data folder is taken.</summary>
    /// <exception cref="PersistenceException">Another process has it.</exception>
    public virtual Task TakeAsync(CancellationToken stop) => Task.CompletedTask;

    /// <summary>A context on an open connection that is set up for write-behind.</summary>
    public abstract Task<TradingDbContext> OpenAsync(CancellationToken stop);

    /// <summary>Brings the tables to the form of this version. A start that was killed in the middle is carried on by the next.</summary>
    public virtual Task MigrateAsync(TradingDbContext db, CancellationToken stop) => db.Database.MigrateAsync(stop);

    /// <summary>What is wrong and what to do, in a sentence for the person who starts the program.</summary>
    /// <param name="trouble">What <see cref="FindTrouble"/> found.</param>
    public abstract string Explain(Exception trouble);

    /// <summary>The trouble with the database, the disk or the network that is at the bottom of an exception; null when it is something else.</summary>
    public static Exception? FindTrouble(Exception e)
    {
        // The driver's exceptions come wrapped, in more than one way: by saving changes and by the strategy that knows what is transient.
        for (Exception? inner = e; inner is not null; inner = inner.InnerException)
            if (inner is DbException or IOException or SocketException or TimeoutException) return inner;
        return e is DbUpdateException ? e : null;
    }

    /// <summary>Gives the database back.</summary>
    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
