using TradingBlazor.Security.Access;

namespace TradingBlazor.Components.Settings;

/// <summary>A page of the settings. A new one is a line here.</summary>
/// <param name="Group">Heading under which the navigation has it.</param>
/// <param name="Title">Word in the navigation.</param>
/// <param name="Href">Address.</param>
/// <param name="About">What is on it, for the first page of the settings.</param>
/// <param name="Needs">What it needs: a page that would be refused is not linked.</param>
internal sealed record SettingsPage(string Group, string Title, string Href, string About, Permission Needs = Permission.Administer)
{
    /// <summary>All, in the order of the navigation; those of a group stand together.</summary>
    public static IReadOnlyList<SettingsPage> All { get; } =
    [
        new("You", "Appearance", "/appearance", "Theme, density, colours and time zone.", Permission.View),
        new("Trading", "Connection", "/settings/connection", "Where TWS is, client id, paper or real money; a test that says what it finds."),
        new("Trading", "Instruments", "/settings/instruments", "Watchlist of a first start, lines, kind of data, bars, calendars."),
        new("Trading", "Risk limits", "/settings/risk", "Limits of firm, account, strategy and symbol, with their versions.", Permission.View),
        new("Trading", "Alerts", "/settings/alerts", "Channels of alerts: mail and webhooks, with a test."),
        new("Access", "Users", "/settings/users", "Invitations, roles, rights by account."),
        new("Access", "API keys", "/settings/keys", "Keys for programs, their scope, accounts and end."),
        new("Access", "Addresses", "/settings/addresses", "From where the program may be reached."),
        new("Access", "Sessions", "/settings/sessions", "Who is signed in; end a session."),
        new("Data", "Retention", "/settings/retention", "How long history, recordings and logs are kept, and what goes next."),
        new("Data", "Backup", "/settings/backup", "Make one while everything runs, check it, download it, restore it."),
        new("Data", "Log levels", "/settings/logs", "What each area of the program logs, for some minutes or until it is changed."),
        new("Data", "Audit", "/settings/audit", "Who did what, and whether the log is whole.", Permission.ReadAudit),
    ];
}
