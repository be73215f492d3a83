using TradingCore.Alerts.Conditions;

namespace TradingCore.Alerts;

/// <summary>The rules that are there without anybody making them: what every admin must hear of.</summary>
public static class DefaultRules
{
    /// <summary>Start of their ids.</summary>
    public const string Prefix = "default.";

    /// <summary>Why one cannot be removed.</summary>
    public const string CannotBeRemoved = "This rule is there by default and cannot be removed: it tells admins of what must not go unnoticed. Change its channels, or switch it off with a reason.";

    /// <summary>All, as they are when nobody has changed them.</summary>
    public static IReadOnlyList<AlertRule> All { get; } =
    [
        Rule("session", "Session lost", AlertSeverity.Critical, new SystemWatch(SystemTrouble.SessionLost, MarketHours: true), hold: 30),
        Rule("person", "The connection needs a person", AlertSeverity.Critical, new SystemWatch(SystemTrouble.PersonNeeded)),
        Rule("called", "A person is called", AlertSeverity.Critical, new SystemWatch(SystemTrouble.PersonCalled)),
        Rule("tie-out", "A difference with the broker stops orders", AlertSeverity.Critical, new SystemWatch(SystemTrouble.TieOutHalted)),
        Rule("kill-switch", "Kill switch engaged", AlertSeverity.Critical, new SystemWatch(SystemTrouble.KillSwitch)),
        Rule("latch", "Risk latch tripped", AlertSeverity.Critical, new SystemWatch(SystemTrouble.RiskLatch)),
        Rule("storage", "Storage fails", AlertSeverity.Critical, new SystemWatch(SystemTrouble.StorageFailing), hold: 10),
        Rule("unknown-order", "Unknown order", AlertSeverity.Critical, new SystemWatch(SystemTrouble.UnknownOrder)),
        Rule("guard", "The guard is silent", AlertSeverity.Critical, new SilenceWatch(SilenceSource.Program, "", HeartbeatBook.Guard, 30, MarketHours: false, OnceHeard: true)),
        Rule("channel", "A channel of alerts does not get through", AlertSeverity.Warning, new SystemWatch(SystemTrouble.ChannelFailing)),
    ];

    private static AlertRule Rule(string id, string name, AlertSeverity severity, AlertCondition condition, int hold = 0) => new()
    {
        Id = Prefix + id,
        Name = name,
        Owner = AlertRule.Admins,
        OwnerName = "admins",
        Severity = severity,
        Condition = condition,
        Repeats = true,
        HoldFor = TimeSpan.FromSeconds(hold),
        ChangedBy = "default",
    };
}
