namespace TwsProtocol.Orders;

/// <summary>A soft dollar tier.</summary>
/// <param name="Name">Name.</param>
/// <param name="Value">Value.</param>
/// <param name="DisplayName">Name for people; never sent.</param>
public sealed record SoftDollarTier(string Name, string Value, string DisplayName = "")
{
    /// <summary>No tier.</summary>
    public static SoftDollarTier None { get; } = new("", "");
}
