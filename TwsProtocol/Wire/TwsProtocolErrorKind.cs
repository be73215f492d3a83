namespace TwsProtocol.Wire;

/// <summary>What was wrong with bytes that came in, or with a message that was to go out.</summary>
public enum TwsProtocolErrorKind
{
    /// <summary>A frame announces a length that is negative or above <see cref="FrameReader.MaxPayloadBytes"/>; the stream is lost.</summary>
    BadLength,

    /// <summary>The message ends before its last field, inside a counted list, or without the NUL of its last field.</summary>
    Truncated,

    /// <summary>A number field holds text that is not a number.</summary>
    NotANumber,

    /// <summary>A number is outside the range of its field, or a code names nothing that this field can hold.</summary>
    OutOfRange,

    /// <summary>The message id belongs to no message of the protocol.</summary>
    UnknownMessageId,

    /// <summary>Text to be sent holds a character that the protocol cannot carry.</summary>
    NotAscii,

    /// <summary>The message, or a property of it, does not exist at the negotiated server version.</summary>
    Unsupported,

    /// <summary>The handshake is not one of the TWS API.</summary>
    BadHandshake,
}
