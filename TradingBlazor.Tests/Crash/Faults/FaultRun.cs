using System.Diagnostics;
using System.Globalization;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Crash.Faults;

/// <summary>Two clients trade at random, one at each web process, while faults come and go; in the end everything must agree with the gateway.</summary>
internal sealed class FaultRun(int seed, IReadOnlyList<Fault> faults, CancellationToken stop)
{
    private const int LiveMax = 6;

    private static readonly TimeSpan ElsewhereFor = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseAfterTrouble = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan RequestMax = TimeSpan.FromSeconds(40);

    private readonly Random _random = new(seed);
    private readonly RandomTrader[] _traders = [new(new Random(seed + 1), mayWait: true, LiveMax, hasTies: true), new(new Random(seed + 2), mayWait: true, LiveMax)];

    /// <summary>Lets the faults come so often.</summary>
    /// <returns>What came of it.</returns>
    public async Task<FaultResult> RunAsync(int rounds)
    {
        var watch = Stopwatch.StartNew();
        await using FaultDesk desk = await FaultDesk.StartAsync(seed, faults.Any(f => f.Name == Fault.ClockName), stop);
        HttpClient[] clients = [.. await Task.WhenAll(desk.Webs.Select(w => w.Current.ClientWithKeyAsync(stop)))];
        List<string> differences = [];
        List<double> away = [];
        try
        {
            foreach (HttpClient client in clients)
            {
                client.Timeout = RequestMax;
                await Agreement.UntilTradingAsync(client, stop);
            }
            using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
            Task trading = Task.WhenAll(_traders.Select((t, i) => TradeAsync(t, clients[i], clients[1 - i], end.Token)));
            try
            {
                for (int round = 0; round < rounds; round++) away.Add(await RoundAsync(desk));
            }
            catch (TimeoutException e)
            {
                differences.Add($"Trading did not come back: {e.Message}");
            }
            await end.CancelAsync();
            await trading;
            differences.AddRange(await CompareAsync(desk, clients));
        }
        finally
        {
            foreach (HttpClient client in clients) client.Dispose();
        }
        return new FaultResult(string.Join(" + ", faults.Select(f => f.Name)), seed, rounds, _traders, desk.Engine.Starts, desk.Webs.Sum(w => w.Starts), away, watch.Elapsed, differences);
    }

    // A careful client goes to the other process when its own does not answer, and comes back.
    private static async Task TradeAsync(RandomTrader trader, HttpClient home, HttpClient other, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await trader.TradeAsync(home, stop);
            using var elsewhere = CancellationTokenSource.CreateLinkedTokenSource(stop);
            elsewhere.CancelAfter(ElsewhereFor);
            await trader.TradeAsync(other, elsewhere.Token);
            await Task.WhenAny(Task.Delay(PauseAfterTrouble, TimeProvider.System, stop));
        }
    }

    /// <summary>Everything that is lost is lost at about the same time, for about as long.</summary>
    /// <returns>Seconds from the end of the last fault until both clients had a new order accepted.</returns>
    private async Task<double> RoundAsync(FaultDesk desk)
    {
        // Drawn before anything happens, so that the same seed gives the same.
        TimeSpan calm = Milliseconds(300, 1_500);
        (Fault Fault, TimeSpan After, TimeSpan Lasts, Random Random)[] planned = [.. faults.Select(f => (f, Milliseconds(0, 800), Milliseconds(1_000, 6_000), new Random(_random.Next())))];
        await TradedAsync("orders to flow before the fault");
        await Task.Delay(calm, TimeProvider.System, stop);
        await Task.WhenAll(planned.Select(async p =>
        {
            await Task.Delay(p.After, TimeProvider.System, stop);
            await p.Fault.Begin(desk, p.Random, stop);
            await Task.Delay(p.Lasts, TimeProvider.System, stop);
            await p.Fault.End(desk, stop);
        }));
        var watch = Stopwatch.StartNew();
        await TradedAsync("orders to flow after the fault");
        return watch.Elapsed.TotalSeconds;
    }

    private async Task TradedAsync(string what)
    {
        int[] before = [.. _traders.Select(t => t.Created)];
        await Until.TrueAsync(what, () => Task.FromResult(_traders.Select((t, i) => t.Created > before[i]).All(isNew => isNew)), stop);
    }

    private async Task<IReadOnlyList<string>> CompareAsync(FaultDesk desk, HttpClient[] webs)
    {
        await Until.TrueAsync("every process to run", () => Task.FromResult(desk.Engine.IsUp && desk.Webs.All(w => w.IsUp)), stop);
        using HttpClient engine = await desk.Engine.Current.ClientWithKeyAsync(stop);
        List<string> differences = [];
        foreach ((string who, HttpClient http) in new[] { ("web 1", webs[0]), ("web 2", webs[1]), ("engine", engine) })
            differences.AddRange((await desk.Gateway.ReachAsync(http, _traders, stop)).Select(d => $"{who}: {d}"));
        differences.AddRange(await desk.Gateway.ReachStoredAsync(webs[0], stop));
        return differences;
    }

    private TimeSpan Milliseconds(int from, int to) => TimeSpan.FromMilliseconds(_random.Next(from, to));
}

/// <summary>What a run came to.</summary>
/// <param name="Faults">What was lost.</param>
/// <param name="Seed">Seed.</param>
/// <param name="Rounds">How often.</param>
/// <param name="Traders">The clients.</param>
/// <param name="EngineStarts">How often the engine was started again.</param>
/// <param name="WebStarts">How often web processes were.</param>
/// <param name="Away">Seconds until trading was back, a round each.</param>
/// <param name="Time">Time that it took.</param>
/// <param name="Differences">What differs; empty when nothing does.</param>
internal sealed record FaultResult(
    string Faults, int Seed, int Rounds, IReadOnlyList<RandomTrader> Traders, int EngineStarts, int WebStarts, IReadOnlyList<double> Away, TimeSpan Time, IReadOnlyList<string> Differences)
{
    /// <summary>Heading of the table whose rows these are.</summary>
    public const string Heading = """
        | fault | seed | orders acknowledged | refused | open at first | engine, web starts | differences | seconds until trading again |
        | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |
        """;

    /// <summary>Orders that were acknowledged.</summary>
    public int Acknowledged => Traders.Sum(t => t.Accepted.Count);

    /// <summary>The row.</summary>
    public string Row => string.Create(CultureInfo.InvariantCulture,
        $"| {Faults} | {Seed} | {Acknowledged} | {Traders.Sum(t => t.Refused.Values.Sum())} | {Traders.Sum(t => t.Repeated)} | {EngineStarts}, {WebStarts} | {Differences.Count} | {string.Join(", ", Away.Select(a => a.ToString("0.0", CultureInfo.InvariantCulture)))} |");

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Faults}, seed {Seed}: {Rounds} rounds, {Acknowledged} acknowledged orders, refused {Counts(t => t.Refused)}, not answered at first {Counts(t => t.NotAnswered)}, {EngineStarts} starts of the engine, {WebStarts} of web processes, back after {string.Join(", ", Away.Select(a => a.ToString("0.0", CultureInfo.InvariantCulture)))} s, {Time.TotalSeconds:0} s in all; {Differences.Count} differences");

    private string Counts<T>(Func<RandomTrader, IReadOnlyDictionary<T, int>> of) where T : notnull =>
        string.Join(", ", Traders.SelectMany(of).GroupBy(c => c.Key).OrderBy(g => g.Key).Select(g => $"{g.Sum(c => c.Value)} {g.Key}"));
}
