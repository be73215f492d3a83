using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;
using TwsProtocol.Contracts;

namespace TwsProtocol.Wire;

/// <summary>Writes frames one after the other into a growing pooled buffer. One thread at a time.</summary>
/// <remarks>
/// Field names for errors are taken from the expression at the call. A frame that is refused leaves nothing behind:
/// <see cref="WriteFrame{T}"/> takes its beginning back, so frames written before stay whole.
/// </remarks>
public sealed class FieldWriter : IDisposable
{
    private const int LengthBytes = 4;
    private const int NumberBytesMax = 40;
    private byte[] _buffer;
    private int _length;
    private int _frameStart = -1;
    private string _callName = "";
    private int _requestId = -1;
    private bool _isServer;

    /// <summary>An empty writer.</summary>
    /// <param name="initialCapacity">Bytes taken from the pool at first; grows as needed.</param>
    public FieldWriter(int initialCapacity = 1024) => _buffer = ArrayPool<byte>.Shared.Rent(initialCapacity);

    /// <summary>Everything written since the last <see cref="Reset"/>; valid until the next write.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    /// <summary>As <see cref="Written"/>, for sending.</summary>
    public ReadOnlyMemory<byte> WrittenMemory => _buffer.AsMemory(0, _length);

    /// <summary>Forgets what was written and keeps the buffer.</summary>
    public void Reset()
    {
        _length = 0;
        _frameStart = -1;
    }

    /// <summary>Gives the buffer back to the pool; the writer cannot be used after.</summary>
    public void Dispose()
    {
        byte[] buffer = _buffer;
        _buffer = [];
        _length = 0;
        if (buffer.Length > 0) ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>Appends one whole frame.</summary>
    /// <typeparam name="T">The message type; a struct message is not boxed.</typeparam>
    /// <param name="message">The message.</param>
    /// <param name="serverVersion">Negotiated server version, 176 to 200.</param>
    /// <exception cref="TwsProtocolException">The message cannot be sent at this version or holds text the protocol cannot carry; nothing was appended.</exception>
    public void WriteFrame<T>(in T message, int serverVersion)
        where T : IMessage
    {
        int start = _length;
        try
        {
            message.Encode(this, serverVersion);
            EndFrame();
        }
        catch
        {
            _length = start;
            _frameStart = -1;
            throw;
        }
    }

    /// <summary>Starts a client's frame and writes the message id.</summary>
    /// <param name="messageId">Id on the wire.</param>
    /// <param name="callName">Name of the message, for errors.</param>
    /// <param name="requestId">Request or order id that errors report; -1 when the message has none.</param>
    /// <exception cref="InvalidOperationException">The frame before was not ended.</exception>
    public void Begin(int messageId, string callName, int requestId = -1) => Begin(messageId, callName, requestId, isServer: false);

    /// <summary>Starts a server's frame and writes the message id.</summary>
    /// <param name="messageId">Id on the wire.</param>
    /// <param name="callName">Name of the message, for errors.</param>
    /// <exception cref="InvalidOperationException">The frame before was not ended.</exception>
    public void BeginServer(int messageId, string callName) => Begin(messageId, callName, -1, isServer: true);

    /// <summary>Ends the frame: puts its length in front.</summary>
    /// <exception cref="InvalidOperationException">No frame was begun.</exception>
    /// <exception cref="TwsProtocolException">The payload is longer than <see cref="FrameReader.MaxPayloadBytes"/>.</exception>
    public void EndFrame()
    {
        if (_frameStart < 0) throw new InvalidOperationException("No frame was begun.");
        int payload = _length - _frameStart - LengthBytes;
        if (payload > FrameReader.MaxPayloadBytes)
        {
            _length = _frameStart;
            _frameStart = -1;
            throw new TwsProtocolException(
                TwsProtocolErrorKind.BadLength, 507, $"{_callName} needs {payload} bytes; a frame holds at most {FrameReader.MaxPayloadBytes}.", _callName, requestId: _requestId);
        }
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(_frameStart), payload);
        _frameStart = -1;
    }

    /// <summary>Writes an integer; 2147483647 is sent as that number.</summary>
    /// <param name="value">The value.</param>
    public void Write(int value) => WriteNumber(value);

