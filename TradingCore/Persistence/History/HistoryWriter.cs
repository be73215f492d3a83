using Microsoft.Extensions.Logging;
using TradingCore.Persistence.Journal;

namespace TradingCore.Persistence.History;

/// <summary>
/// Writes behind: what the engine has put into the journal goes into the tables a moment later, in batches. It holds nothing in memory;
/// when the database is away, entries wait in the journal's files.
/// </summary>
public sealed class HistoryWriter
{
    /// <summary>Appends in one transaction. Large enough that a busy day is no trouble, small enough that a batch is done in a blink.</summary>
    private const int BatchFramesMax = 500;

    private const long Nothing = -1;

    private static readonly TimeSpan MaintenanceInterval = TimeSpan.FromDays(1);
    private static readonly TimeSpan MaintenanceRetry = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan SilentAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryDelayMin = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan RetryDelayMax = TimeSpan.FromSeconds(5);

    private const string NoAnswer = "The database does not answer.";

    private readonly HistoryDatabase _database;
    private readonly FileJournal _journal;
    private readonly PersistenceOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<HistoryWriter> _logger;
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _storedSequence;
    private long _waitingSince = Nothing;
    private volatile string _failure = "";

    internal HistoryWriter(HistoryDatabase database, FileJournal journal, PersistenceOptions options, TimeProvider clock, ILogger<HistoryWriter> logger)
    {
        _database = database;
        _journal = journal;
        _options = options;
        _clock = clock;
        _logger = logger;
    }

    /// <summary>Newest append that is in the tables.</summary>
    public long StoredSequence => Interlocked.Read(ref _storedSequence);

    /// <summary>Why the tables cannot be written now; empty when they can. A database that stands still is waited for much longer than it takes to see that it does.</summary>
    public string Failure => _failure.Length > 0 ? _failure : Waiting >= SilentAfter ? NoAnswer : "";

    /// <summary>How long what was appended has waited without any of it being stored; zero when nothing waits.</summary>
    public TimeSpan Waiting => Interlocked.Read(ref _waitingSince) is var since && since != Nothing ? _clock.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>Ends when the tables have the form of this version and hold what the journal holds. Who else keeps tables in the same database begins then, so that a start never waits for them.</summary>
    public Task Opened => _opened.Task;

    internal void StartAfter(long sequence) => Interlocked.Exchange(ref _storedSequence, sequence);

    internal void MarkOpened() => _opened.TrySetResult();

    /// <summary>Runs until stopped, then stores what is left.</summary>
    /// <param name="stop">Ends the writing. What was appended before is stored, unless the database is away; then the next start does it.</param>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            Task appended = Task.CompletedTask;       // there may be something already
            Task maintenanceDue = Task.CompletedTask;
            while (true)
            {
                await Task.WhenAny(appended, maintenanceDue).ConfigureAwait(false);
                stop.ThrowIfCancellationRequested();
                if (appended.IsCompleted)
                {
                    appended = _journal.WaitForAppendAsync(stop);
                    await StoreAsync(stop).ConfigureAwait(false);
                }
                if (!maintenanceDue.IsCompleted) continue;
                bool isDone = await TryMaintainAsync(stop).ConfigureAwait(false);
                maintenanceDue = Task.Delay(isDone ? MaintenanceInterval : MaintenanceRetry, _clock, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Told to stop: what is left is stored below.
        }
        try
        {
            await CatchUpAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The journal keeps it for the next start.
            _logger.HistoryWriteFailed(TimeSpan.Zero, Sentence(e));
        }
    }

    /// <summary>Moves the checkpoints of positions forward and deletes what need not be kept any longer.</summary>
    internal async Task MaintainAsync(CancellationToken stop)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        TradingDbContext db = await _database.OpenAsync(stop).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            await PositionCheckpoints.AdvanceAsync(db, now - TimeSpan.FromDays(_options.FillDays), stop).ConfigureAwait(false);
            if (_options.RetentionDays == 0) return;
            (int orders, int fills) = await HistoryRetention.ApplyAsync(db, now - TimeSpan.FromDays(_options.RetentionDays), stop).ConfigureAwait(false);
            if (orders + fills > 0) _logger.HistoryTrimmed(orders, fills, _options.RetentionDays);
        }
    }

    private async Task<bool> TryMaintainAsync(CancellationToken stop)
    {
        try
        {
            await MaintainAsync(stop).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            // It must not keep new entries out of the tables.
            _logger.HistoryMaintenanceFailed(MaintenanceRetry, Sentence(e));
            return false;
        }
    }

    private async Task StoreAsync(CancellationToken stop)
    {
        TimeSpan delay = RetryDelayMin;
        Interlocked.Exchange(ref _waitingSince, _clock.GetTimestamp());
        while (true)
        {
            try
            {
                await CatchUpAsync(stop).ConfigureAwait(false);
                if (_failure.Length > 0) _logger.HistoryWriteRecovered();
                _failure = "";
                Interlocked.Exchange(ref _waitingSince, Nothing);
                return;
            }
            catch (Exception e) when (e is not OperationCanceledException || !stop.IsCancellationRequested)
            {
                // Whatever it is, trading goes on: the history is behind, says so, and is tried again.
                _failure = Sentence(e);
                _logger.HistoryWriteFailed(delay, _failure);
                await Task.Delay(delay, _clock, stop).ConfigureAwait(false);
                delay = delay * 2 < RetryDelayMax ? delay * 2 : RetryDelayMax;
            }
        }
    }

    /// <summary>Stores everything that is in the journal now.</summary>
    internal async Task CatchUpAsync(CancellationToken stop)
    {
        while (true)
        {
            IReadOnlyList<JournalFrame> frames = _journal.Read(StoredSequence, BatchFramesMax);
            if (frames.Count == 0) return;
            // The tables must never know more than the journal's disk: after a power cut a number would be given twice.
            _journal.FlushThrough(frames[^1].Sequence);
            TradingDbContext db = await _database.OpenAsync(stop).ConfigureAwait(false);
            await using (db.ConfigureAwait(false))
                await HistoryProjection.ApplyAsync(db, frames, _journal.Id, stop).ConfigureAwait(false);
            Interlocked.Exchange(ref _storedSequence, frames[^1].Sequence);
            // A long way to catch up is no standstill.
            if (Interlocked.Read(ref _waitingSince) != Nothing) Interlocked.Exchange(ref _waitingSince, _clock.GetTimestamp());
            _journal.DeleteThrough(frames[^1].Sequence);
        }
    }

    private string Sentence(Exception e) => HistoryDatabase.FindTrouble(e) is { } trouble ? _database.Explain(trouble) : e.Message;
}
