namespace TradingCore.Indicators;

/// <summary>The newest values of a row, a fixed number of them.</summary>
internal sealed class Window
{
    private readonly double[] _values;
    private int _next;

    internal Window(int size) => _values = new double[size];

    private Window(Window other)
    {
        _values = [.. other._values];
        _next = other._next;
        Count = other.Count;
    }

    internal int Count { get; private set; }
    internal bool IsFull => Count == _values.Length;

    internal void Add(double value)
    {
        _values[_next] = value;
        _next = (_next + 1) % _values.Length;
        if (Count < _values.Length) Count++;
    }

    // Summed anew each time: a running sum keeps the rounding error of every value that ever left the window.
    internal double Mean()
    {
        double sum = 0;
        foreach (double v in Values) sum += v;
        return sum / Count;
    }

    internal double PopulationDeviation(double mean)
    {
        double sum = 0;
        foreach (double v in Values) sum += (v - mean) * (v - mean);
        return Math.Sqrt(sum / Count);
    }

    internal double Max()
    {
        double max = double.NegativeInfinity;
        foreach (double v in Values) max = Math.Max(max, v);
        return max;
    }

    internal double Min()
    {
        double min = double.PositiveInfinity;
        foreach (double v in Values) min = Math.Min(min, v);
        return min;
    }

    internal Window Copy() => new(this);

    private ReadOnlySpan<double> Values => _values.AsSpan(0, Count);
}
