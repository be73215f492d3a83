using TradingCore.Bars;
using TradingCore.Engine;
using TradingCore.Engine.Ports;
using TradingCore.MarketData;
using TradingCore.Persistence.Recording;
using TradingCore.Tests.Engine;

namespace TradingCore.Tests.Persistence.Recording;

/// <summary>Runs against the worst broker, with restarts and a journal that fails at times: what each recorded replays to the state that was.</summary>
public sealed class HostileReplayTests : IDisposable
{
    private const int SeedsPerTest = 15, Steps = 60;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1_000)]
    [InlineData(2_000)]
    public void Every_run_replays_to_the_state_that_was(int first)
    {
        for (int seed = first; seed < first + SeedsPerTest; seed++)
        {
            int now = seed, run = 0;
            var broker = new HostileBroker(seed, (began, desk) => AssertReplays(began, desk, $"seed {now}, run {++run}"));

            broker.Begin();
            for (int i = 0; i < Steps; i++) broker.Step();
            broker.Repent(TimeSpan.FromSeconds(150));
        }
    }

    private void AssertReplays(RecoveredState began, Desk desk, string which)
    {
        if (desk.Inputs.Count == 0) return;
        EngineState state = desk.Core.State;
        string path = _folder.Below(RecordingFile.Name(which.Replace(' ', '-'), 1));
        var start = new RecordedStart { Time = Desk.Start, State = began, Trading = state.Options, Risk = state.RiskOptions, MarketData = new MarketDataOptions { Watchlist = ["SPY"] }, Bars = new BarsOptions { BackfillOnSubscribe = false } };
        desk.Noted.Write(path, start);

        ReplayResult replayed = InputReplay.Run(path);

        Assert.True(replayed.Hash == desk.Core.ComputeHash() && replayed.Inputs == desk.Inputs.Count, $"{which} replays to another state: {replayed.Inputs} of {desk.Inputs.Count} inputs.");
        File.Delete(path);
    }
}
