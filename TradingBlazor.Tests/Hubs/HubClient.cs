using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using TradingBlazor.Tests.Api;

namespace TradingBlazor.Tests.Hubs;

/// <summary>A client in C# on the hub of a host with a clock of its own, which is moved while something is waited for.</summary>
internal sealed class HubClient : IAsyncDisposable
{
    /// <summary>The protocols.</summary>
    public static TheoryData<string> Protocols => ["json", "messagepack"];

    private readonly ApiHost _host;

    private HubClient(ApiHost host, HubConnection connection) => (_host, Connection) = (host, connection);

    /// <summary>The connection.</summary>
    public HubConnection Connection { get; }

    /// <summary>Connects with the key of the data folder, or another one.</summary>
    public static async Task<HubClient> ConnectAsync(ApiHost host, string protocol = "json", string? key = null)
    {
        key ??= (await File.ReadAllTextAsync(host.KeyFile, ApiHost.Stop)).Trim();
        IHubConnectionBuilder builder = new HubConnectionBuilder().WithUrl(new Uri(host.Address, "/hubs/stream"), o => o.Headers["X-Api-Key"] = key);
        if (protocol == "messagepack") builder.AddMessagePackProtocol();
        var client = new HubClient(host, builder.Build());
        await client.Connection.StartAsync(ApiHost.Stop);
        return client;
    }

    /// <summary>Opens a stream.</summary>
    public HubStream<T> Open<T>(string method, params object?[] arguments) =>
        new(_host, Connection.StreamAsyncCore<HubItem<T>>(method, arguments, ApiHost.Stop).GetAsyncEnumerator(ApiHost.Stop));

    public ValueTask DisposeAsync() => Connection.DisposeAsync();
}

/// <summary>An open stream.</summary>
internal sealed class HubStream<T>(ApiHost host, IAsyncEnumerator<HubItem<T>> items) : IAsyncDisposable
{
    /// <summary>The next item; the clock moves on until it comes.</summary>
    public async Task<HubItem<T>> NextAsync() => await Moving.UntilAsync(host, items.MoveNextAsync().AsTask()) ? items.Current : throw new InvalidOperationException("The stream has ended.");

    public ValueTask DisposeAsync() => items.DisposeAsync();
}

/// <summary>Moves the clock of a host.</summary>
internal static class Moving
{
    /// <summary>Moves it by beats until something is done.</summary>
    public static async Task<TResult> UntilAsync<TResult>(ApiHost host, Task<TResult> done)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ApiHost.Stop);
        limit.CancelAfter(Harness.ChildProcess.Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        while (!done.IsCompleted)
        {
            host.Clock.Advance(TimeSpan.FromMilliseconds(50));
            await timer.WaitForNextTickAsync(limit.Token);
        }
        return await done;
    }
}
