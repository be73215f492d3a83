namespace TradingBlazor.Tests.Harness;

/// <summary>A folder of one test's own, removed with everything in it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    /// <summary>Absolute path.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("tradingblazor-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
