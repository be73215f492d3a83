namespace TradingCore.Risk.Kill;

/// <summary>How far an engaged kill switch has come.</summary>
public enum KillPhase
{
    /// <summary>New orders are blocked; nothing else was asked for.</summary>
    Blocked = 0,

    /// <summary>Cancels are out and not all of them confirmed.</summary>
    Cancelling,

    /// <summary>Every order of the scope is confirmed gone; nothing was asked to be closed.</summary>
    Cancelled,

    /// <summary>Orders that close what is held are out, or wait for their market.</summary>
    Flattening,

    /// <summary>Own books say flat; the broker is asked.</summary>
    Verifying,

    /// <summary>The broker has confirmed that nothing works and nothing is held.</summary>
    Flat,

    /// <summary>The connection was closed on purpose.</summary>
    Disconnected,
}
