using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Benchmarks.Latency;

namespace Benchmarks.LongRuns;

/// <summary>Sends limit orders that end at once at a steady pace, and notes how long each waits for its answer, which comes when the order is on the wire.</summary>
internal sealed class OrderStream(HttpClient http, decimal bid)
{
    private readonly RowLatencies _latencies = new();

    /// <summary>Orders that were accepted.</summary>
    public int Count { get; private set; }

    /// <summary>Why an order was not accepted; null while all were.</summary>
    public string? Problem { get; private set; }

    /// <summary>The latencies since the last call.</summary>
    public Distribution TakeLatencies() => _latencies.Take();

    /// <summary>Sends until told to stop, or until an order is not accepted.</summary>
    public async Task RunAsync(int perMinute, CancellationToken stop)
    {
        using var beat = new PeriodicTimer(TimeSpan.FromMinutes(1.0 / perMinute));
        try
        {
            while (Problem is null && await beat.WaitForNextTickAsync(stop)) await SendAsync(stop);
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    private async Task SendAsync(CancellationToken stop)
    {
        var order = new { symbol = "SPY", side = "BUY", quantity = LimitsUnderTest.QuantityOf(Count), type = "LMT", limitPrice = decimal.Floor(bid * 0.9m), tif = "IOC" };
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/orders") { Content = JsonContent.Create(order) };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
        long posted = Stopwatch.GetTimestamp();
        using HttpResponseMessage answer = await http.SendAsync(request, stop);
        long answered = Stopwatch.GetTimestamp();
        if (!answer.IsSuccessStatusCode)
        {
            Problem = $"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(stop)}; newest orders: {await NewestAsync(stop)}";
            return;
        }
        Count++;
        _latencies.Add(posted, answered);
    }

    private async Task<string> NewestAsync(CancellationToken stop)
    {
        JsonArray orders = (await http.GetFromJsonAsync<JsonArray>("api/v1/orders?limit=20", stop))!;
        return string.Join(", ", orders.Select(o => $"{o!["quantity"]} {o["state"]} {o["createdTime"]}"));
    }
}
