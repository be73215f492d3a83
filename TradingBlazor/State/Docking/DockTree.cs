namespace TradingBlazor.State.Docking;

/// <summary>
/// A layout: which panels are shown, where and how large. A value: every change makes a new one, which is always in its shortest form (no
/// empty group, no split of one part, no split straight inside one of the same direction) and shows each panel at most once.
/// </summary>
/// <param name="Root">The outermost part; null when nothing is shown.</param>
public sealed partial record DockTree(DockNode? Root)
{
    /// <summary>Least share of a part of a split: smaller ones could not be grabbed any more.</summary>
    public const double ShareMin = 0.06;

    // Per cent of the desk: some 320 pixels of width and 250 of height on a screen of 1440 by 900.
    private const double HalfWidthMin = 22;
    private const double HalfHeightMin = 30;

    /// <summary>A layout without panels.</summary>
    public static DockTree Empty { get; } = new((DockNode?)null);

    /// <summary>The groups, from the upper left on.</summary>
    public IEnumerable<DockTabs> Groups => GroupsOf(Root);

    /// <summary>Every panel, also those behind another tab.</summary>
    public IEnumerable<string> Panels => Groups.SelectMany(g => g.Panels);

    /// <summary>The group of a panel; null when it is not in the layout.</summary>
    public DockTabs? GroupOf(string panel) => Groups.FirstOrDefault(g => g.Panels.Contains(panel));

    /// <summary>Shows a panel in front of its group; nothing changes when it is not in the layout.</summary>
    public DockTree Activate(string panel) => Edit(g => g.Panels.Contains(panel) ? g with { Active = panel } : g);

    /// <summary>Takes a panel out.</summary>
    public DockTree Close(string panel) => Edit(g => Without(g, panel));

    /// <summary>Takes out the panels that are not known.</summary>
    public DockTree Only(Func<string, bool> isKnown) => Panels.Where(p => !isKnown(p)).ToArray().Aggregate(this, (tree, panel) => tree.Close(panel));

    /// <summary>Puts a panel, which may be in the layout already, into or beside a group.</summary>
    /// <param name="panel">Panel.</param>
    /// <param name="group">Id of the group; an unknown one changes nothing.</param>
    /// <param name="zone">Where, seen from the group.</param>
    /// <param name="at">Index of the tab for <see cref="DockZone.Center"/>; null for the last.</param>
    public DockTree Move(string panel, string group, DockZone zone, int? at = null)
    {
        DockTabs? target = Groups.FirstOrDefault(g => g.Id == group);
        if (target is null || (target.Panels is [var only] && only == panel)) return this;
        string id = NextId();
        DockNode? root = Map(Root, g =>
        {
            DockTabs? rest = Without(g, panel);
            if (g.Id != group) return rest;
            DockTabs kept = rest!;
            if (zone == DockZone.Center)
            {
                List<string> panels = [.. kept.Panels];
                panels.Insert(Math.Clamp(at ?? panels.Count, 0, panels.Count), panel);
                return kept with { Panels = panels, Active = panel };
            }
            return Beside(kept, new DockTabs(id, [panel], panel), zone, 0.5);
        });
        return new DockTree(Normalize(root));
    }

    /// <summary>Puts a panel to an edge of the whole layout, a quarter wide or high.</summary>
    public DockTree MoveToEdge(string panel, DockZone zone)
    {
        if (zone == DockZone.Center || Panels.SequenceEqual([panel])) return this;
        string id = NextId();
        var added = new DockTabs(id, [panel], panel);
        DockNode? rest = Close(panel).Root;
        return new DockTree(Normalize(rest is null ? added : Beside(rest, added, zone, 0.25)));
    }

    /// <summary>Adds a panel to the largest group and shows it; one that is there already is only shown.</summary>
    public DockTree Add(string panel)
    {
        if (GroupOf(panel) is not null) return Activate(panel);
        DockPlacement? largest = Place().Groups.MaxBy(g => g.Rect.Width * g.Rect.Height);
        return largest is null ? new DockTree(new DockTabs("g1", [panel], panel)) : Move(panel, largest.Group.Id, DockZone.Center);
    }

