namespace TradingBlazor.State.Docking;

/// <summary>The layouts that everybody starts with.</summary>
public static class LayoutPresets
{
    /// <summary>The presets, the default first. Sizes fit 1440 by 900; they are shares, so a larger screen shows more of the same.</summary>
    public static IReadOnlyList<NamedLayout> All { get; } =
    [
        new("Desk", Tree(Row(
            (0.29, Column((0.56, Tabs("g1", "watchlist")), (0.44, Tabs("g5", "ladder")))),
            (0.50, Column((0.64, Tabs("g2", "chart")), (0.36, Tabs("g3", "orders", "positions", "executions", "news", "log", "outages")))),
            (0.21, Column((0.77, Tabs("g4", "ticket")), (0.23, Tabs("g6", "account", "risk"))))))),
        new("Order flow", Tree(Row(
            (0.22, Column((0.55, Tabs("g1", "watchlist")), (0.45, Tabs("g2", "news", "log")))),
            // Orders are a wide table with buttons at its end: they lie below chart and ladder together.
            (0.56, Column((0.62, Row((0.54, Tabs("g3", "chart")), (0.46, Tabs("g4", "ladder")))), (0.38, Tabs("g5", "orders", "positions", "executions")))),
            (0.22, Tabs("g7", "ticket", "account"))))),
        new("Monitor", Tree(Column(
            (0.5, Row((0.5, Tabs("g1", "positions")), (0.5, Tabs("g2", "orders")))),
            (0.5, Row((0.28, Tabs("g3", "account", "outages")), (0.36, Tabs("g4", "risk")), (0.36, Tabs("g5", "log", "news", "executions"))))))),
        new("Wall", Tree(Row(
            (0.18, Column((0.62, Tabs("g1", "watchlist")), (0.38, Tabs("g2", "news")))),
            (0.46, Column((0.62, Tabs("g3", "chart")), (0.38, Row((0.5, Tabs("g4", "orders")), (0.5, Tabs("g5", "positions")))))),
            (0.20, Column((0.34, Tabs("g6", "account")), (0.33, Tabs("g7", "risk")), (0.33, Tabs("g8", "executions", "log", "outages")))),
            (0.16, Column((0.60, Tabs("g9", "ticket")), (0.40, Tabs("g10", "ladder"))))))),
        // One contract in four bar sizes, until a chart gets a symbol of its own.
        new("Charts", Tree(Row(
            (0.18, Column((0.64, Tabs("g1", "watchlist")), (0.36, Tabs("g2", "account", "risk", "news")))),
            (0.61, Column((0.36, Row((0.5, Tabs("g3", "chart")), (0.5, Tabs("g4", "chart-2")))), (0.36, Row((0.5, Tabs("g5", "chart-3")), (0.5, Tabs("g6", "chart-4")))), (0.28, Tabs("g7", "orders", "positions", "executions", "log")))),
            (0.21, Tabs("g8", "ticket", "ladder"))))),
    ];

    // A preset may name a panel before it exists: it is left out until it does.
    private static DockTree Tree(DockNode? root) => new(root);

    private static DockTabs Tabs(string id, params string[] panels) => new(id, panels, panels[0]);

    private static DockSplit Row(params (double Share, DockNode Node)[] parts) => new(false, [.. parts.Select(p => p.Node)], [.. parts.Select(p => p.Share)]);

    private static DockSplit Column(params (double Share, DockNode Node)[] parts) => new(true, [.. parts.Select(p => p.Node)], [.. parts.Select(p => p.Share)]);
}
