using TradingCore.Domain;
using TradingCore.Indicators;

namespace TradingBlazor.State.Charts;

/// <summary>Finds the indicators that other charts of the same contract, size and choice use already. They live as long as a chart uses them. Thread-safe.</summary>
public sealed class ChartFigures
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Ticker, BarSize Size, string Specs), Entry> _known = [];

    private readonly record struct Entry(Instrument? Instrument, WeakReference<SharedIndicators> Figures);

    /// <summary>The shared indicators.</summary>
    /// <param name="ticker">Contract on the desk.</param>
    /// <param name="size">Size of the bars.</param>
    /// <param name="specs">Which.</param>
    /// <param name="instrument">What is known of the contract, for its trading days; null takes UTC dates.</param>
    public SharedIndicators Of(string ticker, BarSize size, IReadOnlyList<IndicatorSpec> specs, Instrument? instrument)
    {
        ArgumentNullException.ThrowIfNull(specs);
        (string, BarSize, string) key = (ticker, size, string.Join(' ', specs.Select(s => s.Canonical)));
        lock (_gate)
        {
            // Other trading hours of the contract are another calculation.
            if (_known.TryGetValue(key, out Entry entry) && ReferenceEquals(entry.Instrument, instrument) && entry.Figures.TryGetTarget(out SharedIndicators? known)) return known;
            foreach ((string, BarSize, string) gone in _known.Where(k => !k.Value.Figures.TryGetTarget(out _)).Select(k => k.Key).ToArray()) _known.Remove(gone);
            var figures = new SharedIndicators(specs, instrument is null ? null : IndicatorSpec.TradingDaysOf(instrument), isShared: true);
            _known[key] = new Entry(instrument, new WeakReference<SharedIndicators>(figures));
            return figures;
        }
    }
}
