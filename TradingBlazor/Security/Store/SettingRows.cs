namespace TradingBlazor.Security.Store;

/// <summary>A setting that was changed on the pages of settings.</summary>
internal sealed class SettingRow
{
    /// <summary>As on the command line, such as <c>Tws:Port</c>.</summary>
    public string Key { get; set; } = "";
    /// <summary>As on the command line.</summary>
    public string Value { get; set; } = "";
    /// <summary>When it was saved.</summary>
    public DateTimeOffset Time { get; set; }
}

/// <summary>One line of a change of settings.</summary>
internal sealed class SettingChangeRow
{
    /// <summary>1, 2, 3 …</summary>
    public long Number { get; set; }
    /// <summary>What was saved together; reverted together.</summary>
    public string Change { get; set; } = "";
    /// <summary>When.</summary>
    public DateTimeOffset Time { get; set; }
    /// <summary>Who, as the audit names it.</summary>
    public string Who { get; set; } = "";
    /// <summary>Which setting.</summary>
    public string Key { get; set; } = "";
    /// <summary>Value before; null when it was not set on a page.</summary>
    public string? Old { get; set; }
    /// <summary>Value after; null when it is not set on a page any more.</summary>
    public string? New { get; set; }
    /// <summary>Why.</summary>
    public string Reason { get; set; } = "";
}
