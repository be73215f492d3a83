using System.Text.Json;
using System.Text.Json.Nodes;

namespace TradingBlazor.State.Preferences;

/// <summary>
/// Puts together what two pages of one person have made of the same stored lists, such as layouts or watchlists: each page knows what it read, and writes all of them.
/// What one of the two has added, changed or deleted stays so; where both have changed the same, the newer one wins.
/// </summary>
/// <param name="List">Property with the list.</param>
/// <param name="Name">Property with the name of an item.</param>
/// <param name="InUse">Property that names the item which the page shows: each page keeps its own, and what it shows is never taken from it.</param>
/// <param name="WhenNone">What stands for nothing stored.</param>
internal sealed record NamedMerge(string List, string Name, string InUse, string? WhenNone = null)
{
    /// <summary>Puts them together.</summary>
    /// <param name="read">What both began with; null for nothing.</param>
    /// <param name="mine">What this page made of it; newer.</param>
    /// <param name="theirs">What another page made of it and has stored.</param>
    /// <returns>Both; <paramref name="mine"/> when one of the two cannot be read.</returns>
    public string? Of(string? read, string? mine, string? theirs)
    {
        if (Parse(mine) is not { } own || Parse(theirs) is not { } other) return mine;
        JsonObject before = Parse(read ?? WhenNone) ?? [];
        JsonObject both = [];
        foreach ((string key, JsonNode? value) in own)
            if (key != List) both[key] = (key != InUse && Same(value, before[key]) && other.ContainsKey(key) ? other[key] : value)?.DeepClone();
        both[List] = new JsonArray([.. Items(before, own, other).Select(i => i.DeepClone())]);
        return both.ToJsonString();
    }

    private List<JsonNode> Items(JsonObject before, JsonObject own, JsonObject other)
    {
        Dictionary<string, JsonNode> was = ByName(before), theirs = ByName(other), mine = ByName(own);
        string shown = own[InUse]?.GetValue<string>() ?? "";
        var items = new List<JsonNode>();
        foreach ((string name, JsonNode item) in mine)
        {
            bool isChanged = !Same(item, was.GetValueOrDefault(name));
            if (theirs.TryGetValue(name, out JsonNode? there)) items.Add(isChanged ? item : there);
            else if (isChanged || name == shown) items.Add(item);
        }
        items.AddRange(theirs.Where(t => !mine.ContainsKey(t.Key) && !was.ContainsKey(t.Key)).Select(t => t.Value));
        return items;
    }

    private Dictionary<string, JsonNode> ByName(JsonObject from)
    {
        var items = new Dictionary<string, JsonNode>(StringComparer.Ordinal);
        foreach (JsonNode? item in from[List] as JsonArray ?? [])
            if (item?[Name]?.GetValue<string>() is { } name) items.TryAdd(name, item);
        return items;
    }

    private static bool Same(JsonNode? one, JsonNode? two) => JsonNode.DeepEquals(one, two);

    private static JsonObject? Parse(string? json)
    {
        try
        {
            return json is null ? null : JsonNode.Parse(json) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
