using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Hosting;

/// <summary>An ordered stop of the real program in the middle of orders.</summary>
[Collection(ProcessTestsCollection.Name)]
public sealed class StopTests : IDisposable
{
    // What service managers give before they kill, and what a machine under load may need on top.
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Told_to_stop_it_takes_no_new_order_answers_those_under_way_and_keeps_them()
    {
        // The gateway takes two seconds to a first word, so the order is under way when the stop comes.
        string[] settings = ["--Simulator:OrderLatency=00:00:02", "--MarketData:Watchlist=SPY"];
        string known;
        await using (AppProcess app = await AppProcess.StartAsync("stopped", _folder.Path, null, settings, Stop))
        {
            using HttpResponseMessage warm = await AcceptedAsync(app);
            using Socket late = await BeginAsync(app);
            Task<HttpResponseMessage> underWay = app.Http.PostAsJsonAsync("api/v1/orders", Order(2), Stop);
            await Until.TrueAsync("the order to be in the journal", async () => (await app.Http.GetStringAsync("api/v1/orders", Stop)).Contains("\"quantity\":2", StringComparison.Ordinal), Stop);

            long began = Stopwatch.GetTimestamp();
            Task<int> stopped = app.StopAsync(Stop);
            await app.Process.WaitForLineAsync(l => l.Contains("Application is shutting down", StringComparison.Ordinal), Stop);
            string refused = await EndAsync(late);
            using HttpResponseMessage answer = await underWay;
            int code = await stopped;

            Assert.Equal(0, code);
            Assert.True(Stopwatch.GetElapsedTime(began) < StopMax);
            Assert.StartsWith("HTTP/1.1 503 ", refused, StringComparison.Ordinal);
            Assert.Contains("The program is stopping and takes no new order.", refused, StringComparison.Ordinal);
            Assert.True((int)answer.StatusCode is 201 or 503, $"{(int)answer.StatusCode}");
            known = (int)answer.StatusCode == 201 ? JsonElement.Parse(await answer.Content.ReadAsStringAsync(Stop)).GetProperty("id").GetString()! : "";
        }

        await using AppProcess next = await AppProcess.StartAsync("stopped-next", _folder.Path, null, settings, Stop);
        string text = await Until.NotNullAsync("the orders of the last run", async () => await next.Http.GetStringAsync("api/v1/orders", Stop) is var found && found.Contains("\"quantity\":1", StringComparison.Ordinal) ? found : null, Stop);
        JsonElement orders = JsonElement.Parse(text);

        JsonElement kept = Assert.Single(orders.EnumerateArray(), o => o.GetProperty("quantity").GetDecimal() == 2m);
        if (known.Length > 0) Assert.Equal(known, kept.GetProperty("id").GetString());
        Assert.DoesNotContain(orders.EnumerateArray(), o => o.GetProperty("quantity").GetDecimal() == 3m);
    }

    [Fact]
    public async Task Traders_that_send_all_the_time_lose_nothing_to_a_stop_and_get_each_order_once_over_it()
    {
        // Slow enough that some order of every trader is under way at any time.
        string[] settings = ["--Simulator:OrderLatency=00:00:00.200", "--MarketData:Watchlist=SPY", "--Risk:OrdersPerSecond=40", "--Risk:OrdersPerMinute=2400", "--Risk:DuplicateWindow=00:00:00", "--Risk:RepeatsPerMinute=1000", "--Risk:OrderTradeRatioMax=10000"];
        Trader[] traders = [.. Enumerable.Range(0, 3).Select(_ => new Trader())];
        await using (AppProcess app = await AppProcess.StartAsync("stopped-busy", _folder.Path, null, settings, Stop))
        {
            using HttpResponseMessage warm = await AcceptedAsync(app);
            Task[] trading = [.. traders.Select(t => t.TradeAsync(app.Http, Stop))];
            await Until.TrueAsync("orders to be accepted", () => Task.FromResult(traders.All(t => t.Accepted.Count >= 3)), Stop);

            int code = await app.StopAsync(Stop);
            await Task.WhenAll(trading);

            Assert.Equal(0, code);
            Assert.All(traders.SelectMany(t => t.Problems), p => Assert.Contains(p, (string[])["stopping", "unconfirmed"]));
        }

        await using AppProcess next = await AppProcess.StartAsync("stopped-busy-next", _folder.Path, null, settings, Stop);
        await Until.TrueAsync("trading to be enabled", async () => JsonElement.Parse(await next.Http.GetStringAsync("api/v1/status", Stop)).GetProperty("tradingEnabled").GetBoolean(), Stop);
        // What was not answered is asked again with its key, as the documents say.
        foreach (Trader trader in traders) await trader.SettleAsync(next.Http, Stop);
        JsonElement[] orders = await Until.NotNullAsync("every order to be filled", async () =>
        {
            JsonElement[] found = [.. JsonElement.Parse(await next.Http.GetStringAsync("api/v1/orders?limit=5000", Stop)).EnumerateArray()];
            return found.All(o => o.GetProperty("state").GetString() == "filled") ? found : null;
        }, Stop);

        string[] known = [.. orders.Select(o => o.GetProperty("id").GetString()!)];
        Assert.Equal([], traders.SelectMany(t => t.Accepted.Values).Except(known));
        Assert.Equal(traders.Sum(t => t.Accepted.Count) + 1, known.Length);
        decimal held = JsonElement.Parse(await next.Http.GetStringAsync("api/v1/positions", Stop)).EnumerateArray().Single().GetProperty("quantity").GetDecimal();
        Assert.Equal(orders.Sum(o => o.GetProperty("quantity").GetDecimal()), held);
    }

