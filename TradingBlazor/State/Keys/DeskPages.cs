using MudBlazor;

namespace TradingBlazor.State.Keys;

/// <summary>A page of the site.</summary>
/// <param name="Title">What links to it say.</param>
/// <param name="Href">Address.</param>
/// <param name="Icon">SVG path of MudBlazor's set.</param>
/// <param name="Purpose">What is on it, a sentence.</param>
public sealed record DeskPage(string Title, string Href, string Icon, string Purpose);

/// <summary>Every page that can be gone to: the menu and the command palette read it. A new page is a line here.</summary>
public static class DeskPages
{
    /// <summary>The pages, in the order of the menu.</summary>
    public static IReadOnlyList<DeskPage> All { get; } =
    [
        new("Desk", "/", Icons.Material.Filled.SpaceDashboard, "Prices, chart, ticket, orders and positions."),
        new("Orders", "/orders", Icons.Material.Filled.PendingActions, "Every order with its state, history, change and cancel."),
        new("Executions", "/executions", Icons.Material.Filled.DoneAll, "Search in everything that was ever traded, and save it as a file."),
        new("Positions", "/positions", Icons.Material.Filled.AccountBalanceWallet, "Profit and loss by account and in total, exposure, close, reverse and flatten."),
        new("Risk", "/risk", Icons.Material.Filled.Speed, "Limits, latches and their use."),
        new("Alerts", "/alerts", Icons.Material.Filled.Notifications, "What needs you: acknowledge, snooze, rules and history."),
        new("System", "/system", Icons.Material.Filled.MonitorHeart, "Session, health, latency of orders and the newest lines of the log."),
        new("Appearance", "/appearance", Icons.Material.Filled.Palette, "Theme, density, colours and time zone."),
        new("Settings", "/settings", Icons.Material.Filled.AdminPanelSettings, "Connection, instruments, limits, retention, backup, users, keys, addresses, sessions, log levels and the audit log."),
        new("Account", "/account", Icons.Material.Filled.Person, "Password, authenticator, passkeys, sessions, sign-out."),
    ];
}
