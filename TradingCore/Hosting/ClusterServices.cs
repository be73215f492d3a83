using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using TradingCore.Engine;
using TradingCore.Engine.Views;
using TradingCore.MarketData;
using TradingCore.MarketData.Depth;
using TradingCore.MarketData.News;
using TradingCore.Persistence;
using TradingCore.Persistence.Redis;

namespace TradingCore.Hosting;

/// <summary>What a process needs when Redis is configured: the engine tells, a web process hears.</summary>
internal static class ClusterServices
{
    public static void Add(IServiceCollection services, TradingSettings settings, DataFolder folder)
    {
        if (!settings.Redis.IsConfigured) return;
        services.TryAddSingleton(p => new RedisStore(settings.Redis, p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<RedisStore>>()));
        if (settings.Redis.CommandKey.Length > 0) services.AddSingleton(new SignedMessage(settings.Redis.CommandKey));
        if (settings.Role == ProcessRole.Web) AddWeb(services, settings);
        else AddEngine(services, settings, folder);
    }

    private static void AddEngine(IServiceCollection services, TradingSettings settings, DataFolder folder)
    {
        services.TryAddSingleton(p => new EngineLease(
            p.GetRequiredService<RedisStore>(), settings.Redis, FolderId.Of(folder.Root), FolderId.ProcessName, p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<EngineLease>>()));
        services.AddHostedService<LeaseKeeper>();
        services.AddSingleton<DepthRelay>();
        services.AddSingleton(p => new ViewCollector(
            p.GetRequiredService<TradingEngine>().View, p.GetRequiredService<TradingEngine>().RiskView, p.GetRequiredService<INewsView>(), p.GetRequiredService<IMarketDepth>(), p.GetRequiredService<DepthRelay>()));
        services.AddHostedService(p => new RedisPublisher(
            p.GetRequiredService<RedisStore>(), p.GetRequiredService<EngineLease>(), p.GetRequiredService<ViewCollector>(), p.GetRequiredService<TradingEngine>().View, p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<ILogger<RedisPublisher>>()));
        if (settings.Redis.CommandKey.Length == 0) return;
        services.AddSingleton(p => new CommandTargets(door =>
            door == typeof(ITradingCommands) ? p.GetRequiredService<TradingEngine>().Commands
            : door == typeof(IRiskCommands) ? p.GetRequiredService<TradingEngine>().RiskCommands
            : door == typeof(IMarketQueries) ? p.GetRequiredService<IMarketQueries>()
            : p.GetRequiredService<DepthRelay>()));
        services.AddHostedService<CommandReader>();
    }

    private static void AddWeb(IServiceCollection services, TradingSettings settings)
    {
        services.AddSingleton(p => new RemoteView(settings.Risk, p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<RemoteCalls>();
        services.AddHostedService<EngineMirror>();
        services.AddSingleton<ITradingView>(p => p.GetRequiredService<RemoteView>());
        services.AddSingleton<IRiskView>(p => p.GetRequiredService<RemoteView>());
        services.AddSingleton<ITradingCommands>(p => RemoteDoor.Open<ITradingCommands>(p.GetRequiredService<RemoteCalls>()));
        services.AddSingleton<IRiskCommands>(p => RemoteDoor.Open<IRiskCommands>(p.GetRequiredService<RemoteCalls>()));
        services.AddSingleton<IMarketQueries, RemoteQueries>();
        services.AddSingleton<IMarketDepth, RemoteDepth>();
        services.AddSingleton<INewsView, RemoteNews>();
    }
}