    private static object Order(int quantity) => new { symbol = "SPY", side = "BUY", quantity, type = "MKT" };

    private static Task<HttpResponseMessage> AcceptedAsync(AppProcess app) => Until.NotNullAsync("an order to be accepted", async () =>
    {
        HttpResponseMessage answer = await app.Http.PostAsJsonAsync("api/v1/orders", Order(1), Stop);
        return (int)answer.StatusCode == 201 ? answer : null;
    }, Stop);

    /// <summary>Sends the head of an order, so that the request has begun when the stop comes.</summary>
    private static async Task<Socket> BeginAsync(AppProcess app)
    {
        string key = (await File.ReadAllTextAsync(Path.Combine(app.DataFolder, "api-key"), Stop)).Trim();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(app.Address.Host, app.Address.Port, Stop);
        string body = JsonSerializer.Serialize(Order(3));
        await socket.SendAsync(Encoding.ASCII.GetBytes($"POST /api/v1/orders HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: {key}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n"), Stop);
        return socket;
    }

    private static async Task<string> EndAsync(Socket socket)
    {
        await socket.SendAsync(Encoding.ASCII.GetBytes(JsonSerializer.Serialize(Order(3))), Stop);
        var text = new StringBuilder();
        byte[] buffer = new byte[8_192];
        for (int read; (read = await socket.ReceiveAsync(buffer, Stop)) > 0;) text.Append(Encoding.UTF8.GetString(buffer, 0, read));
        return text.ToString();
    }

    /// <summary>Sends one order after the other, each with a key of its own, until one is refused or the program is gone.</summary>
    private sealed class Trader
    {
        private readonly Dictionary<string, object> _open = new(StringComparer.Ordinal);

        /// <summary>Ids of the accepted orders by their key.</summary>
        public ConcurrentDictionary<string, string> Accepted { get; } = new(StringComparer.Ordinal);

        /// <summary>Codes of the other answers.</summary>
        public ConcurrentQueue<string> Problems { get; } = new();

        public async Task TradeAsync(HttpClient http, CancellationToken stop)
        {
            try
            {
                bool isAccepted = true;
                while (isAccepted)
                {
                    string key = Guid.NewGuid().ToString("N");
                    _open[key] = new { symbol = "SPY", side = "BUY", quantity = 2, type = "MKT" };
                    isAccepted = await SendAsync(http, key, stop);
                    if (isAccepted) await FilledAsync(http, Accepted[key], stop);
                }
            }
            catch (HttpRequestException)
            {
                // It has ended.
            }
        }

        public async Task SettleAsync(HttpClient http, CancellationToken stop)
        {
            foreach (string key in _open.Keys.ToArray()) await Until.TrueAsync("the order that was not answered", () => SendAsync(http, key, stop), stop);
        }

        /// <summary>Risk allows some orders only to work at once.</summary>
        private static async Task FilledAsync(HttpClient http, string id, CancellationToken stop)
        {
            using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            while (!(await http.GetStringAsync($"api/v1/orders/{id}", stop)).Contains("\"state\":\"filled\"", StringComparison.Ordinal)) await beat.WaitForNextTickAsync(stop);
        }

        private async Task<bool> SendAsync(HttpClient http, string key, CancellationToken stop)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/orders") { Content = JsonContent.Create(_open[key]) };
            request.Headers.Add("Idempotency-Key", key);
            using HttpResponseMessage answer = await http.SendAsync(request, stop);
            JsonElement body = JsonElement.Parse(await answer.Content.ReadAsStringAsync(stop));
            if (!answer.IsSuccessStatusCode)
            {
                Problems.Enqueue(body.GetProperty("code").GetString()!);
                return false;
            }
            Accepted[key] = body.GetProperty("id").GetString()!;
            return _open.Remove(key);
        }
    }
}
