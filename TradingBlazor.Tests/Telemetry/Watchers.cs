using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Telemetry;

/// <summary>The app as a process, with a server in the place of collector, Seq and Elasticsearch that keeps what it is sent. One for all tests of what the app tells of itself.</summary>
public sealed class Watchers : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<(string Path, string Key, byte[] Body)> _got = new();
    private WebApplication? _server;

    internal AppProcess App { get; private set; } = null!;

    /// <summary>Client of the port of operations.</summary>
    internal HttpClient Operations { get; } = new();

    /// <summary>A key that the servers are sent.</summary>
    internal const string Secret = "k3y-of-the-collectors";

    public async ValueTask InitializeAsync()
    {
        CancellationToken stop = CancellationToken.None;
        _server = await Loopback.ServeAsync(
            async context =>
            {
                using var body = new MemoryStream();
                await context.Request.Body.CopyToAsync(body);
                string key = $"{context.Request.Headers.Authorization}{context.Request.Headers["X-Seq-ApiKey"]}{context.Request.Headers["x-key"]}";
                _got.Enqueue((context.Request.Path.ToString(), key, body.ToArray()));
                context.Response.StatusCode = (int)HttpStatusCode.OK;
            },
            stop);
        string server = _server.Urls.Single();
        string key = Path.Combine(_folder.Path, "key"), headers = Path.Combine(_folder.Path, "headers");
        await File.WriteAllTextAsync(key, Secret, stop);
        await File.WriteAllTextAsync(headers, $"x-key={Secret}\n", stop);
        int port = Loopback.FreePort();
        Operations.BaseAddress = new Uri($"http://127.0.0.1:{port}/");
        App = await AppProcess.StartAsync("watched", Path.Combine(_folder.Path, "data"), null,
        [
            $"--Telemetry:Port={port}", $"--Telemetry:Otlp:Endpoint={server}", "--Telemetry:Otlp:Transport=Http", "--Telemetry:Otlp:Logs=true", $"--Telemetry:Otlp:HeadersFile={headers}",
            $"--Logs:Seq:Url={server}/seq/", $"--Logs:Seq:ApiKeyFile={key}", $"--Logs:Elastic:Url={server}/elastic", $"--Logs:Elastic:ApiKeyFile={key}", "--MarketData:Watchlist=SPY",
        ], stop);
    }

    /// <summary>Everything that came to a path so far, as text; what is no text in it is left as it is.</summary>
    internal string Sent(string path) => string.Concat(_got.Where(g => g.Path.StartsWith(path, StringComparison.Ordinal)).Select(g => Encoding.Latin1.GetString(g.Body)));

    /// <summary>The keys that came to a path.</summary>
    internal IEnumerable<string> KeysOf(string path) => _got.Where(g => g.Path.StartsWith(path, StringComparison.Ordinal)).Select(g => g.Key);

    public async ValueTask DisposeAsync()
    {
        Operations.Dispose();
        if (App is not null) await App.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
        _folder.Dispose();
    }
}
