using System.Diagnostics;
using System.Globalization;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Crash.Faults;

/// <summary>Takes memory away from a program that runs: the operating system refuses it more (RLIMIT_DATA).</summary>
internal static class MemoryLimit
{
    /// <summary>Lets it have this much more than it has now and nothing beyond.</summary>
    public static void Set(ChildProcess process, int moreBytes)
    {
        string? line = Array.Find(Status(process), l => l.StartsWith("VmData:", StringComparison.Ordinal));
        if (line is null) return;
        long now = long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
        Limit(process, $"{now + moreBytes}");
    }

    /// <summary>Takes the limit away.</summary>
    public static void Clear(ChildProcess process) => Limit(process, "unlimited");

    private static string[] Status(ChildProcess process)
    {
        try
        {
            return File.ReadAllLines($"/proc/{process.Id}/status");
        }
        catch (IOException)
        {
            // It is gone.
            return [];
        }
    }

    private static void Limit(ChildProcess process, string limit)
    {
        using Process set = Process.Start(new ProcessStartInfo("prlimit", [$"--pid={process.Id}", $"--data={limit}:unlimited"]) { RedirectStandardError = true })!;
        set.WaitForExit();
    }
}
