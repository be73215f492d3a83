using TradingBlazor.Security.Access;

namespace TradingBlazor.Components.Settings;

/// <summary>A page of the settings. A new one is a line here.</summary>
/// <param name="Title">Word in the navigation.</param>
/// <param name="Href">Address.</param>
/// <param name="Needs">What it needs: a page that would be refused is not linked.</param>
internal sealed record SettingsPage(string Title, string Href, Permission Needs = Permission.Administer)
{
    /// <summary>All, in the order of the navigation.</summary>
    public static IReadOnlyList<SettingsPage> All { get; } =
    [
        new("Connection", "/settings/connection"),
        new("Instruments", "/settings/instruments"),
        new("Risk limits", "/settings/risk", Permission.View),
        new("Retention", "/settings/retention"),
        new("Backup", "/settings/backup"),
        new("Users", "/settings/users"),
        new("API keys", "/settings/keys"),
        new("Addresses", "/settings/addresses"),
        new("Sessions", "/settings/sessions"),
        new("Alerts", "/settings/alerts"),
        new("Log levels", "/settings/logs"),
        new("Audit", "/settings/audit", Permission.ReadAudit),
    ];
}
