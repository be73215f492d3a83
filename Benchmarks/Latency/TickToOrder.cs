using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using TradingCore.Bars;
using TradingCore.Engine;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Ports;
using TradingCore.Hosting.Rehearsing;
using TradingCore.MarketData;
using TradingCore.Persistence;
using TradingCore.Persistence.Journal;
using TradingCore.Tws;

namespace Benchmarks.Latency;

/// <summary>
/// From a tick on the wire to the order on the wire, taken at the gateway: socket, session, engine, a strategy, all of Risk, journal, session, socket.
/// Engine and gateway are two processes on loopback; a bare echo between the same two gives the floor in the same run, and other ticks come all the time.
/// </summary>
internal static class TickToOrder
{
    private static readonly TimeSpan QuietFor = TimeSpan.FromSeconds(10);

    /// <summary>Arguments: trigger ticks (default 1,000), other ticks a second (default 1,000), and how often the way is kept warm in milliseconds (default as in earnest; 0 for never).</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        int count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000;
        int others = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : LatencyGateway.OtherTicksPerSecond;
        var options = new TradingOptions();
        if (args.Length > 2) options.KeepWarm = TimeSpan.FromMilliseconds(int.Parse(args[2], CultureInfo.InvariantCulture));
        DirectoryInfo folder = Directory.CreateTempSubdirectory("tick-to-order");
        try
        {
            using GatewayProcess gateway = await GatewayProcess.StartAsync();
            await using FileJournal journal = new(folder.FullName, new PersistenceOptions(), TimeProvider.System, NullLogger<FileJournal>.Instance);
            journal.Open();
            await using TwsGateway session = new(new TwsOptions { Port = gateway.TapPort }, TimeProvider.System, NullLoggerFactory.Instance);
            var stages = new Stages(journal, session);
            await using TradingEngine engine = new(
                options, LimitsUnderTest.Options(), new MarketDataOptions { Watchlist = [LatencyGateway.Symbol, LatencyGateway.OtherSymbol] }, new BarsOptions(), stages, TimeProvider.System, NullLoggerFactory.Instance);
            engine.Attach(stages);
            await using var practice = new OrderPractice(TimeProvider.System);
            engine.Attach(practice);
            using var stop = new CancellationTokenSource();
            Task running = Task.Run(() => engine.RunAsync(RecoveredState.Empty, stop.Token));
            var strategy = new StrategyInbox(engine, stages);
            Task alive = strategy.BeatAsync(stop.Token);
            session.Start(strategy);
            await UntilTradableAsync(engine);
            // As the app does at every start.
            await Rehearsals.RunAsync(TimeProvider.System, stop.Token);
            Task echo = EchoFloor.AnswerAsync(gateway.EchoPort, stop.Token);

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} trigger ticks among {others} others a second, the way kept warm every {options.KeepWarm.TotalMilliseconds} ms, {Environment.ProcessorCount} cores, load average {Machine.LoadAverage()}."));
            Console.WriteLine("| path | count | p50 µs | p90 µs | p99 µs |");
            Console.WriteLine("| --- | ---: | ---: | ---: | ---: |");
            gateway.Say(string.Create(CultureInfo.InvariantCulture, $"traffic {others}"));
            string quiet = await MeasureQuietAsync(strategy);
            gateway.Say($"ticks {count}");
            for (string line = await strategy.HearUnlessDeniedAsync(gateway); line != "done"; line = await strategy.HearUnlessDeniedAsync(gateway)) Console.WriteLine(line);
            Console.WriteLine(stages.UntilJournal.Row("of it: decided to journal (inbox, engine, Risk)"));
            Console.WriteLine(stages.InJournal.Row("of it: journal"));
            Console.WriteLine(stages.UntilSession.Row("of it: journal to session"));
            Console.WriteLine(stages.InSession.Row("of it: session (encoded and sent)"));
            Console.WriteLine(await gateway.HearAsync());
            Console.WriteLine(quiet);

            SubmitResult[] answers = await Task.WhenAll(strategy.Answers);
            int accepted = answers.Count(a => a.Outcome == SubmitOutcome.Accepted);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{accepted} orders were accepted, load average {Machine.LoadAverage()} at the end."));
            await session.StopAsync();
            await stop.CancelAsync();
            await running;
            await echo;
            await alive;
            return accepted == answers.Length ? 0 : 1;
        }
        catch (OrderDeniedException denied)
        {
            await Console.Error.WriteLineAsync($"The measurement says nothing: {denied.Message}");
            return 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task UntilTradableAsync(TradingEngine engine)
    {
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!(engine.View.Session.IsTradingEnabled && engine.View.FindQuote(LatencyGateway.Symbol)?.Bid is not null && engine.View.FindQuote(LatencyGateway.OtherSymbol)?.Bid is not null))
            await beat.WaitForNextTickAsync();
    }

    // All that the process allocates while ticks come and nobody acts: clock, snapshots for readers and timers included.
    private static async Task<string> MeasureQuietAsync(StrategyInbox strategy)
    {
        await Task.Delay(QuietFor / 2);
        long bytes = GC.GetTotalAllocatedBytes(precise: true), ticks = strategy.Ticks;
        await Task.Delay(QuietFor);
        bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
        ticks = strategy.Ticks - ticks;
        return string.Create(CultureInfo.InvariantCulture, $"Ticks that send nothing: {(double)bytes / ticks:0} bytes allocated each by the whole process, of {ticks} in {QuietFor.TotalSeconds:0} s.");
    }
}
