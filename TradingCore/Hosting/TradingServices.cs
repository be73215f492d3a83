using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TradingCore.Alerts;
using TradingCore.Engine;
using TradingCore.Engine.Ports;
using TradingCore.Engine.Views;
using TradingCore.MarketData;
using TradingCore.MarketData.Depth;
using TradingCore.MarketData.News;
using TradingCore.MarketData.Search;
using TradingCore.Persistence;
using TradingCore.Persistence.History;
using TradingCore.Persistence.Journal;
using TradingCore.Persistence.Recording;
using TradingCore.Telemetry;
using TradingCore.Tws;

namespace TradingCore.Hosting;

/// <summary>Registers the trading system.</summary>
public static class TradingServices
{
    /// <summary>Adds everything as singletons: settings, persistence, engine, its view and its commands, and the service that runs it.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="settings">Settings without mistakes.</param>
    /// <param name="folder">The data folder; the running system gives it back at the stop.</param>
    /// <remarks>An <see cref="IGatewaySource"/> that is registered before is used; otherwise the gateway of the section <c>Tws</c>.</remarks>
    public static IServiceCollection AddTradingCore(this IServiceCollection services, TradingSettings settings, DataFolder folder)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(folder);
        services.TryAddSingleton<TimeProvider>(new SteadyClock(TimeProvider.System));
        services.AddSingleton(settings);
        AddOptions(services, settings.Tws);
        AddOptions(services, settings.Trading);
        AddOptions(services, settings.Risk);
        AddOptions(services, settings.MarketData);
        AddOptions(services, settings.Bars);
        AddOptions(services, settings.Positions);
        AddOptions(services, settings.Persistence);
        AddOptions(services, settings.Alerts);
        AddOptions(services, settings.Redis);

        services.AddSingleton(folder);
        services.AddSingleton(p => new FileJournal(folder.Journal, settings.Persistence, p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<FileJournal>>()));
        services.AddSingleton<IJournal>(p => p.GetRequiredService<FileJournal>());
        services.AddSingleton<HistoryDatabase>(p => settings.Persistence.Provider == PersistenceProvider.PostgreSql
            ? new PostgresDatabase(settings.Persistence.ConnectionString, p.GetRequiredService<TimeProvider>())
            : new SqliteDatabase(folder.Database));
        services.AddSingleton(p => new HistoryWriter(
            p.GetRequiredService<HistoryDatabase>(), p.GetRequiredService<FileJournal>(), settings.Persistence, p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<HistoryWriter>>()));
        services.AddSingleton(p => new HistorySearch(p.GetRequiredService<HistoryDatabase>()));
        services.AddSingleton(p => new HistoryStock(p.GetRequiredService<HistoryDatabase>()));
        services.AddSingleton<IPreferenceStore>(p => new UserPreferences(p.GetRequiredService<HistoryDatabase>(), p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IEngineStore, EngineStore>();
        services.AddSingleton(p => new FillArchive(p.GetRequiredService<HistoryDatabase>(), p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<FillArchive>>()));
        services.AddSingleton<IAlertStore>(p => new AlertTables(p.GetRequiredService<HistoryDatabase>(), p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<AlertTables>>()));
        services.AddSingleton(p => new PersistenceStatus(p.GetRequiredService<FileJournal>(), p.GetRequiredService<HistoryWriter>(), settings.Role == ProcessRole.Web));
        services.AddSingleton<QueueGauges>();
        services.AddSingleton(p => new InputRecorder(folder.Recordings, settings.Persistence.Recording, p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<InputRecorder>>()));

        services.AddSingleton(p => new TradingEngine(
            settings.Trading, settings.Risk, settings.MarketData, settings.Bars, p.GetRequiredService<IJournal>(), p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILoggerFactory>(), settings.Positions));
        services.AddSingleton<ITradingView>(p => p.GetRequiredService<TradingEngine>().View);
        services.AddSingleton<ITradingCommands>(p => p.GetRequiredService<TradingEngine>().Commands);
        services.AddSingleton(p => p.GetRequiredService<TradingEngine>().Denials);
        services.AddSingleton<IRiskView>(p => p.GetRequiredService<TradingEngine>().RiskView);
        services.AddSingleton<IRiskCommands>(p => p.GetRequiredService<TradingEngine>().RiskCommands);
        services.AddSingleton<RunningSession>();
        services.AddSingleton<LateMarketQueries>();
        services.AddSingleton<IMarketQueries>(p => p.GetRequiredService<LateMarketQueries>());
        services.AddSingleton<IMarketDepth>(p => new DepthBooks(p.GetRequiredService<IMarketQueries>(), settings.MarketData));
        services.AddSingleton<IContractSearch>(p => new ContractSearch(p.GetRequiredService<IMarketQueries>()));
        services.TryAddSingleton<IGatewaySource>(new ConfiguredGateway(settings.Tws));
        services.AddSingleton(p => new NewsBoard(p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<INewsView>(p => p.GetRequiredService<NewsBoard>());
        services.AddSingleton(new ProcessStart(TimeProvider.System.GetUtcNow()));
        services.AddSingleton<StartFailure>();
        ClusterServices.Add(services, settings, folder);
        if (settings.Role == ProcessRole.Web) services.AddHostedService<WebStorage>();
        else services.AddHostedService<TradingHostedService>();
        if (settings.Role != ProcessRole.Web) services.AddHostedService(p => new ClockWatch(TimeProvider.System, p.GetRequiredService<TimeProvider>(), e => p.GetRequiredService<TradingEngine>().Inbox.TryPost(e), p.GetRequiredService<ILogger<ClockWatch>>()));
        if (settings.Role != ProcessRole.Web) services.AddHostedService(p => new HistoryGate(p.GetRequiredService<HistoryWriter>(), settings.Persistence, p.GetRequiredService<TradingEngine>(), p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<KillWatch>();
        services.AddHostedService(p => p.GetRequiredService<KillWatch>());
        // A person is called once, by the process that has the engine.
        if (settings.Role != ProcessRole.Web) services.AddHostedService<PersonCalls>();
        services.AddSingleton<OrderMeter>();
        services.AddSingleton<OrderTraces>();
        services.AddSingleton(p => new OrderTelemetry(p.GetRequiredService<ITradingView>().FollowOrders(), p.GetRequiredService<OrderMeter>(), p.GetRequiredService<OrderTraces>(), p.GetRequiredService<QueueGauges>(), p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<OrderTelemetry>>()));
        // So are orders counted.
        if (settings.Role != ProcessRole.Web) services.AddHostedService(p => p.GetRequiredService<OrderTelemetry>());
        if (settings.Role != ProcessRole.Web) services.AddHostedService<SystemMeters>();
        services.AddSingleton<HeartbeatBook>();
        services.AddSingleton<AlertDesk>();
        services.AddSingleton<AlertFacts>();
        services.AddSingleton(p => new AlertStorage(p.GetRequiredService<PersistenceStatus>().Opened, () => p.GetRequiredService<PersistenceStatus>().Failure));
        services.AddSingleton<AlertService>();
        if (settings.Role != ProcessRole.Web) services.AddHostedService(p => p.GetRequiredService<AlertService>());
        else services.AddHostedService<AlertMirror>();
        return services;
    }

    private static void AddOptions<T>(IServiceCollection services, T options) where T : class
    {
        services.AddSingleton(options);
        services.AddSingleton(Options.Create(options));
    }
}
