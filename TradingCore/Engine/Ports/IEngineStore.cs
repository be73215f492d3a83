namespace TradingCore.Engine.Ports;

/// <summary>Where the engine's past is read from.</summary>
public interface IEngineStore
{
    /// <summary>Brings the history up to date with the journal and reads the state to start from.</summary>
    Task<RecoveredState> RecoverAsync(CancellationToken stop);
}
