using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Hosting;

/// <summary>kill -9 in the middle of the work.</summary>
[Collection(ProcessTestsCollection.Name)]
public sealed class KillTests : IDisposable
{
    private const string Market = """{"symbol":"SPY","side":"BUY","quantity":100,"type":"MKT"}""";
    private const string Resting = """{"symbol":"SPY","side":"BUY","quantity":10,"type":"LMT","limitPrice":300.01,"tif":"GTC"}""";

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task After_kill_minus_9_the_same_orders_position_and_executions_are_there_and_nothing_was_sent_twice()
    {
        string before;
        await using (AppProcess app = await AppProcess.StartAsync("before-the-kill", _folder.Path, null, [], Stop))
        {
            using HttpClient http = await app.ClientWithKeyAsync(Stop);
            await UntilReadyAsync(http);
            await SubmitAsync(http, "key-market", Market);
            await SubmitAsync(http, "key-resting", Resting);
            before = await Until.NotNullAsync("the fill, its commission and the resting order", () => SettledAsync(http), Stop);
            await app.KillAsync();
        }

        await using AppProcess after = await AppProcess.StartAsync("after-the-kill", _folder.Path, null, [], Stop);
        using HttpClient again = await after.ClientWithKeyAsync(Stop);
        await UntilReadyAsync(again);
        string repeated = await SubmitAsync(again, "key-resting", Resting);

        Assert.Equal(before, await SettledAsync(again));
        Assert.Contains(repeated, before, StringComparison.Ordinal);
    }

    private static async Task<string> SubmitAsync(HttpClient http, string key, string json)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/orders") { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", key);
        using HttpResponseMessage response = await http.SendAsync(request, Stop);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Stop));
        return (await response.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("id").GetString()!;
    }

    private static Task UntilReadyAsync(HttpClient http) => Until.TrueAsync(
        "a verified session and a fresh quote of SPY",
        async () => (await http.GetAsync("ready", Stop)).IsSuccessStatusCode
            && await http.GetAsync("api/v1/quotes/SPY", Stop) is { IsSuccessStatusCode: true } quote
            && !(await quote.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("isStale").GetBoolean(),
        Stop);

    /// <summary>Orders, executions and positions in one text; null while the market order has not filled, its commission is missing or the other does not rest.</summary>
    private static async Task<string?> SettledAsync(HttpClient http)
    {
        JsonElement orders = await http.GetFromJsonAsync<JsonElement>("api/v1/orders", Stop);
        JsonElement executions = await http.GetFromJsonAsync<JsonElement>("api/v1/executions", Stop);
        JsonElement positions = await http.GetFromJsonAsync<JsonElement>("api/v1/positions", Stop);
        string[] states = [.. orders.EnumerateArray().Select(o => o.GetProperty("state").GetString()!).Order(StringComparer.Ordinal)];
        bool isSettled = states is ["filled", "working"] && executions.EnumerateArray().All(e => e.GetProperty("commission").ValueKind == JsonValueKind.Number);
        return isSettled
            ? Lines(orders, "id", "orderId", "permId", "state", "filled", "averageFillPrice") + Lines(executions, "execId", "orderId", "quantity", "price", "commission")
                + Lines(positions, "symbol", "quantity", "averagePrice", "commission")
            : null;

        static string Lines(JsonElement list, params string[] names) =>
            string.Concat(list.EnumerateArray().Select(e => string.Join(' ', names.Select(n => e.GetProperty(n).ToString())) + "\n"));
    }
}
