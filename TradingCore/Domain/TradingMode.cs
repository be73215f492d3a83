namespace TradingCore.Domain;

/// <summary>What kind of account is behind the gateway.</summary>
public enum TradingMode
{
    /// <summary>The embedded or another simulated gateway.</summary>
    Simulator = 0,
    /// <summary>A paper account at IB.</summary>
    Paper,
    /// <summary>Real money.</summary>
    Live,
}
