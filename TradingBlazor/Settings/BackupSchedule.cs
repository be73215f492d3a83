namespace TradingBlazor.Settings;

/// <summary>Makes backups by itself. One that was due while the program was not running is made some minutes after the start.</summary>
internal sealed partial class BackupSchedule(Backups backups, BackupOptions options, TimeProvider clock, ILogger<BackupSchedule> log) : BackgroundService
{
    /// <summary>A start has enough to do.</summary>
    internal static readonly TimeSpan AfterStart = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromHours(1);

    private DateTimeOffset _notBefore = DateTimeOffset.MaxValue;
    private string _fault = "";

    // When none could be made; null when there is a new one, and what failed was to read it or to delete old ones: another one mends neither.
    private DateTimeOffset? _failedTime;

    /// <summary>When the next one is due; null when none are made.</summary>
    public DateTimeOffset? Next
    {
        get
        {
            if (options.Every == TimeSpan.Zero || _notBefore == DateTimeOffset.MaxValue) return null;
            DateTimeOffset due = Last is { } last ? last.Time + options.Every : DateTimeOffset.MinValue;
            return due > _notBefore ? due : _notBefore;
        }
    }

    /// <summary>The newest one; null when there is none.</summary>
    public BackupLine? Last => Made.FirstOrDefault();

    // One from the future, made while the clock of the machine was wrong, must neither keep the next one from being made nor be kept in the place of one.
    private IEnumerable<BackupLine> Made => backups.List().Where(b => b.IsScheduled && b.Time <= clock.GetUtcNow());

    /// <summary>Why the last one could not be made; empty when it could, before the first, and once somebody has made one since.</summary>
    public string Fault => _failedTime is { } failed && backups.List().Any(b => b.Time > failed && b.Time <= clock.GetUtcNow()) ? "" : _fault;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Every == TimeSpan.Zero) return;
        _notBefore = clock.GetUtcNow() + AfterStart;
        using var timer = new PeriodicTimer(Look, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await MakeWhenDueAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Normal end.
        }
    }

    private async Task MakeWhenDueAsync(CancellationToken stop)
    {
        try
        {
            if (Next is not { } due || clock.GetUtcNow() < due) return;
            (string name, string fault) = await backups.MakeScheduledAsync(stop);
            // One by a person is as good; the next minute looks again.
            if (fault == Backups.Busy) return;
            _failedTime = fault.Length > 0 ? clock.GetUtcNow() : null;
            _fault = fault.Length > 0 ? fault : await MakeRoomAsync(name, stop);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Whatever it is: a backup that cannot be made must not end the program that trades.
            _failedTime = clock.GetUtcNow();
            _fault = $"The backup could not be made: {e.Message}";
        }
        if (_fault.Length == 0) return;
        // Tried again, but not every minute: each failure calls somebody.
        _notBefore = clock.GetUtcNow() + AfterFailure;
        Failed(log, _fault);
    }

    // Old ones go only for a new one that can be read: a disk that loses what it was given must not cost the last good one.
    private async Task<string> MakeRoomAsync(string name, CancellationToken stop)
    {
        if (backups.Find(name) is not { } file || await Backups.JudgeFileAsync(file, stop) is not { IsUsable: true }) return $"The new backup {name} cannot be read. None was deleted for it: look at the disk of '{backups.Folder}'.";
        var faults = new List<string>();
        foreach (BackupLine old in Made.Skip(options.Keep))
            if (await backups.DeleteScheduledAsync(old, stop) is { Length: > 0 } fault) faults.Add($"{old.Name}: {fault}");
        return faults.Count == 0 ? "" : $"{name} was made, and {faults.Count} of the older ones stay: {faults[0]} Delete them by hand, or the disk gets full.";
    }

    [LoggerMessage(EventId = 9302, Level = LogLevel.Critical, Message = "The scheduled backup failed: {Cause}")]
    private static partial void Failed(ILogger log, string cause);
}
