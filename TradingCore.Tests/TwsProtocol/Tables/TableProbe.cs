using System.Text;
using TwsProtocol.Wire;

namespace TradingCore.Tests.TwsProtocol.Tables;

/// <summary>
/// Asks a decoder which field it reads where, and as what: it tells the names in its errors, so a payload that breaks off before a field names the field,
/// and one that holds a text that does not fit tells the type.
/// </summary>
internal static class TableProbe
{
    // No NUL in it, and longer than any list that a count announces.
    private static readonly byte[] NoEnd = [.. Enumerable.Repeat((byte)'7', 4_000)];

    // Where the code uses another word than the table, or one for a whole list.
    private static readonly Dictionary<string, string[]> OtherNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["tag"] = ["smartComboRoutingParam", "algoParam"],
        ["value"] = ["smartComboRoutingParam", "algoParam"],
        ["secId"] = ["secIdList"],
        ["derivative"] = ["derivativeSecType"],
        ["ineligibility"] = ["ineligibilityReason"],
        ["trailStopPrice2"] = ["trailStopPrice"],
        ["referenceExchangeId"] = ["referenceExchange"],
    };

    public delegate void Decoder(ReadOnlySpan<byte> payload);

    /// <summary>A payload as text.</summary>
    public static string Show(ReadOnlySpan<byte> payload) => Encoding.Latin1.GetString(payload).Replace('\0', '|');

    /// <summary>Everything in which a decoder differs from the table.</summary>
    public static IEnumerable<string> Defects(string what, List<TableField> fields, Decoder decode)
    {
        var defects = new List<string>();
        string[] texts = [.. fields.Select(f => f.Text)];
        for (int i = 0; i < fields.Count; i++)
        {
            TableField field = fields[i];
            byte[] before = TableFrame.Payload(texts[..i]);
            string read = Outcome(decode, [.. before, .. NoEnd]).Field;
            if (!IsName(field, read)) defects.Add($"{what}: field {i} is {field.Row.Field} in the table, and {read} is read");
            if (field.IsFixed) continue;
            foreach ((string probe, string expected) in Probes(field))
            {
                (string kind, string at) = Outcome(decode, [.. before, .. TableFrame.Payload([probe, .. texts[(i + 1)..]])]);
                if ((expected == "any" ? kind.Length == 0 : kind != expected) || (expected.Length > 0 && !IsName(field, at))) defects.Add($"{what}: '{probe}' in {field.Row.Field} ({field.Row.Type}): expected '{expected}', got '{kind}' at '{at}'");
            }
        }
        return defects;
    }

    private static IEnumerable<(string Text, string Error)> Probes(TableField field)
    {
        const string NotANumber = nameof(TwsProtocolErrorKind.NotANumber);
        const string OutOfRange = nameof(TwsProtocolErrorKind.OutOfRange);
        string empty = field.EmptyIsError ? "any" : "";
        yield return ("", empty);
        switch (field.Kind)
        {
            case FieldKind.Text: yield return ("x", ""); break;
            case FieldKind.Int: yield return ("x", NotANumber); yield return ("1.5", NotANumber); yield return ("3000000000", OutOfRange); yield return (" 1 ", ""); break;
            case FieldKind.Long: yield return ("x", NotANumber); yield return ("1.5", NotANumber); yield return ("3000000000", ""); yield return ("99999999999999999999", OutOfRange); break;
            case FieldKind.Double: yield return ("x", NotANumber); yield return ("1e5", ""); yield return ("Infinity", ""); yield return ("3000000000", ""); break;
            case FieldKind.Decimal: yield return ("x", NotANumber); yield return ("1e5", NotANumber); yield return ("1.50", ""); yield return ("99999999999999999999999999999999", OutOfRange); break;
        }
    }

    private static (string Kind, string Field) Outcome(Decoder decode, byte[] payload)
    {
        try
        {
            decode(payload);
            return ("", "");
        }
        catch (TwsProtocolException e)
        {
            return (e.Kind.ToString(), e.Field);
        }
    }

    private static bool IsName(TableField field, string read)
    {
        if (field.Row.Field == "count") return read == "count" || read.EndsWith(".count", StringComparison.Ordinal);
        string table = Plain(field.Row.Field);
        string code = Plain(read);
        return code.Equals(table, StringComparison.OrdinalIgnoreCase) || field.Row.Field.StartsWith('(') || (OtherNames.TryGetValue(table, out string[]? others) && others.Contains(code, StringComparer.OrdinalIgnoreCase));
    }

    // A list by the name of its item, whether it is the count that is meant or the items.
    private static string Plain(string name)
    {
        foreach (string end in (string[])[".count", ".present", "[]"])
        {
            if (name.EndsWith(end, StringComparison.Ordinal)) name = name[..^end.Length];
        }
        name = name[(name.LastIndexOf('.') + 1)..];
        foreach (string end in (string[])["Count", "Present", "s"])
        {
            if (name.Length > end.Length && name.EndsWith(end, StringComparison.Ordinal)) name = name[..^end.Length];
        }
        return name;
    }
}
