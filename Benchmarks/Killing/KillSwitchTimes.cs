using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Benchmarks.Latency;
using Microsoft.Extensions.Logging.Abstractions;
using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Ports;
using TradingCore.Hosting.Rehearsing;
using TradingCore.MarketData;
using TradingCore.Persistence;
using TradingCore.Persistence.Journal;
using TradingCore.Risk.Kill;
using TradingCore.Risk.Limits;
using TradingCore.Tests.Shared;
using TradingCore.Tws;

namespace Benchmarks.Killing;

/// <summary>
/// The kill switch (K2, everything) with a hundred working orders: how soon it holds, when its first cancel and when its last is on the wire, taken at the gateway's side. Once
/// with the engine in this process, once through the REST interface of the whole app whose PostgreSQL and Redis servers have just been killed; there is no browser.
/// </summary>
internal static class KillSwitchTimes
{
    private const int OrdersPerSymbol = 10;
    private static readonly TimeSpan OrderPause = TimeSpan.FromMilliseconds(40);
    private static readonly CommandContext Person = new("user", "somebody");

    private static readonly string[] Symbols = ["SPY", "QQQ", "IWM", "DIA", "XLF", "AAPL", "MSFT", "NVDA", "AMZN", "META"];

    private static int OrderCount => Symbols.Length * OrdersPerSymbol;

