using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using TradingCore.Domain;
using TradingCore.Engine.Events;
using TradingCore.Engine.Ports;

namespace TradingCore.Persistence.History;

/// <summary>Reads old fills for the engine, one request after the other. A history that is away is asked again until it is back.</summary>
internal sealed class FillArchive(HistoryDatabase database, TimeProvider clock, ILogger<FillArchive> logger) : IFillArchive
{
    private static readonly TimeSpan RetryDelayMin = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan RetryDelayMax = TimeSpan.FromSeconds(15);

    private readonly Lock _gate = new();
    private Task _reading = Task.CompletedTask;
    private IEngineInbox? _inbox;
    private CancellationToken _stop;

    /// <summary>Names who is answered. Once, before anything is read.</summary>
    /// <param name="inbox">The engine's door.</param>
    /// <param name="stop">Ends the reading.</param>
    public void Start(IEngineInbox inbox, CancellationToken stop) => (_inbox, _stop) = (inbox, stop);

    /// <inheritdoc/>
    public void Read(ExecId execId)
    {
        lock (_gate) _reading = ReadAfterAsync(_reading, execId);
    }

    /// <summary>Ends when nothing is being read any more.</summary>
    public Task StopAsync()
    {
        lock (_gate) return _reading;
    }

    /// <summary>Everything that was booked to the position which an execution belongs to; null when the history does not hold it.</summary>
    internal async Task<PositionPast?> FindAsync(ExecId execId, CancellationToken stop)
    {
        TradingDbContext db = await database.OpenAsync(stop).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            string key = execId.Key;
            if (await db.Fills.AsNoTracking().FirstOrDefaultAsync(f => f.ExecKey == key, stop).ConfigureAwait(false) is not { } row) return null;
            (string account, int conId) = (row.Account ?? "", row.ConId);
            PositionCheckpointRow? checkpoint = await db.PositionCheckpoints.AsNoTracking().FirstOrDefaultAsync(c => c.Account == account && c.ConId == conId, stop).ConfigureAwait(false);
            if (checkpoint is null) return null;
            List<FillRow> fills = await db.Fills.AsNoTracking().Where(f => (f.Account ?? "") == account && f.ConId == conId).OrderBy(f => f.Time).ThenBy(f => f.ExecKey).ToListAsync(stop).ConfigureAwait(false);
            List<PositionAdjustmentRow> adjustments = await db.PositionAdjustments.AsNoTracking().Where(a => (a.Account ?? "") == account).OrderBy(a => a.Sequence).ThenBy(a => a.Index).ToListAsync(stop).ConfigureAwait(false);
            return new PositionPast(
                CheckpointBooking.AccountOf(account), HistoryMapping.Contract(row.Contract), HistoryMapping.Base(checkpoint),
                [.. fills.Select(HistoryMapping.Read)],
                [.. adjustments.Select(HistoryMapping.Read).Where(a => a.Contract.ConId.Value == conId)]);
        }
    }

    private async Task ReadAfterAsync(Task before, ExecId execId)
    {
        // Off the engine's thread, which must not wait for a database.
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        TimeSpan delay = RetryDelayMin;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                PositionPast? past = await FindAsync(execId, _stop).ConfigureAwait(false);
                await _inbox!.PostAsync(new PositionPastRead(execId, past) { Time = clock.GetUtcNow() }, _stop).ConfigureAwait(false);
                return;
            }
            catch (Exception e) when (e is not OperationCanceledException || !_stop.IsCancellationRequested)
            {
                // Whatever it is, trading goes on, and the position shows against the broker's meanwhile.
                logger.OldFillsNotRead(execId, delay, HistoryDatabase.FindTrouble(e) is { } trouble ? database.Explain(trouble) : e.Message);
                await Task.Delay(delay, clock, _stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                delay = delay * 2 < RetryDelayMax ? delay * 2 : RetryDelayMax;
            }
            catch (OperationCanceledException)
            {
                // The next start asks the broker again.
            }
        }
    }
}
