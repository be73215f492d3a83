using TradingCore.Engine;
using TradingCore.Engine.Ports;

namespace TradingCore.Tests.Shared;

/// <summary>Stands between the session and the engine's inbox and looks at all that comes, behind it in the engine's order and on the thread that brought it: the place of a strategy.</summary>
public abstract class WatchedInbox(IEngineInbox inbox) : IEngineInbox
{
    public bool TryPost(EngineInput input)
    {
        if (!inbox.TryPost(input)) return false;
        Look(input);
        return true;
    }

    public bool TryAdd(EngineInput input)
    {
        if (!inbox.TryAdd(input)) return false;
        Look(input);
        return true;
    }

    public void Enter() => inbox.Enter();

    public async ValueTask PostAsync(EngineInput input, CancellationToken stop)
    {
        await inbox.PostAsync(input, stop);
        Look(input);
    }

    /// <summary>Called for each input that the engine has taken.</summary>
    protected abstract void Look(in EngineInput input);
}
