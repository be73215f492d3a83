using TradingBlazor.Security.Access;

namespace TradingBlazor.Components.Settings;

/// <summary>A page of the settings. A new one is a line here.</summary>
/// <param name="Group">Heading under which the navigation has it.</param>
/// <param name="Title">Word in the navigation.</param>
/// <param name="Href">Address.</param>
/// <param name="Needs">What it needs: a page that would be refused is not linked.</param>
internal sealed record SettingsPage(string Group, string Title, string Href, Permission Needs = Permission.Administer)
{
    /// <summary>All, in the order of the navigation; those of a group stand together.</summary>
    public static IReadOnlyList<SettingsPage> All { get; } =
    [
        new("Trading", "Connection", "/settings/connection"),
        new("Trading", "Instruments", "/settings/instruments"),
        new("Trading", "Risk limits", "/settings/risk", Permission.View),
        new("Trading", "Alerts", "/settings/alerts"),
        new("Access", "Users", "/settings/users"),
        new("Access", "API keys", "/settings/keys"),
        new("Access", "Addresses", "/settings/addresses"),
        new("Access", "Sessions", "/settings/sessions"),
        new("Data", "Retention", "/settings/retention"),
        new("Data", "Backup", "/settings/backup"),
        new("Data", "Log levels", "/settings/logs"),
        new("Data", "Audit", "/settings/audit", Permission.ReadAudit),
    ];
}
