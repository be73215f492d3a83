using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;
using TradingCore.Engine.Ports;
using TradingCore.MarketData;
using TradingCore.Persistence.Recording;
using TradingCore.Risk;
using TradingCore.Tests.Engine;
using TwsSimulator;

namespace TradingCore.Tests.Persistence.Recording;

/// <summary>What entered the engine, recorded and replayed.</summary>
public sealed class RecordingTests : IDisposable
{
    private static readonly CommandContext Anna = new("user", "anna");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_recorded_session_with_trades_and_a_journal_that_fails_replays_to_the_state_that_was()
    {
        await using SimulatedGateway simulator = await SimulatedGateway.StartAsync(new SimulatorOptions(), TimeProvider.System, NullLoggerFactory.Instance, Stop);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(TimeSpan.FromSeconds(90));
        var journal = new FakeJournal();
        await using InputRecorder recorder = Recorder();
        await using RunningSystem system = RunningSystem.Start(simulator, journal, RecoveredState.Empty, recorder: recorder);
        await TradeAsync(system, journal, limit.Token);

        string live = await system.StopAsync();
        await recorder.DisposeAsync();
        ReplayResult replayed = InputReplay.Run(recorder.CurrentFile);

        Assert.Equal(live, replayed.Hash);
        Assert.Equal(live, replayed.RecordedHash);
        Assert.Equal(system.Engine.InputCount, replayed.Inputs);
        Assert.Empty(replayed.Gaps);
        Assert.False(replayed.IsCutShort);
        Assert.Equal(0, recorder.Missing);
    }

    [Fact]
    public async Task A_run_that_begins_with_what_the_last_one_left_behind_replays_too()
    {
        await using SimulatedGateway simulator = await SimulatedGateway.StartAsync(new SimulatorOptions(), TimeProvider.System, NullLoggerFactory.Instance, Stop);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(TimeSpan.FromSeconds(90));
        var journal = new FakeJournal();
        await using (RunningSystem first = RunningSystem.Start(simulator, journal, RecoveredState.Empty)) await TradeAsync(first, journal, limit.Token);
        await using InputRecorder recorder = Recorder();
        await using RunningSystem second = RunningSystem.Start(simulator, journal, journal.Recover(), recorder: recorder);
        await second.UntilAsync(v => v.Session is { IsTradingEnabled: true } && v.Orders.Count > 1 && v.Positions.Count > 0, limit.Token);

        string live = await second.StopAsync();
        await recorder.DisposeAsync();

        Assert.Equal(live, InputReplay.Run(recorder.CurrentFile).Hash);
    }

    [Fact]
    public async Task A_file_cut_off_anywhere_replays_up_to_its_last_whole_block_and_says_so()
    {
        byte[] whole = await File.ReadAllBytesAsync(await RecordAsync(blocks: 3), Stop);
        string cut = _folder.Below("cut-0001.inputs");
        var inputs = new SortedSet<long>();

        for (int length = whole.Length - 1; length >= 0; length--)
        {
            await File.WriteAllBytesAsync(cut, whole[..length], Stop);
            try
            {
                ReplayResult result = InputReplay.Run(cut);
                Assert.Null(result.RecordedHash);
                inputs.Add(result.Inputs);
            }
            catch (RecordingException e)
            {
                Assert.True(e.Message.Contains("is not a recording", StringComparison.Ordinal) || e.Message.Contains("ends before its first block", StringComparison.Ordinal), e.Message);
            }
        }

        Assert.Equal([0L, 10L, 20L, 30L], inputs);
    }

