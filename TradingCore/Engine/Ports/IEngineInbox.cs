namespace TradingCore.Engine.Ports;

/// <summary>The one door into the engine. Bounded: a full inbox makes the writer wait, because a dropped fill is a wrong position.</summary>
public interface IEngineInbox
{
    /// <summary>Posts without waiting; false when the inbox is full or closed. Applied soon, by another thread.</summary>
    bool TryPost(EngineInput input);

    /// <summary>Posts, waiting while the inbox is full.</summary>
    ValueTask PostAsync(EngineInput input, CancellationToken stop);

    /// <summary>Posts without waiting and wakes nobody: whoever adds must call <see cref="Enter"/> after the last one. False when the inbox is full or closed.</summary>
    bool TryAdd(EngineInput input) => TryPost(input);

    /// <summary>
    /// Applies on the calling thread what waits in the inbox, unless another thread is at it already, which then does it. Not to be called while
    /// holding a lock that the gateway, the journal or the recorder takes.
    /// </summary>
    void Enter()
    {
    }
}
