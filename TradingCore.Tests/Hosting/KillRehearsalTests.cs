using TradingCore.Hosting.Rehearsing;

namespace TradingCore.Tests.Hosting;

public sealed class KillRehearsalTests
{
    [Fact]
    public async Task The_rehearsal_of_the_kill_switch_goes_all_the_way_to_the_bytes_of_the_cancels() =>
        Assert.True(await KillRehearsal.RunAsync(TimeProvider.System) >= 2, "The rehearsal cancels nothing, so it compiles nothing of that.");
}
