namespace TwsProtocol.Contracts;

/// <summary>A name with its value, as algo parameters, routing parameters and request options use it.</summary>
/// <param name="Tag">The name.</param>
/// <param name="Value">The value as text.</param>
public sealed record TagValue(string Tag, string Value);
