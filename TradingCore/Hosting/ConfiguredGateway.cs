using TradingCore.Tws;

namespace TradingCore.Hosting;

/// <summary>A gateway that somebody else runs.</summary>
public sealed class ConfiguredGateway(TwsOptions options) : IGatewaySource
{
    /// <inheritdoc/>
    public Task<TwsOptions> StartAsync(CancellationToken stop) => Task.FromResult(options);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
