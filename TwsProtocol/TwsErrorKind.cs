namespace TwsProtocol;

/// <summary>The class of an error code.</summary>
public enum TwsErrorKind
{
    /// <summary>The request or order failed.</summary>
    Error = 0,

    /// <summary>The request or order stays alive.</summary>
    Warning,

    /// <summary>Nothing is wrong.</summary>
    Information,

    /// <summary>The state of a connection changed.</summary>
    Connection,
}
