namespace TradingBlazor.Security.Access;

/// <summary>Which process keeps what waits.</summary>
/// <param name="Process">Name of its data folder: the same after a restart.</param>
/// <param name="IsShared">True when other processes let orders wait in the same database.</param>
internal sealed record ApprovalPlace(string Process, bool IsShared);
