using System.ComponentModel.DataAnnotations;

namespace TradingBlazor.State;

/// <summary>The pace of the desk, section <c>Desk</c>. The values are measured ones.</summary>
public sealed class DeskOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Desk";

    /// <summary>Time between two looks at the snapshots; at most one render batch each.</summary>
    /// <value>20 ms to 5 s. Default 100 ms; 50 ms costs about half as much again.</value>
    [Range(typeof(TimeSpan), "00:00:00.020", "00:00:05")]
    public TimeSpan BeatInterval { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Least time between two drawings of the chart; each costs the browser about 20 ms.</summary>
    /// <value>50 ms to 10 s. Default 250 ms.</value>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:00:10")]
    public TimeSpan ChartInterval { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>True packs what goes to the pages: an eighth of the bytes, for about half of the processor time that a page costs. False where the network is near and wide.</summary>
    public bool Compress { get; set; } = true;

    /// <summary>Silence of the whole session from which the connection chip turns amber: bars alone come every 5 s.</summary>
    /// <value>1 s to 10 min. Default 10 s.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan SessionSilentAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Pause after the last keystroke before risk is asked about the draft order.</summary>
    /// <value>0 to 5 s. Default 300 ms.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:05")]
    public TimeSpan PreviewDelay { get; set; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Pause after the last keystroke before the broker is asked for margin and commission; each question is a message to the gateway.</summary>
    /// <value>0 to 10 s. Default 1 s.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan MarginDelay { get; set; } = TimeSpan.FromSeconds(1);
}
