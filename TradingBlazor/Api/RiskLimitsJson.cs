using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TradingCore.Risk.Limits;

namespace TradingBlazor.Api;

/// <summary>Limits as JSON: numbers as they are, durations as <c>00:00:05</c>, switches as true or false.</summary>
internal static class RiskLimitsJson
{
    /// <summary>The firm's limits by name, then version, scopes and the table of limits.</summary>
    public static JsonObject Of(RiskLimitBook book)
    {
        var json = new JsonObject();
        foreach (RiskLimitInfo info in RiskLimits.All) json[Camel(info.Limit.ToString())] = Value(info, book.Firm(info.Limit));
        foreach (RiskList list in Enum.GetValues<RiskList>()) json[Camel(list.ToString())] = Names(book.Firm(list));
        json["version"] = book.Version;
        json["scopes"] = new JsonArray([.. book.Scopes.OrderBy(s => s.Key.Kind).ThenBy(s => s.Key.Name, StringComparer.Ordinal).Select(s => (JsonNode)Scope(s.Key, s.Value))]);
        json["definitions"] = new JsonArray([.. RiskLimits.All.Select(i => (JsonNode)new JsonObject
        {
            ["limit"] = Camel(i.Limit.ToString()),
            ["code"] = i.Code,
            ["name"] = i.Name,
            ["unit"] = Camel(i.Unit.ToString()),
            ["tighter"] = i.Tighter == Tighter.Lower ? "lower" : "higher",
            ["isZeroOff"] = i.IsZeroOff,
            ["min"] = Value(i, i.Min),
            ["max"] = Value(i, i.Max),
            ["firmOnly"] = i.FirmOnly,
        })]);
        return json;
    }

    /// <summary>Reads the values of a change; what is wrong goes to <paramref name="faults"/> by name.</summary>
    public static RiskLimitEdit Read(RiskScope scope, int version, string reason, JsonElement values, IDictionary<string, string> faults)
    {
        var limits = new Dictionary<RiskLimit, decimal?>();
        var lists = new Dictionary<RiskList, IReadOnlyList<string>?>();
        foreach (JsonProperty property in values.EnumerateObject())
        {
            if (Enum.TryParse(property.Name, ignoreCase: true, out RiskLimit limit) && !char.IsAsciiDigit(property.Name[0])) limits[limit] = Number(limit.Info(), property, faults);
            else if (Enum.TryParse(property.Name, ignoreCase: true, out RiskList list) && !char.IsAsciiDigit(property.Name[0])) lists[list] = List(property, faults);
            else faults[property.Name] = $"'{property.Name}' is not a limit. GET /api/v1/risk/limits lists them.";
        }
        return new RiskLimitEdit(scope, version, reason, limits, lists);
    }

    /// <summary>A name as it is written in JSON.</summary>
    public static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    private static JsonObject Scope(RiskScope scope, RiskLimitSet set)
    {
        var values = new JsonObject();
        foreach ((RiskLimit limit, decimal value) in set.Values) values[Camel(limit.ToString())] = Value(limit.Info(), value);
        foreach ((RiskList list, ImmutableArray<string> names) in set.Lists) values[Camel(list.ToString())] = Names(names);
        return new JsonObject { ["scope"] = Camel(scope.Kind.ToString()), ["name"] = scope.Name, ["values"] = values };
    }

    private static JsonValue Value(RiskLimitInfo info, decimal value) => info.Unit switch
    {
        RiskUnit.Duration => JsonValue.Create(TimeSpan.FromTicks((long)(value * TimeSpan.TicksPerSecond)).ToString("c", CultureInfo.InvariantCulture)),
        RiskUnit.Switch => JsonValue.Create(value != 0m),
        _ => JsonValue.Create(value),
    };

    private static JsonArray Names(IEnumerable<string> names) => new([.. names.Select(n => (JsonNode)JsonValue.Create(n))]);

    private static decimal? Number(RiskLimitInfo info, JsonProperty property, IDictionary<string, string> faults)
    {
        JsonElement value = property.Value;
        string expected = info.Unit switch { RiskUnit.Duration => "a duration such as \"00:00:05\", or seconds", RiskUnit.Switch => "true or false", _ => "a number" };
        switch (value.ValueKind)
        {
            case JsonValueKind.Null: return null;
            case JsonValueKind.True or JsonValueKind.False when info.Unit == RiskUnit.Switch: return value.GetBoolean() ? 1m : 0m;
            case JsonValueKind.Number when info.Unit != RiskUnit.Switch && value.TryGetDecimal(out decimal number): return number;
            case JsonValueKind.String when info.Unit == RiskUnit.Duration && value.GetString() is { } text && text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan span):
                return span.Ticks / (decimal)TimeSpan.TicksPerSecond;
            default:
                faults[property.Name] = $"{info.Name} is {value.GetRawText()}. Expected {expected}, or null to take it off the scope.";
                return null;
        }
    }

    private static string[]? List(JsonProperty property, IDictionary<string, string> faults)
    {
        if (property.Value.ValueKind == JsonValueKind.Null) return null;
        if (property.Value.ValueKind == JsonValueKind.Array && property.Value.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String))
            return [.. property.Value.EnumerateArray().Select(v => v.GetString()!)];
        faults[property.Name] = $"'{property.Name}' is {property.Value.GetRawText()}. Expected a list of names, or null to take it off the scope.";
        return null;
    }
}
