using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TradingCore.Tests.TwsProtocol.Golden;

/// <summary>
/// A value as paths and texts, so that records and JSON can be compared: names in lower case, numbers without trailing zeros,
/// every spelling of "no value" as <see cref="Unset"/>, and 0, false, empty text and empty lists left out.
/// </summary>
internal static class Flattened
{
    public const string Unset = "(unset)";
    private static readonly HashSet<string> Sentinels = ["2147483647", "9223372036854775807", "79228162514264337593543950335", "1.7976931348623157E+308", "1.7976931348623157e+308"];

    public static SortedDictionary<string, string> Of(object value)
    {
        var into = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Add(into, "", value);
        return into;
    }

    public static SortedDictionary<string, string> OfJson(JsonNode? node)
    {
        var into = new SortedDictionary<string, string>(StringComparer.Ordinal);
        AddJson(into, "", node);
        return into;
    }

    /// <summary>Lines that differ, or nothing.</summary>
    public static List<string> Differences(SortedDictionary<string, string> expected, SortedDictionary<string, string> actual)
    {
        IEnumerable<string> paths = expected.Keys.Union(actual.Keys);
        return
        [
            .. paths.Where(p => expected.GetValueOrDefault(p) != actual.GetValueOrDefault(p))
                .Select(p => $"{p}: expected {expected.GetValueOrDefault(p) ?? "(default)"}, got {actual.GetValueOrDefault(p) ?? "(default)"}"),
        ];
    }

    private static void Add(SortedDictionary<string, string> into, string path, object? value)
    {
        switch (value)
        {
            case null: Put(into, path, Unset); break;
            case string text: Put(into, path, Text(text)); break;
            case bool flag: Put(into, path, flag ? "true" : ""); break;
            case double number: Put(into, path, Number(number)); break;
            case decimal number: Put(into, path, Number(number)); break;
            case Enum named: Put(into, path, named.ToString()); break;
            case IFormattable other: Put(into, path, Text(other.ToString(null, CultureInfo.InvariantCulture))); break;
            case IEnumerable list:
                int i = 0;
                foreach (object? item in list)
                {
                    into[$"{path}[{i}]"] = "item";
                    Add(into, $"{path}[{i++}]", item);
                }
                break;
            default:
                foreach (PropertyInfo p in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
                {
                    if (!p.CanWrite) continue;
                    object? inner = p.GetValue(value);
                    // Only numbers and flags have a "no value"; an object that is absent is the default in JSON.
                    if (inner is not null || Nullable.GetUnderlyingType(p.PropertyType) is not null) Add(into, Join(path, p.Name), inner);
                }
                break;
        }
    }

    private static void AddJson(SortedDictionary<string, string> into, string path, JsonNode? node)
    {
        switch (node)
        {
            case null: break;
            case JsonObject properties:
                foreach ((string name, JsonNode? value) in properties) AddJson(into, Join(path, name), value);
                break;
            case JsonArray items:
                for (int i = 0; i < items.Count; i++)
                {
                    into[$"{path}[{i}]"] = "item";
                    AddJson(into, $"{path}[{i}]", items[i]);
                }
                break;
            default:
                Put(into, path, node.GetValueKind() switch
                {
                    JsonValueKind.True => "true",
                    JsonValueKind.False => "",
                    JsonValueKind.String => Text((string)node!),
                    _ => Text(node.ToJsonString()),
                });
                break;
        }
    }

    private static string Join(string path, string name)
    {
        string lower = name.ToLowerInvariant();
        return path.Length == 0 ? lower : $"{path}.{lower}";
    }

    private static void Put(SortedDictionary<string, string> into, string path, string text)
    {
        if (text.Length > 0 && text != "0") into[path] = text;
    }

    private static string Number(double number) =>
        number == double.MaxValue ? Unset : Math.Abs(number) < 1e15 ? Text(number.ToString(CultureInfo.InvariantCulture)) : number.ToString(CultureInfo.InvariantCulture);

    private static string Number(decimal number) => (number / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture);

    private static string Text(string text)
    {
        if (Sentinels.Contains(text)) return Unset;
        if (text.Length is > 0 and < 25 && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number)) return Number(number);
        return text;
    }
}
