using System.Diagnostics;

namespace TradingBlazor.Tests.Harness;

/// <summary>A real file system of some megabytes that a test can fill (tmpfs). Only root may mount one.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder _mountPoint = new();

    private SmallDisk()
    {
    }

    /// <summary>Where it is mounted.</summary>
    public string Path => _mountPoint.Path;

    private string Filler => System.IO.Path.Combine(Path, "filler");

    /// <summary>Mounts one; skips the test, and says why, where that is not permitted.</summary>
    public static SmallDisk Mount(int megabytes)
    {
        var disk = new SmallDisk();
        if (Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", disk.Path) == 0) return disk;
        disk._mountPoint.Dispose();
        Assert.Skip("A small disk cannot be mounted: the test must run as root, with the right to mount.");
        throw new UnreachableException();
    }

    /// <summary>Takes all the space that is left.</summary>
    public void Fill()
    {
        using var file = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        foreach (int size in new[] { 64 * 1024, 4 * 1024, 1 })
        {
            var bytes = new byte[size];
            try
            {
                while (true) file.Write(bytes);
            }
            catch (IOException)
            {
                // Full, down to this size.
            }
        }
    }

    /// <summary>Gives back what <see cref="Fill"/> took.</summary>
    public void Free() => File.Delete(Filler);

    public void Dispose()
    {
        _ = Run("umount", "-l", Path);
        _mountPoint.Dispose();
    }

    private static int Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
