using System.Diagnostics;

namespace Benchmarks;

/// <summary>Ends programs that a measurement has started.</summary>
internal static class ChildEnd
{
    /// <summary>Kills it when it still runs, waits until it is gone, and lets go of it.</summary>
    public static void End(this Process process)
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }
        process.Dispose();
    }
}
