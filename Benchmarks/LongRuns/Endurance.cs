using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Benchmarks.Latency;
using Benchmarks.Simulator;

namespace Benchmarks.LongRuns;

/// <summary>
/// Orders and market data through the whole app for a long time: does memory grow, does a queue, does an order take longer at the end than at the beginning. The app, the
/// simulated gateway and this client are three processes.
/// </summary>
internal static class Endurance
{
    private const int OrdersPerMinute = 100;
    private const double MemoryGrowthMax = 1.15;

    // The heap after any collection holds what only a full one would free.
    private const double HeapGrowthMax = 1.5;
    private static readonly TimeSpan RowEvery = TimeSpan.FromMinutes(5);

    // The program compiles itself meanwhile; on a busy machine that takes longer than the updates leave it time for.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan SampleEvery = TimeSpan.FromSeconds(5);

    // 28 symbols, a hundred changes of the quote a second each, two messages for each change: 5,600 a second, and the market's own ticks on top.
    private const int ChangesPerSecond = 100;
    private static readonly string[] Symbols =
    [
        "SPY", "QQQ", "IWM", "DIA", "XLF", "XLE", "TLT", "GLD", "AAPL", "MSFT", "NVDA", "AMZN", "GOOGL", "META", "TSLA", "AMD", "INTC", "NFLX", "JPM", "BAC",
        "AIG", "BA", "DIS", "IBM", "JNJ", "KO", "WMT", "XOM",
    ];

    /// <summary>Arguments: <c>--minutes 30</c>. 1 when memory or a queue grew, an order was denied, or updates were too few.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var duration = TimeSpan.FromMinutes(Arguments.Decimal(args, "--minutes", 30));
        using SimulatorProcess gateway = await SimulatorProcess.StartAsync("--quotes-per-second", ChangesPerSecond.ToString(CultureInfo.InvariantCulture));
        string[] watched = [.. Symbols.Select((s, i) => $"--MarketData:Watchlist:{i}={s}")];
        await using AppUnderTest app = await AppUnderTest.StartAsync(
            ["--Simulator:Enabled=false", string.Create(CultureInfo.InvariantCulture, $"--Tws:Port={gateway.EndPoint.Port}"), .. watched, .. LimitsUnderTest.Arguments(), "--Logging:LogLevel:Default=Warning"]);
        await app.UntilAsync("api/v1/status", text => (bool?)JsonNode.Parse(text)!["tradingEnabled"] is true);
        decimal bid = 0;
        await Task.Delay(WarmUp);
        await app.UntilAsync("api/v1/quotes/SPY", text => (bid = (decimal?)JsonNode.Parse(text)!["bid"] ?? 0m) > 0m);

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{OrdersPerMinute} orders a minute, {Symbols.Length} symbols with {ChangesPerSecond} changes a second each, {duration.TotalMinutes:0.#} minutes, {Environment.ProcessorCount} cores, load average {Machine.LoadAverage()}."));
        Console.WriteLine("| minutes | updates/s | orders | p50 µs | p90 µs | p99 µs | longest µs | resident MiB | heap MiB | longest queue: inbox, events, sending, recorder, flush, history | app, % of a core | load average |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- | ---: | ---: |");
        using var over = new CancellationTokenSource(duration);
        var orders = new OrderStream(app.Http, bid);
        Task sending = orders.RunAsync(OrdersPerMinute, over.Token);
        List<Row> rows = await SampleAsync(app, gateway, orders, duration);
        await sending;
        return Judge(rows, orders, app.IsRunning && gateway.IsRunning);
    }

    private static async Task<List<Row>> SampleAsync(AppUnderTest app, SimulatorProcess gateway, OrderStream orders, TimeSpan duration)
    {
        List<Row> rows = [];
        using var beat = new PeriodicTimer(SampleEvery);
        long start = Stopwatch.GetTimestamp();
        Row row = await BeginAsync(app);
        while (Stopwatch.GetElapsedTime(start) < duration && app.IsRunning && gateway.IsRunning && orders.Problem is null)
        {
            await beat.WaitForNextTickAsync();
            JsonNode system = (await app.Http.GetFromJsonAsync<JsonNode>("api/v1/system"))!;
            row.Sample(system);
            TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
            if (elapsed < RowEvery * (rows.Count + 1) && elapsed < duration) continue;
            row.End(system, app, orders.TakeLatencies());
            Console.WriteLine(row.ToText(elapsed - row.Length, elapsed));
            rows.Add(row);
            row = await BeginAsync(app);
        }
        return rows;
    }

