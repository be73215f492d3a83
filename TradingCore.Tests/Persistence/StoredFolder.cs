using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TradingCore.Engine.Ports;
using TradingCore.Persistence;
using TradingCore.Persistence.History;
using TradingCore.Persistence.Journal;

namespace TradingCore.Tests.Persistence;

/// <summary>A data folder with its history in some database, started and killed as often as a test wants.</summary>
/// <param name="folder">The folder.</param>
/// <param name="open">Opens the database, the same one every time.</param>
internal sealed class StoredFolder(TemporaryFolder folder, Func<HistoryDatabase> open) : IAsyncDisposable
{
    private HistoryDatabase? _database;
    private FileJournal? _journal;

    public PersistenceOptions Options { get; init; } = new();

    public FakeTimeProvider Clock { get; } = new(Given.Now);

    /// <summary>Files of the journal; replaced by tests of disks that fail.</summary>
    public Func<string, IJournalFile> OpenFile { get; set; } = path => new DiskJournalFile(path);

    public TemporaryFolder Folder => folder;

    public FileJournal Journal => _journal!;

    public HistoryWriter Writer { get; private set; } = null!;

    public EngineStore Store { get; private set; } = null!;

    public HistoryDatabase Database => _database!;

    /// <summary>What a process of this version does at its start.</summary>
    public async Task<RecoveredState> StartAsync()
    {
        await KillAsync();
        Prepare();
        return await Store.RecoverAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Makes the parts and starts nothing.</summary>
    public void Prepare()
    {
        _database = open();
        _journal = new FileJournal(folder.Below("journal"), Options, Clock, NullLogger<FileJournal>.Instance, path => OpenFile(path));
        Writer = new HistoryWriter(_database, _journal, Options, Clock, NullLogger<HistoryWriter>.Instance);
        Store = new EngineStore(_database, _journal, Writer, Options, Clock, NullLogger<EngineStore>.Instance);
    }

    /// <summary>Appends and stores, as a process that runs.</summary>
    public async Task AppendAsync(params JournalEntry[] entries)
    {
        Journal.Append(entries);
        await Writer.CatchUpAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The process is gone: its files and connections are closed by the system.</summary>
    public async Task KillAsync()
    {
        if (_journal is not null) await _journal.DisposeAsync();
        if (_database is not null) await _database.DisposeAsync();
        (_journal, _database) = (null, null);
    }

    public async ValueTask DisposeAsync() => await KillAsync();
}
