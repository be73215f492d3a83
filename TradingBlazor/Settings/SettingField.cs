namespace TradingBlazor.Settings;

/// <summary>How a setting is typed.</summary>
public enum FieldKind
{
    /// <summary>A line of text.</summary>
    Text = 0,
    /// <summary>A number.</summary>
    Number,
    /// <summary>On or off.</summary>
    Switch,
    /// <summary>One of some values.</summary>
    Choice,
    /// <summary>A duration, such as <c>00:00:05</c>.</summary>
    Duration,
    /// <summary>Texts with commas between.</summary>
    List,
}

/// <summary>When a saved value holds.</summary>
public enum AppliesWhen
{
    /// <summary>From the next start of the program on.</summary>
    AfterRestart = 0,
    /// <summary>At once.</summary>
    AtOnce,
    /// <summary>When the session connects anew, which the page of the connection can tell it to do.</summary>
    OnReconnect,
}

/// <summary>A setting that a page can change.</summary>
/// <param name="Key">As on the command line, such as <c>Tws:Port</c>.</param>
/// <param name="Title">Name for people.</param>
/// <param name="Help">What it means, with its range; a sentence or two.</param>
/// <param name="Kind">How it is typed.</param>
/// <param name="Applies">When a saved value holds.</param>
public sealed record SettingField(string Key, string Title, string Help, FieldKind Kind, AppliesWhen Applies = AppliesWhen.AfterRestart)
{
    /// <summary>Values of a choice with their words.</summary>
    public IReadOnlyList<(string Value, string Word)> Choices { get; init; } = [];
    /// <summary>Values that only a person with a fresh second factor may save; null for none.</summary>
    public Func<string, bool>? IsGrave { get; init; }

    /// <summary>Name of its field in a form.</summary>
    public string FormName => Key.Replace(':', '.');
    /// <summary>When it holds, in words.</summary>
    public string AppliesWords => Applies switch
    {
        AppliesWhen.AtOnce => "applies at once",
        AppliesWhen.OnReconnect => "applies when the session connects anew with it, or after a restart",
        _ => "applies after a restart",
    };
}