    private static async Task<Row> BeginAsync(AppUnderTest app) => new((await app.Http.GetFromJsonAsync<JsonNode>("api/v1/system"))!, app);

    private static int Judge(List<Row> rows, OrderStream orders, bool areRunning)
    {
        List<string> faults = [];
        if (!areRunning) faults.Add("a process has ended");
        if (orders.Problem is { } problem) faults.Add($"an order was not accepted: {problem}");
        if (faults.Count > 0) Console.Error.WriteLine($"The run is over: {string.Join("; ", faults)}.");
        if (rows.Count == 0) return 1;
        if (rows[^1].UpdatesPerSecond < 5_000) faults.Add("there were fewer than 5,000 updates a second");
        // The first row compiles, fills pools and loads history; what comes after must stay.
        if (rows.Count > 2 && rows[^1].ResidentMiB > rows[1].ResidentMiB * MemoryGrowthMax) faults.Add("resident memory grew");
        if (rows.Count > 2 && rows[^1].HeapMiB > rows[1].HeapMiB * HeapGrowthMax) faults.Add("the heap grew");
        if (rows[^1].HasQueueLeft) faults.Add("a queue did not empty");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{orders.Count} orders. {(faults.Count == 0 ? "Memory flat, every queue empty at the end" : string.Join("; ", faults))}."));
        return faults.Count == 0 ? 0 : 1;
    }

    /// <summary>What was seen in some minutes.</summary>
    private sealed class Row(JsonNode first, AppUnderTest app)
    {
        private static readonly string[] Queues = ["inbox", "sessionEvents", "sending", "recorder", "unflushed", "unstored"];
        private readonly long _start = Stopwatch.GetTimestamp();
        private readonly long _inputs = (long)first["inputs"]!;
        private readonly TimeSpan _processor = app.Sample().Processor;
        private readonly long[] _longest = new long[Queues.Length];
        private readonly long[] _shortest = [.. Queues.Select(_ => long.MaxValue)];
        private Distribution _latency = new();
        private double _coreShare;

        public TimeSpan Length { get; private set; }

        public double UpdatesPerSecond { get; private set; }

        public double ResidentMiB { get; private set; }

        public double HeapMiB { get; private set; }

        /// <summary>A queue that is never short holds what nobody works off.</summary>
        public bool HasQueueLeft => _shortest.Any(s => s is > 100 and < long.MaxValue);

        public void Sample(JsonNode system)
        {
            for (int i = 0; i < Queues.Length; i++)
            {
                long length = (long)system["queues"]![Queues[i]]!;
                _longest[i] = Math.Max(_longest[i], length);
                _shortest[i] = Math.Min(_shortest[i], length);
            }
        }

        public void End(JsonNode last, AppUnderTest under, Distribution latency)
        {
            Length = Stopwatch.GetElapsedTime(_start);
            (long resident, TimeSpan processor) = under.Sample();
            UpdatesPerSecond = ((long)last["inputs"]! - _inputs) / Length.TotalSeconds;
            ResidentMiB = resident / 1048576.0;
            HeapMiB = (long)last["memory"]!["heapAfterCollection"]! / 1048576.0;
            _coreShare = 100 * (processor - _processor) / Length;
            _latency = latency;
        }

        public string ToText(TimeSpan from, TimeSpan to) => string.Create(CultureInfo.InvariantCulture,
            $"| {Math.Round(from.TotalMinutes):0} to {to.TotalMinutes:0.#} | {UpdatesPerSecond:N0} | {_latency.Count} | {_latency.Percentile(50):0} | {_latency.Percentile(90):0} | {_latency.Percentile(99):0} | {_latency.Percentile(100):0} | {ResidentMiB:0.0} | {HeapMiB:0.0} | {string.Join(", ", _longest)} | {_coreShare:0} | {Machine.LoadAverage()} |");
    }
}
