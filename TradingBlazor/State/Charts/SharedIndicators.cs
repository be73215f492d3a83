using System.Runtime.CompilerServices;
using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Indicators;

namespace TradingBlazor.State.Charts;

/// <summary>
/// Indicator values of one contract and size, and the rows that were made of its closed bars, for all charts that show them. A chart of its own would keep eighty kilobytes of
/// values and as much of rows, and work out with every bar what its neighbours have worked out already.
/// </summary>
/// <param name="specs">What to calculate.</param>
/// <param name="tradingDayOf">Trading days of the contract; null takes UTC dates.</param>
/// <param name="isShared">False for a chart that has bars which others do not have.</param>
public sealed class SharedIndicators(IReadOnlyList<IndicatorSpec> specs, Func<DateTimeOffset, DateOnly>? tradingDayOf, bool isShared)
{
    // Charts look several times a second and bars come every few seconds: a chart that has missed so many calculations begins anew.
    private const int Remembered = 64;

    private readonly IndicatorSeries _series = new(specs, tradingDayOf);
    private readonly ConditionalWeakTable<Bar, ChartRow> _rows = [];
    private readonly int[] _starts = new int[Remembered];
    private BarSeries? _last;
    private (int From, string Text)? _note;
    private long _stamp;

    /// <summary>Held by a chart from its <see cref="Update"/> until it has read the values: another chart may bring a newer series.</summary>
    public Lock Gate { get; } = new();

    /// <summary>What is calculated.</summary>
    public IReadOnlyList<IndicatorSpec> Specs => specs;

    /// <summary>Trading days of the contract.</summary>
    public Func<DateTimeOffset, DateOnly>? TradingDayOf => tradingDayOf;

    /// <summary>False for a chart that has bars which others do not have.</summary>
    public bool IsShared => isShared;

    /// <summary>Values by bar of the series of the last <see cref="Update"/>; only while the <see cref="Gate"/> is held.</summary>
    public IReadOnlyList<double?> Values(string name) => _series.Values(name);

    /// <summary>Brings the values to a series.</summary>
    /// <param name="series">The series that the chart shows.</param>
    /// <param name="seen">What the chart has seen, 0 for nothing; what it has seen afterwards.</param>
    /// <returns>Index of the first bar whose values may differ from those that the chart has seen; the count of bars when none does.</returns>
    public int Update(BarSeries series, ref long seen)
    {
        if (!ReferenceEquals(series, _last))
        {
            _starts[++_stamp % Remembered] = _series.Update(series);
            _last = series;
            _note = null;
        }
        int changed = seen == 0 || _stamp - seen >= Remembered ? 0 : series.Bars.Count;
        for (long stamp = seen + 1; changed > 0 && stamp <= _stamp; stamp++) changed = Math.Min(changed, _starts[stamp % Remembered]);
        seen = _stamp;
        return changed;
    }

    /// <summary>What is to be said about history and holes from a bar of the series of the last <see cref="Update"/> on; only while the <see cref="Gate"/> is held. Read from the bars once for all charts.</summary>
    public string Note(int from)
    {
        if (_note is not { } note || note.From != from) _note = note = (from, ChartNotes.Of(_last!.Bars, from));
        return note.Text;
    }

    /// <summary>The row of a closed bar: the one that another chart has made of it when it is equal, so that both keep one.</summary>
    public ChartRow Share(Bar bar, ChartRow row)
    {
        if (!isShared) return row;
        if (_rows.TryGetValue(bar, out ChartRow? known) && known == row) return known;
        _rows.AddOrUpdate(bar, row);
        return row;
    }

    /// <summary>Where another chart has put a bar; 0 when none has shown it. Charts that begin at the same place have the same rows.</summary>
    public int SlotOf(Bar bar) => isShared && _rows.TryGetValue(bar, out ChartRow? known) ? known.Slot : 0;
}
