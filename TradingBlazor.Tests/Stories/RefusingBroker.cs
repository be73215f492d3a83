using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Stories;

/// <summary>One app for the tests of a class, whose broker refuses the first change of an order.</summary>
public sealed class RefusingBroker : IAsyncDisposable
{
    private const string Script = "name: a change is refused\nsteps:\n  - fault: rejectModify\n";

    private readonly TemporaryFolder _folder = new();
    private AppProcess? _app;

    /// <summary>The app; started by the first test that asks.</summary>
    internal async Task<AppProcess> StartAsync(CancellationToken stop)
    {
        if (_app is not null) return _app;
        string faults = Path.Combine(_folder.Path, "faults.yaml");
        await File.WriteAllTextAsync(faults, Script, stop);
        return _app = await AppProcess.StartAsync("desk-with-refusals", Path.Combine(_folder.Path, "data"), port: null, [$"--Simulator:Faults={faults}"], stop);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null) await _app.DisposeAsync();
        _folder.Dispose();
    }
}
