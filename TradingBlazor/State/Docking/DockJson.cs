using System.Text.Json;
using System.Text.Json.Nodes;

namespace TradingBlazor.State.Docking;

/// <summary>
/// Layouts as JSON: <c>{"row":[...],"sizes":[...]}</c>, <c>{"column":[...],"sizes":[...]}</c> or <c>{"id":"g1","tabs":["chart"],"active":"chart"}</c>.
/// What is read may come from an older version or another hand, so everything is checked.
/// </summary>
public static class DockJson
{
    private const int DepthMax = 12;
    private const int PanelsMax = 64;

    /// <summary>Writes a layout.</summary>
    public static JsonNode? Write(DockTree tree) => Write(tree.Root);

    /// <summary>Reads a layout, and leaves out panels that are not known any more and those named twice.</summary>
    /// <param name="json">What <see cref="Write(DockTree)"/> made.</param>
    /// <param name="isKnown">True for ids of panels that exist.</param>
    /// <exception cref="JsonException">It is no layout.</exception>
    public static DockTree Read(JsonNode? json, Func<string, bool> isKnown)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            return new DockTree(DockTree.Normalize(Read(json, 0)));
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new JsonException($"No layout: {e.Message}", e);
        }

        DockNode? Read(JsonNode? node, int depth)
        {
            if (node is null) return null;
            if (depth > DepthMax) throw new JsonException("A layout is nested too deeply.");
            JsonObject o = node.AsObject();
            if (o["tabs"] is JsonArray tabs)
            {
                string[] panels = [.. tabs.Select(t => t!.GetValue<string>()).Where(p => isKnown(p) && seen.Count < PanelsMax && seen.Add(p))];
                string id = o["id"]?.GetValue<string>() ?? "";
                for (int n = 1; id.Length is 0 or > 8 || !ids.Add(id); n++) id = $"r{n}";
                string active = o["active"]?.GetValue<string>() ?? "";
                return panels.Length == 0 ? null : new DockTabs(id, panels, panels.Contains(active) ? active : panels[0]);
            }
            bool isColumn = o["column"] is not null;
            JsonArray children = (o["column"] ?? o["row"])?.AsArray() ?? throw new JsonException("A part of a layout is neither a row, a column nor tabs.");
            JsonArray sizes = o["sizes"]?.AsArray() ?? throw new JsonException("A split has no sizes.");
            if (sizes.Count != children.Count) throw new JsonException("A split has another number of sizes than of parts.");
            var kept = new List<DockNode>();
            var shares = new List<double>();
            for (int i = 0; i < children.Count; i++)
            {
                double share = sizes[i]!.GetValue<double>();
                if (!double.IsFinite(share) || share <= 0) throw new JsonException("The size of a part is not above 0.");
                if (Read(children[i], depth + 1) is not { } child) continue;
                kept.Add(child);
                shares.Add(share);
            }
            double sum = shares.Sum();
            double least = Math.Min(DockTree.ShareMin, 0.5 / Math.Max(1, shares.Count));
            return kept.Count == 0 ? null : new DockSplit(isColumn, kept, [.. shares.Select(s => Math.Max(least, s / sum))]);
        }
    }

    private static JsonNode? Write(DockNode? node) => node switch
    {
        DockTabs tabs => new JsonObject { ["id"] = tabs.Id, ["tabs"] = new JsonArray([.. tabs.Panels.Select(p => JsonValue.Create(p))]), ["active"] = tabs.Active },
        DockSplit split => new JsonObject
        {
            [split.IsColumn ? "column" : "row"] = new JsonArray([.. split.Children.Select(Write)]),
            ["sizes"] = new JsonArray([.. split.Sizes.Select(s => JsonValue.Create(Math.Round(s, 4)))]),
        },
        _ => null,
    };
}