    [Fact]
    public async Task A_flipped_bit_is_told_with_its_place()
    {
        string file = await RecordAsync(blocks: 2);
        byte[] damaged = await File.ReadAllBytesAsync(file, Stop);
        damaged[^20] ^= 0x10;
        await File.WriteAllBytesAsync(file, damaged, Stop);

        RecordingException e = Assert.Throws<RecordingException>(() => InputReplay.Run(file));

        Assert.Contains("is damaged at byte", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_another_version_is_told()
    {
        string file = _folder.Below("run-0001.inputs");
        byte[] head = RecordingFile.Frame(RecordingFile.Head(new RecordingHead(RecordingFile.Format + 1, "9.9.9", null)));
        File.WriteAllBytes(file, [.. RecordingFile.Magic, .. head]);

        RecordingException e = Assert.Throws<RecordingException>(() => InputReplay.Run(file));

        Assert.Contains("has format 2, and this version reads format 1", e.Message, StringComparison.Ordinal);
        Assert.Contains("9.9.9", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_something_else_is_told()
    {
        File.WriteAllText(_folder.Below("notes.txt"), "These are notes, and not a recording.");

        Assert.Contains("is not a recording", Assert.Throws<RecordingException>(() => InputReplay.Run(_folder.Below("notes.txt"))).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be opened", Assert.Throws<RecordingException>(() => InputReplay.Run(_folder.Below("not-there"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_queue_that_is_full_drops_counts_and_marks_and_never_waits()
    {
        await using var recorder = new InputRecorder(_folder.Below("recordings"), new RecordingOptions(), new FakeTimeProvider(Given.Now), NullLogger<InputRecorder>.Instance, queueMax: 4);
        EngineProcessor engine = Begin(recorder);

        for (int i = 0; i < 1_000; i++) engine.Process(Clock(i));
        recorder.End(engine.Core.ComputeHash(), engine.Inputs);
        await recorder.DisposeAsync();
        ReplayResult result = InputReplay.Run(recorder.CurrentFile);

        Assert.True(recorder.Missing > 0);
        Assert.True(result.Inputs < 1_000);
    }

    [Fact]
    public async Task A_day_that_grows_too_large_ends_with_a_mark_and_the_next_day_goes_on_with_it()
    {
        var clock = new FakeTimeProvider(Given.Now);
        var options = new RecordingOptions();
        await using InputRecorder recorder = Recorder(clock, options);
        EngineProcessor engine = Begin(recorder);
        await BlockAsync(engine, clock, recorder, 0);
        options.MaxBytesPerDay = new FileInfo(recorder.CurrentFile).Length + 1;
        await BlockAsync(engine, clock, recorder, 1);
        await BlockAsync(engine, clock, recorder, 2);
        long first = new FileInfo(recorder.CurrentFile).Length;
        options.MaxBytesPerDay = 100_000;
        clock.Advance(TimeSpan.FromDays(1));
        await BlockAsync(engine, clock, recorder, 3);
        await BlockAsync(engine, clock, recorder, 4);
        recorder.End(engine.Core.ComputeHash(), engine.Inputs);
        await recorder.DisposeAsync();

        ReplayResult result = InputReplay.Run(recorder.CurrentFile);

        Assert.Equal(20L, result.Inputs);   // the first and the last ten
        Assert.True(first > 0);
        Assert.EndsWith("-0002.inputs", recorder.CurrentFile, StringComparison.Ordinal);
        Assert.Contains(result.Gaps, g => g.Contains("MaxBytesPerDay", StringComparison.Ordinal));
        Assert.Contains(result.Gaps, g => g.Contains("the rest of the day before", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_run_over_midnight_is_in_two_files_and_the_second_replays_after_the_first()
    {
        var clock = new FakeTimeProvider(Given.Now);
        await using InputRecorder recorder = Recorder(clock);
        EngineProcessor engine = Begin(recorder);
        await BlockAsync(engine, clock, recorder, 0);
        string first = recorder.CurrentFile;
        clock.Advance(TimeSpan.FromDays(1));
        await BlockAsync(engine, clock, recorder, 1);
        string hash = engine.Core.ComputeHash();
        recorder.End(hash, engine.Inputs);
        await recorder.DisposeAsync();

        ReplayResult second = InputReplay.Run(recorder.CurrentFile);
        ReplayResult alone = InputReplay.Run(first);
        File.Delete(first);

        Assert.NotEqual(first, recorder.CurrentFile);
        Assert.Equal((hash, 20L), (second.Hash, second.Inputs));
        Assert.Equal(10L, alone.Inputs);
        Assert.Contains("goes on from it", Assert.Throws<RecordingException>(() => InputReplay.Run(recorder.CurrentFile)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Old_runs_are_deleted_whole_and_other_files_are_left_alone()
    {
        string folder = Directory.CreateDirectory(_folder.Below("recordings")).FullName;
        string[] old = ["20260901T000000.000Z-0001.inputs", "20260901T000000.000Z-0002.inputs"], kept = ["20260920T000000.000Z-0001.inputs", "20260920T000000.000Z-0002.inputs", "notes.inputs", "readme.txt"];
        foreach (string name in old.Concat(kept))
        {
            string path = Path.Combine(folder, name);
            File.WriteAllText(path, "x");
            File.SetLastWriteTimeUtc(path, Given.Now.UtcDateTime.AddDays(-30));
        }
        File.SetLastWriteTimeUtc(Path.Combine(folder, kept[1]), Given.Now.UtcDateTime.AddDays(-1));

        await RecordAsync(blocks: 1);

        Assert.All(old, name => Assert.False(File.Exists(Path.Combine(folder, name))));
        Assert.All(kept, name => Assert.True(File.Exists(Path.Combine(folder, name))));
    }

    [Fact]
    public async Task Nothing_is_written_when_recording_is_off()
    {
        await using InputRecorder recorder = Recorder(options: new RecordingOptions { Enabled = false });
        EngineProcessor engine = Begin(recorder);

        engine.Process(Clock(0));
        recorder.End(engine.Core.ComputeHash(), 1);
        await recorder.DisposeAsync();

        Assert.False(Directory.Exists(_folder.Below("recordings")));
    }

    private static async Task TradeAsync(RunningSystem system, FakeJournal journal, CancellationToken stop)
    {
        ITradingCommands commands = system.Engine.Commands;
        await system.UntilAsync(v => v.Session is { IsTradingEnabled: true } && v.FindQuote("SPY") is { Bid: not null, Ask: not null }, stop);
        Assert.Equal(SubmitOutcome.Accepted, (await commands.SubmitAsync(Desk.Buy(100m), Anna, stop)).Outcome);
        decimal far = decimal.Floor(system.Engine.View.FindQuote("SPY")!.Bid!.Value * 0.9m);
        SubmitResult resting = await commands.SubmitAsync(Desk.Buy(50m, far), Anna, stop);
        await system.UntilAsync(v => v.Positions.Any(p => p is { Quantity: 100m, BrokerQuantity: 100m }) && v.Fills.All(f => f.Commission > 0m) && v.FindBars("SPY", BarSize.FiveSeconds).Bars.Count > 0, stop);

        journal.Failure = "No space left on device";
        Assert.NotEqual(SubmitOutcome.Accepted, (await commands.SubmitAsync(Desk.Buy(1m, far), Anna, stop)).Outcome);
        await commands.CancelAsync(resting.Order!.OrderRef, Anna, stop);
        await system.UntilAsync(v => v.Orders.Single(o => o.OrderRef == resting.Order.OrderRef).State == OrderState.Cancelled, stop);
        journal.Failure = null;
        await system.UntilAsync(v => v.Session.IsTradingEnabled, stop);
        Assert.Equal(SubmitOutcome.Accepted, (await commands.SubmitAsync(Desk.Buy(7m, far), Anna, stop)).Outcome);
    }

    // Ten inputs, and no more until they are in the file as a block of their own.
    private static async Task BlockAsync(EngineProcessor engine, FakeTimeProvider clock, InputRecorder recorder, int block)
    {
        long before = Length();
        for (int i = 0; i < 10; i++) engine.Process(Clock(block * 10 + i));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        // Steps of the recorder's own clock: it sleeps between looks at its queue.
        for (int step = 0; Length() == before && step < 20; step++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(250));
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, limit.Token);
        }

        long Length() => recorder.CurrentFile.Length == 0 ? 0 : new FileInfo(recorder.CurrentFile).Length;
    }

    private async Task<string> RecordAsync(int blocks)
    {
        var clock = new FakeTimeProvider(Given.Now);
        await using InputRecorder recorder = Recorder(clock);
        EngineProcessor engine = Begin(recorder);
        for (int block = 0; block < blocks; block++) await BlockAsync(engine, clock, recorder, block);
        recorder.End(engine.Core.ComputeHash(), engine.Inputs);
        await recorder.DisposeAsync();
        return recorder.CurrentFile;
    }

    private InputRecorder Recorder(TimeProvider? clock = null, RecordingOptions? options = null) =>
        new(_folder.Below("recordings"), options ?? new RecordingOptions(), clock ?? TimeProvider.System, NullLogger<InputRecorder>.Instance);

    private static EngineProcessor Begin(InputRecorder recorder)
    {
        var start = new RecordedStart { Time = Given.Now, State = RecoveredState.Empty, Trading = new TradingOptions(), Risk = new RiskOptions(), MarketData = new MarketDataOptions(), Bars = new BarsOptions() };
        recorder.Begin(start);
        var engine = new EngineProcessor(start.Trading, start.Risk, start.MarketData, start.Bars, new FakeJournal(), NullLogger.Instance);
        engine.Effects.Recorder = recorder;
        engine.Start(start.State);
        return engine;
    }

    private static EngineInput Clock(int number) => new ClockTick { Time = Given.Now.AddMilliseconds(250 * number) };
}
