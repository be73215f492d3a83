using TradingCore.Bars;
using TradingCore.Domain;

namespace TradingCore.Indicators;

/// <summary>
/// Values of indicators, one for each bar of a series. A change of the series is calculated from the first bar that changed; the result is
/// always the same as from the whole series at once. Not thread-safe: it belongs to one reader.
/// </summary>
public sealed class IndicatorSeries
{
    // A change in the middle starts from the checkpoint before it; the usual change, of the last bar, from the state before that bar.
    private const int CheckpointBars = 64;

    private readonly IIndicator[] _fresh;
    private readonly List<double?>[] _values;
    private readonly Dictionary<string, int> _indexByName = new(StringComparer.Ordinal);
    private readonly List<Bar> _bars = [];
    private readonly List<IIndicator[]> _checkpoints = [];
    private IIndicator[]? _beforeLast;

    /// <summary>Makes an empty one.</summary>
    /// <param name="specs">What to calculate; repeated ones count once.</param>
    /// <param name="tradingDayOf">Tells the trading day of a time, see <see cref="IndicatorSpec.TradingDaysOf"/>; null takes the UTC date.</param>
    public IndicatorSeries(IReadOnlyList<IndicatorSpec> specs, Func<DateTimeOffset, DateOnly>? tradingDayOf = null)
    {
        ArgumentNullException.ThrowIfNull(specs);
        IndicatorSpec[] distinct = [.. specs.Distinct()];
        _fresh = [.. distinct.Select(s => s.Create(tradingDayOf))];
        foreach (string name in distinct.SelectMany(s => s.Outputs)) _indexByName.TryAdd(UniqueName(name), _indexByName.Count);
        Names = [.. _indexByName.Keys];
        _values = [.. Names.Select(_ => new List<double?>())];
    }

    /// <summary>Names of the values, in the order of the indicators.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Bars that are calculated.</summary>
    public int Count => _bars.Count;

    /// <summary>Values by bar, oldest first; null during the warm-up. A live view: the next <see cref="Update"/> changes it.</summary>
    /// <exception cref="KeyNotFoundException"><paramref name="name"/> is not one of <see cref="Names"/>.</exception>
    public IReadOnlyList<double?> Values(string name) =>
        _indexByName.TryGetValue(name, out int i) ? _values[i] : throw new KeyNotFoundException($"'{name}' is not calculated here. Expected one of {string.Join(", ", Names)}.");

    /// <summary>Takes the series as it is now.</summary>
    /// <returns>Index of the first bar whose values were calculated; the count of bars when nothing changed.</returns>
    public int Update(BarSeries series)
    {
        ArgumentNullException.ThrowIfNull(series);
        IReadOnlyList<Bar> bars = series.Bars;
        int changed = FirstChange(bars);
        if (changed == bars.Count && changed == _bars.Count) return changed;
        // A shorter row: its last bar is last again, and the state before it comes from a checkpoint.
        changed = Math.Min(changed, Math.Max(bars.Count - 1, 0));

        (int start, IIndicator[] state) = StateBefore(changed);
        Truncate(start);
        for (int i = start; i < bars.Count; i++) Append(bars[i], state, isLast: i == bars.Count - 1);
        return start;
    }

    private int FirstChange(IReadOnlyList<Bar> bars)
    {
        int i = 0;
        foreach (Bar bar in bars)
        {
            if (i >= _bars.Count || !ReferenceEquals(bar, _bars[i])) break;
            i++;
        }
        return i;
    }

    private (int Start, IIndicator[] State) StateBefore(int index)
    {
        if (_beforeLast is not null && index >= _bars.Count - 1) return (_bars.Count - 1, Copy(_beforeLast));
        int checkpoint = Math.Min(index / CheckpointBars, _checkpoints.Count - 1);
        return checkpoint < 0 ? (0, Copy(_fresh)) : (checkpoint * CheckpointBars, Copy(_checkpoints[checkpoint]));
    }

    private void Truncate(int count)
    {
        _bars.RemoveRange(count, _bars.Count - count);
        foreach (List<double?> values in _values) values.RemoveRange(count, values.Count - count);
        int checkpoints = (count + CheckpointBars - 1) / CheckpointBars;
        if (_checkpoints.Count > checkpoints) _checkpoints.RemoveRange(checkpoints, _checkpoints.Count - checkpoints);
        _beforeLast = null;
    }

    private void Append(Bar bar, IIndicator[] state, bool isLast)
    {
        if (_bars.Count % CheckpointBars == 0) _checkpoints.Add(Copy(state));
        if (isLast) _beforeLast = Copy(state);
        BarPoint point = BarPoint.Of(bar);
        int output = 0;
        foreach (IIndicator indicator in state)
        {
            indicator.Update(in point);
            for (int o = 0; o < indicator.OutputCount; o++) _values[output++].Add(indicator.Value(o));
        }
        _bars.Add(bar);
    }

    // Two ATRs share the name of the true range, which is the same for both.
    private string UniqueName(string name)
    {
        string unique = name;
        for (int n = 2; _indexByName.ContainsKey(unique); n++) unique = $"{name}_{n}";
        return unique;
    }

    private static IIndicator[] Copy(IIndicator[] state) => Array.ConvertAll(state, s => s.Copy());
}
