namespace TradingCore.Tws;

/// <summary>Where a session connects to, and as whom.</summary>
/// <param name="Host">Host name or address.</param>
/// <param name="Port">Port.</param>
/// <param name="ClientId">API client id.</param>
public readonly record struct SessionTarget(string Host, int Port, int ClientId);
