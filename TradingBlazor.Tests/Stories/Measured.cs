using System.Globalization;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Stories;

/// <summary>Times that a story took, written down and never asserted: a busy machine must not fail a test.</summary>
internal static class Measured
{
    private static readonly SemaphoreSlim Writing = new(1);

    /// <summary>Adds a line to <c>artifacts/measured/stories.txt</c> and to the test's own output.</summary>
    public static async Task RecordAsync(string what, TimeSpan took)
    {
        string line = string.Create(CultureInfo.InvariantCulture, $"{what}: {took.TotalSeconds:0.00} s");
        TestContext.Current.TestOutputHelper?.WriteLine(line);
        await Writing.WaitAsync();
        try
        {
            await File.AppendAllTextAsync(Artifacts.PathOf("measured", "stories.txt"), line + "\n");
        }
        finally
        {
            Writing.Release();
        }
    }
}
