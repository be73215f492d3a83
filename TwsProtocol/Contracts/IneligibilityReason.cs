namespace TwsProtocol.Contracts;

/// <summary>Why a contract cannot be traded by this account.</summary>
/// <param name="Id">The server's code.</param>
/// <param name="Description">The reason in words.</param>
public sealed record IneligibilityReason(string Id, string Description);
