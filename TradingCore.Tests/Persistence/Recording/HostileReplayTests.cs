using TradingCore.Engine.Ports;
using TradingCore.Persistence.Recording;
using TradingCore.Tests.Engine;

namespace TradingCore.Tests.Persistence.Recording;

/// <summary>Runs against the worst broker, with restarts and a journal that fails at times: what each recorded replays to the state that was.</summary>
public sealed class HostileReplayTests : IDisposable
{
    private const int SeedsPerTest = 15;

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

            broker.Live();
        }
    }

    private void AssertReplays(RecoveredState began, Desk desk, string which)
    {
        int inputs = desk.Noted.Inputs.Count;
        if (inputs == 0) return;
        string path = _folder.Below(RecordingFile.Name(which.Replace(' ', '-'), 1));
        desk.Noted.Write(path, desk.StartedWith(began));

        ReplayResult replayed = InputReplay.Run(path);

        Assert.True(replayed.Hash == desk.Core.ComputeHash() && replayed.Inputs == inputs, $"{which} replays to another state: {replayed.Inputs} of {inputs} inputs.");
        File.Delete(path);
    }
}
