using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Orders;
using TwsSimulator;

namespace TradingCore.Tests.Simulation.Faults;

public sealed class AdminPortTests : IAsyncLifetime
{
    private SimulatedGateway _gateway = null!;
    private HttpClient _http = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _gateway = await Given.GatewayAsync(Given.Clock(), o => o with { AdminPort = 0 });
        _http = new HttpClient { BaseAddress = new Uri($"http://{_gateway.AdminEndPoint}") };
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task A_script_is_played_listed_and_ended()
    {
        HttpResponseMessage played = await PostAsync("{ fault: silence, symbol: SPY }");
        using JsonDocument listed = JsonDocument.Parse(await _http.GetStringAsync("/faults", Stop));
        HttpResponseMessage ended = await _http.DeleteAsync("/faults/silence", Stop);

        Assert.Equal(HttpStatusCode.Accepted, played.StatusCode);
        Assert.Equal("silence", listed.RootElement.GetProperty("active")[0].GetString());
        Assert.Equal(HttpStatusCode.OK, ended.StatusCode);
        Assert.Empty(_gateway.ActiveFaults);
    }

    [Theory]
    [InlineData("{ fault: nonsense }", "application/yaml", HttpStatusCode.BadRequest, "there is no fault")]
    [InlineData("{ fault: silence, symbol: NOPE }", "application/yaml", HttpStatusCode.BadRequest, "NOPE")]
    [InlineData("{ fault: silence }", "text/plain", HttpStatusCode.UnsupportedMediaType, "application/yaml")]
    public async Task A_mistake_is_answered_with_a_sentence(string script, string type, HttpStatusCode status, string sentence)
    {
        HttpResponseMessage answer = await PostAsync(script, type);

        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(sentence, await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_web_page_does_not_get_in()
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/faults");
        request.Headers.Add("Origin", "http://evil.example");

        Assert.Equal(HttpStatusCode.Forbidden, (await _http.SendAsync(request, Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _http.GetAsync("/", Stop)).StatusCode);
    }

    [Fact]
    public async Task The_state_is_told_as_the_gateway_holds_it()
    {
        await using SimulatorClient client = await SimulatorClient.ConnectAsync(_gateway.EndPoint);
        client.Place(1, Given.Market("BUY", 100) with { OrderRef = "mine" });
        await client.NextAsync<OrderStatus>(s => s.Status == OrderStatusKind.Filled);
        await client.SyncAsync();

        using JsonDocument state = JsonDocument.Parse(await _http.GetStringAsync("/state", Stop));

        JsonElement root = state.RootElement;
        Assert.Equal("mine", root.GetProperty("orders")[0].GetProperty("orderRef").GetString());
        Assert.Equal("Filled", root.GetProperty("orders")[0].GetProperty("status").GetString());
        Assert.Equal(100m, root.GetProperty("positions")[0].GetProperty("quantity").GetDecimal());
        Assert.Equal(_gateway.Truth.Cash, root.GetProperty("accounts")[0].GetProperty("cash").GetDecimal());
        Assert.Equal(_gateway.Truth.Executions[0].ExecId, root.GetProperty("executions")[0].GetProperty("execId").GetString());
    }

    [Fact]
    public async Task Every_fault_can_be_called_up_at_run_time()
    {
        Dictionary<string, string> keys = new()
        {
            ["delay"] = "by: 100ms, for: 1s",
            ["notice"] = "code: 2103, text: 'Market data farm connection is broken:usfarm'",
            ["silence"] = "symbol: SPY, for: 1s",
            ["loseOrderAck"] = "what: status",
            ["rejectOrder"] = "code: 201, text: 'Order rejected - reason:because of a test'",
            ["rejectModify"] = "code: 105, text: no",
            ["rollBackNextValidId"] = "by: 1",
            ["haltSymbol"] = "symbol: SPY, for: 1s",
            ["correctExecution"] = "price: 300",
            ["manualOrder"] = "symbol: SPY, action: BUY, quantity: 10, limit: 50",
            ["manualFill"] = "symbol: SPY, action: BUY, quantity: 10",
            ["wrongPosition"] = "symbol: SPY, quantity: 7",
        };
        await using (SimulatorClient client = await SimulatorClient.ConnectAsync(_gateway.EndPoint))
        {
            client.Place(1, Given.Market("BUY", 100));
            client.Place(2, Given.Limit("BUY", 100, 50));
            await client.NextAsync<OrderStatus>(s => s is { OrderId: 2, Status: OrderStatusKind.Submitted });
        }

        using JsonDocument listed = JsonDocument.Parse(await _http.GetStringAsync("/faults", Stop));
        string[] known = [.. listed.RootElement.GetProperty("known").EnumerateArray().Select(k => k.GetString()!)];

        // Those that cut the line come last: they leave the others nothing to act on.
        var refused = new List<string>();
        foreach (string kind in known.OrderBy(k => k is "dropConnection" or "partialFrame" or "reset" or "clear"))
        {
            HttpResponseMessage answer = await PostAsync($"{{ fault: {kind}{(keys.TryGetValue(kind, out string? more) ? ", " + more : "")} }}");
            if (answer.StatusCode != HttpStatusCode.Accepted) refused.Add($"{kind}: {await answer.Content.ReadAsStringAsync(Stop)}");
            await _http.DeleteAsync("/faults", Stop);
        }

        Assert.Empty(refused);
        Assert.True(known.Length > 30);
        Assert.Empty(_gateway.ActiveFaults);
    }

    [Fact]
    public async Task A_fault_about_an_instrument_that_is_not_there_leaves_nothing_behind()
    {
        HttpResponseMessage answer = await PostAsync("{ fault: wrongPosition, symbol: NOWHERE, quantity: 7, for: 1h }");
        await using SimulatorClient client = await SimulatorClient.ConnectAsync(_gateway.EndPoint);
        client.Place(1, Given.Market("BUY", 100));
        await client.NextAsync<OrderStatus>(s => s.Status == OrderStatusKind.Filled);

        client.Send(new ReqPositions());
        PositionMessage told = await client.NextAsync<PositionMessage>();

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal((100m, 0), (told.Position, _gateway.ActiveFaults.Count));
    }

    [Fact]
    public async Task A_script_that_never_ends_is_not_read_to_its_end()
    {
        // Only the head is sent: what is still on its way when the other side closes ends in a broken line instead of an answer.
        using var client = new TcpClient();
        await client.ConnectAsync(_gateway.AdminEndPoint!, Stop);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync("POST /faults HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/yaml\r\nContent-Length: 1200000\r\n\r\n"u8.ToArray(), Stop);
        using var reader = new StreamReader(stream, Encoding.ASCII);

        Assert.StartsWith("HTTP/1.1 413", await reader.ReadLineAsync(Stop), StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> PostAsync(string script, string type = "application/yaml") => _http.PostAsync("/faults", new StringContent(script, Encoding.UTF8, type), Stop);
}
