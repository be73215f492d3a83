using System.Net.Http.Json;
using System.Text.Json.Nodes;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Stories;

/// <summary>The app's REST interface as another program uses it.</summary>
internal sealed class Api(HttpClient http) : IDisposable
{
    /// <summary>With the API key of <paramref name="app"/>.</summary>
    public static async Task<Api> OfAsync(AppProcess app, CancellationToken stop) => new(await app.ClientWithKeyAsync(stop));

    /// <summary>GET below <c>/api/v1/</c>.</summary>
    public async Task<JsonNode> GetAsync(string path, CancellationToken stop) =>
        await http.GetFromJsonAsync<JsonNode>($"api/v1/{path}", stop) ?? throw new InvalidOperationException($"{path} answered null.");

    /// <summary>GET of a list below <c>/api/v1/</c>.</summary>
    public async Task<JsonArray> ListAsync(string path, CancellationToken stop) => (await GetAsync(path, stop)).AsArray();

    /// <summary>Bars of one contract, oldest first.</summary>
    public async Task<JsonArray> BarsAsync(string symbol, string query, CancellationToken stop) => (await GetAsync($"bars/{symbol}?{query}", stop))["bars"]!.AsArray();

    /// <summary>Sends an order and returns it as accepted. On a machine that is late with its prices it waits for a new one, as the denial asks for.</summary>
    /// <exception cref="HttpRequestException">It was not accepted; the message holds the answer.</exception>
    public async Task<JsonNode> SubmitAsync(object order, CancellationToken stop)
    {
        JsonNode? accepted = null;
        HttpRequestException? denied = null;
        await Until.TrueAsync("a price that is new enough for an order", async () =>
        {
            try
            {
                accepted = await SubmitOnceAsync(order, stop);
                return true;
            }
            catch (HttpRequestException problem)
            {
                denied = problem;
                return !problem.Message.Contains("\"code\":\"R16\",\"checks\"", StringComparison.Ordinal);
            }
        }, stop);
        return accepted ?? throw denied!;
    }

    private async Task<JsonNode> SubmitOnceAsync(object order, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/orders") { Content = JsonContent.Create(order) };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
        using HttpResponseMessage answer = await http.SendAsync(request, stop);
        string body = await answer.Content.ReadAsStringAsync(stop);
        return answer.IsSuccessStatusCode ? JsonNode.Parse(body)! : throw new HttpRequestException($"{(int)answer.StatusCode}: {body}");
    }

    /// <summary>Changes one order.</summary>
    public async Task ModifyAsync(string id, object change, CancellationToken stop) => (await http.PutAsJsonAsync($"api/v1/orders/{id}", change, stop)).EnsureSuccessStatusCode();

    /// <summary>Cancels one order.</summary>
    public async Task CancelAsync(string id, CancellationToken stop) => (await http.DeleteAsync($"api/v1/orders/{id}", stop)).EnsureSuccessStatusCode();

    /// <summary>Waits until the session is connected and agrees with the broker, and <paramref name="symbol"/> has a price on both sides that is not stale.</summary>
    public async Task ReadyToTradeAsync(string symbol, CancellationToken stop)
    {
        await Until.TrueAsync("trading to be enabled", async () => (bool?)(await GetAsync("status", stop))["tradingEnabled"] is true, stop);
        await Until.TrueAsync($"a fresh price of {symbol}", async () => await GetAsync($"quotes/{symbol}", stop) is { } q && q["bid"] is not null && q["ask"] is not null && (bool?)q["isStale"] is false, stop);
    }

    /// <summary>State of the session.</summary>
    public async Task<string> SessionStateAsync(CancellationToken stop) => (string)(await GetAsync("status", stop))["session"]!["state"]!;

    /// <summary>Waits until an order is in a state, and returns it.</summary>
    public Task<JsonNode> OrderInStateAsync(string id, string state, CancellationToken stop) =>
        Until.NotNullAsync($"order {id} to be {state}", async () => await GetAsync($"orders/{id}", stop) is { } o && (string?)o["state"] == state ? o : null, stop);

    public void Dispose() => http.Dispose();
}
