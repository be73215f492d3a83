using System.Diagnostics;
using System.Globalization;
using TradingCore.Tests.TwsProtocol;

namespace Benchmarks.Wire;

/// <summary>The long run of damaged messages and streams: no crash, no hang, no growth, every failure a typed error.</summary>
internal static class FuzzDecoders
{
    private const int Rounds = 20;
    private const int MessagesPerStream = 50;
    private static readonly TimeSpan HangAfter = TimeSpan.FromSeconds(5);

    /// <summary>Arguments: damaged messages (default 10,000,000) and the seed (default 1). One stream goes with every 50 messages.</summary>
    public static Task<int> RunAsync(string[] args)
    {
        long messages = args.Length > 0 ? long.Parse(args[0], CultureInfo.InvariantCulture) : 10_000_000;
        var run = new FuzzRun(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1);
        Console.WriteLine("| messages | decoded | refused | longest ms | memory MiB |");
        Console.WriteLine("| ---: | ---: | ---: | ---: | ---: |");
        TimeSpan longest = TimeSpan.Zero;
        long first = 0, last = 0;
        for (int round = 1; round <= Rounds; round++)
        {
            for (long i = 0; i < messages / Rounds; i++)
            {
                long start = Stopwatch.GetTimestamp();
                string? defect = run.MutateOne();
                if (i % MessagesPerStream == 0) defect ??= run.StreamOne();
                TimeSpan took = Stopwatch.GetElapsedTime(start);
                if (took > longest) longest = took;
                if (defect is null && took > HangAfter) defect = $"took {took.TotalSeconds:0.0} s";
                if (defect is null) continue;
                Console.WriteLine($"Seed {run.Seed}, round {round}, message {i}: {defect}");
                return Task.FromResult(1);
            }
            last = GC.GetTotalMemory(forceFullCollection: true);
            if (round == 1) first = last;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {messages / Rounds * round:N0} | {run.Decoded:N0} | {run.Refused:N0} | {longest.TotalMilliseconds:0.0} | {last / 1048576.0:0.00} |"));
        }
        bool hasGrown = last > first + 1_048_576;
        Console.WriteLine(hasGrown ? $"Memory grew from {first} to {last} bytes." : "No crash, no hang, no growth; every failure was a typed error.");
        return Task.FromResult(hasGrown ? 1 : 0);
    }
}
