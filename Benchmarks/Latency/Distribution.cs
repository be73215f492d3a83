using System.Diagnostics;
using System.Globalization;

namespace Benchmarks.Latency;

/// <summary>Durations of one kind, and what their percentiles are.</summary>
internal sealed class Distribution
{
    private readonly List<long> _ticks = [];

    /// <summary>Number of durations.</summary>
    public int Count => _ticks.Count;

    /// <summary>Adds the time between two timestamps.</summary>
    public void Add(long from, long to) => _ticks.Add(to - from);

    /// <summary>Adds a duration.</summary>
    public void Add(TimeSpan duration) => _ticks.Add((long)(duration.TotalSeconds * Stopwatch.Frequency));

    /// <summary>The duration below which <paramref name="percent"/> of all lie, in microseconds.</summary>
    public double Percentile(double percent)
    {
        if (_ticks.Count == 0) return double.NaN;
        _ticks.Sort();
        int at = Math.Min(_ticks.Count - 1, (int)Math.Ceiling(percent / 100 * _ticks.Count) - 1);
        return Stopwatch.GetElapsedTime(0, _ticks[Math.Max(0, at)]).TotalMicroseconds;
    }

    /// <summary>A row of a table: count, median, 90th and 99th percentile, in microseconds.</summary>
    public string Row(string name) => string.Create(CultureInfo.InvariantCulture, $"| {name} | {Count} | {Percentile(50):0} | {Percentile(90):0} | {Percentile(99):0} |");
}
