namespace TradingCore.Engine.Ports;

/// <summary>The one door into the engine. Bounded: a full inbox makes the writer wait, because a dropped fill is a wrong position.</summary>
public interface IEngineInbox
{
    /// <summary>Posts without waiting; false when the inbox is full or closed.</summary>
    bool TryPost(EngineInput input);

    /// <summary>Posts, waiting while the inbox is full.</summary>
    ValueTask PostAsync(EngineInput input, CancellationToken stop);
}
