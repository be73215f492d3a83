using TradingCore.Tws;

namespace TradingCore.Hosting;

/// <summary>Makes the gateway ready that the session connects to.</summary>
public interface IGatewaySource : IAsyncDisposable
{
    /// <summary>Starts what has to be started. Never waits for a gateway that somebody else runs: the session keeps trying.</summary>
    /// <returns>Where the session finds it.</returns>
    /// <exception cref="StartException">It cannot be started; the message says why and what to do.</exception>
    Task<TwsOptions> StartAsync(CancellationToken stop);
}
