using System.Globalization;
using System.Text;

namespace TwsProtocol.Wire;

/// <summary>The spellings of numbers and text on the wire that are not plain ASCII digits and letters.</summary>
internal static class FieldText
{
    private const int ShownBytesMax = 40;

    /// <summary>The unset double as a server writes it.</summary>
    public static ReadOnlySpan<byte> ServerUnsetDouble => "1.7976931348623157E308"u8;

    /// <summary>The unset double as a client writes it where the field has no empty form.</summary>
    public static ReadOnlySpan<byte> ClientUnsetDouble => "1.7976931348623157E+308"u8;

    /// <summary>The unset int.</summary>
    public static ReadOnlySpan<byte> UnsetInt => "2147483647"u8;

    /// <summary>The unset long.</summary>
    public static ReadOnlySpan<byte> UnsetLong => "9223372036854775807"u8;

    /// <summary>True for the texts that mean "no value" in a size or quantity field.</summary>
    public static bool IsUnsetDecimal(ReadOnlySpan<byte> text) =>
        text.Length >= 10
        && (text.SequenceEqual(UnsetInt)
            || text.SequenceEqual(UnsetLong)
            || text.SequenceEqual("-9223372036854775808"u8)
            || text.SequenceEqual(ServerUnsetDouble)
            || text.SequenceEqual(ClientUnsetDouble)
            || text.SequenceEqual("79228162514264337593543950335"u8));

    /// <summary>True for a sign and digits, blanks around allowed: text that is an integer, whatever its size.</summary>
    public static bool IsInteger(ReadOnlySpan<byte> text)
    {
        text = text.Trim((byte)' ');
        if (text.Length > 0 && (text[0] is (byte)'-' or (byte)'+')) text = text[1..];
        return text.Length > 0 && !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }

    /// <summary>True for the characters a client may send: printable ASCII, tab, line feed, carriage return.</summary>
    public static bool IsSendable(char c) => c is >= ' ' and <= '~' or '\t' or '\n' or '\r';

    /// <summary>A field's bytes for an error message, cut to a length that fits one.</summary>
    public static string Show(ReadOnlySpan<byte> text)
    {
        string shown = Encoding.Latin1.GetString(text.Length > ShownBytesMax ? text[..ShownBytesMax] : text);
        return text.Length > ShownBytesMax ? shown + "..." : shown;
    }

    /// <summary>Undoes the escapes of a server text; text with an escape that does not exist is returned as it came.</summary>
    /// <remarks>The official client fails on such text (<c>C:\q</c>). Losing an error message over its spelling would be worse.</remarks>
    public static string Unescape(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal)) return text;
        var plain = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                plain.Append(text[i]);
                continue;
            }
            if (++i == text.Length) return text;
            switch (text[i])
            {
                case 'a': plain.Append('\a'); break;
                case 'b': plain.Append('\b'); break;
                case 'e': plain.Append('\u001b'); break;
                case 'f': plain.Append('\f'); break;
                case 'n': plain.Append('\n'); break;
                case 'r': plain.Append('\r'); break;
                case 't': plain.Append('\t'); break;
                case 'v': plain.Append('\v'); break;
                case 'u':
                    if (!TryHex(text, i + 1, 4, out char unicode)) return text;
                    plain.Append(unicode);
                    i += 4;
                    break;
                case 'x':
                    if (!TryHex(text, i + 1, 2, out char latin)) return text;
                    plain.Append(latin);
                    i += 2;
                    break;
                case >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' or '_':
                    return text;
                default:
                    plain.Append(text[i]);
                    break;
            }
        }
        return plain.ToString();
    }

    private static bool TryHex(string text, int start, int digits, out char value)
    {
        value = '\0';
        if (start + digits > text.Length) return false;
        if (!ushort.TryParse(text.AsSpan(start, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code)) return false;
        value = (char)code;
        return true;
    }
}
