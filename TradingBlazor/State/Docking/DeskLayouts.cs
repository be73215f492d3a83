using System.Text.Json;
using System.Text.Json.Nodes;

namespace TradingBlazor.State.Docking;

/// <summary>A layout with its name.</summary>
/// <param name="Name">Name, unique among the layouts of a user.</param>
/// <param name="Tree">The layout.</param>
public sealed record NamedLayout(string Name, DockTree Tree);

/// <summary>All layouts of a user: several for the desktop, one for the phone.</summary>
/// <param name="Layouts">At least one.</param>
/// <param name="Current">Name of the one in use.</param>
/// <param name="Phone">Panels of the phone's first four places, in order.</param>
/// <param name="IsLocked">True when panels cannot be moved or resized by a slip of the hand.</param>
public sealed record DeskLayouts(IReadOnlyList<NamedLayout> Layouts, string Current, IReadOnlyList<string> Phone, bool IsLocked)
{
    /// <summary>Most layouts that a user can have.</summary>
    public const int LayoutsMax = 24;

    /// <summary>Longest name.</summary>
    public const int NameMax = 32;

    /// <summary>Places of the phone that a panel can be put on; the last place shows all others.</summary>
    public const int PhonePlaces = 4;

    private static readonly string[] PhoneDefault = ["watchlist", "chart", "ticket", "positions"];

    /// <summary>What everybody starts with.</summary>
    /// <param name="isKnown">True for ids of panels that exist; others are left out of the presets.</param>
    public static DeskLayouts Default(Func<string, bool> isKnown)
    {
        NamedLayout[] presets = [.. LayoutPresets.All.Select(p => p with { Tree = p.Tree.Only(isKnown) })];
        return new DeskLayouts(presets, presets[0].Name, PhoneDefault, IsLocked: false);
    }

    /// <summary>The layout in use.</summary>
    public DockTree Tree => Layouts.First(l => l.Name == Current).Tree;

    /// <summary>Replaces the layout in use.</summary>
    public DeskLayouts With(DockTree tree) => this with { Layouts = [.. Layouts.Select(l => l.Name == Current ? l with { Tree = tree } : l)] };

    /// <summary>Uses another layout; an unknown name changes nothing.</summary>
    public DeskLayouts Use(string name) => Layouts.Any(l => l.Name == name) ? this with { Current = name } : this;

    /// <summary>Keeps the layout in use under a new name, and uses that.</summary>
    /// <param name="name">Name as typed.</param>
    /// <param name="problem">Why it was not done; empty when it was.</param>
    public DeskLayouts SaveAs(string name, out string problem)
    {
        name = name.Trim();
        problem = Layouts.Count >= LayoutsMax ? $"There are {LayoutsMax} layouts, the most there can be; delete one first" : ProblemOf(name, Layouts);
        return problem.Length > 0 ? this : this with { Layouts = [.. Layouts, new NamedLayout(name, Tree)], Current = name };
    }

    /// <summary>Gives the layout in use another name.</summary>
    /// <param name="name">Name as typed.</param>
    /// <param name="problem">Why it was not done; empty when it was.</param>
    public DeskLayouts Rename(string name, out string problem)
    {
        name = name.Trim();
        problem = ProblemOf(name, Layouts.Where(l => l.Name != Current));
        return problem.Length > 0 ? this : this with { Layouts = [.. Layouts.Select(l => l.Name == Current ? l with { Name = name } : l)], Current = name };
    }

    /// <summary>Deletes a layout; the last one stays.</summary>
    public DeskLayouts Delete(string name)
    {
        if (Layouts.Count == 1 || Layouts.All(l => l.Name != name)) return this;
        NamedLayout[] rest = [.. Layouts.Where(l => l.Name != name)];
        return this with { Layouts = rest, Current = Current == name ? rest[0].Name : Current };
    }

