using TradingCore.Tests.Shared;

namespace TradingBlazor.Tests.Cluster;

/// <summary>One Redis for the tests of a class; each test takes names of its own.</summary>
public sealed class SharedRedis : IAsyncLifetime
{
    private RedisServer? _server;

    internal RedisServer Server => _server!;

    public async ValueTask InitializeAsync() => _server = await RedisServer.StartNewAsync(CancellationToken.None);

    public ValueTask DisposeAsync() => _server!.DisposeAsync();
}
