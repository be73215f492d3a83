namespace TradingCore.Domain;

/// <summary>State of the session with the gateway. Farm states and the broker's own connection are kept apart in <see cref="SessionStatus"/>.</summary>
public enum SessionState
{
    /// <summary>Not started, or stopped.</summary>
    Stopped = 0,
    /// <summary>Opening the socket.</summary>
    Connecting,
    /// <summary>Socket is open; version and ids are being agreed.</summary>
    Handshaking,
    /// <summary>Connected; open orders, executions and positions are being compared with the broker. No new order leaves, cancels do.</summary>
    Reconciling,
    /// <summary>Connected and verified.</summary>
    Ready,
    /// <summary>Lost; waiting for the next attempt.</summary>
    WaitingToReconnect,
    /// <summary>Lost in the hours of the broker's nightly reset, which is planned; connects again by itself, as after any loss.</summary>
    NightlyReset,
    /// <summary>
    /// Connected under an alternate client id, because the own one is in use by another connection: data, positions and the cancel of all orders
    /// work, no new order leaves. The own id is tried again until it is free.
    /// </summary>
    ReadOnly,
    /// <summary>The gateway takes connections and does not answer on them: a dialog waits for a person, or it ran out of memory. It is tried again.</summary>
    GatewayStuck,
    /// <summary>Disconnected on command (kill switch K4); stays so until it is told to connect again.</summary>
    Suspended,
}
