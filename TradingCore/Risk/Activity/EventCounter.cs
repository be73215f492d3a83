namespace TradingCore.Risk.Activity;

/// <summary>Counts events of the last stretch of time. A ring that grows only while more events than ever fall into it. Not thread-safe: one writer.</summary>
internal sealed class EventCounter(TimeSpan span)
{
    private long[] _ticks = new long[64];
    private int _first;
    private int _count;

    public int Count(DateTimeOffset now)
    {
        long oldest = now.UtcTicks - span.Ticks;
        while (_count > 0 && _ticks[_first] <= oldest)
        {
            _first = (_first + 1) % _ticks.Length;
            _count--;
        }
        return _count;
    }

    public void Add(DateTimeOffset now)
    {
        Count(now);
        if (_count == _ticks.Length) Grow();
        _ticks[(_first + _count) % _ticks.Length] = now.UtcTicks;
        _count++;
    }

    /// <summary>When the events of the stretch of time were, oldest first.</summary>
    public IEnumerable<long> Ticks(DateTimeOffset now)
    {
        int count = Count(now);
        for (int i = 0; i < count; i++) yield return _ticks[(_first + i) % _ticks.Length];
    }

    public void Clear() => _count = 0;

    private void Grow()
    {
        var larger = new long[_ticks.Length * 2];
        for (int i = 0; i < _count; i++) larger[i] = _ticks[(_first + i) % _ticks.Length];
        _ticks = larger;
        _first = 0;
    }
}
