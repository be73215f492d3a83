using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Stories;

/// <summary>One app that stories stop and kill; it comes back on the same port with the same data, as its pages expect.</summary>
public sealed class MortalDesk : IAsyncDisposable
{
    private readonly TemporaryFolder _data = new();
    private readonly int _port = Loopback.FreePort();
    private AppProcess? _app;

    /// <summary>The app as it runs; started when it does not.</summary>
    internal async Task<AppProcess> StartAsync(CancellationToken stop)
    {
        if (_app is { Process.HasExited: false }) return _app;
        if (_app is not null) await _app.DisposeAsync();
        return _app = await AppProcess.StartAsync("mortal-desk", _data.Path, _port, [], stop);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null) await _app.DisposeAsync();
        _data.Dispose();
    }
}
