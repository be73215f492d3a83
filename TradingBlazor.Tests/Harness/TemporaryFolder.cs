namespace TradingBlazor.Tests.Harness;

/// <summary>A folder of one test's own, removed with everything in it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private const int AttemptsMax = 20;

    /// <summary>Absolute path.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("tradingblazor-test-").FullName;

    public void Dispose()
    {
        // A service that was told to end may still write its last line between the look into the folder and the end of it.
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                Directory.Delete(Path, recursive: true);
                return;
            }
            catch (IOException) when (attempt < AttemptsMax && Directory.Exists(Path))
            {
                // Again, with what has come since.
            }
        }
    }
}
