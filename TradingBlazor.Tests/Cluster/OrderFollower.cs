using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using TradingBlazor.Tests.Hubs;

namespace TradingBlazor.Tests.Cluster;

/// <summary>A program that follows orders on the hub, connects again whenever the line is lost, and goes on from the last number it has.</summary>
internal sealed class OrderFollower : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _leaving = new();
    private readonly HubConnection _hub;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _states = [];
    private readonly List<(string Id, string State)> _news = [];
    private readonly Task _following;
    private int _lost;
    private int _items;

    /// <summary>Begins to follow.</summary>
    /// <param name="address">Where the hub is.</param>
    /// <param name="key">API key.</param>
    /// <param name="route">Cookie that leads to one of the processes.</param>
    public OrderFollower(Uri address, string key, string route)
    {
        _hub = new HubConnectionBuilder().WithUrl(new Uri(address, "hubs/stream"), o =>
        {
            o.Headers["X-Api-Key"] = key;
            o.Headers["Cookie"] = $"tb_route={route}";
        }).AddMessagePackProtocol().Build();
        _following = FollowAsync();
    }

    /// <summary>How often the line was lost.</summary>
    public int Lost => Volatile.Read(ref _lost);

    /// <summary>Items that came.</summary>
    public int Items => Volatile.Read(ref _items);

    /// <summary>State of an order as the program knows it; null when it does not know the order.</summary>
    public string? StateOf(string id)
    {
        lock (_gate) return _states.GetValueOrDefault(id);
    }

    /// <summary>How often it was told, after the first snapshot of a connection, that an order came to a state.</summary>
    public int Told(string id, string state)
    {
        lock (_gate) return _news.Count(n => n == (id, state));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await _following;
        await _hub.DisposeAsync();
        _leaving.Dispose();
    }

    private async Task FollowAsync()
    {
        (string Run, long Sequence) last = ("", 0);
        while (!_leaving.IsCancellationRequested)
        {
            try
            {
                if (_hub.State == HubConnectionState.Disconnected) await _hub.StartAsync(_leaving.Token);
                IAsyncEnumerable<HubItem<HubOrderNews>> items = last.Run.Length == 0
                    ? _hub.StreamAsync<HubItem<HubOrderNews>>("Orders", _leaving.Token) : _hub.StreamAsync<HubItem<HubOrderNews>>("OrdersAfter", last.Run, last.Sequence, _leaving.Token);
                await foreach (HubItem<HubOrderNews> item in items)
                {
                    last = (item.Run, item.Sequence);
                    Take(item);
                }
            }
            catch (Exception) when (!_leaving.IsCancellationRequested)
            {
                Interlocked.Increment(ref _lost);
                await Task.Delay(Pause, TimeProvider.System);
            }
            catch (OperationCanceledException)
            {
                // Over.
            }
        }
    }

    private void Take(HubItem<HubOrderNews> item)
    {
        lock (_gate)
        {
            if (item.Kind == "snapshot") _states.Clear();
            foreach (HubOrderNews news in item.Items)
            {
                if (news.Order is not { } order) continue;
                if (item.Kind != "snapshot" && _states.GetValueOrDefault(order.Id) != order.State) _news.Add((order.Id, order.State));
                _states[order.Id] = order.State;
            }
        }
        Interlocked.Increment(ref _items);
    }
}
