using Microsoft.Extensions.Logging.Abstractions;
using TradingCore.Engine;
using TradingCore.Orders;
using TradingCore.Persistence.Redis;
using TradingCore.Risk;

namespace TradingBlazor.Tests.Cluster;

/// <summary>What a web process has of the engine: the state that comes over Redis, everything that happens to orders, and the door for commands.</summary>
internal sealed class Mirrored : IAsyncDisposable
{
    /// <summary>Secret of the commands in tests.</summary>
    public const string Secret = "a secret of more than thirty-two characters";

    private readonly EngineMirror _mirror;
    private readonly OrderNewsReader _reader;
    private readonly List<OrderNews> _news = [];

    private Mirrored(RedisOptions options)
    {
        Store = new RedisStore(options, TimeProvider.System, NullLogger<RedisStore>.Instance);
        View = new RemoteView(new RiskOptions(), TimeProvider.System);
        var calls = new RemoteCalls(Store, options, new SignedMessage(Secret), TimeProvider.System, NullLogger<RemoteCalls>.Instance);
        Commands = RemoteDoor.Open<ITradingCommands>(calls);
        _reader = View.FollowOrders();
        _mirror = new EngineMirror(Store, options, View, calls, TimeProvider.System, NullLogger<EngineMirror>.Instance);
    }

    /// <summary>Connection of its own.</summary>
    public RedisStore Store { get; }

    /// <summary>The state.</summary>
    public RemoteView View { get; }

    /// <summary>The engine's door.</summary>
    public ITradingCommands Commands { get; }

    /// <summary>Begins to read.</summary>
    public static async Task<Mirrored> StartAsync(RedisOptions options, CancellationToken stop)
    {
        var mirrored = new Mirrored(options);
        await mirrored._mirror.StartAsync(stop);
        return mirrored;
    }

    /// <summary>Everything that was told of orders so far.</summary>
    public IReadOnlyList<OrderNews> News()
    {
        while (_reader.TryTake(out OrderNews news)) _news.Add(news);
        return _news;
    }

    /// <summary>Waits until the engine is heard.</summary>
    public Task HeardAsync(CancellationToken stop) => Harness.Until.TrueAsync("the engine to be heard", () => Task.FromResult(View.AwayReason.Length == 0), stop);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _mirror.StopAsync(CancellationToken.None);
        _mirror.Dispose();
        await Store.DisposeAsync();
    }
}
