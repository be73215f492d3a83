namespace TradingCore.Domain;

/// <summary>One market event on its way into the engine. A value, so that a tick costs no allocation.</summary>
/// <param name="ConId">Contract.</param>
/// <param name="Field">What changes.</param>
/// <param name="Value">New value; null means there is none now (no bid, for example).</param>
/// <param name="Size">Size that came with a price; null when none did.</param>
/// <param name="ReceivedTime">When it reached this process.</param>
/// <param name="EventTime">When it happened, if the wire says so.</param>
public readonly record struct MarketTick(ConId ConId, TickField Field, decimal? Value, decimal? Size, DateTimeOffset ReceivedTime, DateTimeOffset? EventTime = null);
