using System.Globalization;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Crash.Faults;

/// <summary>
/// The time of day as one program sees it, moved at will: libfaketime stands between the program and the operating system. Only the time of day jumps;
/// the clock that measures durations goes on, as it does when a real clock is set.
/// </summary>
internal sealed class MachineClock : IDisposable
{
    private static readonly string[] Libraries = ["/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1", "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1"];

    private readonly TemporaryFolder _folder = new();

    /// <summary>A clock that goes right.</summary>
    public MachineClock() => Jump(TimeSpan.Zero);

    /// <summary>The library; null where its package (<c>apt-get install faketime</c>) is not installed.</summary>
    public static string? Library => Libraries.FirstOrDefault(File.Exists);

    /// <summary>Variables for the environment of the program.</summary>
    public IReadOnlyDictionary<string, string?> Environment => new Dictionary<string, string?>
    {
        ["LD_PRELOAD"] = Library ?? throw new InvalidOperationException("A clock cannot be moved here: apt-get install faketime."),
        ["FAKETIME_TIMESTAMP_FILE"] = Offset,
        ["FAKETIME_CACHE_DURATION"] = "1",
        ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
        // The same for older versions of the library.
        ["DONT_FAKE_MONOTONIC"] = "1",
    };

    private string Offset => Path.Combine(_folder.Path, "offset");

    /// <summary>Sets it so far from the right time; the program sees it within a second.</summary>
    public void Jump(TimeSpan by)
    {
        // In one step: a file that is read while it is written is no time.
        string fresh = Offset + ".new";
        File.WriteAllText(fresh, string.Create(CultureInfo.InvariantCulture, $"{by.TotalSeconds:+0;-0;+0}\n"));
        File.Move(fresh, Offset, overwrite: true);
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();
}
