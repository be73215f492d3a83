using System.Globalization;
using System.Text.Json.Nodes;

namespace TradingBlazor.Tests.Crash;

/// <summary>Entries and their exits, as the program lists them.</summary>
internal static class Brackets
{
    /// <summary>Ids of the exits that belong to some entries.</summary>
    public static HashSet<string> ExitsOf(JsonArray orders, IEnumerable<string> entries)
    {
        var known = entries.ToHashSet(StringComparer.Ordinal);
        return [.. Pairs(orders).Where(p => known.Contains((string)p.Entry["id"]!)).SelectMany(p => p.Exits).Select(x => (string)x["id"]!)];
    }

    /// <summary>Entries that have ended and whose exits are not what has filled of them, less what the exits have: a sentence each.</summary>
    public static IReadOnlyList<string> Differences(JsonArray orders)
    {
        List<string> differences = [];
        foreach ((JsonNode entry, JsonNode[] exits) in Pairs(orders))
        {
            if ((bool?)entry["isFinal"] is not true) continue;
            decimal open = Number(entry["filled"]) - exits.Sum(x => Number(x["filled"]));
            foreach (JsonNode exit in exits.Where(x => (bool?)x["isFinal"] is not true && Number(x["remaining"]) != open))
                differences.Add($"The exit {exit["id"]} has {exit["remaining"]} left of an entry that leaves {open} open. The entry: {entry.ToJsonString()}. The exit: {exit.ToJsonString()}");
        }
        return differences;
    }

    private static IEnumerable<(JsonNode Entry, JsonNode[] Exits)> Pairs(JsonArray orders)
    {
        ILookup<int, JsonNode> exits = orders.OfType<JsonNode>().Where(o => (string?)o["role"] is "takeProfit" or "stopLoss").ToLookup(o => (int)o["parentId"]!);
        return orders.OfType<JsonNode>().Where(o => (string?)o["role"] == "entry").Select(o => (o, exits[(int)o["orderId"]!].ToArray()));
    }

    private static decimal Number(JsonNode? node) => decimal.Parse(node!.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture);
}