    /// <summary>Writes a 64-bit integer.</summary>
    /// <param name="value">The value.</param>
    public void Write(long value) => WriteNumber(value);

    /// <summary>Writes a double in its shortest text that reads back equal.</summary>
    /// <param name="value">The value; not NaN in a request.</param>
    /// <param name="field">Name of the field, for errors.</param>
    /// <exception cref="TwsProtocolException">The value is NaN.</exception>
    public void Write(double value, [CallerArgumentExpression(nameof(value))] string field = "")
    {
        if (!_isServer && double.IsNaN(value)) throw Refused(TwsProtocolErrorKind.NotANumber, 508, field, "is not a number");
        WriteNumber(value);
    }

    /// <summary>Writes 1 or 0.</summary>
    /// <param name="value">The value.</param>
    public void Write(bool value)
    {
        Reserve(2);
        _buffer[_length++] = value ? (byte)'1' : (byte)'0';
        _buffer[_length++] = 0;
    }

    /// <summary>Writes 1 or 0, or an empty field for null.</summary>
    /// <param name="value">The value.</param>
    public void WriteOrEmpty(bool? value)
    {
        if (value is { } set) Write(set);
        else WriteEmpty();
    }

    /// <summary>Writes the integer, or an empty field for null.</summary>
    /// <param name="value">The value.</param>
    public void WriteOrEmpty(int? value)
    {
        if (value is { } set) WriteNumber(set);
        else WriteEmpty();
    }

    /// <summary>Writes the double, or an empty field for null.</summary>
    /// <param name="value">The value; not NaN in a request.</param>
    /// <param name="field">Name of the field, for errors.</param>
    /// <exception cref="TwsProtocolException">The value is NaN.</exception>
    public void WriteOrEmpty(double? value, [CallerArgumentExpression(nameof(value))] string field = "")
    {
        if (value is { } set) Write(set, field);
        else WriteEmpty();
    }

    /// <summary>Writes the decimal with its trailing zeros, or an empty field for null.</summary>
    /// <param name="value">The value.</param>
    public void WriteOrEmpty(decimal? value)
    {
        if (value is { } set) WriteNumber(set);
        else WriteEmpty();
    }

    /// <summary>Writes the integer, or 2147483647 for null.</summary>
    /// <param name="value">The value.</param>
    public void WriteOrMax(int? value) => WriteNumber(value ?? int.MaxValue);

    /// <summary>Writes the integer, or 9223372036854775807 for null.</summary>
    /// <param name="value">The value.</param>
    public void WriteOrMax(long? value) => WriteNumber(value ?? long.MaxValue);

    /// <summary>Writes the double, or the largest double for null, spelled as the sender of the message spells it.</summary>
    /// <param name="value">The value; not NaN in a request.</param>
    /// <param name="field">Name of the field, for errors.</param>
    /// <exception cref="TwsProtocolException">The value is NaN.</exception>
    public void WriteOrMax(double? value, [CallerArgumentExpression(nameof(value))] string field = "")
    {
        if (value is { } set) Write(set, field);
        else WriteBytes(_isServer ? FieldText.ServerUnsetDouble : FieldText.ClientUnsetDouble);
    }

    /// <summary>Writes an empty field.</summary>
    public void WriteEmpty()
    {
        Reserve(1);
        _buffer[_length++] = 0;
    }

    /// <summary>
    /// Writes a text. In a request only printable ASCII, tab, line feed and carriage return are possible; in a server
    /// message other characters become <c>\uXXXX</c>.
    /// </summary>
    /// <param name="value">The text.</param>
    /// <param name="field">Name of the field, for errors.</param>
    /// <exception cref="TwsProtocolException">A request's text holds another character (code 579); the whole message is refused.</exception>
    public void Write(string value, [CallerArgumentExpression(nameof(value))] string field = "")
    {
        if (_isServer) AppendServerText(value);
        else AppendSendable(value, field);
        WriteEmpty();
    }

