using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TradingCore.Engine;
using TradingCore.Engine.Ports;
using TradingCore.Hosting.Rehearsing;
using TradingCore.MarketData;
using TradingCore.Persistence;
using TradingCore.Persistence.History;
using TradingCore.Persistence.Journal;
using TradingCore.Persistence.Recording;
using TradingCore.Persistence.Redis;
using TradingCore.Tws;

namespace TradingCore.Hosting;

/// <summary>
/// Owns the trading system's life: recover, engine, session, in this order; and back. Pages and REST answer meanwhile, so that whoever looks
/// sees what is going on instead of a page that does not load.
/// </summary>
internal sealed class TradingHostedService(
    TradingSettings settings, DataFolder folder, IEngineStore store, FileJournal journal, HistoryWriter history, FillArchive archive, HistoryDatabase database, InputRecorder recorder, QueueGauges gauges, TradingEngine engine, IGatewaySource gateways, LateMarketQueries queries,
    NewsBoard news, RunningSession running, StartFailure failure, IHostApplicationLifetime lifetime, TimeProvider clock, ILoggerFactory loggers, EngineLease? lease = null) : BackgroundService
{
    /// <summary>Longest wait for one part at the stop; all parts together stay below the ten seconds that a service manager gives.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(2);

    private readonly ILogger<TradingHostedService> _logger = loggers.CreateLogger<TradingHostedService>();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // Both take some tenths of a second and need nothing of each other.
            Task<TwsOptions> starting = gateways.StartAsync(stoppingToken);
            Task<RecoveredState> recovering = Task.Run(() => store.RecoverAsync(stoppingToken), stoppingToken);
            await Task.WhenAll(starting, recovering).ConfigureAwait(false);
            await RunAsync(await recovering.ConfigureAwait(false), await starting.ConfigureAwait(false), stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopped during the start: nothing runs yet.
        }
        catch (Exception e) when (e is StartException or PersistenceException)
        {
            _logger.StartFailed(e.Message);
            failure.Set(e.Message);
            lifetime.StopApplication();
        }
        catch (Exception e)
        {
            // A mistake of this program. It must not go on with pages that show a state which stands still.
            _logger.TradingEnded(e);
            failure.Set($"The trading system could not go on: {e.Message} The log in '{folder.Logs}' tells more.");
            lifetime.StopApplication();
        }
        finally
        {
            await StopAsync("the gateway's source", gateways.DisposeAsync().AsTask()).ConfigureAwait(false);
            await StopAsync("the recorder", recorder.DisposeAsync().AsTask()).ConfigureAwait(false);
            await StopAsync("the journal", journal.DisposeAsync().AsTask()).ConfigureAwait(false);
            await StopAsync("the history's database", database.DisposeAsync().AsTask()).ConfigureAwait(false);
            folder.Dispose();
        }
    }

    private async Task RunAsync(RecoveredState state, TwsOptions tws, CancellationToken stoppingToken)
    {
        using var stopEngine = new CancellationTokenSource();
        using var stopHistory = new CancellationTokenSource();
        var gateway = new TwsGateway(tws, clock, loggers);
        if (lease is not null) gateway.Fence = () => lease.Problem;
        await using var practice = new OrderPractice(clock);
        engine.Attach(gateway);
        engine.Attach(practice);
        queries.Attach(gateway);
        gateway.Attach(news);
        engine.Attach(recorder);
        engine.Attach(archive);
        archive.Start(engine.Inbox, stopHistory.Token);
        gauges.Attach(gateway);
        running.Attach(gateway);
        // On threads of their own queue: the engine's loop must not begin on the thread that starts the host.
        Task storing = Task.Run(() => history.RunAsync(stopHistory.Token), CancellationToken.None);
        Task trading = Task.Run(() => engine.RunAsync(state, stopEngine.Token), CancellationToken.None);
        gateway.Start(engine.Inbox);
        Task rehearsing = settings.Trading.Rehearse ? Task.Run(() => Rehearsals.RunAsync(clock, stoppingToken), CancellationToken.None) : Task.CompletedTask;
        _logger.TradingStarted(folder.Root, tws.Host, tws.Port, settings.Trading.Mode);

        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using (stoppingToken.UnsafeRegister(s => ((TaskCompletionSource)s!).TrySetResult(), stopped))
        {
            Task ended = await Task.WhenAny(stopped.Task, trading, storing).ConfigureAwait(false);
            if (ended != stopped.Task)
            {
                _logger.TradingEnded(ended.Exception);
                failure.Set($"The trading system has stopped by itself: {ended.Exception?.GetBaseException().Message ?? "its loop ended"} The log in '{folder.Logs}' tells more.", hadStarted: true);
                lifetime.StopApplication();
            }
        }

        await StopAsync("the rehearsals", rehearsing).ConfigureAwait(false);
        // First nothing new comes in, then what came is finished, then it is stored.
        await StopAsync("the session", gateway.StopAsync()).ConfigureAwait(false);
        await stopEngine.CancelAsync().ConfigureAwait(false);
        await StopAsync("the engine", trading).ConfigureAwait(false);
        await stopHistory.CancelAsync().ConfigureAwait(false);
        await StopAsync("the history", storing).ConfigureAwait(false);
        await StopAsync("the archive", archive.StopAsync()).ConfigureAwait(false);
        _logger.TradingStopped();
    }

    private async Task StopAsync(string part, Task stopping)
    {
        try
        {
            await stopping.WaitAsync(StopLimit, clock).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The usual end of a loop that was told to stop.
        }
        catch (TimeoutException)
        {
            _logger.StopTooSlow(part, StopLimit);
        }
        catch (Exception e)
        {
            // Whatever one part does, the others are still stopped in order.
            _logger.StopFailed(e, part);
        }
    }
}
