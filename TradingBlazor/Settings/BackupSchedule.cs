namespace TradingBlazor.Settings;

/// <summary>Makes backups by itself. One that was due while the program was not running is made some minutes after the start.</summary>
internal sealed partial class BackupSchedule(Backups backups, BackupOptions options, TimeProvider clock, ILogger<BackupSchedule> log) : BackgroundService
{
    /// <summary>A start has enough to do.</summary>
    internal static readonly TimeSpan AfterStart = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromHours(1);

    private DateTimeOffset _notBefore = DateTimeOffset.MaxValue;

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
    public BackupLine? Last => backups.List().FirstOrDefault(b => b.IsScheduled);

    /// <summary>Why the last one could not be made; empty when it could, and before the first.</summary>
    public string Fault { get; private set; } = "";

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Every == TimeSpan.Zero) return;
        _notBefore = clock.GetUtcNow() + AfterStart;
        using var timer = new PeriodicTimer(Look, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                if (Next is { } due && clock.GetUtcNow() >= due) await MakeAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Normal end.
        }
    }

    private async Task MakeAsync(CancellationToken stop)
    {
        try
        {
            (_, string fault) = await backups.MakeScheduledAsync(stop);
            // One by a person is as good; the next minute looks again.
            if (fault == Backups.Busy) return;
            Fault = fault;
            if (fault.Length == 0)
                foreach (BackupLine old in backups.List().Where(b => b.IsScheduled).Skip(options.Keep)) await backups.DeleteScheduledAsync(old, stop);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Whatever it is: a backup that cannot be made must not end the program that trades.
            Fault = $"The backup could not be made: {e.Message}";
        }
        if (Fault.Length == 0) return;
        // Tried again, but not every minute: each failure calls somebody.
        _notBefore = clock.GetUtcNow() + AfterFailure;
        Failed(log, Fault);
    }

    [LoggerMessage(EventId = 9302, Level = LogLevel.Critical, Message = "The scheduled backup failed: {Cause}")]
    private static partial void Failed(ILogger log, string cause);
}