    /// <summary>Brings the layout in use back to what it was made as; one of the user's own becomes the first preset.</summary>
    /// <param name="isKnown">True for ids of panels that exist.</param>
    public DeskLayouts Reset(Func<string, bool> isKnown) => With((LayoutPresets.All.FirstOrDefault(p => p.Name == Current) ?? LayoutPresets.All[0]).Tree.Only(isKnown));

    /// <summary>Brings a layout back as it was, in its place and in use: after it was reset or deleted. One more than there may be is not kept.</summary>
    /// <param name="layout">The layout as it was.</param>
    /// <param name="place">Where it stood in the list, from 0.</param>
    public DeskLayouts Restore(NamedLayout layout, int place)
    {
        ArgumentNullException.ThrowIfNull(layout);
        if (Layouts.Any(l => l.Name == layout.Name)) return this with { Layouts = [.. Layouts.Select(l => l.Name == layout.Name ? layout : l)], Current = layout.Name };
        if (Layouts.Count >= LayoutsMax) return this;
        place = Math.Clamp(place, 0, Layouts.Count);
        return this with { Layouts = [.. Layouts.Take(place), layout, .. Layouts.Skip(place)], Current = layout.Name };
    }

    private static string ProblemOf(string name, IEnumerable<NamedLayout> others) => name.Length == 0 ? "Enter a name"
        : name.Length > NameMax ? $"A name has at most {NameMax} characters"
        : others.Any(l => string.Equals(l.Name, name, StringComparison.OrdinalIgnoreCase)) ? $"There is a layout {name} already"
        : "";

    /// <summary>Puts a panel on a place of the phone; the panel that was there changes places with it.</summary>
    public DeskLayouts PutOnPhone(int place, string panel)
    {
        if (place < 0 || place >= PhonePlaces) return this;
        string[] phone = [.. Phone];
        int from = Array.IndexOf(phone, panel);
        if (from >= 0) phone[from] = phone[place];
        phone[place] = panel;
        return this with { Phone = phone };
    }

    /// <summary>Writes them.</summary>
    public string ToJson() => new JsonObject
    {
        ["layouts"] = new JsonArray([.. Layouts.Select(l => new JsonObject { ["name"] = l.Name, ["tree"] = DockJson.Write(l.Tree) })]),
        ["current"] = Current,
        ["phone"] = new JsonArray([.. Phone.Select(p => JsonValue.Create(p))]),
        ["locked"] = IsLocked,
    }.ToJsonString();

    /// <summary>Reads them. What cannot be read is left out; when nothing is left, the default is given.</summary>
    /// <param name="json">What <see cref="ToJson"/> made; null for the default.</param>
    /// <param name="isKnown">True for ids of panels that exist.</param>
    public static DeskLayouts Read(string? json, Func<string, bool> isKnown)
    {
        if (json is null) return Default(isKnown);
        try
        {
            JsonObject o = JsonNode.Parse(json)!.AsObject();
            var layouts = new List<NamedLayout>();
            foreach (JsonNode? item in o["layouts"]!.AsArray().Take(LayoutsMax))
            {
                string name = item!["name"]!.GetValue<string>();
                if (name.Length is 0 or > NameMax || layouts.Any(l => l.Name == name)) continue;
                layouts.Add(new NamedLayout(name, DockJson.Read(item["tree"], isKnown)));
            }
            if (layouts.Count == 0) return Default(isKnown);
            string[] phone = [.. (o["phone"] as JsonArray ?? []).Select(p => p!.GetValue<string>()).Where(isKnown).Concat(PhoneDefault).Distinct().Take(PhonePlaces)];
            string current = o["current"]?.GetValue<string>() ?? "";
            return new DeskLayouts(layouts, layouts.Any(l => l.Name == current) ? current : layouts[0].Name, phone, o["locked"]?.GetValue<bool>() ?? false);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or NullReferenceException)
        {
            return Default(isKnown);
        }
    }
}
