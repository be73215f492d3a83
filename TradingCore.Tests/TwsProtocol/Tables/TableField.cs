using System.Globalization;
using System.Text.RegularExpressions;

namespace TradingCore.Tests.TwsProtocol.Tables;

/// <summary>One field of a frame that was made from a table.</summary>
/// <param name="Row">The row it comes from.</param>
/// <param name="Text">Its text.</param>
/// <param name="IsFixed">Other fields depend on it, or it always holds the same or is passed over: another text makes another message, or none.</param>
/// <param name="IsServer">In a server's message.</param>
internal sealed partial record TableField(TableRow Row, string Text, bool IsFixed, bool IsServer)
{
    private const string Unset = "(unset)";

    public FieldKind Kind => Row.Type switch
    {
        "int" or "intU" or "bool" or "boolU" or "count" or "flag" => FieldKind.Int,
        "long" => FieldKind.Long,
        "dbl" or "dblU" or "double" => FieldKind.Double,
        "dec" or "decimal" => FieldKind.Decimal,
        "str" or "tags" or "char" => FieldKind.Text,
        _ => throw new InvalidOperationException($"The type '{Row.Type}' of {Row.Field} is not known to this test."),
    };

    /// <summary>An empty field means "no value", not 0.</summary>
    public bool EmptyIsUnset => Kind == FieldKind.Decimal || Row.Type is "intU" or "dblU" or "boolU" || Row.Empty == "unset" || Row.Meaning.Contains("empty = unset", StringComparison.Ordinal);

    /// <summary>The client must refuse an empty field.</summary>
    /// <remarks>The official client also fails on an error without text and a contract without a long name. Neither must be lost over that.</remarks>
    public bool EmptyIsError => Row.Empty == "error" && Row.Field is not ("errorMsg" or "longName");

    /// <summary>Two texts with the same meaning become one.</summary>
    public string Meaning(string text)
    {
        switch (Kind)
        {
            case FieldKind.Text: return text;
            case FieldKind.Decimal: return text is "" or "2147483647" or "9223372036854775807" or "-9223372036854775808" or "1.7976931348623157E308" or "79228162514264337593543950335" ? Unset : text;
            case FieldKind.Double:
                if (text.Length == 0) return EmptyIsUnset ? Unset : "0";
                double number = double.Parse(text, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
                if (NotComputed().IsMatch(Row.Meaning) && (number == double.MaxValue || number == double.Parse(NotComputed().Match(Row.Meaning).Groups[1].Value, CultureInfo.InvariantCulture))) return Unset;
                return EmptyIsUnset && number == double.MaxValue ? Unset : number.ToString(CultureInfo.InvariantCulture);
            default:
                if (text.Length == 0) return EmptyIsUnset ? Unset : "0";
                return EmptyIsUnset && text == "2147483647" ? Unset : text;
        }
    }

    [GeneratedRegex(@"^(-\d) = not computed$")]
    private static partial Regex NotComputed();
}
