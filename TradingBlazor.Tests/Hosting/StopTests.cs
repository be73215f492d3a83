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
}