    /// <summary>Arguments: how often each part is repeated (default 5); of the whole app each is the first switch of its process. 1 when an order was denied or a cancel did not come.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        int repeats = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{OrderCount} working orders, {new TwsOptions().MessagesPerSecond} messages a second allowed, {Environment.ProcessorCount} cores, load average {Machine.LoadAverage()}."));
        Console.WriteLine("| path | runs | best ms | median ms | worst ms |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: |");
        try
        {
            Times latch = new(), first = new(), all = new();
            for (int i = 0; i < repeats; i++) await InProcessAsync(latch, first, all);
            Console.WriteLine(latch.Row("in process: called until it holds and is in the journal"));
            Console.WriteLine(first.Row("in process: called until the first cancel is read by the gateway"));
            Console.WriteLine(all.Row("in process: called until the last cancel is read by the gateway"));

            Times answer = new(), firstOfApp = new(), allOfApp = new();
            for (int i = 0; i < repeats; i++) await WholeAppAsync(answer, firstOfApp, allOfApp);
            Console.WriteLine(firstOfApp.Row("whole app, PostgreSQL and Redis dead: POST until the first cancel is read by the gateway"));
            Console.WriteLine(answer.Row("whole app, PostgreSQL and Redis dead: POST until its answer"));
            Console.WriteLine(allOfApp.Row("whole app, PostgreSQL and Redis dead: POST until the last cancel is read by the gateway"));
            return 0;
        }
        catch (OrderDeniedException denied)
        {
            await Console.Error.WriteLineAsync($"The measurement says nothing: {denied.Message}");
            return 1;
        }
    }

    private static async Task InProcessAsync(Times latch, Times first, Times all)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("kill-switch");
        try
        {
            using GatewayProcess gateway = await GatewayProcess.StartAsync();
            await using FileJournal journal = new(folder.FullName, new PersistenceOptions(), TimeProvider.System, NullLogger<FileJournal>.Instance);
            journal.Open();
            var noting = new LatchJournal(journal);
            await using TwsGateway session = new(new TwsOptions { Port = gateway.TapPort }, TimeProvider.System, NullLoggerFactory.Instance);
            await using TradingEngine engine = new(
                new TradingOptions(), LimitsUnderTest.Options(), new MarketDataOptions { Watchlist = [.. Symbols] }, new BarsOptions(), noting, TimeProvider.System, NullLoggerFactory.Instance);
            engine.Attach(session);
            using var stop = new CancellationTokenSource();
            Task running = Task.Run(() => engine.RunAsync(RecoveredState.Empty, stop.Token));
            session.Start(engine.Inbox);
            // As the app does at every start.
            await Rehearsals.RunAsync(TimeProvider.System, stop.Token);
            await UntilAsync(() => engine.View.Session.IsTradingEnabled && Symbols.All(s => engine.View.FindQuote(s)?.Bid is not null));
            await WorkAsync(async (symbol, quantity) =>
            {
                var spec = new OrderSpec { Ticker = symbol, Side = OrderSide.Buy, Quantity = quantity, Type = OrderType.Limit, LimitPrice = Far(engine.View.FindQuote(symbol)!.Bid!.Value), Tif = TimeInForce.Day };
                SubmitResult answer = await engine.Commands.SubmitAsync(spec, Person);
                return answer.Outcome == SubmitOutcome.Accepted ? null : $"{answer.Outcome}: {answer.Message}";
            });
            await UntilAsync(() => engine.View.Orders.Count(o => o.State == OrderState.Working) == OrderCount);

            await ExpectCancelsAsync(gateway);
            long called = Stopwatch.GetTimestamp();
            KillResult result = await engine.RiskCommands.EngageKillSwitchAsync(RiskScope.Firm, KillLevel.Cancel, "measured", Person);
            if (result.Outcome != CommandOutcome.Accepted) throw new OrderDeniedException(result.Message);
            (long firstRead, long lastRead) = await HearCancelsAsync(gateway);
            latch.Add(called, noting.LatchedAt);
            first.Add(called, firstRead);
            all.Add(called, lastRead);
            await session.StopAsync();
            await stop.CancelAsync();
            await running;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task WholeAppAsync(Times answer, Times first, Times all)
    {
        using GatewayProcess gateway = await GatewayProcess.StartAsync();
        await using PostgresServer database = await PostgresServer.StartNewAsync(CancellationToken.None);
        await using RedisServer redis = await RedisServer.StartNewAsync(CancellationToken.None);
        string connection = await database.NewDatabaseAsync(CancellationToken.None);
        string[] watched = [.. Symbols.Select((s, i) => $"--MarketData:Watchlist:{i}={s}")];
        await using AppUnderTest app = await AppUnderTest.StartAsync(
            ["--Simulator:Enabled=false", string.Create(CultureInfo.InvariantCulture, $"--Tws:Port={gateway.TapPort}"), "--Persistence:Provider=PostgreSql", $"--Persistence:ConnectionString={connection}", $"--Redis:ConnectionString={redis.ConnectionString}",
                .. watched, .. LimitsUnderTest.Arguments(), "--Logging:LogLevel:Default=Critical"]);
        await app.UntilAsync("api/v1/status", text => (bool?)JsonNode.Parse(text)!["tradingEnabled"] is true);
        var bids = new Dictionary<string, decimal>();
        foreach (string symbol in Symbols)
            await app.UntilAsync($"api/v1/quotes/{symbol}", text => (bids[symbol] = (decimal?)JsonNode.Parse(text)!["bid"] ?? 0m) > 0m);
        await WorkAsync(async (symbol, quantity) =>
        {
            var order = new { symbol, side = "BUY", quantity, type = "LMT", limitPrice = Far(bids[symbol]), tif = "DAY" };
            using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/orders") { Content = JsonContent.Create(order) };
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
            using HttpResponseMessage sent = await app.Http.SendAsync(request);
            return sent.IsSuccessStatusCode ? null : await sent.Content.ReadAsStringAsync();
        });
        await app.UntilAsync("api/v1/orders?state=working&limit=1000", text => JsonNode.Parse(text)!.AsArray().Count(o => (string)o!["state"]! == "working") == OrderCount);

        await Task.WhenAll(database.KillAsync(CancellationToken.None), redis.KillAsync());
        await ExpectCancelsAsync(gateway);
        // Written before the clock starts: what the measuring process compiles for a new kind of body is not the program's time.
        using var body = new StringContent("""{"level":"K2","reason":"measured"}""", Encoding.UTF8, "application/json");
        long posted = Stopwatch.GetTimestamp();
        using HttpResponseMessage killed = await app.Http.PostAsync("api/v1/risk/kill-switch", body);
        answer.Add(posted, Stopwatch.GetTimestamp());
        if (!killed.IsSuccessStatusCode) throw new OrderDeniedException(await killed.Content.ReadAsStringAsync());
        (long firstRead, long lastRead) = await HearCancelsAsync(gateway);
        first.Add(posted, firstRead);
        all.Add(posted, lastRead);
    }

    // Each order on its own, slowly enough for every limit of rate.
    private static async Task WorkAsync(Func<string, int, Task<string?>> send)
    {
        using var beat = new PeriodicTimer(OrderPause);
        for (int i = 0; i < OrderCount; i++)
        {
            if (await send(Symbols[i % Symbols.Length], 1 + (i / Symbols.Length)) is { } problem) throw new OrderDeniedException($"order {i + 1}: {problem}");
            await beat.WaitForNextTickAsync();
        }
    }

    private static async Task ExpectCancelsAsync(GatewayProcess gateway)
    {
        gateway.Say(string.Create(CultureInfo.InvariantCulture, $"cancels {OrderCount}"));
        if (await gateway.HearAsync() != "ready") throw new InvalidOperationException("The gateway's side is not ready.");
    }

    private static async Task<(long First, long Last)> HearCancelsAsync(GatewayProcess gateway)
    {
        // Both clocks count from the start of the machine.
        string[] told = (await gateway.HearAsync()).Split(' ');
        if (told.Length != 2) throw new OrderDeniedException($"not every cancel came: {string.Join(' ', told)}");
        return (long.Parse(told[0], CultureInfo.InvariantCulture), long.Parse(told[1], CultureInfo.InvariantCulture));
    }

    private static async Task UntilAsync(Func<bool> isIt)
    {
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        for (long start = Stopwatch.GetTimestamp(); !isIt(); await beat.WaitForNextTickAsync())
            if (Stopwatch.GetElapsedTime(start) > TimeSpan.FromMinutes(1)) throw new TimeoutException("The engine did not come to what the measurement needs within a minute.");
    }

    // Below the market, so that it works until it is cancelled.
    private static decimal Far(decimal bid) => decimal.Floor(bid * 0.95m);

    /// <summary>Notes when the entry of an engaged switch is written.</summary>
    private sealed class LatchJournal(FileJournal journal) : IJournal
    {
        public long LatchedAt { get; private set; }

        public void Append(IReadOnlyList<JournalEntry> entries) => AppendQuietly(entries);

        public void AppendQuietly(IReadOnlyList<JournalEntry> entries)
        {
            journal.AppendQuietly(entries);
            if (LatchedAt == 0 && entries.OfType<SettingWritten>().Any(s => s.Key.StartsWith("kill-switch:", StringComparison.Ordinal))) LatchedAt = Stopwatch.GetTimestamp();
        }

        public void Wake() => journal.Wake();
    }

    /// <summary>A few durations in milliseconds.</summary>
    private sealed class Times
    {
        private readonly List<double> _milliseconds = [];

        public void Add(long from, long to) => _milliseconds.Add(Stopwatch.GetElapsedTime(from, to).TotalMilliseconds);

        public string Row(string name)
        {
            _milliseconds.Sort();
            return string.Create(CultureInfo.InvariantCulture, $"| {name} | {_milliseconds.Count} | {_milliseconds[0]:0.00} | {_milliseconds[_milliseconds.Count / 2]:0.00} | {_milliseconds[^1]:0.00} |");
        }
    }
}
