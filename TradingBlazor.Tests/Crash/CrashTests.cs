using System.Globalization;
using TradingBlazor.Tests.Harness;
using TradingBlazor.Tests.Stories;

namespace TradingBlazor.Tests.Crash;

/// <summary>Nothing that was acknowledged is lost or doubled, whatever dies in between. <c>CRASH_KILLS</c> and <c>CRASH_SEED</c> make it longer or another one.</summary>
[Collection(CrashTestsCollection.Name)]
public sealed class CrashTests
{
    [Fact]
    public async Task Every_acknowledged_order_is_at_the_gateway_once_every_execution_is_booked_once_and_the_money_agrees_to_the_cent()
    {
        int kills = Setting("CRASH_KILLS", 20), seed = Setting("CRASH_SEED", 20_261);
        using var data = new TemporaryFolder();

        using var run = new CrashRun(seed, data.Path, TestContext.Current.CancellationToken);
        CrashResult result = await run.RunAsync(kills);

        await Measured.RecordAsync(result.ToString(), result.Time);
        Assert.True(result.Accepted > kills, $"{result}: too few orders were accepted to prove anything.");
        Assert.True(result.Differences.Count == 0, $"{result}\n{string.Join('\n', result.Differences.Take(20))}");
    }

    private static int Setting(string name, int usual) => int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : usual;
}
