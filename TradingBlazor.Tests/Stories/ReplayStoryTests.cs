using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Stories;

/// <summary>What a running desk recorded, replayed by the program itself.</summary>
[Collection(ProcessTestsCollection.Name)]
public sealed class ReplayStoryTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_desk_that_traded_and_was_stopped_replays_to_the_same_hash()
    {
        using var data = new TemporaryFolder();
        await using (AppProcess app = await AppProcess.StartAsync("recorded", data.Path, port: null, [], Stop))
        {
            using Api api = await Api.OfAsync(app, Stop);
            await Trades.PositionAndRestingOrderAsync(api, Stop);
            Assert.Equal(0, await app.StopAsync(Stop));
        }

        (int code, string output) = await ReplayAsync(Assert.Single(Directory.GetFiles(Path.Combine(data.Path, "recordings"))));

        Assert.True(code == 0, output);
        Assert.Contains("The running system stopped with the same hash.", output, StringComparison.Ordinal);
        Assert.Contains("inputs  ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("GAP", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_desk_that_was_killed_replays_up_to_the_kill_and_a_damaged_file_is_told()
    {
        using var data = new TemporaryFolder();
        await using (AppProcess app = await AppProcess.StartAsync("recorded-killed", data.Path, port: null, [], Stop))
        {
            using Api api = await Api.OfAsync(app, Stop);
            await api.ReadyToTradeAsync("SPY", Stop);
            await Until.TrueAsync("the first block of the recording", () => Task.FromResult(Directory.Exists(Path.Combine(data.Path, "recordings")) && Directory.GetFiles(Path.Combine(data.Path, "recordings")) is [var f] && new FileInfo(f).Length > 10_000), Stop);
            await app.KillAsync();
        }
        string file = Assert.Single(Directory.GetFiles(Path.Combine(data.Path, "recordings")));

        (int code, string output) = await ReplayAsync(file);
        byte[] damaged = await File.ReadAllBytesAsync(file, Stop);
        damaged[200] ^= 1;
        await File.WriteAllBytesAsync(file, damaged, Stop);
        (int codeOfDamaged, string told) = await ReplayAsync(file);

        Assert.True(code == 0, output);
        Assert.Contains("does not reach an ordered stop", output, StringComparison.Ordinal);
        Assert.Equal(1, codeOfDamaged);
        Assert.Contains("The recording cannot be replayed: ", told, StringComparison.Ordinal);
        Assert.Contains("is damaged at byte", told, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", told, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output)> ReplayAsync(string file)
    {
        await using ChildProcess replay = ChildProcess.Start("replay", "dotnet", [BuiltProgram.PathOf("TradingBlazor"), "replay", file]);
        int code = await replay.WaitForExitAsync(Stop);
        return (code, replay.Output);
    }
}
