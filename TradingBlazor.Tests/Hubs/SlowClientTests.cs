using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TradingBlazor.Hubs;
using TradingBlazor.Telemetry;
using TradingBlazor.Tests.Api;
using TradingBlazor.Tests.Harness;
using TradingCore.MarketData;

namespace TradingBlazor.Tests.Hubs;

/// <summary>A client that does not read its socket, while prices and orders go on.</summary>
public sealed class SlowClientTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const char End = '\u001e';
    private const int Symbols = 30;
    private const int Events = 8_000;
    private const int Beats = 40;

    private StreamSource Source => host.Services.GetRequiredService<StreamSource>();

    [Fact]
    public async Task A_slow_client_gets_fewer_prices_and_every_order_event()
    {
        // So that it may be behind by all of them.
        host.Services.GetRequiredService<StreamOptions>().BacklogMax = 2 * Events;
        using ClientWebSocket socket = await ConnectAsync("Quotes", "Orders");
        int beats = await StallAsync(socket, isOver: () => true);

        (List<JsonElement> quotes, List<JsonElement> orders) = await DrainAsync(socket, newest: beats);

        Assert.True(quotes.Count < beats / 2, $"{quotes.Count} items of quotes for {beats} beats");
        Assert.Equal(beats, quotes[^1].GetProperty("items")[0].GetProperty("bid").GetDecimal());
        Assert.Equal(Enumerable.Range(1, Events).Select(i => $"TB-{i}"), orders.SelectMany(o => o.GetProperty("items").EnumerateArray()).Select(e => e.GetProperty("order").GetProperty("id").GetString()));
    }

    [Fact]
    public async Task A_client_that_does_not_even_read_its_orders_is_cut_off_and_comes_back_without_loss()
    {
        StreamOptions options = host.Services.GetRequiredService<StreamOptions>();
        (int backlog, options.BacklogMax) = (options.BacklogMax, 20);
        try
        {
            long before = Source.Orders.Topic.Sequence;
            using ClientWebSocket socket = await ConnectAsync("Quotes", "Orders");
            StreamConnections connections = host.Services.GetRequiredService<StreamConnections>();
            await StallAsync(socket, isOver: () => connections.Count == 0);
            // The one that comes back reads what comes, as quickly as the machine lets it.
            options.BacklogMax = backlog;

            await using HubClient again = await HubClient.ConnectAsync(host);
            await using HubStream<HubOrderNews> missed = again.Open<HubOrderNews>("OrdersAfter", Source.Run, before);
            var events = new List<HubOrderNews>();
            while (events.Count < Events)
            {
                HubItem<HubOrderNews> item = await missed.NextAsync();
                Assert.NotEqual("snapshot", item.Kind);
                events.AddRange(item.Items);
            }

            Assert.Equal(Enumerable.Range(1, Events).Select(i => $"TB-{i}"), events.Select(e => e.Order!.Id));
        }
        finally
        {
            options.BacklogMax = backlog;
        }
    }

    [Fact]
    public async Task A_client_that_takes_nothing_at_all_is_cut_off_and_that_is_in_the_log_also_while_it_may_be_behind()
    {
        LogTail tail = host.Services.GetRequiredService<LogTail>();
        StreamOptions options = host.Services.GetRequiredService<StreamOptions>();
        (int backlog, options.BacklogMax) = (options.BacklogMax, 2 * Events);
        long before = tail.Count;
        try
        {
            using ClientWebSocket socket = await ConnectAsync("Quotes", "Orders");
            StreamConnections connections = host.Services.GetRequiredService<StreamConnections>();
            await StallAsync(socket, isOver: () => connections.Count == 0);

            Assert.Single(tail.Newest(Serilog.Events.LogEventLevel.Warning), l => l.Number > before && l.Text.Contains("takes nothing any more", StringComparison.Ordinal));
        }
        finally
        {
            options.BacklogMax = backlog;
        }
    }

    /// <summary>So many order events that no socket holds them, then beats with new prices, while the client does not read.</summary>
    private async Task<int> StallAsync(ClientWebSocket socket, Func<bool> isOver)
    {
        Assert.Equal(WebSocketState.Open, socket.State);
        WatchlistItem[] watched = [.. Enumerable.Range(0, Symbols).Select(i => Given.SpyWatched with { Ticker = $"S{i}" })];
        host.View.Watchlist = watched;
        // More than a kilobyte each; sockets of one machine hold some megabytes at most.
        for (int i = 1; i <= Events; i++) host.View.News.Changed(null, Given.Order($"TB-{i}"));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        int beat = 0;
        while (beat < Beats || !isOver())
        {
            beat++;
            host.View.Quotes = [.. watched.Select(w => Given.Quote(TimeSpan.Zero) with { Ticker = w.Ticker, Bid = beat, ReceivedTime = host.Clock.GetUtcNow() })];
            long quotes = Source.Quotes.Sequence;
            while (Source.Quotes.Sequence == quotes)
            {
                host.Clock.Advance(TimeSpan.FromMilliseconds(50));
                await timer.WaitForNextTickAsync(ApiHost.Stop);
            }
        }
        return beat;
    }

    private async Task<ClientWebSocket> ConnectAsync(params string[] streams)
    {
        var socket = new ClientWebSocket();
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, stop) =>
            {
                // A small buffer: what the client does not read must not lie in the system for long.
                var tcp = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 32 * 1024, NoDelay = true };
                await tcp.ConnectAsync(context.DnsEndPoint, stop);
                return new NetworkStream(tcp, ownsSocket: true);
            },
        };
        socket.Options.SetRequestHeader("X-Api-Key", (await File.ReadAllTextAsync(host.KeyFile, ApiHost.Stop)).Trim());
        await socket.ConnectAsync(new UriBuilder(host.Address) { Scheme = "ws", Path = "/hubs/stream" }.Uri, new HttpMessageInvoker(handler), ApiHost.Stop);
        await SendAsync(socket, """{"protocol":"json","version":1}""");
        foreach (string stream in streams) await SendAsync(socket, $$"""{"type":4,"invocationId":"{{stream}}","target":"{{stream}}","arguments":[{{(stream == "Quotes" ? "[]" : "")}}]}""");
        StreamConnections connections = host.Services.GetRequiredService<StreamConnections>();
        await Until.TrueAsync("the streams to begin", () => Task.FromResult(connections.Streams == streams.Length), ApiHost.Stop);
        return socket;
    }

    private static Task SendAsync(ClientWebSocket socket, string message) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message + End), WebSocketMessageType.Text, true, ApiHost.Stop);

    /// <summary>Reads all that waits, until the newest order event has come.</summary>
    private async Task<(List<JsonElement> Quotes, List<JsonElement> Orders)> DrainAsync(ClientWebSocket socket, int newest)
    {
        var quotes = new List<JsonElement>();
        var orders = new List<JsonElement>();
        var text = new StringBuilder();
        var part = new byte[256 * 1024];
        bool isQuoteNew = false;
        int events = 0;
        while (events < Events || !isQuoteNew)
        {
            ValueWebSocketReceiveResult read = await socket.ReceiveAsync(part.AsMemory(), ApiHost.Stop);
            string came = Encoding.UTF8.GetString(part, 0, read.Count);
            text.Append(came);
            if (!came.Contains(End)) continue;
            string all = text.ToString();
            int end = all.LastIndexOf(End);
            text.Clear().Append(all[(end + 1)..]);
            foreach (JsonElement message in all[..end].Split(End).Select(m => JsonElement.Parse(m)))
            {
                if (!message.TryGetProperty("item", out JsonElement item)) continue;
                if (message.GetProperty("invocationId").GetString() == "Quotes")
                {
                    quotes.Add(item);
                    isQuoteNew = item.GetProperty("items").EnumerateArray().Any(q => q.TryGetProperty("bid", out JsonElement bid) && bid.GetDecimal() == newest);
                }
                else if (item.GetProperty("kind").GetString() == "changes")
                {
                    orders.Add(item);
                    events += item.GetProperty("items").GetArrayLength();
                }
            }
        }
        return (quotes, orders);
    }
}
