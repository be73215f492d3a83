namespace TradingCore.Tests.Persistence;

/// <summary>An empty folder of its own for one test.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("tradingblazor-test-").FullName;

    public string Below(string name) => Path.Combine(Root, name);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
