using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Stories;

/// <summary>
/// One app on the simulated market for all stories that need no other. Each story trades symbols of its own and asks for its own orders only:
/// SPY belongs to <see cref="TradedAsync"/>, QQQ to the keyboard, AAPL, MSFT and NVDA to the ticket. The broker refuses the first change of an order.
/// What size is usual (R37) depends on which story came first, so it is not asked here.
/// </summary>
public sealed class SimulatedDesk : IAsyncDisposable
{
    private const string Script = "name: a change is refused\nsteps:\n  - fault: rejectModify\n";

    private readonly TemporaryFolder _folder = new();
    private AppProcess? _app;
    private string? _resting;

    /// <summary>The app; started by the first test that asks.</summary>
    internal async Task<AppProcess> StartAsync(CancellationToken stop)
    {
        if (_app is not null) return _app;
        string faults = Path.Combine(_folder.Path, "faults.yaml");
        await File.WriteAllTextAsync(faults, Script, stop);
        return _app = await AppProcess.StartAsync("simulated-desk", Path.Combine(_folder.Path, "data"), port: null, [$"--Simulator:Faults={faults}", "--Risk:UsualSizeMultipleMax=0"], stop);
    }

    /// <summary>The app with 20 SPY and an order for 10 more at work; the id of that order.</summary>
    internal async Task<(AppProcess App, string Resting)> TradedAsync(CancellationToken stop)
    {
        AppProcess app = await StartAsync(stop);
        using Api api = await Api.OfAsync(app, stop);
        return (app, _resting ??= await Trades.PositionAndRestingOrderAsync(api, stop));
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null) await _app.DisposeAsync();
        _folder.Dispose();
    }
}
