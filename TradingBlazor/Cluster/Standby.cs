using TradingBlazor.Api.Model;
using TradingBlazor.Hosting;
using TradingBlazor.Telemetry;
using TradingCore.Hosting;
using TradingCore.Persistence;
using TradingCore.Persistence.Redis;

namespace TradingBlazor.Cluster;

/// <summary>
/// The waiting room of an engine: until it has the data folder and the lease there is no engine in this process, no session and no journal, only an
/// address that says so. Then everything is built as at any start: recovered, connected, compared with the broker, and only then does it trade.
/// </summary>
internal sealed class Standby : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    private const string Metrics = """
        # TYPE tradingcore_redis_lease_held gauge
        # HELP tradingcore_redis_lease_held 1 while this engine holds its lease
        tradingcore_redis_lease_held{otel_scope_name="TradingCore.Redis"} 0

        """;

    private readonly ILoggerFactory _loggers = LoggerFactory.Create(b => b.AddSimpleConsole(o => o.SingleLine = true));
    private readonly DeskSettings _settings;
    private readonly ILogger _log;
    private string _why = "";

    private Standby(DeskSettings settings)
    {
        _settings = settings;
        RedisOptions redis = settings.Trading.Redis;
        _log = _loggers.CreateLogger<Standby>();
        Store = new RedisStore(redis, TimeProvider.System, _loggers.CreateLogger<RedisStore>());
        string root = settings.Trading.Persistence.ResolveFolder();
        Lease = new EngineLease(Store, redis, FolderId.Of(root), FolderId.ProcessName, TimeProvider.System, _loggers.CreateLogger<EngineLease>());
    }

    /// <summary>Redis, for the process that follows.</summary>
    public RedisStore Store { get; }

    /// <summary>The lease, for the process that follows.</summary>
    public EngineLease Lease { get; }

    /// <summary>The data folder, held.</summary>
    public DataFolder? Folder { get; private set; }

    /// <summary>Waits until this process may be the engine; at once when no other one is.</summary>
    /// <returns>Null when the process needs no lease.</returns>
    /// <exception cref="OperationCanceledException">It was told to end while it waited.</exception>
    public static async Task<Standby?> WaitAsync(string[] args)
    {
        DeskSettings? settings = DeskApplication.TryReadSettings(args);
        // What is wrong with the settings is said by the start that follows.
        if (settings is null || settings.Trading.Role == ProcessRole.Web || !settings.Trading.Redis.IsConfigured) return null;
        var standby = new Standby(settings);
        try
        {
            if (await standby.TryEnterAsync(CancellationToken.None)) return standby;
            using var ended = new CancellationTokenSource();
            using var signal = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGTERM, c => End(c, ended));
            using var interrupt = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGINT, c => End(c, ended));
            WebApplication room = standby.Serve(args);
            await using (room)
            {
                await room.StartAsync(ended.Token);
                using var timer = new PeriodicTimer(Look, TimeProvider.System);
                while (await timer.WaitForNextTickAsync(ended.Token))
                    if (await standby.TryEnterAsync(ended.Token)) return standby;
            }
            throw new OperationCanceledException();
        }
        catch
        {
            await standby.DisposeAsync();
            throw;
        }

        static void End(System.Runtime.InteropServices.PosixSignalContext context, CancellationTokenSource ended)
        {
            context.Cancel = true;
            ended.Cancel();
        }
    }

    /// <summary>Hands connection and lease to the process that follows.</summary>
    public void AddTo(IServiceCollection services)
    {
        services.AddSingleton(Store);
        services.AddSingleton(Lease);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Folder?.Dispose();
        await Store.DisposeAsync();
        _loggers.Dispose();
    }

    private async Task<bool> TryEnterAsync(CancellationToken stop)
    {
        string why;
        try
        {
            // The folder first: who has it knows that a lease of the same folder belongs to a process that is dead.
            Folder ??= DataFolder.OpenWhole(_settings.Trading.Persistence.ResolveFolder());
            why = await Lease.TryTakeAsync(stop);
        }
        catch (PersistenceException e) when (e.IsInUse)
        {
            // What to do about it holds for a start that fails by it; this one only waits.
            why = $"{e.Fact}, the engine. This one takes over when that ends.";
        }
        catch (RedisAwayException e)
        {
            // A single engine starts without; the folder is its own.
            if (_settings.Trading.Redis.Lease == LeaseMode.Single) return true;
            why = e.Message;
        }
        if (why.Length == 0) return true;
        if (_why != why) _log.StandingBy(why);
        _why = why;
        return false;
    }

    private WebApplication Serve(string[] args)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = [] });
        builder.Logging.ClearProviders();
        // TLS needs the data folder, which another process may have: only plain addresses answer while this one waits, the one for operators among them.
        string[] urls = [.. _settings.Urls.Where(u => u.StartsWith("http:", StringComparison.OrdinalIgnoreCase)), .. OperationsPort.Url(_settings.Telemetry) is { } operators ? new[] { operators } : []];
        builder.WebHost.UseUrls(urls.Length > 0 ? urls : ["http://127.0.0.1:0"]);
        WebApplication room = builder.Build();
        room.Use(async (context, next) =>
        {
            if (context.Request.Path == "/health")
                await context.Response.WriteAsJsonAsync(new HealthDto("standby"));
            else if (context.Request.Path == "/ready")
            {
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                await context.Response.WriteAsJsonAsync(new ReadinessDto(false, new Dictionary<string, DependencyDto> { ["lease"] = new(false, $"Standing by: {_why}") }));
            }
            else if (_settings.Telemetry.Metrics && context.Connection.LocalPort == _settings.Telemetry.Port && context.Request.Path == TelemetrySetup.MetricsPath)
            {
                // Whoever collects must not take a standby that is well for a process that is down.
                context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
                await context.Response.WriteAsync(Metrics);
            }
            else
            {
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                await next();
            }
        });
        room.Run(c => c.Response.WriteAsync("Standing by: another process is the engine."));
        return room;
    }
}
