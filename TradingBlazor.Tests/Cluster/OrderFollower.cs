using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using TradingBlazor.Tests.Hubs;

namespace TradingBlazor.Tests.Cluster;

/// <summary>
/// A program that follows orders on the hub, connects again whenever the line is lost, and goes on from the last number it has. It keeps account of every
/// event: none may come twice, be skipped, or come before an older one of its order.
/// </summary>
internal sealed class OrderFollower : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _leaving = new();
    private readonly HubConnection _hub;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _states = [];
    private readonly List<(string Id, string State)> _news = [];
    private readonly HashSet<(string Id, long Version, string Kind, long Time, string Text)> _events = [];
    private readonly Dictionary<string, long> _versions = [];
    private readonly List<string> _faults = [];
    private (string Run, long Sequence) _last = ("", 0);
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

    /// <summary>Events that came, over all connections.</summary>
    public int Events
    {
        get { lock (_gate) return _events.Count; }
    }

    /// <summary>What was wrong with the events: numbers that were skipped, events that came twice or in another order.</summary>
    public IReadOnlyList<string> Faults
    {
        get { lock (_gate) return [.. _faults]; }
    }

    /// <summary>What was told of one order, in the order in which it came.</summary>
    public IReadOnlyList<string> EventsOf(string id)
    {
        lock (_gate) return [.. _events.Where(e => e.Id == id).OrderBy(e => e.Version).ThenBy(e => e.Time).Select(e => e.Kind)];
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
        while (!_leaving.IsCancellationRequested)
        {
            try
            {
                if (_hub.State == HubConnectionState.Disconnected) await _hub.StartAsync(_leaving.Token);
                (string Run, long Sequence) last = _last;
                IAsyncEnumerable<HubItem<HubOrderNews>> items = last.Run.Length == 0
                    ? _hub.StreamAsync<HubItem<HubOrderNews>>("Orders", _leaving.Token) : _hub.StreamAsync<HubItem<HubOrderNews>>("OrdersAfter", last.Run, last.Sequence, _leaving.Token);
                await foreach (HubItem<HubOrderNews> item in items)
                    Take(item);
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
            bool isSnapshot = item.Kind == "snapshot";
            if (isSnapshot) _states.Clear();
            // Each event has one number, and the item the number of its last.
            else if (item.Run != _last.Run || item.Sequence != _last.Sequence + item.Items.Length)
                _faults.Add($"An item of {item.Items.Length} events of run {item.Run} ends with {item.Sequence}; the one before ended with {_last.Sequence} of run {_last.Run}.");
            foreach (HubOrderNews news in item.Items)
            {
                if (news.Order is not { } order) continue;
                if (!isSnapshot) Check(news, order);
                if (!isSnapshot && _states.GetValueOrDefault(order.Id) != order.State) _news.Add((order.Id, order.State));
                _states[order.Id] = order.State;
                _versions[order.Id] = order.Version;
            }
            _last = (item.Run, item.Sequence);
        }
        Interlocked.Increment(ref _items);
    }

    private void Check(HubOrderNews news, HubOrder order)
    {
        string name = $"'{news.Kind}' of {order.Id} in version {order.Version}";
        if (!_events.Add((order.Id, order.Version, news.Kind, news.Time, news.Text))) _faults.Add($"The event {name} came twice.");
        if (_versions.TryGetValue(order.Id, out long known) && order.Version < known) _faults.Add($"The event {name} came after one in version {known}.");
    }
}
