using System.Net;
using System.Text;
using System.Text.Json;
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
        Assert.Equal(100m, root.GetProperty("positions")[0].GetProperty("quantity").GetDecimal());
        Assert.Equal(_gateway.Truth.Cash, root.GetProperty("accounts")[0].GetProperty("cash").GetDecimal());
        Assert.Equal(_gateway.Truth.Executions[0].ExecId, root.GetProperty("executions")[0].GetProperty("execId").GetString());
    }

    private Task<HttpResponseMessage> PostAsync(string script, string type = "application/yaml") => _http.PostAsync("/faults", new StringContent(script, Encoding.UTF8, type), Stop);
}
