namespace TradingCore.Engine;

/// <summary>Anything but a market tick that changes the engine's state: a broker message, a command, the clock. Immutable.</summary>
/// <remarks>Time and ids come in with the event, so that a recorded stream of inputs replays to the same state.</remarks>
public abstract record EngineEvent
{
    /// <summary>When it entered this process, UTC.</summary>
    public required DateTimeOffset Time { get; init; }
}
