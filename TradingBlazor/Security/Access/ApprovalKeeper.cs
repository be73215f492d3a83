namespace TradingBlazor.Security.Access;

/// <summary>Ends what waits too long, and writes what became of it, every second.</summary>
internal sealed class ApprovalKeeper(Approvals approvals, TimeProvider clock, ILogger<ApprovalKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(Step, clock);
            bool isLoaded = false;
            do
            {
                if (!isLoaded) isLoaded = await TryLoadAsync(stoppingToken);
                approvals.Expire();
                if (approvals.IsShared) await CatchUpAsync(stoppingToken);
                await approvals.FlushAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The usual end.
        }
    }

    private async Task CatchUpAsync(CancellationToken stop)
    {
        try
        {
            await approvals.CatchUpAsync(stop);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Told where the database is watched over; it is tried again in a second.
        }
    }

    private async Task<bool> TryLoadAsync(CancellationToken stop)
    {
        try
        {
            await approvals.LoadAsync(stop);
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            logger.AccessNotRead(e.Message);
            return false;
        }
    }
}
