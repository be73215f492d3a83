using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Benchmarks.Latency;
using Benchmarks.LongRuns;
using Microsoft.AspNetCore.SignalR.Client;

namespace Benchmarks.Load;

/// <summary>
/// What programs do to a running app for a long time, all at once: hub clients, reads and orders at a steady pace. A row every five minutes; the desks of people are
/// opened beside it by the script that starts all of it.
/// </summary>
internal static class TogetherLoad
{
    private static readonly TimeSpan RowEvery = TimeSpan.FromMinutes(5);
    private const int Readers = 10;

    /// <summary>Tells the limits that such a load needs, an argument of the app a line.</summary>
    public static async Task<int> TellLimitsAsync(string[] args)
    {
        foreach (string limit in LimitsUnderTest.Arguments()) await Console.Out.WriteLineAsync(limit);
        return 0;
    }

    /// <summary>Arguments: <c>--url U --key K --pid P --minutes 30 --hub-clients 100 --reads-per-second 500 --orders-per-minute 100</c>. 1 when an order or a read failed, or memory grew.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var address = new Uri(Arguments.Text(args, "--url") ?? throw new ArgumentException("Say where the app is: --url http://127.0.0.1:5080/."));
        string key = Arguments.Text(args, "--key") ?? throw new ArgumentException("Give the API key: --key K.");
        int clients = Arguments.Number(args, "--hub-clients", 100), perSecond = Arguments.Number(args, "--reads-per-second", 500);
        var duration = TimeSpan.FromMinutes(Arguments.Decimal(args, "--minutes", 30));
        using var app = Process.GetProcessById(Arguments.Number(args, "--pid", 0));
        using var http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
        http.DefaultRequestHeaders.Add("X-Api-Key", key);
        decimal bid = (decimal)(await http.GetFromJsonAsync<JsonNode>("api/v1/quotes/SPY"))!["bid"]!;

        List<HubConnection> hub = [];
        using var over = new CancellationTokenSource(duration + RowEvery / 30);
        try
        {
            for (int i = 0; i < clients; i++)
            {
                HubConnection client = HubLoad.Client(address, key);
                await client.StartAsync();
                hub.Add(client);
            }
            var orders = new OrderStream(http, bid);
            var reads = new PacedReads(http, "api/v1/quotes/SPY");
            HubRun items = new();
            HubRun Current() => items;
            Task[] work = [.. hub.Select(c => HubLoad.ReadAsync(c, Current, over.Token)), orders.RunAsync(Arguments.Number(args, "--orders-per-minute", 100), over.Token), reads.RunAsync(perSecond, Readers, over.Token)];
            Console.WriteLine("| minutes | hub items/s | hub p50 / p99 ms | reads/s | read p50 / p99 ms | orders | order p50 / p99 ms | resident MiB | heap MiB | app, % of a core | load average |");
            Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
            long start = Stopwatch.GetTimestamp();
            List<double> resident = [];
            for (int row = 1; RowEvery * (row - 1) < duration; row++)
            {
                TimeSpan from = Stopwatch.GetElapsedTime(start), to = RowEvery * row < duration ? RowEvery * row : duration;
                app.Refresh();
                TimeSpan processor = app.TotalProcessorTime;
                items = new HubRun();
                items.Begin();
                await Task.Delay(to - from, over.Token);
                HubRun seen = items;
                TimeSpan length = Stopwatch.GetElapsedTime(start) - from;
                seen.End(length);
                app.Refresh();
                JsonNode system = (await http.GetFromJsonAsync<JsonNode>("api/v1/system"))!;
                (Distribution asked, Distribution sent) = (reads.Take(), orders.TakeLatencies());
                resident.Add(app.WorkingSet64 / 1048576d);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"| {from.TotalMinutes:0} to {to.TotalMinutes:0.#} | {seen.PerSecond:0} | {seen.At(50):0.0} / {seen.At(99):0.0} | {asked.Count / length.TotalSeconds:0} | {asked.Percentile(50) / 1000:0.0} / {asked.Percentile(99) / 1000:0.0} | {sent.Count} | {sent.Percentile(50) / 1000:0.0} / {sent.Percentile(99) / 1000:0.0} | {resident[^1]:0} | {(long)system["memory"]!["heapAfterCollection"]! / 1048576d:0} | {(app.TotalProcessorTime - processor) / length * 100:0} | {Machine.LoadAverage()} |"));
                if ((orders.Problem ?? reads.Problem) is not { } problem) continue;
                await Console.Error.WriteLineAsync($"The run is over: {problem}");
                return 1;
            }
            await over.CancelAsync();
            await Task.WhenAll(work);
            // The first row opens everything; what comes after must stay.
            bool isFlat = resident.Count < 3 || resident[^1] <= resident[1] * 1.15;
            Console.WriteLine(isFlat ? "Memory flat." : "Resident memory grew.");
            return isFlat ? 0 : 1;
        }
        finally
        {
            foreach (HubConnection client in hub) await client.DisposeAsync();
        }
    }
}

/// <summary>Reads at a steady pace, whether the answers come sooner or later: who is late asks at once, and its time counts from when it was due.</summary>
internal sealed class PacedReads(HttpClient http, string path)
{
    private readonly RowLatencies _times = new();

    /// <summary>Why a read failed; null while none did.</summary>
    public string? Problem { get; private set; }

    /// <summary>The times since the last call.</summary>
    public Distribution Take() => _times.Take();

    /// <summary>Reads until told to stop, or until one fails.</summary>
    public Task RunAsync(int perSecond, int readers, CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, readers).Select(_ => ReadAsync(TimeSpan.FromSeconds((double)readers / perSecond), stop)));

    private async Task ReadAsync(TimeSpan every, CancellationToken stop)
    {
        long due = Stopwatch.GetTimestamp(), step = (long)(every.TotalSeconds * Stopwatch.Frequency);
        try
        {
            while (Problem is null)
            {
                due += step;
                TimeSpan early = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
                if (early > TimeSpan.Zero) await Task.Delay(early, stop);
                // A timer that wakes late is not the answer's fault, an answer that held the next read up is.
                long from = early > TimeSpan.Zero ? Stopwatch.GetTimestamp() : due;
                await http.GetByteArrayAsync(path, stop);
                _times.Add(from, Stopwatch.GetTimestamp());
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The run is over.
        }
        catch (HttpRequestException failure)
        {
            Problem = $"A read failed: {failure.Message}";
        }
    }
}
