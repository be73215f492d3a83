using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using TwsSimulator;

namespace Benchmarks.Latency;

/// <summary>
/// The gateway's side of a latency measurement, in a process of its own: a simulated gateway behind a tap, other traffic, and the clock. Says its ports
/// on standard output and does what standard input says: <c>traffic N</c> starts N other ticks a second, <c>ticks N</c> measures N trigger ticks and N echoes in
/// turn, <c>orders N</c> writes the moment of each of the next N orders, <c>cancels N</c> those of the first and the last of the next N cancels, <c>end</c> ends.
/// </summary>
internal static class LatencyGateway
{
    /// <summary>Size of the tick that the strategy answers.</summary>
    public const decimal TriggerSize = 777m;

    /// <summary>Symbol of the trigger ticks and orders.</summary>
    public const string Symbol = "SPY";

    /// <summary>Symbol of the other ticks.</summary>
    public const string OtherSymbol = "QQQ";

    /// <summary>Other ticks in a second when nothing else is said.</summary>
    public const int OtherTicksPerSecond = 1_000;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(23);
    private static readonly TimeSpan CancelPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Runs until <c>end</c>.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var options = new SimulatorOptions { MessagesPerSecondMax = 1_000, OrderLatency = TimeSpan.Zero };
        await using SimulatedGateway simulator = await SimulatedGateway.StartAsync(options, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
        using var tap = new MeasuringTap();
        using var floor = new EchoFloor();
        using var over = new CancellationTokenSource();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{tap.Port} {floor.Port}"));
        Task passing = tap.RunAsync(simulator.EndPoint);
        Task traffic = Task.CompletedTask;
        while (await Console.In.ReadLineAsync() is { } line && line != "end")
        {
            string[] words = line.Split(' ');
            switch (words[0])
            {
                case "traffic": traffic = Task.Run(() => SendOtherAsync(tap, int.Parse(words[1], CultureInfo.InvariantCulture), over.Token)); break;
                case "ticks": await MeasureTicksAsync(tap, floor, int.Parse(words[1], CultureInfo.InvariantCulture)); break;
                case "cancels": await NoteCancelsAsync(tap, int.Parse(words[1], CultureInfo.InvariantCulture)); break;
                case "orders": await NoteOrdersAsync(tap, int.Parse(words[1], CultureInfo.InvariantCulture)); break;
            }
        }
        await over.CancelAsync();
        await traffic;
        return passing.IsFaulted ? 1 : 0;
    }

    private static async Task MeasureTicksAsync(MeasuringTap tap, EchoFloor floor, int count)
    {
        await floor.AcceptAsync();
        Distribution order = new(), echo = new();
        int unanswered = 0;
        for (int i = -count / 10; i < count; i++)
        {
            Task<long> answer = tap.NextOrderAsync();
            long from = tap.SendBid(Symbol, tap.BidOf(Symbol)!.Value, TriggerSize);
            try
            {
                long to = await answer.WaitAsync(Patience);
                if (i >= 0) order.Add(from, to);
            }
            catch (TimeoutException)
            {
                unanswered++;
            }
            await Task.Delay(Pause);
            (long asked, long answered) = await floor.AskAsync();
            // The first tenth warms both up.
            if (i >= 0) echo.Add(asked, answered);
            await Task.Delay(Pause);
        }
        Console.WriteLine(echo.Row("socket echo between the two processes (the floor)"));
        Console.WriteLine(order.Row("tick written to order read"));
        Console.WriteLine("done");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Of the floor's median: p50 {order.Percentile(50) / echo.Percentile(50):0.00} times, p99 {order.Percentile(99) / echo.Percentile(50):0.00} times. Ticks without an order: {unanswered}."));
    }

    private static async Task NoteOrdersAsync(MeasuringTap tap, int count)
    {
        Task<long> next = tap.NextOrderAsync();
        Console.WriteLine("ready");
        for (int i = 0; i < count; i++)
        {
            long at = await next;
            next = tap.NextOrderAsync();
            Console.WriteLine(at.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static async Task NoteCancelsAsync(MeasuringTap tap, int count)
    {
        Task<(long First, long Last)> all = tap.CancelsAsync(count);
        Console.WriteLine("ready");
        try
        {
            (long first, long last) = await all.WaitAsync(CancelPatience);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{first} {last}"));
        }
        catch (TimeoutException)
        {
            Console.WriteLine("timeout");
        }
    }

    // One write for each tick, evenly: what a busy stream does to the reader, not a burst now and then.
    private static async Task SendOtherAsync(MeasuringTap tap, int perSecond, CancellationToken stop)
    {
        long interval = Stopwatch.Frequency / perSecond;
        long next = Stopwatch.GetTimestamp();
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        try
        {
            for (int i = 0; await beat.WaitForNextTickAsync(stop);)
            {
                for (long now = Stopwatch.GetTimestamp(); next <= now; next += interval, i++)
                {
                    if (tap.BidOf(OtherSymbol) is { } bid) tap.SendBid(OtherSymbol, Math.Round(bid + (0.01 * (i % 5)), 2), 100 + (i % 7 * 100));
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }
}
