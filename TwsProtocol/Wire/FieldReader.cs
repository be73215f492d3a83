using System.Globalization;
using System.Text;
using System.Text.Unicode;
using TwsProtocol.Contracts;

namespace TwsProtocol.Wire;

/// <summary>Reads the fields of one payload in order. Hot path: allocates only for texts.</summary>
/// <remarks>
/// The one place that turns the wire's "no value" spellings into null. What an empty field means differs from field to
/// field, so each has its own read method; the names say which rule applies.
/// </remarks>
public ref struct FieldReader
{
    private const NumberStyles DoubleStyle = NumberStyles.Float | NumberStyles.AllowThousands;
    private readonly ReadOnlySpan<byte> _payload;
    private int _position;

    /// <summary>Starts at the first field of <paramref name="payload"/>, which is the message id.</summary>
    /// <param name="payload">One payload, without its length.</param>
    public FieldReader(ReadOnlySpan<byte> payload)
    {
        _payload = payload;
        _position = 0;
        MessageName = "message";
    }

    /// <summary>Name of the message being read, for error texts.</summary>
    public string MessageName { get; set; }

    /// <summary>Offset of the next field from the start of the payload, in bytes.</summary>
    public readonly int Position => _position;

    /// <summary>Whether texts outside ASCII are UTF-8, as clients write them, and not one character per byte, as servers do.</summary>
    public bool IsUtf8 { get; init; }

    /// <summary>True when no byte is left.</summary>
    public readonly bool IsAtEnd => _position >= _payload.Length;

    /// <summary>The bytes of the next field, without its NUL.</summary>
    /// <param name="field">Name of the field, for errors.</param>
    /// <exception cref="TwsProtocolException">The payload ends before the field's NUL.</exception>
    public ReadOnlySpan<byte> ReadRaw(string field)
    {
        ReadOnlySpan<byte> rest = _payload[_position..];
        int length = rest.IndexOf((byte)0);
        if (length < 0) TwsProtocolException.ThrowTruncated(MessageName, field, _position);
        _position += length + 1;
        return rest[..length];
    }

    /// <summary>The bytes of a field ahead without taking any; empty when there is none.</summary>
    /// <param name="ahead">0 for the next field, 1 for the one after it.</param>
    public readonly ReadOnlySpan<byte> Peek(int ahead = 0)
    {
        ReadOnlySpan<byte> rest = _payload[_position..];
        for (int i = 0; ; i++)
        {
            int length = rest.IndexOf((byte)0);
            if (length < 0) return default;
            if (i == ahead) return rest[..length];
            rest = rest[(length + 1)..];
        }
    }

    /// <summary>Passes over a field whose value nobody needs.</summary>
    /// <param name="field">Name of the field, for errors.</param>
    /// <exception cref="TwsProtocolException">The payload ends before the field's NUL.</exception>
    public void Skip(string field) => ReadRaw(field);

    /// <summary>A 32-bit integer; empty is 0, and 2147483647 is that number.</summary>
    /// <param name="field">Name of the field, for errors.</param>
    /// <exception cref="TwsProtocolException">Truncated, not a number, or out of range.</exception>
    public int ReadInt(string field)
    {
        int start = _position;
        ReadOnlySpan<byte> text = ReadRaw(field);
        if (text.IsEmpty) return 0;
        if (!int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int value))
            TwsProtocolException.ThrowBadNumber(MessageName, field, start, text, "a 32-bit integer", FieldText.IsInteger(text));
        return value;
    }

    /// <summary>A 32-bit integer; empty and 2147483647 are null.</summary>
    /// <param name="field">Name of the field, for errors.</param>
    /// <exception cref="TwsProtocolException">Truncated, not a number, or out of range.</exception>
    public int? ReadOptionalInt(string field)
    {
        if (PeekIsEmpty())
        {
            Skip(field);
            return null;
        }
        int value = ReadInt(field);
        return value == int.MaxValue ? null : value;
    }

    /// <summary>A 32-bit integer; 2147483647 is null, but empty is 0.</summary>
    /// <param name="field">Name of the field, for errors.</param>
    /// <exception cref="TwsProtocolException">Truncated, not a number, or out of range.</exception>
    public int? ReadIntMaxIsNull(string field)
    {
        int value = ReadInt(field);
        return value == int.MaxValue ? null : value;
    }

    /// <summary>A 64-bit integer; empty is 0.</summary>
    /// <param name="field">Name of the field, for errors.</param>
    /// <exception cref="TwsProtocolException">Truncated, not a number, or out of range.</exception>
    public long ReadLong(string field)
    {
        int start = _position;
        ReadOnlySpan<byte> text = ReadRaw(field);
        if (text.IsEmpty) return 0;
        if (!long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out long value))
            TwsProtocolException.ThrowBadNumber(MessageName, field, start, text, "a 64-bit integer", FieldText.IsInteger(text));
        return value;
    }

    /// <summary>A 64-bit integer; 9223372036854775807 is null, but empty is 0.</summary>
    /// <param name="field">Name of the field, for errors.</param>
    /// <exception cref="TwsProtocolException">Truncated, not a number, or out of range.</exception>
    public long? ReadLongMaxIsNull(string field)
    {
        long value = ReadLong(field);
        return value == long.MaxValue ? null : value;
    }

    /// <summary>A double; empty is 0. Infinity and NaN are passed on as the server wrote them.</summary>
    /// <param name="field">Name of the field, for errors.</param>
    /// <exception cref="TwsProtocolException">Truncated or not a number.</exception>
    public double ReadDouble(string field)
    {
        int start = _position;
        ReadOnlySpan<byte> text = ReadRaw(field);
        if (text.IsEmpty) return 0;
        if (!double.TryParse(text, DoubleStyle, CultureInfo.InvariantCulture, out double value))
            TwsProtocolException.ThrowBadNumber(MessageName, field, start, text, "a number", outOfRange: false);
        return value;
    }

    /// <summary>An integer that may not be empty.</summary>
    /// <param name="field">Name of the field, for errors.</param>
    /// <exception cref="TwsProtocolException">Truncated, empty, not a number, or out of range.</exception>
    public int ReadRequiredInt(string field)
    {
        if (PeekIsEmpty()) TwsProtocolException.ThrowBadNumber(MessageName, field, _position, default, "a 32-bit integer", outOfRange: false);
        return ReadInt(field);
    }

    /// <summary>A double that may not be empty.</summary>
    /// <param name="field">Name of the field, for errors.</param>
    /// <exception cref="TwsProtocolException">Truncated, empty or not a number.</exception>
    public double ReadRequiredDouble(string field)
    {
        if (PeekIsEmpty()) TwsProtocolException.ThrowBadNumber(MessageName, field, _position, default, "a number", outOfRange: false);
        return ReadDouble(field);
    }

    /// <summary>A double; empty and 1.7976931348623157E308 are null.</summary>
    /// <param name="field">Name of the field, for errors.</param>
    /// <exception cref="TwsProtocolException">Truncated or not a number.</exception>
    public double? ReadOptionalDouble(string field)
    {
        if (PeekIsEmpty())
        {
            Skip(field);
            return null;
        }
        return ReadDoubleMaxIsNull(field);
    }

    /// <summary>A double; 1.7976931348623157E308 is null, but empty is 0.</summary>
    /// <param name="field">Name of the field, for errors.</param>
    /// <exception cref="TwsProtocolException">Truncated or not a number.</exception>
    public double? ReadDoubleMaxIsNull(string field)
    {
        double value = ReadDouble(field);
        return value == double.MaxValue ? null : value;
    }

    /// <summary>A size or quantity; empty and the "no value" texts are null.</summary>
    /// <param name="field">Name of the field, for errors.</param>
    /// <exception cref="TwsProtocolException">Truncated, not a decimal number, or out of range.</exception>
    public decimal? ReadOptionalDecimal(string field)
    {
        int start = _position;
        ReadOnlySpan<byte> text = ReadRaw(field);
        if (text.IsEmpty || FieldText.IsUnsetDecimal(text)) return null;
        if (!decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out decimal value))
            TwsProtocolException.ThrowBadNumber(MessageName, field, start, text, "a decimal number", FieldText.IsInteger(text));
        return value == decimal.MaxValue ? null : value;
    }

    /// <summary>A flag: any integer but 0 is true, empty is false.</summary>
    /// <param name="field">Name of the field, for errors.</param>
    /// <exception cref="TwsProtocolException">Truncated or not a number.</exception>
    public bool ReadBool(string field) => ReadInt(field) != 0;

    /// <summary>A flag with three states: empty is null.</summary>
    /// <param name="field">Name of the field, for errors.</param>
    /// <exception cref="TwsProtocolException">Truncated or not a number.</exception>
    public bool? ReadOptionalBool(string field)
    {
        if (!PeekIsEmpty()) return ReadBool(field);
        Skip(field);
        return null;
    }

    /// <summary>A text, one character per byte, or UTF-8 where it is that; never null.</summary>
    /// <param name="field">Name of the field, for errors.</param>
    /// <exception cref="TwsProtocolException">Truncated.</exception>
    public string ReadText(string field)
    {
        ReadOnlySpan<byte> text = ReadRaw(field);
        if (text.IsEmpty) return "";
        return IsUtf8 && !Ascii.IsValid(text) && Utf8.IsValid(text) ? Encoding.UTF8.GetString(text) : Encoding.Latin1.GetString(text);
    }

    /// <summary>A text that may not be empty.</summary>
    /// <param name="field">Name of the field, for errors.</param>
    /// <exception cref="TwsProtocolException">Truncated or empty.</exception>
    public string ReadRequiredText(string field)
    {
        if (PeekIsEmpty())
            throw new TwsProtocolException(TwsProtocolErrorKind.OutOfRange, 508, $"{MessageName}, field {field} at byte {_position} is empty.", MessageName, field, _position);
        return ReadSharedText(field);
    }

    /// <summary>A short text that comes again and again, such as a venue: equal texts share one string.</summary>
    /// <param name="field">Name of the field, for errors.</param>
    /// <exception cref="TwsProtocolException">Truncated.</exception>
    public string ReadSharedText(string field) => SharedText.Get(ReadRaw(field));

    /// <summary>A text in which <c>\uXXXX</c> and the other escapes are undone; text with an unknown escape comes as it is.</summary>
    /// <param name="field">Name of the field, for errors.</param>
    /// <exception cref="TwsProtocolException">Truncated.</exception>
    public string ReadEscapedText(string field) => FieldText.Unescape(ReadText(field));

    /// <summary>A tag list in one field, <c>tag=value;</c> repeated. A pair without "=" is a tag with an empty value.</summary>
    /// <param name="field">Name of the field, for errors.</param>
    /// <exception cref="TwsProtocolException">Truncated.</exception>
    public IReadOnlyList<TagValue> ReadTags(string field)
    {
        string text = ReadText(field);
        if (text.Length == 0) return [];
        var tags = new List<TagValue>();
        foreach (string pair in text.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            tags.Add(equals < 0 ? new TagValue(pair, "") : new TagValue(pair[..equals], pair[(equals + 1)..]));
        }
        return tags;
    }

    /// <summary>A tag list at the end of a message, before which some clients write its length.</summary>
    /// <param name="field">Name of the field, for errors.</param>
    /// <exception cref="TwsProtocolException">Truncated.</exception>
    public IReadOnlyList<TagValue> ReadLastTags(string field)
    {
        IReadOnlyList<TagValue> tags = ReadTags(field);
        return IsAtEnd ? tags : ReadTags(field);
    }

    /// <summary>Length of the list that follows; negative counts are an empty list.</summary>
    /// <param name="field">Name of the field, for errors.</param>
    /// <param name="fieldsPerItem">Least number of fields an item has; a count that cannot fit in what is left is refused before anything is allocated.</param>
    /// <exception cref="TwsProtocolException">Truncated, not a number, or more items announced than bytes left.</exception>
    public int ReadCount(string field, int fieldsPerItem)
    {
        int count = ReadInt(field);
        if (count <= 0) return 0;
        if ((long)count * fieldsPerItem > _payload.Length - _position) TwsProtocolException.ThrowTruncated(MessageName, field, _payload.Length);
        return count;
    }

    private readonly bool PeekIsEmpty() => _position < _payload.Length && _payload[_position] == 0;
}