    /// <summary>
    /// Adds a panel beside those of its kind: in half of the largest of their groups when that half is large enough to work with, else as a tab there.
    /// </summary>
    /// <param name="panel">Panel; one that is in the layout already is only shown.</param>
    /// <param name="kind">Panels of its kind.</param>
    public DockTree AddBeside(string panel, IReadOnlyList<string> kind)
    {
        DockPlacement? largest = Place().Groups.Where(g => kind.Contains(g.Group.Active)).MaxBy(g => g.Rect.Width * g.Rect.Height);
        if (largest is null || GroupOf(panel) is not null) return Add(panel);
        DockZone zone = largest.Rect.Width / 2 >= HalfWidthMin ? DockZone.Right : largest.Rect.Height / 2 >= HalfHeightMin ? DockZone.Bottom : DockZone.Center;
        return Move(panel, largest.Group.Id, zone);
    }

    /// <summary>Moves the line after a part of a split.</summary>
    /// <param name="path">Of the split, see <see cref="DockSplitter.Path"/>; an unknown one changes nothing.</param>
    /// <param name="index">Part before the line.</param>
    /// <param name="delta">Share of the split that the part before the line gains; negative when it loses.</param>
    public DockTree Resize(string path, int index, double delta)
    {
        if (Find(path) is not { } split || index < 0 || index + 1 >= split.Sizes.Count || !double.IsFinite(delta)) return this;
        double both = split.Sizes[index] + split.Sizes[index + 1];
        double least = Math.Min(ShareMin, both / 2);
        double first = Math.Clamp(split.Sizes[index] + delta, least, both - least);
        double[] sizes = [.. split.Sizes];
        (sizes[index], sizes[index + 1]) = (first, both - first);
        return new DockTree(Replace(Root!, Steps(path), split with { Sizes = sizes }));
    }

    /// <summary>Makes the group of a panel wider or higher at the cost of its neighbour.</summary>
    /// <param name="panel">Panel.</param>
    /// <param name="isColumn">True for the height, false for the width.</param>
    /// <param name="delta">Share of the split that it gains; negative to make it smaller.</param>
    public DockTree Grow(string panel, bool isColumn, double delta)
    {
        if (GroupOf(panel) is not { } group) return this;
        (string path, int index, int count)? found = null;
        Walk(Root, "", []);
        if (found is not { } at) return this;
        // The last part grows by moving the line before it.
        return at.index + 1 < at.count ? Resize(at.path, at.index, delta) : Resize(at.path, at.index - 1, -delta);

        void Walk(DockNode? node, string path, List<(string Path, int Index, int Count)> above)
        {
            if (ReferenceEquals(node, group) && above.Count > 0) found = above[^1];
            if (node is not DockSplit split) return;
            for (int i = 0; i < split.Children.Count; i++)
                Walk(split.Children[i], Below(path, i), split.IsColumn == isColumn ? [.. above, (path, i, split.Children.Count)] : above);
        }
    }

    private static IEnumerable<DockTabs> GroupsOf(DockNode? node) => node switch
    {
        DockTabs tabs => [tabs],
        DockSplit split => split.Children.SelectMany(GroupsOf),
        _ => [],
    };

    private DockTree Edit(Func<DockTabs, DockTabs?> edit) => new(Normalize(Map(Root, edit)));

    private static DockNode? Map(DockNode? node, Func<DockTabs, DockNode?> edit)
    {
        if (node is DockTabs tabs) return edit(tabs);
        if (node is not DockSplit split) return null;
        var kept = new List<DockNode>();
        var sizes = new List<double>();
        for (int i = 0; i < split.Children.Count; i++)
        {
            if (Map(split.Children[i], edit) is not { } child) continue;
            kept.Add(child);
            sizes.Add(split.Sizes[i]);
        }
        return kept.Count == 0 ? null : new DockSplit(split.IsColumn, kept, sizes);
    }

    private static DockTabs? Without(DockTabs group, string panel)
    {
        int at = group.Panels.ToList().IndexOf(panel);
        if (at < 0) return group;
        string[] rest = [.. group.Panels.Where(p => p != panel)];
        if (rest.Length == 0) return null;
        return group with { Panels = rest, Active = group.Active == panel ? rest[Math.Min(at, rest.Length - 1)] : group.Active };
    }

    private static DockSplit Beside(DockNode kept, DockNode added, DockZone zone, double share)
    {
        bool isFirst = zone is DockZone.Left or DockZone.Top;
        return new DockSplit(zone is DockZone.Top or DockZone.Bottom, isFirst ? [added, kept] : [kept, added], isFirst ? [share, 1 - share] : [1 - share, share]);
    }

    private string NextId()
    {
        HashSet<string> taken = [.. Groups.Select(g => g.Id)];
        int n = 1;
        while (taken.Contains($"g{n}")) n++;
        return $"g{n}";
    }
}
