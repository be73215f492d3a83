using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TradingCore.Engine;
using TradingCore.Engine.Events;
using TradingCore.Persistence.Redis;

namespace TradingCore.Hosting;

/// <summary>Keeps the lease of a running engine, tells the engine when it is in doubt, and ends the process when another engine has it.</summary>
internal sealed class LeaseKeeper(EngineLease lease, RedisOptions options, TradingEngine engine, StartFailure failure, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<LeaseKeeper> log) : BackgroundService
{
    private const int RenewalsPerLease = 3;
    private const int LooksPerLease = 24;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.LeaseTime / LooksPerLease, clock);
        string told = "";
        long due = 0;
        bool isDoubtful = false;
        try
        {
            do
            {
                if (due == 0 || isDoubtful || clock.GetElapsedTime(due) >= options.LeaseTime / RenewalsPerLease)
                {
                    due = clock.GetTimestamp();
                    try
                    {
                        if (lease.Token == 0) await FirstAsync(stoppingToken).ConfigureAwait(false);
                        else await lease.RenewAsync(stoppingToken).ConfigureAwait(false);
                        isDoubtful = false;
                    }
                    catch (RedisAwayException e)
                    {
                        if (!isDoubtful) log.LeaseDoubtful(e.Message);
                        isDoubtful = true;
                    }
                }
                string problem = lease.Problem;
                if (problem != told && engine.Inbox.TryPost(new LeaseChanged(problem) { Time = clock.GetUtcNow() })) told = problem;
                if (lease.Other.Length > 0)
                {
                    log.LeaseLost(lease.Other);
                    failure.Set($"Another engine ({lease.Other}) has the lease of this account now, and two must not trade it. This one has sent no order since. Started again, it stands by until it may take over.", hadStarted: true);
                    lifetime.StopApplication();
                    return;
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Normal end.
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        // Services stop in the reverse order of their registration, so the engine has ended before.
        if (lease.Other.Length == 0) await lease.ReleaseAsync().ConfigureAwait(false);
    }

    // An engine that began without Redis takes the lease when Redis is there; whoever has it then was first.
    private async Task FirstAsync(CancellationToken stop)
    {
        string why = await lease.TryTakeAsync(stop).ConfigureAwait(false);
        if (why.Length == 0 || lease.Token > 0) return;
        log.StandingBy(why);
        if (options.Lease == LeaseMode.Required) return;
        failure.Set($"{why} Two engines must not trade one account. Stop one of them, or set Redis:KeyPrefix to another name when they trade different accounts.", hadStarted: true);
        lifetime.StopApplication();
    }
}
