namespace Benchmarks;

/// <summary>What else the machine does: it decides what the figures mean.</summary>
internal static class Machine
{
    /// <summary>Mean number of tasks that wanted a processor in the last minute; other systems than Linux do not tell.</summary>
    public static string LoadAverage() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "?";
}
