using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using TradingBlazor.Security.Store;
using TradingCore.Domain;
using TradingCore.Persistence;

namespace TradingBlazor.Security.Audit;

/// <summary>What somebody did, for the audit log.</summary>
/// <param name="Who">As in <c>user mira</c>.</param>
/// <param name="Action">As in <c>limits.changed</c>.</param>
/// <param name="Subject">To what or whom.</param>
internal sealed record AuditEntry(string Who, string Action, string Subject = "")
{
    /// <summary>From which address; empty when from inside.</summary>
    public string Address { get; init; } = "";
    /// <summary>Value before.</summary>
    public string Old { get; init; } = "";
    /// <summary>Value after.</summary>
    public string New { get; init; } = "";
    /// <summary>Why.</summary>
    public string Reason { get; init; } = "";
}

/// <summary>Writes down who did what. Never a secret: no password, code, token or key.</summary>
internal interface IAuditLog
{
    /// <summary>Records it soon; for what must not wait for a database, such as the kill switch.</summary>
    void Record(AuditEntry entry);

    /// <summary>Records it; ends when it is in the database.</summary>
    Task RecordAsync(AuditEntry entry, CancellationToken stop = default);
}

/// <summary>
/// Writes this process's entries into the chain, which other processes on the same database write, too: each batch is added under a lock that one of them holds at a time. Entries wait in memory while the
/// database is away; when ten thousand wait, the newest are only in the program's log.
/// </summary>
internal sealed class AuditLog(SecurityDatabase database, DataFolder folder, TimeProvider clock, ILogger<AuditLog> logger) : BackgroundService, IAuditLog
{
    private const int WaitingMax = 10_000;
    private const int BatchMax = 200;
    private const int TextMax = 2_000;
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);

    private readonly Channel<Waiting> _waiting = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(WaitingMax) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    // The end of a batch whose commit was not answered: it may be in the database all the same.
    private (long Number, string Hash)? _unanswered;
    private bool _isCutTold;

    /// <inheritdoc/>
    public void Record(AuditEntry entry) => Enqueue(entry, null);

    /// <inheritdoc/>
    public Task RecordAsync(AuditEntry entry, CancellationToken stop = default)
    {
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Enqueue(entry, written);
        return written.Task.WaitAsync(stop);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<Waiting>(BatchMax);
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(stoppingToken))
            {
                while (batch.Count < BatchMax && _waiting.Reader.TryRead(out Waiting? next)) batch.Add(next);
                await WriteAsync(batch, stoppingToken);
                batch.Clear();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            using var patience = new CancellationTokenSource(StopPatience, clock);
            try
            {
                // What was under way first and by itself: it may be in the database already.
                if (batch.Count > 0) await WriteOnceAsync(batch, patience.Token);
                batch.Clear();
                while (_waiting.Reader.TryRead(out Waiting? next)) batch.Add(next);
                if (batch.Count > 0) await WriteOnceAsync(batch, patience.Token);
            }
            catch (Exception e)
            {
                while (_waiting.Reader.TryRead(out Waiting? next)) batch.Add(next);
                logger.AuditLost(batch.Count, e.Message);
            }
        }
    }

    private void Enqueue(AuditEntry entry, TaskCompletionSource? written)
    {
        entry = Clean(entry);
        logger.Audited(entry.Who, entry.Action, entry.Subject);
        DateTimeOffset now = WholeMicroseconds.Of(clock.GetUtcNow());
        if (_waiting.Writer.TryWrite(new Waiting(entry, now, written))) return;
        logger.AuditLost(1, "too many entries wait for the database");
        written?.TrySetException(new InvalidOperationException("The audit log cannot be written: the database is away."));
    }

    private async Task WriteAsync(List<Waiting> batch, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                await WriteOnceAsync(batch, stop);
                return;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                logger.AuditNotWritten(batch.Count, e.Message);
                await Task.Delay(Retry, clock, stop);
            }
        }
    }

    private async Task WriteOnceAsync(List<Waiting> batch, CancellationToken stop)
    {
        await using SecurityContext db = await database.OpenAsync(stop);
        await using IDbContextTransaction alone = await database.BeginAuditAsync(db, stop);
        if (_unanswered is not { } before || !await db.Audit.AnyAsync(a => a.Number == before.Number && a.Hash == before.Hash, stop))
        {
            _unanswered = await AddAsync(db, batch, stop);
            await alone.CommitAsync(stop);
        }
        if (!await WitnessAsync(db, folder.AuditHead, _unanswered!.Value, logger, isCutTold: _isCutTold, stop)) _isCutTold = true;
        _unanswered = null;
        foreach (Waiting waiting in batch) waiting.Written?.TrySetResult();
    }

    /// <summary>Adds one entry to the log of a database that no program uses.</summary>
    internal static async Task AppendAsync(SecurityContext db, string head, AuditEntry entry, DateTimeOffset time, ILogger logger, CancellationToken stop) =>
        await WitnessAsync(db, head, await AddAsync(db, [new Waiting(Clean(entry), WholeMicroseconds.Of(time), null)], stop), logger, isCutTold: true, stop);

    private static async Task<(long Number, string Hash)> AddAsync(SecurityContext db, List<Waiting> batch, CancellationToken stop)
    {
        (long number, string hash) = await EndAsync(db, stop);
        foreach (Waiting waiting in batch)
        {
            AuditRow row = RowOf(waiting, ++number, hash);
            hash = row.Hash;
            db.Audit.Add(row);
        }
        await db.SaveChangesAsync(stop);
        return (number, hash);
    }

    /// <summary>
    /// Writes the new end beside the database. A witness whose entry is not in the log any more is the only trace of an end that was cut off: it stays as it is, or the first entry after the cut would wipe it out.
    /// </summary>
    /// <returns>False when it stays.</returns>
    private static async Task<bool> WitnessAsync(SecurityContext db, string file, (long Number, string Hash) end, ILogger logger, bool isCutTold, CancellationToken stop)
    {
        if (AuditHead.Read(file) is { } witness && !await db.Audit.AnyAsync(a => a.Number == witness.Number && a.Hash == witness.Hash, stop))
        {
            if (!isCutTold) logger.AuditEndCut(witness.Number, file);
            return false;
        }
        AuditHead.Write(file, end.Number, end.Hash, logger);
        return true;
    }

    private static async Task<(long Number, string Hash)> EndAsync(SecurityContext db, CancellationToken stop) =>
        await db.Audit.AsNoTracking().OrderByDescending(a => a.Number).Select(a => new { a.Number, a.Hash }).FirstOrDefaultAsync(stop) is { } last ? (last.Number, last.Hash) : (0, AuditChain.Origin);

    private static AuditRow RowOf(Waiting waiting, long number, string previousHash)
    {
        var row = new AuditRow
        {
            Number = number,
            Time = waiting.Time,
            Who = waiting.Entry.Who,
            Address = waiting.Entry.Address,
            Action = waiting.Entry.Action,
            Subject = waiting.Entry.Subject,
            Old = waiting.Entry.Old,
            New = waiting.Entry.New,
            Reason = waiting.Entry.Reason,
            PreviousHash = previousHash,
        };
        row.Hash = AuditChain.HashOf(row);
        return row;
    }

    private static AuditEntry Clean(AuditEntry e) => new(Text(e.Who), Text(e.Action), Text(e.Subject)) { Address = Text(e.Address), Old = Text(e.Old), New = Text(e.New), Reason = Text(e.Reason) };

    /// <summary>A stranger chooses some of these texts: bounded, and without what a database or a log line cannot hold.</summary>
    private static string Text(string text)
    {
        string bounded = text.Length > TextMax ? text[..TextMax] : text;
        return bounded.Any(char.IsControl) || bounded.Any(char.IsSurrogate) ? string.Concat(bounded.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '\uFFFD' : c)) : bounded;
    }

    private sealed record Waiting(AuditEntry Entry, DateTimeOffset Time, TaskCompletionSource? Written);
}
