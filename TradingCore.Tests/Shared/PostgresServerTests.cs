using System.Diagnostics;

namespace TradingCore.Tests.Shared;

/// <summary>The server that tests bring.</summary>
public sealed class PostgresServerTests
{
    [Fact]
    public async Task It_ends_with_the_process_that_started_it_and_leaves_no_folder()
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        PostgresServer server = await PostgresServer.StartNewAsync(stop);

        using Process process = Process.GetProcessById(server.Abandon());
        await process.WaitForExitAsync(stop);
        while (Directory.Exists(server.Folder)) await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, stop);

        Assert.True(process.HasExited);
    }
}
