using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>A text, in a form that depends on the tick type. Hot: decodes without allocation; the string is made when somebody reads it.</summary>
public readonly record struct TickString : IResponse, IDecodable<TickString>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 46;

    private const string Name = "tickString";

    private readonly InlineText _bytes;
    private readonly int _length;
    private readonly string? _value;

    /// <summary>A text tick.</summary>
    /// <param name="reqId">Id of the market data request.</param>
    /// <param name="tickType">Tick type id.</param>
    /// <param name="value">The text.</param>
    public TickString(int reqId, int tickType, string value)
    {
        ReqId = reqId;
        TickType = tickType;
        Value = value;
    }

    private TickString(int reqId, int tickType, ReadOnlySpan<byte> text)
    {
        ReqId = reqId;
        TickType = tickType;
        if (text.Length > InlineText.BytesMax)
        {
            _value = SharedText.Get(text);
            return;
        }
        text.CopyTo(_bytes);
        _length = text.Length;
    }

    /// <summary>Id of the market data request.</summary>
    public int ReqId { get; init; }

    /// <summary>Tick type id, see <see cref="TwsProtocol.TickType"/>.</summary>
    public int TickType { get; init; }

    /// <summary>The text. Short ones that come again and again, such as the time of the last trade, are one string.</summary>
    public string Value
    {
        get => _value ?? SharedText.Get(((ReadOnlySpan<byte>)_bytes)[.._length]);
        init => _value = value;
    }

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static TickString Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        int reqId = reader.ReadInt("reqId");
        int tickType = reader.ReadInt("tickType");
        return new TickString(reqId, tickType, reader.ReadRaw("value"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(6);
        writer.Write(ReqId);
        writer.Write(TickType);
        writer.Write(Value);
    }

    /// <summary>Equal ids and texts, however the text is held.</summary>
    /// <param name="other">The other tick.</param>
    public bool Equals(TickString other) => ReqId == other.ReqId && TickType == other.TickType && Value == other.Value;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(ReqId, TickType, Value);
}
