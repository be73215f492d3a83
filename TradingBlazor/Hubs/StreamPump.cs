using Microsoft.AspNetCore.SignalR;
using TradingBlazor.Security.Access;

namespace TradingBlazor.Hubs;

/// <summary>The clock of the hub: looks at the snapshots, watches over slow clients, and cuts off who may not read any more.</summary>
internal sealed class StreamPump(StreamSource source, StreamConnections connections, StreamMeters meters, AccessBook book, StreamOptions options, TimeProvider clock, ILogger<StreamPump> logger) : BackgroundService
{
    /// <summary>How often it looks while nobody is connected: often enough for clients that come back, and next to nothing otherwise.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    // The book answers from memory and forgets at once what was ended here: a revoked key or session reads no longer than an open page does.
    private static readonly TimeSpan AccessBeat = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(Rest, clock);
        void Pace() => timer.Period = connections.Count > 0 ? StreamSource.Step : Rest;
        connections.Changed += Pace;
        Pace();
        DateTimeOffset nextSlow = clock.GetUtcNow();
        DateTimeOffset nextAccess = nextSlow + AccessBeat;
        Task checking = Task.CompletedTask;
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                DateTimeOffset now = clock.GetUtcNow();
                try
                {
                    source.Beat();
                    if (now >= nextSlow)
                    {
                        nextSlow = now + options.SlowClientPatience / 4;
                        foreach (StreamConnection connection in connections.All) Judge(connection, now);
                    }
                }
                catch (Exception e)
                {
                    // A snapshot that cannot be told must not end the streams of all others.
                    logger.HubBeatFailed(e);
                }
                if (now < nextAccess || !checking.IsCompleted) continue;
                nextAccess = now + AccessBeat;
                checking = CheckAccessAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program ends.
        }
        finally
        {
            connections.Changed -= Pace;
        }
        await checking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Judge(StreamConnection connection, DateTimeOffset now)
    {
        if (connection.Standing is { } since && clock.GetElapsedTime(since) >= Streaming.StandstillMax)
        {
            if (!connection.IsCutOff) meters.Slow();
            CutOff(connection, connection.Readings.Sum(r => r.Behind));
            return;
        }
        foreach (EventReading reading in connection.Readings)
        {
            bool wasTooSlow = reading.IsTooSlow;
            int times = reading.Judge(now, options);
            if (reading.IsTooSlow && !wasTooSlow)
            {
                meters.Slow();
                logger.HubTooSlow(connection.Who, reading.Behind);
            }
            if (times < 2) continue;
            CutOff(connection, reading.Behind);
            return;
        }
    }

    private void CutOff(StreamConnection connection, long behind)
    {
        if (connection.IsCutOff) return;
        connection.IsCutOff = true;
        logger.HubCutOff(connection.Who, behind);
        connection.Context.Abort();
        // The connection would wait for what it is writing; nobody reads that any more.
        connection.Context.GetHttpContext()?.Abort();
    }

    private async Task CheckAccessAsync(CancellationToken stop)
    {
        foreach (StreamConnection connection in connections.All)
        {
            try
            {
                if (await book.FindAsync(connection.User, stop) is { } access && access.May(Permission.View)) continue;
                logger.HubAccessEnded(connection.Who);
                connection.Context.Abort();
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The database is away: who was let in goes on until it can be asked, as on the pages.
                logger.HubBeatFailed(e);
            }
        }
    }
}
