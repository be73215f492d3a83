namespace TradingCore.Risk.Kill;

/// <summary>How far a kill switch goes. Each level does everything that the ones below it do.</summary>
public enum KillLevel
{
    /// <summary>Not engaged.</summary>
    None = 0,

    /// <summary>K1: no new order and no change leaves.</summary>
    Block = 1,

    /// <summary>K2: working orders are cancelled as well.</summary>
    Cancel = 2,

    /// <summary>K3: what is held is closed as well, and called flat only when the broker has confirmed it.</summary>
    Flatten = 3,

    /// <summary>K4: at the end the connection to the gateway is closed, and stays closed until the switch is armed again.</summary>
    Disconnect = 4,
}
