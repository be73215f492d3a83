using System.Diagnostics;
using System.Globalization;

namespace Benchmarks.Load;

/// <summary>The bare server as a program of its own.</summary>
internal sealed class BareProcess : IDisposable
{
    private BareProcess(Process process, Uri address) => (Process, Address) = (process, address);

    /// <summary>The process.</summary>
    public Process Process { get; }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Starts it.</summary>
    /// <param name="bytes">How much it answers and sends.</param>
    public static async Task<BareProcess> StartAsync(int bytes)
    {
        var info = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (string argument in (string[])[typeof(BareServer).Assembly.Location, "bare-server", bytes.ToString(CultureInfo.InvariantCulture)]) info.ArgumentList.Add(argument);
        Process process = Process.Start(info)!;
        string line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The bare server did not start; see above.");
        return new BareProcess(process, new Uri(line));
    }

    /// <inheritdoc/>
    public void Dispose() => Process.End();
}
