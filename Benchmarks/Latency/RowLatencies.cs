namespace Benchmarks.Latency;

/// <summary>Latencies since they were last taken, for a table with a row every few minutes. Thread-safe.</summary>
internal sealed class RowLatencies
{
    private readonly Lock _gate = new();
    private Distribution _latencies = new();

    /// <summary>Adds the time between two timestamps.</summary>
    public void Add(long from, long to)
    {
        lock (_gate) _latencies.Add(from, to);
    }

    /// <summary>The latencies since the last call.</summary>
    public Distribution Take()
    {
        lock (_gate)
        {
            Distribution taken = _latencies;
            _latencies = new Distribution();
            return taken;
        }
    }
}
