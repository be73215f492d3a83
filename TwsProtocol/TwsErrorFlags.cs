namespace TwsProtocol;

/// <summary>What else follows from an error code.</summary>
[Flags]
public enum TwsErrorFlags
{
    /// <summary>Nothing else.</summary>
    None = 0,

    /// <summary>The server closes the connection, or it is unusable.</summary>
    EndsConnection = 1,

    /// <summary>When it answers a modification, the open order stays alive as it was.</summary>
    KeepsModifiedOrder = 2,

    /// <summary>Raised by clients, never sent by a server.</summary>
    IsLocal = 4,

    /// <summary>Not a failure, but the subscriber must act: empty the book, or subscribe again.</summary>
    NeedsAction = 8,
}
