using TradingCore.Persistence.History;
using TradingCore.Persistence.Journal;

namespace TradingCore.Hosting;

/// <summary>How the stored data is doing.</summary>
/// <param name="journal">The journal.</param>
/// <param name="history">Writes the history.</param>
/// <param name="waitsForEngine">True in a web process, which has no journal and reads what the engine has stored.</param>
public sealed class PersistenceStatus(FileJournal journal, HistoryWriter history, bool waitsForEngine = false)
{
    /// <summary>Newest append of the journal.</summary>
    public long JournalSequence => journal.LastSequence;

    /// <summary>Newest append that is in the history.</summary>
    public long StoredSequence => history.StoredSequence;

    /// <summary>Ends when the database is open and in the form of this version.</summary>
    public Task Opened => history.Opened;

    /// <summary>What does not work; empty when all does.</summary>
    public string Failure =>
        waitsForEngine ? history.Opened.IsCompleted ? "" : "The shared database has not been opened by an engine of this version yet."
        : journal.Failure is { Length: > 0 } cannotWrite ? $"The journal cannot be written: {cannotWrite}"
        : history.Failure is { Length: > 0 } cannotStore ? $"The history cannot be written, entries wait in the journal: {cannotStore}"
        : "";
}
