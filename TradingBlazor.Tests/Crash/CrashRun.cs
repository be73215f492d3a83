using System.Diagnostics;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Crash;

/// <summary>
/// The program in one process, the simulated gateway in another, a client that trades at random. The program is killed as by <c>kill -9</c> and started
/// again, and the connection is cut, at random instants.
/// </summary>
internal sealed class CrashRun(int seed, string folder, CancellationToken stop) : IDisposable
{
    private static readonly TimeSpan FirstAnswerMax = TimeSpan.FromSeconds(10);

    private readonly Random _random = new(seed);
    private readonly RandomTrader _trader = new(new Random(seed + 1), hasTies: true);
    private readonly HttpClient _admin = new();
    // With every other seed, orders that would trade with own ones wait until these are cancelled (R34).
    private readonly List<string> _settings = ["--Simulator:Enabled=false", .. Agreement.Settings, $"--Risk:SelfMatch={seed % 2 == 1}", "--Risk:SelfMatchDeniesNewest=false"];

    /// <summary>Kills it so often, and compares at the end.</summary>
    /// <returns>What differs; empty when nothing does.</returns>
    public async Task<CrashResult> RunAsync(int kills)
    {
        var watch = Stopwatch.StartNew();
        int adminPort = Loopback.FreePort();
        await using SimulatorProcess gateway = await SimulatorProcess.StartAsync("crash-gateway", null, ["--seed", $"{seed}", "--admin-port", $"{adminPort}", "--latency-ms", "5"], stop);
        _admin.BaseAddress = new Uri($"http://127.0.0.1:{adminPort}/");
        _settings.Add($"--Tws:Port={gateway.Port}");
        var agreement = new Agreement(_admin);
        int cuts = 0;
        for (int kill = 0; kill < kills; kill++)
        {
            await using AppProcess app = await AppProcess.StartAsync("crash-app", folder, null, _settings, stop);
            using HttpClient http = await app.ClientWithKeyAsync(stop);
            // Sometimes it dies while it is still comparing itself with the gateway.
            if (_random.Next(5) > 0) await Agreement.UntilTradingAsync(http, stop);
            // What nobody has heard of keeps others from leaving, and is decided only by a program that lives for some seconds.
            if (_random.Next(2) == 0) await Agreement.UntilDecidedAsync(http, stop);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
            int answers = _trader.Answers;
            Task trading = _trader.TradeAsync(http, end.Token);
            // Mostly the random time begins with the first answer: a busy machine would else kill only programs that have not begun to work.
            if (_random.Next(4) > 0) await FirstAnswerAsync(answers);
            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(50, 1_500)), stop);
            if (_random.Next(3) == 0)
            {
                cuts++;
                await agreement.CutAsync(stop);
                await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(0, 1_000)), stop);
            }
            await app.KillAsync();
            await end.CancelAsync();
            await trading;
        }
        await using AppProcess last = await AppProcess.StartAsync("crash-app-last", folder, null, _settings, stop);
        using HttpClient survivor = await last.ClientWithKeyAsync(stop);
        IReadOnlyList<string> differences = await agreement.ReachAsync(survivor, [_trader], stop);
        return new CrashResult(seed, kills, cuts, _trader.Requests, _trader.Accepted.Count, _trader.Refused, watch.Elapsed, differences);
    }

    /// <inheritdoc/>
    public void Dispose() => _admin.Dispose();

    private async Task FirstAnswerAsync(int before)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        var waited = Stopwatch.StartNew();
        while (_trader.Answers == before && waited.Elapsed < FirstAnswerMax) await timer.WaitForNextTickAsync(stop);
    }
}

/// <summary>What a run came to.</summary>
internal sealed record CrashResult(int Seed, int Kills, int Cuts, int Requests, int Accepted, IReadOnlyDictionary<string, int> Refused, TimeSpan Time, IReadOnlyList<string> Differences)
{
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"seed {Seed}: {Kills} kills, {Cuts} cut connections, {Requests} requests, {Accepted} accepted orders, refused {string.Join(", ", Refused.Select(r => $"{r.Value} {r.Key}"))} in {Time.TotalSeconds:0} s; {Differences.Count} differences");
}
