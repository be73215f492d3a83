using TradingCore.Alerts;

namespace TradingCore.Persistence.History;

/// <summary>An alert, with what is searched for in columns of its own.</summary>
internal sealed class AlertRow
{
    /// <summary>Sortable by the time it was raised.</summary>
    public required string Id { get; set; }
    public string RuleId { get; set; } = "";
    public string Owner { get; set; } = "";
    public bool IsForAdmins { get; set; }
    public AlertSeverity Severity { get; set; }
    public string Kind { get; set; } = "";

    /// <summary>Text, rule and ticker in small letters.</summary>
    public string SearchText { get; set; } = "";
    public bool IsActive { get; set; }
    public DateTimeOffset RaisedTime { get; set; }

    /// <summary>JSON of all of it.</summary>
    public string Document { get; set; } = "";
}

/// <summary>A rule, a channel or a mark of alerts.</summary>
internal sealed class AlertDocumentRow
{
    /// <summary><c>rule</c>, <c>channel</c> or <c>mark</c>.</summary>
    public required string Kind { get; set; }
    public required string Id { get; set; }

    /// <summary>JSON.</summary>
    public string Document { get; set; } = "";
    public DateTimeOffset Time { get; set; }
}
