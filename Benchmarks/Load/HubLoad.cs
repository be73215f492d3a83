using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Benchmarks.Latency;
using Benchmarks.Simulator;
using MessagePack;
using MessagePack.Resolvers;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Benchmarks.Load;

/// <summary>
/// Many clients on the hub, each with a stream of thirty symbols that change ten times a second: how long an item takes from the server to the client,
/// beside a bare hub that sends as many bytes as often. Gateway, app, bare hub and clients share one machine and its clock.
/// </summary>
internal static class HubLoad
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    private static readonly string[] Watched =
    [
        "SPY", "QQQ", "IWM", "DIA", "XLF", "XLE", "TLT", "GLD", "AAPL", "MSFT", "NVDA", "AMZN", "GOOGL", "META", "TSLA", "AMD", "INTC", "NFLX", "JPM", "BAC", "AIG", "XOM", "JNJ", "WMT", "KO", "DIS", "BA", "IBM",
        "EUR.USD", "BTC CRYPTO PAXOS",
    ];

    /// <summary>Arguments: <c>--clients 100,500,1000 --seconds 20</c>.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        int[] counts = [.. (Arguments.Text(args, "--clients") ?? "100,500,1000").Split(',').Select(c => int.Parse(c, CultureInfo.InvariantCulture))];
        var seconds = TimeSpan.FromSeconds(Arguments.Decimal(args, "--seconds", 20));
        using SimulatorProcess simulator = await SimulatorProcess.StartAsync("--quotes-per-second", "10", "--quotes-move");
        await using AppUnderTest app = await AppUnderTest.StartAsync(
        [
            "--Simulator:Enabled=false", string.Create(CultureInfo.InvariantCulture, $"--Tws:Port={simulator.EndPoint.Port}"), .. Watched.Select((w, i) => string.Create(CultureInfo.InvariantCulture, $"--MarketData:Watchlist:{i}={w}")),
            "--Hub:ConnectionsMax=100000", "--Hub:ConnectionsPerCaller=100000", "--Security:RequestsPerMinute=1000000", "--Logging:LogLevel:Default=Warning",
        ]);
        await app.UntilAsync("api/v1/quotes", text => JsonNode.Parse(text)!.AsArray().Count(q => q!["bid"] is not null) == Watched.Length);
        string key = app.Http.DefaultRequestHeaders.GetValues("X-Api-Key").Single();
        using Process appProcess = Process.GetProcessById(app.ProcessId);
        using BareProcess bare = await BareProcess.StartAsync(bytes: 30 * 230);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Watched.Length} symbols, 10 changes a second each, {seconds.TotalSeconds} s, {Environment.ProcessorCount} cores, load average {Machine.LoadAverage()}."));
        Console.WriteLine("| clients | hub | items/s | values/item | p50 ms | p95 ms | p99 ms | max ms | server, % of a core | p99 beside the bare hub |");
        Console.WriteLine("| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (int count in counts)
        {
            HubRun floor = await MeasureAsync(bare.Address, null, count, seconds, bare.Process);
            Console.WriteLine(floor.Row(count, "bare", null));
            HubRun own = await MeasureAsync(app.Http.BaseAddress!, key, count, seconds, appProcess);
            Console.WriteLine(own.Row(count, "TradingBlazor", floor));
        }
        return 0;
    }

    private static async Task<HubRun> MeasureAsync(Uri address, string? key, int count, TimeSpan duration, Process server)
    {
        var clients = new List<HubConnection>();
        using var over = new CancellationTokenSource();
        var run = new HubRun();
        try
        {
            for (int i = 0; i < count; i++)
            {
                HubConnection client = Client(address, key);
                await client.StartAsync();
                clients.Add(client);
            }
            Task[] reading = [.. clients.Select(c => ReadAsync(c, () => run, over.Token))];
            await Task.Delay(WarmUp);
            server.Refresh();
            TimeSpan before = server.TotalProcessorTime;
            long start = Stopwatch.GetTimestamp();
            run.Begin();
            await Task.Delay(duration);
            run.End(Stopwatch.GetElapsedTime(start));
            server.Refresh();
            run.Processor = server.TotalProcessorTime - before;
            await over.CancelAsync();
            await Task.WhenAll(reading);
        }
        finally
        {
            foreach (HubConnection client in clients) await client.DisposeAsync();
        }
        return run;
    }

    /// <summary>A client of the hub in MessagePack.</summary>
    /// <param name="address">Where the app is.</param>
    /// <param name="key">API key; null for the bare hub.</param>
    public static HubConnection Client(Uri address, string? key)
    {
        IHubConnectionBuilder builder = new HubConnectionBuilder().WithUrl(new Uri(address, "hubs/stream"), o =>
        {
            o.SkipNegotiation = true;
            o.Transports = Microsoft.AspNetCore.Http.Connections.HttpTransportType.WebSockets;
            if (key is not null) o.Headers["X-Api-Key"] = key;
        });
        builder.AddMessagePackProtocol(o => o.SerializerOptions = MessagePackSerializerOptions.Standard.WithResolver(CompositeResolver.Create([new LoadItemFormatter()], [StandardResolver.Instance])));
        return builder.Build();
    }

    /// <summary>Reads all quotes until told to stop, and tells the run of each item.</summary>
    public static async Task ReadAsync(HubConnection client, Func<HubRun> run, CancellationToken stop)
    {
        try
        {
            await foreach (LoadItem item in client.StreamAsync<LoadItem>("Quotes", Array.Empty<string>(), stop)) run().Add(LoadClock.Microseconds() - item.SentTime, item.Items);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Measured.
        }
    }
}

/// <summary>What was measured with one number of clients. Thread-safe while it runs.</summary>
internal sealed class HubRun
{
    private readonly Lock _gate = new();
    private readonly Distribution _times = new();
    private long _values;
    private bool _isOn;
    private TimeSpan _time;

    /// <summary>Processor time of the server meanwhile.</summary>
    public TimeSpan Processor { get; set; }

    /// <summary>Counts from now on.</summary>
    public void Begin() { lock (_gate) _isOn = true; }

    /// <summary>Counts no longer.</summary>
    public void End(TimeSpan time)
    {
        lock (_gate) (_isOn, _time) = (false, time);
    }

    /// <summary>An item has come.</summary>
    public void Add(long microseconds, int values)
    {
        lock (_gate)
        {
            if (!_isOn) return;
            _times.Add(TimeSpan.FromMicroseconds(Math.Max(0, microseconds)));
            _values += values;
        }
    }

    /// <summary>A row of the table.</summary>
    public string Row(int clients, string name, HubRun? floor) => _times.Count == 0
        ? $"| {clients} | {name} | 0 | | | | | | | |"
        : string.Create(CultureInfo.InvariantCulture, $"| {clients} | {name} | {_times.Count / _time.TotalSeconds:0} | {(double)_values / _times.Count:0.0} | {At(50):0.00} | {At(95):0.00} | {At(99):0.00} | {At(100):0.0} | {Processor / _time * 100:0} | {(floor is null || floor._times.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{At(99) / floor.At(99):0.00}"))} |");

    /// <summary>Items a second.</summary>
    public double PerSecond => _times.Count / _time.TotalSeconds;

    /// <summary>A percentile in milliseconds.</summary>
    public double At(double percent) => _times.Percentile(percent) / 1000d;
}
