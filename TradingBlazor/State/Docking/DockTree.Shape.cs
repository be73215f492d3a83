using System.Globalization;

namespace TradingBlazor.State.Docking;

/// <summary>A group and where it is.</summary>
/// <param name="Group">Group.</param>
/// <param name="Rect">Its rectangle.</param>
public sealed record DockPlacement(DockTabs Group, DockRect Rect);

/// <summary>A layout, measured out.</summary>
/// <param name="Groups">The groups, from the upper left on.</param>
/// <param name="Splitters">The lines between them.</param>
public sealed record DockPlan(IReadOnlyList<DockPlacement> Groups, IReadOnlyList<DockSplitter> Splitters);

/// <summary>The geometry of a layout, and its shortest form.</summary>
public sealed partial record DockTree
{
    /// <summary>Where everything is.</summary>
    public DockPlan Place()
    {
        var groups = new List<DockPlacement>();
        var splitters = new List<DockSplitter>();
        Place(Root, DockRect.Whole, "", groups, splitters);
        return new DockPlan(groups, splitters);
    }

    /// <summary>The group that lies beside another one; null at the edge.</summary>
    /// <param name="group">Id of the group.</param>
    /// <param name="zone">On which side.</param>
    public DockTabs? Neighbour(string group, DockZone zone)
    {
        IReadOnlyList<DockPlacement> groups = Place().Groups;
        if (groups.FirstOrDefault(g => g.Group.Id == group) is not { } from) return null;
        DockRect a = from.Rect;
        const double Touch = 0.01;
        return groups.Where(g => g.Group.Id != group && zone switch
        {
            DockZone.Left => Math.Abs(g.Rect.Left + g.Rect.Width - a.Left) < Touch,
            DockZone.Right => Math.Abs(a.Left + a.Width - g.Rect.Left) < Touch,
            DockZone.Top => Math.Abs(g.Rect.Top + g.Rect.Height - a.Top) < Touch,
            DockZone.Bottom => Math.Abs(a.Top + a.Height - g.Rect.Top) < Touch,
            _ => false,
        }).Select(g => (g.Group, Shared: zone is DockZone.Left or DockZone.Right
            ? Math.Min(a.Top + a.Height, g.Rect.Top + g.Rect.Height) - Math.Max(a.Top, g.Rect.Top)
            : Math.Min(a.Left + a.Width, g.Rect.Left + g.Rect.Width) - Math.Max(a.Left, g.Rect.Left)))
        .Where(n => n.Shared > Touch).OrderByDescending(n => n.Shared).Select(n => n.Group).FirstOrDefault();
    }

    private static void Place(DockNode? node, DockRect rect, string path, List<DockPlacement> groups, List<DockSplitter> splitters)
    {
        if (node is DockTabs tabs)
        {
            groups.Add(new DockPlacement(tabs, rect));
            return;
        }
        if (node is not DockSplit split) return;
        double at = split.IsColumn ? rect.Top : rect.Left;
        for (int i = 0; i < split.Children.Count; i++)
        {
            double size = split.Sizes[i] * (split.IsColumn ? rect.Height : rect.Width);
            Place(split.Children[i], split.IsColumn ? rect with { Top = at, Height = size } : rect with { Left = at, Width = size }, Below(path, i), groups, splitters);
            at += size;
            if (i + 1 == split.Children.Count) break;
            DockRect line = split.IsColumn ? rect with { Top = at, Height = 0 } : rect with { Left = at, Width = 0 };
            splitters.Add(new DockSplitter(path, i, split.IsColumn, line, (int)Math.Round(100 * split.Sizes[i] / (split.Sizes[i] + split.Sizes[i + 1]))));
        }
    }

    /// <summary>Shortest form of a part: see the type.</summary>
    internal static DockNode? Normalize(DockNode? node)
    {
        if (node is not DockSplit split) return node;
        var children = new List<DockNode>();
        var sizes = new List<double>();
        for (int i = 0; i < split.Children.Count; i++)
        {
            switch (Normalize(split.Children[i]))
            {
                case null:
                    break;
                case DockSplit inner when inner.IsColumn == split.IsColumn:
                    children.AddRange(inner.Children);
                    sizes.AddRange(inner.Sizes.Select(s => s * split.Sizes[i]));
                    break;
                case { } child:
                    children.Add(child);
                    sizes.Add(split.Sizes[i]);
                    break;
            }
        }
        double sum = sizes.Sum();
        return children.Count switch
        {
            0 => null,
            1 => children[0],
            _ => new DockSplit(split.IsColumn, children, [.. sizes.Select(s => s / sum)]),
        };
    }

    private DockSplit? Find(string path)
    {
        DockNode? node = Root;
        foreach (int step in Steps(path)) node = node is DockSplit split && step >= 0 && step < split.Children.Count ? split.Children[step] : null;
        return node as DockSplit;
    }

    private static DockSplit Replace(DockNode node, ReadOnlySpan<int> steps, DockSplit by)
    {
        if (steps.IsEmpty) return by;
        var split = (DockSplit)node;
        DockNode[] children = [.. split.Children];
        children[steps[0]] = Replace(children[steps[0]], steps[1..], by);
        return split with { Children = children };
    }

    private static int[] Steps(string path) =>
        path.Length == 0 ? [] : [.. path.Split('.').Select(s => int.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out int i) ? i : -1)];

    private static string Below(string path, int index) => path.Length == 0 ? index.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{path}.{index}");
}
