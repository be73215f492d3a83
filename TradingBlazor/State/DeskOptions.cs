using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace TradingBlazor.State;

/// <summary>How the desk looks at the engine's snapshots.</summary>
public sealed class DeskOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Desk";

    /// <summary>Time between two looks at the snapshots; at most one render batch each.</summary>
    /// <value>20 ms to 5 s. Default 100 ms.</value>
    [Range(typeof(TimeSpan), "00:00:00.020", "00:00:05", ParseLimitsInInvariantCulture = true)]
    public TimeSpan BeatInterval { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Least time between two drawings of the chart; each costs the browser about 20 ms.</summary>
    /// <value>100 ms to 10 s. Default 250 ms.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:10", ParseLimitsInInvariantCulture = true)]
    public TimeSpan ChartInterval { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Age from which a quote is shown as old.</summary>
    /// <value>1 s to 1 h. Default 15 s.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan QuoteStaleAfter { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Silence of the whole session from which the connection chip turns amber.</summary>
    /// <value>1 s to 10 min. Default 10 s: bars alone come every 5 s.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan SessionSilentAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Pause after the last keystroke before risk is asked about the draft order.</summary>
    /// <value>50 ms to 5 s. Default 300 ms.</value>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:00:05", ParseLimitsInInvariantCulture = true)]
    public TimeSpan PreviewDelay { get; set; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Pause after the last keystroke before the broker is asked for margin and commission; each question is a message to the gateway.</summary>
    /// <value>200 ms to 30 s. Default 1 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.200", "00:00:30", ParseLimitsInInvariantCulture = true)]
    public TimeSpan MarginDelay { get; set; } = TimeSpan.FromSeconds(1);
}

/// <summary>Checks <see cref="DeskOptions"/> at the start.</summary>
[OptionsValidator]
internal sealed partial class DeskOptionsValidator : IValidateOptions<DeskOptions>;
