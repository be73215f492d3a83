namespace TradingCore.Hosting;

/// <summary>What a process of this program does.</summary>
public enum ProcessRole
{
    /// <summary>Everything.</summary>
    All = 0,
    /// <summary>The session with the gateway, the engine and REST; no pages.</summary>
    Engine,
    /// <summary>Pages, REST and streams, fed over Redis; commands go to the engine.</summary>
    Web,
}
