namespace TradingCore.Engine.Commands;

/// <summary>Who commands.</summary>
/// <param name="Source"><c>user</c>, <c>api</c> or <c>strategy</c>.</param>
/// <param name="Who">Name of the user or key, for the history and the log.</param>
/// <param name="IdempotencyKey">Key of a repeated command; empty when none.</param>
public sealed record CommandContext(string Source, string Who, string IdempotencyKey = "");
