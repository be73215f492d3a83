using System.Text.Json;

namespace TradingBlazor.Tests.Api;

/// <summary>Holds values against the shapes of the API's document, as much of JSON Schema as it uses.</summary>
internal sealed class DocumentShapes(JsonElement document)
{
    /// <summary>What does not fit, and where.</summary>
    public List<string> Wrong { get; } = [];

    /// <summary>Checks the example of each kind of content.</summary>
    public void CheckContent(JsonElement holder, string place)
    {
        if (!holder.TryGetProperty("content", out JsonElement contents)) return;
        foreach (JsonProperty content in contents.EnumerateObject())
            if (content.Value.TryGetProperty("schema", out JsonElement schema) && content.Value.TryGetProperty("example", out JsonElement example)) Check(example, schema, $"{place} {content.Name}");
    }

    /// <summary>Checks one value.</summary>
    public void Check(JsonElement value, JsonElement schema, string place) => Wrong.AddRange(Faults(value, schema, place));

    private IEnumerable<string> Faults(JsonElement value, JsonElement schema, string place)
    {
        schema = Target(schema);
        if (Choices(schema, "oneOf") is { Length: > 0 } one) return one.Count(c => !Faults(value, c, place).Any()) == 1 ? [] : [$"{place}: fits none, or more than one: {one.SelectMany(c => Faults(value, c, place)).FirstOrDefault()}"];
        if (Choices(schema, "anyOf") is { Length: > 0 } any) return any.Any(c => !Faults(value, c, place).Any()) ? [] : [$"{place}: fits none"];
        JsonElement[] parts = [.. Choices(schema, "allOf").Select(Target).Append(schema)];
        return value.ValueKind switch
        {
            JsonValueKind.Object => parts.SelectMany(p => TypeFaults(value, p, place)).Concat(ObjectFaults(value, parts, place)),
            JsonValueKind.Array => parts.SelectMany(p => TypeFaults(value, p, place)).Concat(parts.Where(p => p.TryGetProperty("items", out _)).SelectMany(p => value.EnumerateArray().SelectMany((v, i) => Faults(v, p.GetProperty("items"), $"{place}[{i}]")))),
            _ => parts.SelectMany(p => TypeFaults(value, p, place)),
        };
    }

    private IEnumerable<string> ObjectFaults(JsonElement value, JsonElement[] parts, string place)
    {
        foreach (JsonElement required in parts.SelectMany(p => Choices(p, "required")))
            if (!value.TryGetProperty(required.GetString()!, out _)) yield return $"{place}: '{required}' is missing";
        foreach (JsonProperty property in value.EnumerateObject())
        {
            JsonElement[] known = [.. parts.Where(p => p.TryGetProperty("properties", out JsonElement all) && all.TryGetProperty(property.Name, out _)).Select(p => p.GetProperty("properties").GetProperty(property.Name))];
            if (known.Length == 0 && parts.Any(p => p.TryGetProperty("properties", out _)) && !parts.Any(p => p.TryGetProperty("additionalProperties", out _))) yield return $"{place}: '{property.Name}' is not known";
            foreach (string fault in known.SelectMany(k => Faults(property.Value, k, $"{place}.{property.Name}"))) yield return fault;
        }
    }

    private static IEnumerable<string> TypeFaults(JsonElement value, JsonElement schema, string place)
    {
        if (!schema.TryGetProperty("type", out JsonElement type)) return [];
        string[] allowed = type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(t => t.GetString()!)] : [type.GetString()!];
        bool fits = value.ValueKind switch
        {
            JsonValueKind.Number => allowed.Contains("number") || (allowed.Contains("integer") && value.TryGetInt64(out _)),
            JsonValueKind.True or JsonValueKind.False => allowed.Contains("boolean"),
            _ => allowed.Contains(value.ValueKind.ToString().ToLowerInvariant()),
        };
        return fits ? [] : [$"{place}: is {value.ValueKind}, expected {string.Join(" or ", allowed)}"];
    }

    private static JsonElement[] Choices(JsonElement schema, string name) => schema.TryGetProperty(name, out JsonElement list) ? [.. list.EnumerateArray()] : [];

    private JsonElement Target(JsonElement schema) =>
        schema.TryGetProperty("$ref", out JsonElement reference) ? document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]) : schema;
}
