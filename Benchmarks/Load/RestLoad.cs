using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Benchmarks.Latency;

namespace Benchmarks.Load;

/// <summary>
/// REST under load: reads of all quotes from several clients at once, and orders one after the other at a rate the broker takes, each beside a bare endpoint
/// that answers as many bytes. App and clients share one machine.
/// </summary>
internal static class RestLoad
{
    private const int Connections = 64;

    /// <summary>Arguments: <c>--clients 8 --seconds 20 --orders-per-second 20</c>.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        int clients = Arguments.Number(args, "--clients", 8), rate = Arguments.Number(args, "--orders-per-second", 20);
        var seconds = TimeSpan.FromSeconds(Arguments.Decimal(args, "--seconds", 20));
        await using AppUnderTest app = await AppUnderTest.StartAsync(["--MarketData:Watchlist:0=SPY", "--MarketData:Watchlist:1=QQQ", "--Security:RequestsPerMinute=10000000", .. LimitsUnderTest.Arguments(), "--Logging:LogLevel:Default=Warning"]);
        await app.UntilAsync("api/v1/status", text => (bool?)JsonNode.Parse(text)!["tradingEnabled"] is true);
        decimal bid = 0;
        await app.UntilAsync("api/v1/quotes/SPY", text => (bid = (decimal?)JsonNode.Parse(text)!["bid"] ?? 0m) > 0m);
        byte[] answer = await app.Http.GetByteArrayAsync("api/v1/quotes");
        using BareProcess bare = await BareProcess.StartAsync(answer.Length);
        using var bareHttp = new HttpClient { BaseAddress = bare.Address };
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clients} clients, {seconds.TotalSeconds} s, {Environment.ProcessorCount} cores, load average {Machine.LoadAverage()}."));
        Console.WriteLine("| what | requests/s | count | p50 µs | p90 µs | p99 µs |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: |");
        foreach ((string name, HttpClient http) in new[] { ("bare", bareHttp), ("TradingBlazor", app.Http) })
        {
            await ReadsAsync(http, clients, TimeSpan.FromSeconds(2));
            (Distribution reads, double perSecond) = await ReadsAsync(http, clients, seconds);
            Console.WriteLine(WithRate(reads.Row($"GET /api/v1/quotes, {name}"), perSecond));
        }
        string key = $"X-Api-Key: {app.Key}\r\n";
        byte[] quote = await app.Http.GetByteArrayAsync("api/v1/quotes/SPY");
        using BareProcess bareQuote = await BareProcess.StartAsync(quote.Length);
        (string, RawReader)[] readers =
        [
            ("bare", new RawReader(bareQuote.Address, "/api/v1/quotes", "")),
            ("bare with key and limiter", new RawReader(bareQuote.Address, "/guarded/quotes", $"X-Api-Key: {BareServer.Key}\r\n")),
            ("TradingBlazor", new RawReader(app.Http.BaseAddress!, "/api/v1/quotes/SPY", key)),
        ];
        foreach ((string name, RawReader reader) in readers)
        {
            await reader.RunAsync(Connections, TimeSpan.FromSeconds(3));
            (Distribution reads, double perSecond) = await reader.RunAsync(Connections, seconds);
            Console.WriteLine(WithRate(reads.Row($"GET one quote on {Connections} connections, {name}"), perSecond));
        }
        foreach ((string name, HttpClient http) in new[] { ("bare", bareHttp), ("TradingBlazor", app.Http) })
        {
            (Distribution orders, double perSecond) = await OrdersAsync(http, decimal.Floor(bid * 0.98m), rate, seconds);
            Console.WriteLine(WithRate(orders.Row($"POST /api/v1/orders, {name}"), perSecond));
        }
        return 0;
    }

    private static async Task<(Distribution Times, double PerSecond)> ReadsAsync(HttpClient http, int clients, TimeSpan duration)
    {
        long start = Stopwatch.GetTimestamp();
        List<(long From, long To)>[] times = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            var own = new List<(long, long)>();
            while (Stopwatch.GetElapsedTime(start) < duration)
            {
                long from = Stopwatch.GetTimestamp();
                await http.GetByteArrayAsync("api/v1/quotes");
                own.Add((from, Stopwatch.GetTimestamp()));
            }
            return own;
        })));
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var all = new Distribution();
        foreach ((long from, long to) in times.SelectMany(t => t)) all.Add(from, to);
        return (all, all.Count / seconds);
    }

    private static async Task<(Distribution Times, double PerSecond)> OrdersAsync(HttpClient http, decimal price, int rate, TimeSpan duration)
    {
        var times = new Distribution();
        using var beat = new PeriodicTimer(TimeSpan.FromSeconds(1d / rate));
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; Stopwatch.GetElapsedTime(start) < duration; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/orders")
            {
                Content = JsonContent.Create(new { symbol = "SPY", side = "BUY", quantity = LimitsUnderTest.QuantityOf(i), type = "LMT", limitPrice = price, tif = "IOC" }),
            };
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
            long from = Stopwatch.GetTimestamp();
            using HttpResponseMessage answer = await http.SendAsync(request);
            times.Add(from, Stopwatch.GetTimestamp());
            if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"The measurement says nothing, order {i + 1} was not accepted: {await answer.Content.ReadAsStringAsync()}");
            await beat.WaitForNextTickAsync();
        }
        return (times, times.Count / Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private static string WithRate(string row, double perSecond) => row.Insert(row.IndexOf('|', 2) + 1, string.Create(CultureInfo.InvariantCulture, $" {perSecond:0} |"));
}
