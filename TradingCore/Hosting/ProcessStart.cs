namespace TradingCore.Hosting;

/// <summary>When this process began its work, UTC.</summary>
public sealed record ProcessStart(DateTimeOffset Time);
