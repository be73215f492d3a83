using System.Reflection;
using TradingBlazor.Hosting;
using TradingBlazor.Hubs;
using TradingCore.Hosting;
using TradingCore.Persistence;

namespace TradingBlazor.Telemetry;

/// <summary>How the process is doing.</summary>
/// <param name="StartTime">When it started, UTC.</param>
/// <param name="Version">Version of the program.</param>
/// <param name="Cpu">Processor time of the last seconds, 1 for one whole core; null before two readings.</param>
/// <param name="Cores">Cores of the machine.</param>
/// <param name="Resident">Memory held, bytes.</param>
/// <param name="Heap">Heap after the last collection, bytes.</param>
/// <param name="Collections">Collections of generation 0, 1 and 2 since the start.</param>
/// <param name="Threads">Threads that work things off.</param>
/// <param name="Waiting">Work that waits for one.</param>
/// <param name="Pages">Open pages.</param>
/// <param name="Programs">Clients of the hub.</param>
/// <param name="DiskFree">Room on the disk of the data folder, bytes; null when it cannot be told.</param>
/// <param name="Queues">What waits for the engine and behind it; null in a web process, which has no engine.</param>
/// <param name="Pacing">Messages to the gateway in the last second and how many there may be; null in a web process.</param>
internal sealed record ProcessReading(
    DateTimeOffset StartTime, string Version, double? Cpu, int Cores, long Resident, long Heap, (int Young, int Middle, int Old) Collections, int Threads, long Waiting, int Pages, int Programs, long? DiskFree,
    QueueLengths? Queues, (int Used, int Limit)? Pacing);

/// <summary>Reads how the process is doing.</summary>
internal interface IProcessFigures
{
    /// <summary>The newest reading, at most two seconds old.</summary>
    ProcessReading Read();
}

/// <inheritdoc cref="IProcessFigures"/>
/// <remarks>One reading for all pages that look: the figures are the same for each. Any thread.</remarks>
internal sealed class ProcessFigures(ProcessStart start, CircuitDrain circuits, StreamConnections programs, QueueGauges queues, TradingSettings settings, DataFolder folder, TimeProvider clock) : IProcessFigures
{
    private static readonly TimeSpan AgeMax = TimeSpan.FromSeconds(2);
    private static readonly string Version = typeof(ProcessFigures).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    private readonly Lock _gate = new();
    private ProcessReading? _last;
    private long _readAt;
    private TimeSpan _worked;

    /// <inheritdoc/>
    public ProcessReading Read()
    {
        lock (_gate)
        {
            if (_last is not null && clock.GetElapsedTime(_readAt) < AgeMax) return _last;
            TimeSpan worked = Environment.CpuUsage.TotalTime, passed = clock.GetElapsedTime(_readAt);
            double? cpu = _last is null || passed <= TimeSpan.Zero ? null : Math.Max(0, (worked - _worked) / passed);
            (_worked, _readAt) = (worked, clock.GetTimestamp());
            bool isWeb = settings.Role == ProcessRole.Web;
            return _last = new ProcessReading(
                start.Time, Version, cpu, Environment.ProcessorCount, Environment.WorkingSet, GC.GetGCMemoryInfo().HeapSizeBytes, (GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2)),
                ThreadPool.ThreadCount, ThreadPool.PendingWorkItemCount, circuits.Circuits, programs.Count, DiskFree(), isWeb ? null : queues.Read(), isWeb ? null : queues.Pacing);
        }
    }

    private long? DiskFree()
    {
        try
        {
            return new DriveInfo(folder.Root).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
