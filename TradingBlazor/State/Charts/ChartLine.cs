using TradingCore.Indicators;

namespace TradingBlazor.State.Charts;

/// <summary>One line of an indicator on the chart.</summary>
/// <param name="Name">Name of its value, see <see cref="IndicatorSpec.Outputs"/>.</param>
/// <param name="Label">What the read-out calls it.</param>
/// <param name="Pane">0 over the candles; 1 and up below them.</param>
/// <param name="IsHistogram">Drawn as bars around zero.</param>
/// <param name="Low">Lower guide of the pane, such as 30 of RSI; null for none.</param>
/// <param name="High">Upper guide.</param>
/// <param name="Spec">Canonical form of its indicator: lines of one indicator share it.</param>
public sealed record ChartLine(string Name, string Label, int Pane, bool IsHistogram, double? Low, double? High, string Spec)
{
    /// <summary>Most panes below the candles; more would leave the candles no room.</summary>
    public const int PanesMax = 3;

    /// <summary>The lines of indicators, in their order.</summary>
    public static IReadOnlyList<ChartLine> Of(IReadOnlyList<IndicatorSpec> specs)
    {
        var lines = new List<ChartLine>();
        int panes = 0;
        foreach (IndicatorSpec spec in specs.Distinct())
        {
            bool isOverlay = spec.IsPrice;
            int pane = isOverlay ? 0 : ++panes;
            if (pane > PanesMax) continue;
            double? low = spec.Name switch { "rsi" => 30d, "stoch" => 20d, "adx" => 25d, _ => null };
            double? high = spec.Name switch { "rsi" => 70d, "stoch" => 80d, _ => null };
            foreach (string name in spec.Outputs)
                // The true range belongs to the ATR and would only hide it.
                if (name != "trueRange") lines.Add(new ChartLine(name, LabelOf(spec, name), pane, name.EndsWith("Histogram", StringComparison.Ordinal), low, high, spec.Canonical));
        }
        return lines;
    }

    private static string LabelOf(IndicatorSpec spec, string name)
    {
        string parameters = spec.Canonical.Contains(':', StringComparison.Ordinal) ? " " + spec.Canonical[(spec.Canonical.IndexOf(':', StringComparison.Ordinal) + 1)..] : "";
        return spec.Name switch
        {
            "bb" => name.EndsWith("Upper", StringComparison.Ordinal) ? "BB up" : name.EndsWith("Lower", StringComparison.Ordinal) ? "BB low" : "BB" + parameters,
            "macd" => name.EndsWith("Signal", StringComparison.Ordinal) ? "Signal" : name.EndsWith("Histogram", StringComparison.Ordinal) ? "Hist" : "MACD",
            "stoch" => name.EndsWith('K') ? "%K" : "%D",
            "adx" => name.StartsWith("plus", StringComparison.Ordinal) ? "+DI" : name.StartsWith("minus", StringComparison.Ordinal) ? "−DI" : "ADX" + parameters,
            "vwapcum" => "VWAP all",
            _ => spec.Name.ToUpperInvariant() + parameters,
        };
    }
}
