using System.Diagnostics.CodeAnalysis;

namespace TwsProtocol.Wire;

/// <summary>Bytes that are not the TWS protocol, or a message that must not be sent. Names message, field and place.</summary>
/// <remarks>
/// A decode error concerns one frame: the connection stays usable, except after <see cref="TwsProtocolErrorKind.BadLength"/>,
/// where the start of the next frame is no longer known.
/// </remarks>
public sealed class TwsProtocolException : Exception
{
    /// <summary>Describes the error in full.</summary>
    /// <param name="kind">What was wrong.</param>
    /// <param name="code">The TWS error code that fits (503, 505, 507, 508, 579, 585); 0 when none does.</param>
    /// <param name="message">A sentence that says what was wrong and what was expected.</param>
    /// <param name="messageName">Name of the TWS message; empty when it is not known yet.</param>
    /// <param name="field">Name of the field; empty when the error is not in one field.</param>
    /// <param name="byteOffset">Where the field starts, counted from the start of the payload; -1 when not known.</param>
    /// <param name="requestId">Request or order id the official client would report with the error; -1 when there is none.</param>
    public TwsProtocolException(TwsProtocolErrorKind kind, int code, string message, string messageName = "", string field = "", int byteOffset = -1, int requestId = -1)
        : base(message)
    {
        Kind = kind;
        Code = code;
        MessageName = messageName;
        Field = field;
        ByteOffset = byteOffset;
        RequestId = requestId;
    }

    /// <summary>What was wrong.</summary>
    public TwsProtocolErrorKind Kind { get; }

    /// <summary>The TWS error code that fits, or 0.</summary>
    public int Code { get; }

    /// <summary>Name of the TWS message, or empty.</summary>
    public string MessageName { get; }

    /// <summary>Name of the field, or empty.</summary>
    public string Field { get; }

    /// <summary>Start of the field from the start of the payload, or -1.</summary>
    public int ByteOffset { get; }

    /// <summary>Request or order id of the refused message, or -1.</summary>
    public int RequestId { get; }

    [DoesNotReturn]
    internal static void ThrowBadLength(int length) => throw new TwsProtocolException(
        TwsProtocolErrorKind.BadLength, 507, $"A frame announces {length} payload bytes; 0 to {FrameReader.MaxPayloadBytes} are possible. The connection must be closed.");

    [DoesNotReturn]
    internal static void ThrowTruncated(string messageName, string field, int byteOffset) => throw new TwsProtocolException(
        TwsProtocolErrorKind.Truncated, 508, $"{messageName} ends at byte {byteOffset}, before field {field} is complete.", messageName, field, byteOffset);

    [DoesNotReturn]
    internal static void ThrowBadNumber(string messageName, string field, int byteOffset, ReadOnlySpan<byte> text, string expected, bool outOfRange)
    {
        string shown = FieldText.Show(text);
        throw new TwsProtocolException(
            outOfRange ? TwsProtocolErrorKind.OutOfRange : TwsProtocolErrorKind.NotANumber,
            508,
            $"{messageName}, field {field} at byte {byteOffset}: '{shown}' is not {expected}.",
            messageName,
            field,
            byteOffset);
    }
}
