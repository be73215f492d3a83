using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Engine.Views;
using TradingCore.Indicators;

namespace TradingCore.Alerts;

/// <summary>Indicators of closed bars, calculated once for all rules that ask for the same.</summary>
internal sealed class IndicatorReader
{
    // Rules come and go; what nobody asks for any more must not be kept for ever.
    private const int SeriesMax = 200;

    private readonly Dictionary<(string Ticker, BarSize Size, string Spec), IndicatorSeries> _series = [];

    /// <summary>Values along the bars; each is null during the warm-up and where the formula has none.</summary>
    public IReadOnlyList<double?> Values(ITradingView view, BarSeries bars, IndicatorSpec spec, string output)
    {
        (string, BarSize, string) key = (bars.Ticker.ToUpperInvariant(), bars.Size, spec.Canonical);
        if (!_series.TryGetValue(key, out IndicatorSeries? series))
        {
            if (_series.Count >= SeriesMax) _series.Clear();
            _series[key] = series = new IndicatorSeries([spec], view.FindInstrument(bars.Ticker) is { } instrument ? IndicatorSpec.TradingDaysOf(instrument) : null);
        }
        series.Update(bars);
        return series.Values(output);
    }

    /// <summary>As a decimal for comparing; null where it is none.</summary>
    public static decimal? Number(double? value) => value is { } v && Math.Abs(v) < 1e15 ? (decimal)v : null;
}
