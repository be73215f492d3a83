using System.Globalization;
using TradingBlazor.Tests.Harness;
using TradingBlazor.Tests.Stories;

namespace TradingBlazor.Tests.Crash.Faults;

/// <summary>
/// Nothing that was acknowledged is lost or doubled, whatever the desk loses while orders flow. <c>FAULTS</c> names what (<c>redis,database+web,pairs:10</c>; <c>all</c> is each
/// alone), <c>FAULT_ROUNDS</c> how often and <c>FAULT_SEED</c> when: <c>Benchmarks/faults.sh</c> makes a table of it.
/// </summary>
[Collection(CrashTestsCollection.Name)]
public sealed class FaultTests
{
    [Fact]
    public async Task Everything_agrees_with_the_gateway_after_each_fault()
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        int rounds = Setting("FAULT_ROUNDS", 1), seed = Setting("FAULT_SEED", 1);
        List<string> wrong = [];
        foreach ((int own, Fault[] faults) in Wanted(Environment.GetEnvironmentVariable("FAULTS") ?? "redis+database+connection", seed))
        {
            FaultResult result = await new FaultRun(own, faults, stop).RunAsync(rounds);
            await Measured.RecordAsync(result.ToString(), result.Time);
            string table = Artifacts.PathOf("measured", "faults.md");
            await File.AppendAllTextAsync(table, File.Exists(table) ? $"{result.Row}\n" : $"{FaultResult.Heading}\n{result.Row}\n", stop);
            if (result.Acknowledged < 2) wrong.Add($"{result}: too few orders were acknowledged to prove anything.");
            if (result.Differences.Count > 0) wrong.Add($"{result}\n{string.Join('\n', result.Differences.Take(20))}");
        }

        Assert.True(wrong.Count == 0, string.Join("\n\n", wrong));
    }

    // Every entry has a seed of its own, which runs it alone, too.
    private static IEnumerable<(int Seed, Fault[] Faults)> Wanted(string text, int seed)
    {
        foreach (string entry in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (entry == "all")
            {
                foreach (Fault fault in Fault.All) yield return (seed++, [fault]);
            }
            else if (entry.StartsWith("pairs:", StringComparison.Ordinal))
            {
                for (int left = int.Parse(entry["pairs:".Length..], CultureInfo.InvariantCulture); left > 0; left--)
                {
                    Fault[] pair = [.. Fault.All];
                    new Random(seed).Shuffle(pair);
                    yield return (seed++, pair[..2]);
                }
            }
            else
            {
                yield return (seed++, [.. entry.Split('+').Select(Fault.Of)]);
            }
        }
    }

    private static int Setting(string name, int usual) => int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : usual;
}
