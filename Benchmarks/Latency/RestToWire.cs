using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Benchmarks.Latency;

/// <summary>
/// From a program's POST to the order on the gateway's wire: HTTP, security, engine, all of Risk, journal, session, socket. The whole web app, its
/// gateway and the program that posts are three processes; durability is on, and other ticks come all the time.
/// </summary>
internal static class RestToWire
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(47);

    /// <summary>Arguments: orders (default 1,000).</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        int count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000;
        using GatewayProcess gateway = await GatewayProcess.StartAsync();
        await using AppUnderTest app = await AppUnderTest.StartAsync(
            ["--Simulator:Enabled=false", string.Create(CultureInfo.InvariantCulture, $"--Tws:Port={gateway.TapPort}"), "--MarketData:Watchlist:0=SPY", "--MarketData:Watchlist:1=QQQ",
            .. LimitsUnderTest.Arguments(), "--Logging:LogLevel:Default=Warning"]);
        await app.UntilAsync("api/v1/status", text => (bool?)JsonNode.Parse(text)!["tradingEnabled"] is true);
        decimal bid = 0;
        await app.UntilAsync($"api/v1/quotes/{LatencyGateway.Symbol}", text => (bid = (decimal?)JsonNode.Parse(text)!["bid"] ?? 0m) > 0m);
        await app.UntilAsync($"api/v1/quotes/{LatencyGateway.OtherSymbol}", text => (decimal?)JsonNode.Parse(text)!["bid"] > 0m);
        gateway.Say(string.Create(CultureInfo.InvariantCulture, $"traffic {LatencyGateway.OtherTicksPerSecond}"));

        Distribution toWire = new(), toAnswer = new();
        int warmUp = Math.Max(20, count / 10);
        gateway.Say(string.Create(CultureInfo.InvariantCulture, $"orders {count + warmUp}"));
        if (await gateway.HearAsync() != "ready") throw new InvalidOperationException("The gateway's side is not ready.");
        for (int i = -warmUp; i < count; i++)
        {
            var order = new { symbol = LatencyGateway.Symbol, side = "BUY", quantity = LimitsUnderTest.QuantityOf(i + warmUp), type = "LMT", limitPrice = decimal.Floor(bid * 0.98m), tif = "IOC" };
            (long posted, long answered, string? problem) = await PostAsync(app.Http, order);
            if (problem is not null)
            {
                await Console.Error.WriteLineAsync($"The measurement says nothing, order {i + warmUp + 1} was not accepted: {problem}");
                return 1;
            }
            long written = long.Parse(await gateway.HearAsync(), CultureInfo.InvariantCulture);
            if (i >= 0)
            {
                // Both clocks count from the start of the machine.
                toWire.Add(posted, written);
                toAnswer.Add(posted, answered);
            }
            await Task.Delay(Pause);
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{LatencyGateway.OtherTicksPerSecond} other ticks a second, {Environment.ProcessorCount} cores, load average {Machine.LoadAverage()}."));
        Console.WriteLine("| path | count | p50 µs | p90 µs | p99 µs |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: |");
        Console.WriteLine(toWire.Row("POST /api/v1/orders to the order read by the gateway"));
        Console.WriteLine(toAnswer.Row("POST /api/v1/orders to its answer"));
        return 0;
    }

    private static async Task<(long Posted, long Answered, string? Problem)> PostAsync(HttpClient http, object order)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/orders") { Content = JsonContent.Create(order) };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
        long posted = Stopwatch.GetTimestamp();
        using HttpResponseMessage answer = await http.SendAsync(request);
        long answered = Stopwatch.GetTimestamp();
        return (posted, answered, answer.IsSuccessStatusCode ? null : $"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }
}
