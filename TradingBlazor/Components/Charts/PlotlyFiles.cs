namespace TradingBlazor.Components.Charts;

/// <summary>
/// Files that the page loads ahead for the chart. The script is the project's own copy of plotly.js' finance bundle, of the version that Plotly.Blazor
/// comes with: a quarter of the whole library's size, with candles, bars and lines in it.
/// </summary>
internal static class PlotlyFiles
{
    /// <summary>The script, to be looked up among the assets.</summary>
    public const string Script = "lib/plotly/plotly-finance-3.7.0.min.js";

    /// <summary>The script's name when Plotly.Blazor asks for it.</summary>
    public const string AskedScript = "./_content/Plotly.Blazor/plotly-3.7.0.min.js";

    /// <summary>Plotly.Blazor's loader.</summary>
    public const string Interop = "_content/Plotly.Blazor/plotly-interop-7.2.0.js";

    /// <summary>What the chart's script imports, under the names that it imports.</summary>
    public static readonly string[] Modules = ["js/chart-first.js", "js/chart-figure.js", "js/chart-rows.js", "js/chart-sketch.js", "js/chart-price.js", "js/chart-readout.js", "js/chart-lines.js"];
}