    /// <summary>Writes a client's tag list as one field, <c>tag=value;</c> repeated.</summary>
    /// <param name="tags">The pairs.</param>
    /// <param name="field">Name of the field, for errors.</param>
    /// <exception cref="TwsProtocolException">A text holds a character outside the ASCII rule (code 579).</exception>
    public void WriteTags(IReadOnlyList<TagValue> tags, [CallerArgumentExpression(nameof(tags))] string field = "")
    {
        for (int i = 0; i < tags.Count; i++)
        {
            AppendSendable(tags[i].Tag, field);
            AppendByte((byte)'=');
            AppendSendable(tags[i].Value, field);
            AppendByte((byte)';');
        }
        WriteEmpty();
    }

    /// <summary>Writes a server's text into a field whose escapes clients undo, so a backslash is doubled and line breaks are escaped.</summary>
    /// <param name="value">The text. Empty text is sent as one blank: the official client fails on an empty field here.</param>
    public void WriteEscaped(string value)
    {
        if (value.Length == 0) AppendByte((byte)' ');
        WriteEscapedOrEmpty(value);
    }

    /// <summary>Writes a server's text as <see cref="WriteEscaped"/> does, with empty text as an empty field.</summary>
    /// <param name="value">The text.</param>
    public void WriteEscapedOrEmpty(string value)
    {
        AppendServerText(value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal));
        WriteEmpty();
    }

    /// <summary>An error of this message: a property that does not exist at the server version.</summary>
    /// <param name="field">Name of the property.</param>
    /// <param name="minVersion">First server version that has it.</param>
    /// <param name="serverVersion">The negotiated version.</param>
    /// <param name="requestId">Id the official client reports with this refusal.</param>
    internal TwsProtocolException NeedsVersion(string field, int minVersion, int serverVersion, int requestId) => new(
        TwsProtocolErrorKind.Unsupported,
        503,
        $"{_callName}: {field} needs server version {minVersion}, the connection has {serverVersion}. Leave it unset or update TWS.",
        _callName,
        field,
        requestId: requestId);

    private void Begin(int messageId, string callName, int requestId, bool isServer)
    {
        if (_frameStart >= 0) throw new InvalidOperationException($"The frame of {_callName} was not ended before {callName} began.");
        _callName = callName;
        _requestId = requestId;
        _isServer = isServer;
        _frameStart = _length;
        Reserve(LengthBytes);
        _length += LengthBytes;
        Write(messageId);
    }

    private TwsProtocolException Refused(TwsProtocolErrorKind kind, int code, string field, string what) => new(
        kind, code, $"{_callName} was not sent: {field} {what}.", _callName, field, requestId: _requestId);

    private void AppendSendable(string value, string field)
    {
        Reserve(value.Length + 1);
        foreach (char c in value)
        {
            if (!FieldText.IsSendable(c))
                throw Refused(TwsProtocolErrorKind.NotAscii, 579, field, $"holds the character U+{(int)c:X4}; only printable ASCII, tab and line breaks can be sent");
            _buffer[_length++] = (byte)c;
        }
    }

    private void AppendServerText(string value)
    {
        Reserve(value.Length + 1);
        foreach (char c in value)
        {
            if (FieldText.IsSendable(c))
            {
                AppendByte((byte)c);
                continue;
            }
            Reserve(6);
            _buffer[_length++] = (byte)'\\';
            _buffer[_length++] = (byte)'u';
            ((int)c).TryFormat(_buffer.AsSpan(_length), out int written, "x4", CultureInfo.InvariantCulture);
            _length += written;
        }
    }

    private void AppendByte(byte value)
    {
        Reserve(1);
        _buffer[_length++] = value;
    }

    private void WriteBytes(ReadOnlySpan<byte> text)
    {
        Reserve(text.Length + 1);
        text.CopyTo(_buffer.AsSpan(_length));
        _length += text.Length;
        _buffer[_length++] = 0;
    }

    private void WriteNumber<T>(T value)
        where T : IUtf8SpanFormattable
    {
        int space = NumberBytesMax;
        int written;
        Reserve(space + 1);
        while (!value.TryFormat(_buffer.AsSpan(_length), out written, default, CultureInfo.InvariantCulture))
        {
            space *= 2;
            Reserve(space + 1);
        }
        _length += written;
        _buffer[_length++] = 0;
    }

    private void Reserve(int count)
    {
        if (_length + count <= _buffer.Length) return;
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + count));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
