namespace TradingCore.Engine.Commands;

/// <summary>Who commands.</summary>
/// <param name="Source"><c>user</c>, <c>api</c> or <c>strategy</c>.</param>
/// <param name="Who">Name of the user or key, for the history and the log.</param>
/// <param name="IdempotencyKey">Key of a repeated command; empty when none.</param>
/// <param name="CorrelationId">Id that history and log lines of the command carry; empty lets one be made.</param>
public sealed record CommandContext(string Source, string Who, string IdempotencyKey = "", string CorrelationId = "");
