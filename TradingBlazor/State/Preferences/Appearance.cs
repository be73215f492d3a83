using System.Text.Json.Serialization;

namespace TradingBlazor.State.Preferences;

/// <summary>How the desk looks and counts time, for one person.</summary>
public sealed record Appearance
{
    /// <summary>Key of the preference.</summary>
    public const string Key = "appearance";

    /// <summary>Themes: the name of each is that of its block in <c>tokens.css</c>; <c>system</c> follows the machine.</summary>
    public static IReadOnlyList<(string Value, string Word, string Meaning)> Themes { get; } =
        [("dark", "Dark", "Grey on black; the default"), ("light", "Light", "For bright rooms"), ("contrast", "High contrast", "White on black, strong lines"), ("system", "As the machine", "Dark or light, as this machine is set")];

    /// <summary>Densities, by height of a row.</summary>
    public static IReadOnlyList<(string Value, string Word, string Meaning)> Densities { get; } =
        [("compact", "Compact", "Rows of 26 pixels; the default"), ("normal", "Normal", "Rows of 32 pixels"), ("roomy", "Roomy", "Rows of 40 pixels and larger type, for a wall or a touch screen")];

    /// <summary>Colours of up and down, buy and sell.</summary>
    public static IReadOnlyList<(string Value, string Word, string Meaning)> Pairs { get; } =
        [("green", "Green and red", "The usual pair"), ("blue", "Blue and orange", "Can be told apart by those who cannot tell red from green")];

    /// <summary>Theme.</summary>
    public string Theme { get; init; } = "dark";

    /// <summary>Density.</summary>
    public string Density { get; init; } = "compact";

    /// <summary>Pair of colours for up and down.</summary>
    public string Pair { get; init; } = "green";

    /// <summary>IANA name of the zone shown beside exchange time; empty for the browser's.</summary>
    public string Zone { get; init; } = "";

    /// <summary>The browser's zone when it was last seen, so that the first paint has it.</summary>
    public string BrowserZone { get; init; } = "";

    /// <summary>True when no movement is shown at all, whatever the machine says.</summary>
    public bool IsStill { get; init; }

    /// <summary>The zone that is shown; empty while it is not known.</summary>
    [JsonIgnore] public string ShownZone => Zone.Length > 0 ? Zone : BrowserZone;

    /// <summary>The same, with values of an older or newer version replaced by the default.</summary>
    public Appearance Checked() => this with
    {
        Theme = Known(Themes, Theme),
        Density = Known(Densities, Density),
        Pair = Known(Pairs, Pair),
        Zone = Zones.Find(Zone) is null ? "" : Zone,
        BrowserZone = Zones.Find(BrowserZone) is null ? "" : BrowserZone,
    };

    private static string Known(IReadOnlyList<(string Value, string Word, string Meaning)> values, string value) => values.Any(v => v.Value == value) ? value : values[0].Value;
}
