namespace TradingCore.Domain;

/// <summary>What a data farm of the broker serves.</summary>
public enum FarmKind
{
    /// <summary>Quotes, bars, depth.</summary>
    MarketData = 0,
    /// <summary>History.</summary>
    History,
    /// <summary>Contract details.</summary>
    SecurityDefinition,
}

/// <summary>How a farm is.</summary>
public enum FarmHealth
{
    /// <summary>It serves.</summary>
    Connected = 0,
    /// <summary>Idle: it is connected again when it is asked for something. Nothing is wrong.</summary>
    Inactive,
    /// <summary>The gateway has lost it; its data stands still. Orders go on.</summary>
    Disconnected,
}

/// <summary>One data farm as the gateway last told of it.</summary>
/// <param name="Name">Name, such as <c>usfarm</c>.</param>
/// <param name="Kind">What it serves.</param>
/// <param name="Health">How it is.</param>
/// <param name="Since">Since when, UTC.</param>
public sealed record FarmState(string Name, FarmKind Kind, FarmHealth Health, DateTimeOffset Since);
