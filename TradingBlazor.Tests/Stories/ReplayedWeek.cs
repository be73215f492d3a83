using TradingBlazor.Tests.Harness;
using TradingCore.Tests.Shared;

namespace TradingBlazor.Tests.Stories;

/// <summary>One app for the tests of a class, playing the recorded week of SPY from Tuesday's middle on, at the speed of the clock.</summary>
public sealed class ReplayedWeek : IAsyncDisposable
{
    private readonly TemporaryFolder _data = new();
    private AppProcess? _app;

    /// <summary>The app; started by the first test that asks. Skips the test when the recording is not beside the clone.</summary>
    internal async Task<AppProcess> StartAsync(CancellationToken stop)
    {
        string bars = SharedFolder.File("data/bars/spy-20131007-20131011-5s.csv.gz", "the desk in a browser on the recorded week of SPY");
        return _app ??= await AppProcess.StartAsync(
            "desk-on-replay",
            _data.Path,
            port: null,
            [$"--Simulator:ReplayFolder={Path.GetDirectoryName(bars)}", "--Simulator:ReplayStart=2013-10-08T15:00:00Z", "--Simulator:Speed=1", "--MarketData:Watchlist:0=SPY", "--Risk:UsualSizeMultipleMax=0"],
            stop);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null) await _app.DisposeAsync();
        _data.Dispose();
    }
}
