namespace TradingBlazor.Components.Settings;

/// <summary>A page of the settings. A new one is a line here.</summary>
/// <param name="Title">Word in the navigation.</param>
/// <param name="Href">Address.</param>
internal sealed record SettingsPage(string Title, string Href)
{
    /// <summary>All, in the order of the navigation.</summary>
    public static IReadOnlyList<SettingsPage> All { get; } =
    [
        new("Connection", "/settings/connection"),
        new("Instruments", "/settings/instruments"),
        new("Risk limits", "/settings/risk"),
        new("Retention", "/settings/retention"),
        new("Backup", "/settings/backup"),
        new("Users", "/settings/users"),
        new("API keys", "/settings/keys"),
        new("Addresses", "/settings/addresses"),
        new("Sessions", "/settings/sessions"),
        new("Alerts", "/settings/alerts"),
        new("Audit", "/settings/audit"),
    ];
}
