using System.Diagnostics;
using System.Globalization;
using TradingCore.Tests.Simulation.Load;

namespace Benchmarks.Simulator;

/// <summary>
/// Many API clients on one simulator at a steady rate of quotes: is a change lost, what does it cost, and does its memory grow. The simulator is a
/// program of its own; all clients share this process, each with its own socket.
/// </summary>
internal static class SimulatorLoad
{
    private static readonly TimeSpan SampleEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SettlesIn = TimeSpan.FromMinutes(2);
    private const int RowEvery = 6;
    private const double GrowthMax = 1.25;

    private static readonly string[] Symbols =
    [
        "SPY", "QQQ", "IWM", "DIA", "XLF", "XLE", "TLT", "GLD", "AAPL", "MSFT", "NVDA", "AMZN", "GOOGL", "META", "TSLA", "AMD", "INTC", "NFLX", "JPM", "BAC",
    ];

    /// <summary>Arguments: <c>--clients 100 --symbols 20 --rate 10 --minutes 30</c>. 1 when a change was lost, a client was sent away, or memory grew.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        int clientCount = Arguments.Number(args, "--clients", 100), symbolCount = Arguments.Number(args, "--symbols", 20), rate = Arguments.Number(args, "--rate", 10);
        double minutes = Arguments.Decimal(args, "--minutes", 30);
        if (symbolCount > Symbols.Length)
        {
            Console.WriteLine($"There are {Symbols.Length} symbols; give at most so many.");
            return 2;
        }
        string[] symbols = Symbols[..symbolCount];
        using SimulatorProcess simulator = await SimulatorProcess.StartAsync("--quotes-per-second", rate.ToString(CultureInfo.InvariantCulture));
        using var over = new CancellationTokenSource();
        List<LoadClient> clients = [];
        for (int i = 0; i < clientCount; i++) clients.Add(await LoadClient.ConnectAsync(simulator.EndPoint, i + 1, symbols, over.Token));
        Task[] reading = [.. clients.Select(c => Task.Run(() => c.ReadAsync(over.Token)))];

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clientCount} clients, {symbolCount} symbols each, {rate} changes a second, {minutes} minutes, {Environment.ProcessorCount} cores."));
        Console.WriteLine("| minute | messages/s | changes lost | simulator, % of a core | clients, % of a core | simulator MiB | load average |");
        Console.WriteLine("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        List<(TimeSpan At, long Bytes)> memory = await MeasureAsync(simulator, clients, TimeSpan.FromMinutes(minutes));

        await over.CancelAsync();
        await Task.WhenAll(reading);
        return Judge(clients, memory, simulator.IsRunning);
    }

    private static async Task<List<(TimeSpan At, long Bytes)>> MeasureAsync(SimulatorProcess simulator, List<LoadClient> clients, TimeSpan duration)
    {
        List<(TimeSpan At, long Bytes)> memory = [];
        using var beat = new PeriodicTimer(SampleEvery < duration ? SampleEvery : duration);
        using Process self = Process.GetCurrentProcess();
        long start = Stopwatch.GetTimestamp(), rowStart = start, rowMessages = 0;
        (TimeSpan rowSimulator, TimeSpan rowSelf) = (simulator.Sample().Processor, self.TotalProcessorTime);
        for (int sample = 1; Stopwatch.GetElapsedTime(start) < duration && simulator.IsRunning; sample++)
        {
            await beat.WaitForNextTickAsync();
            (TimeSpan processor, long bytes) = simulator.Sample();
            memory.Add((Stopwatch.GetElapsedTime(start), bytes));
            if (sample % RowEvery != 0 && Stopwatch.GetElapsedTime(start) < duration) continue;
            self.Refresh();
            TimeSpan row = Stopwatch.GetElapsedTime(rowStart);
            long messages = clients.Sum(c => c.Counter.Messages);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {Stopwatch.GetElapsedTime(start).TotalMinutes:0.0} | {(messages - rowMessages) / row.TotalSeconds:N0} | {clients.Sum(c => c.Counter.Lost)} | {100 * (processor - rowSimulator) / row:0} | {100 * (self.TotalProcessorTime - rowSelf) / row:0} | {bytes / 1048576.0:0.0} | {Machine.LoadAverage()} |"));
            (rowStart, rowMessages, rowSimulator, rowSelf) = (Stopwatch.GetTimestamp(), messages, processor, self.TotalProcessorTime);
        }
        return memory;
    }

    private static int Judge(List<LoadClient> clients, List<(TimeSpan At, long Bytes)> memory, bool isRunning)
    {
        List<string> faults = [];
        if (!isRunning) faults.Add("the simulator has ended");
        long lost = clients.Sum(c => c.Counter.Lost), changes = clients.Sum(c => c.Counter.Changes);
        if (lost > 0) faults.Add($"{lost} changes of quotes were lost");
        if (clients.Exists(c => c.Counter.FewestChanges <= 0)) faults.Add("a quote has never changed");
        string[] errors = [.. clients.SelectMany(c => c.Counter.Errors).Distinct()];
        if (errors.Length > 0) faults.Add($"errors: {string.Join("; ", errors.Take(5))}");
        // The first minutes compile and fill pools; what comes after must not grow.
        long[] settled = [.. memory.Where(m => m.At > SettlesIn).Select(m => m.Bytes)];
        if (settled.Length >= 6)
        {
            double first = settled[..(settled.Length / 3)].Average(), last = settled[^(settled.Length / 3)..].Average();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Memory after {SettlesIn.TotalMinutes:0} minutes: first third {first / 1048576:0.0} MiB, last third {last / 1048576:0.0} MiB, highest {settled.Max() / 1048576.0:0.0} MiB."));
            if (last > first * GrowthMax) faults.Add("memory grew");
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{changes:N0} changes of {clients.Count} clients' quotes: {(faults.Count == 0 ? "none lost" : string.Join(", ", faults))}."));
        return faults.Count == 0 ? 0 : 1;
    }
}
