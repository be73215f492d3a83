using System.Diagnostics;
using System.Globalization;

namespace Benchmarks.Wire;

/// <summary>Starts to measure when the warm-up is over and stops at the last message.</summary>
internal sealed class Meter(long messages)
{
    private const long WarmUp = 200_000;
    private readonly Process _self = Process.GetCurrentProcess();
    private bool _isStarted;
    private long _startCount, _startTime, _startBytes;
    private TimeSpan _startCpu, _elapsed, _cpu;
    private long _bytes, _counted;

    /// <summary>Mean length of a frame, to count where frames are not looked at.</summary>
    public double BytesEach { get; init; }

    /// <summary>Messages so far.</summary>
    public long Count { get; set; }

    /// <summary>Whether the row is complete.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Called once a read, not once a message: looking at the clock must not cost what is measured.</summary>
    public void Check()
    {
        if (!_isStarted && Count >= WarmUp)
        {
            _isStarted = true;
            _startCount = Count;
            _self.Refresh();
            _startCpu = _self.TotalProcessorTime;
            _startBytes = GC.GetTotalAllocatedBytes(precise: true);
            _startTime = Stopwatch.GetTimestamp();
        }
        if (IsDone || Count < messages * 99 / 100) return;
        _elapsed = Stopwatch.GetElapsedTime(_startTime);
        _bytes = GC.GetTotalAllocatedBytes(precise: true) - _startBytes;
        _self.Refresh();
        _cpu = _self.TotalProcessorTime - _startCpu;
        _counted = Count - _startCount;
        IsDone = true;
    }

    /// <summary>The row of the table.</summary>
    public string Row(string name) => string.Create(CultureInfo.InvariantCulture,
        $"| {name} | {_counted / _elapsed.TotalSeconds:N0} | {_counted / _cpu.TotalSeconds:N0} | {_cpu.TotalMicroseconds / _counted:0.000} | {(double)_bytes / _counted:0.0000} |");
}
