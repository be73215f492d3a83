using TradingCore.Tws;

namespace TradingCore.Hosting;

/// <summary>The session of this process, for settings of the connection that change while it runs.</summary>
public sealed class RunningSession
{
    private TwsGateway? _gateway;

    /// <summary>False before the trading system has started, and in a process that has no session of its own.</summary>
    public bool IsThere => Volatile.Read(ref _gateway) is not null;

    /// <summary>Closes the connection in order and connects to another place, or under another client id.</summary>
    /// <param name="target">Where to, and as whom.</param>
    /// <param name="cause">Why, a part of a sentence; people read it as the reason of the interruption.</param>
    /// <param name="stop">Ends the wait for what has to leave first.</param>
    /// <exception cref="InvalidOperationException">There is no session in this process.</exception>
    public Task MoveAsync(SessionTarget target, string cause, CancellationToken stop) =>
        Volatile.Read(ref _gateway) is { } gateway ? gateway.MoveAsync(target, cause, stop) : throw new InvalidOperationException("There is no session in this process.");

    internal void Attach(TwsGateway gateway) => Volatile.Write(ref _gateway, gateway);
}
