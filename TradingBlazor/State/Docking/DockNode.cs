namespace TradingBlazor.State.Docking;

/// <summary>A part of a layout: a split of parts side by side or above each other, or a group of panels of which one is shown. Never changed after it was made.</summary>
public abstract record DockNode;

/// <summary>Parts that share a rectangle.</summary>
/// <param name="IsColumn">True when the parts stand above each other, false when side by side.</param>
/// <param name="Children">At least two parts; none of them is a split in the same direction.</param>
/// <param name="Sizes">Share of each part, above 0; they sum up to 1.</param>
public sealed record DockSplit(bool IsColumn, IReadOnlyList<DockNode> Children, IReadOnlyList<double> Sizes) : DockNode;

/// <summary>Panels behind each other, with a tab each.</summary>
/// <param name="Id">Name of the group within its layout, such as <c>g3</c>.</param>
/// <param name="Panels">Ids of the panels, at least one, in the order of the tabs.</param>
/// <param name="Active">The one that is shown.</param>
public sealed record DockTabs(string Id, IReadOnlyList<string> Panels, string Active) : DockNode;

/// <summary>Where a panel is put, seen from a group or from the whole layout.</summary>
public enum DockZone
{
    /// <summary>Into the group, as its last tab.</summary>
    Center = 0,
    /// <summary>Left of it.</summary>
    Left,
    /// <summary>Right of it.</summary>
    Right,
    /// <summary>Above it.</summary>
    Top,
    /// <summary>Below it.</summary>
    Bottom,
}

/// <summary>A rectangle in percent of the whole layout.</summary>
/// <param name="Left">Left edge.</param>
/// <param name="Top">Upper edge.</param>
/// <param name="Width">Width.</param>
/// <param name="Height">Height.</param>
public readonly record struct DockRect(double Left, double Top, double Width, double Height)
{
    /// <summary>The whole layout.</summary>
    public static DockRect Whole { get; } = new(0, 0, 100, 100);
}

/// <summary>The line between two parts, which can be dragged.</summary>
/// <param name="Path">Indexes from the root to the split, joined by points; empty for the root.</param>
/// <param name="Index">Index of the part before the line.</param>
/// <param name="IsColumn">True when the line lies across, between two parts above each other.</param>
/// <param name="Rect">The line; its short side is 0.</param>
/// <param name="Share">Share of the part before the line, in percent of both.</param>
public sealed record DockSplitter(string Path, int Index, bool IsColumn, DockRect Rect, int Share);
