namespace TradingBlazor.State;

/// <summary>The pace of the desk. The values are measured ones; tests set others.</summary>
public sealed class DeskOptions
{
    /// <summary>Time between two looks at the snapshots; at most one render batch each. Default 100 ms.</summary>
    public TimeSpan BeatInterval { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Least time between two drawings of the chart; each costs the browser about 20 ms. Default 250 ms.</summary>
    public TimeSpan ChartInterval { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Silence of the whole session from which the connection chip turns amber. Default 10 s: bars alone come every 5 s.</summary>
    public TimeSpan SessionSilentAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Pause after the last keystroke before risk is asked about the draft order. Default 300 ms.</summary>
    public TimeSpan PreviewDelay { get; set; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Pause after the last keystroke before the broker is asked for margin and commission; each question is a message to the gateway. Default 1 s.</summary>
    public TimeSpan MarginDelay { get; set; } = TimeSpan.FromSeconds(1);
}
