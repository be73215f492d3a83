using TradingCore.Domain;

namespace TradingCore.Engine;

/// <summary>What goes through the inbox: an event, or a market tick when <see cref="Event"/> is null.</summary>
public readonly record struct EngineInput(EngineEvent? Event, MarketTick Tick)
{
    /// <summary>Wraps an event.</summary>
    public static implicit operator EngineInput(EngineEvent e) => new(e, default);

    /// <summary>Wraps a tick.</summary>
    public static implicit operator EngineInput(MarketTick t) => new(null, t);

    /// <summary>Wraps an event.</summary>
    public static EngineInput FromEngineEvent(EngineEvent e) => e;

    /// <summary>Wraps a tick.</summary>
    public static EngineInput FromMarketTick(MarketTick t) => t;
}
