using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;
using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Commands;
using TradingCore.Persistence.Redis;
using TradingCore.Tests.Shared;

namespace TradingBlazor.Tests.Cluster;

/// <summary>Commands of a web process on their way over a real Redis to an engine that is replaced.</summary>
public sealed class CommandCarryTests(SharedRedis redis) : IClassFixture<SharedRedis>, IAsyncLifetime
{
    private const string Secret = "a secret of more than thirty-two characters";

    private static readonly TimeSpan MuchSoonerThanAnEngineIsWaitedFor = TimeSpan.FromSeconds(20);

    private static readonly CommandContext Mira = new("user", "user mira", "key-1");

    private readonly ITradingCommands _door = DispatchProxy.Create<ITradingCommands, CancellingEngine>();
    private readonly RedisOptions _options = new() { KeyPrefix = Guid.NewGuid().ToString("N"), CommandExpiry = TimeSpan.FromSeconds(1) };
    private readonly SignedMessage _seal = new(Secret);
    private readonly RecordingLog<RemoteCalls> _log = new();
    private RedisStore _store = null!;
    private EngineLease _lease = null!;
    private CommandReader _reader = null!;
    private RemoteCalls _calls = null!;

    private ConcurrentQueue<(OrderRef Order, CommandContext Context)> Cancelled => ((CancellingEngine)(object)_door).Cancelled;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _options.ConnectionString = redis.Server.ConnectionString;
        _store = await ReadyStore.OpenAsync(_options, Stop);
        _lease = new EngineLease(_store, _options, "a", "engine a", TimeProvider.System, NullLogger<EngineLease>.Instance);
        await _lease.TryTakeAsync(Stop);
        _reader = new CommandReader(_store, _lease, _seal, new CommandTargets(_ => _door), TimeProvider.System, NullLogger<CommandReader>.Instance);
        _calls = new RemoteCalls(_store, _options, _seal, TimeProvider.System, _log) { Engine = _lease.Token };
        (await _store.SubscribeAsync(_store.Keys.Answers(_calls.Process), Stop)).OnMessage(m => _calls.Answered((byte[])m.Message!));
    }

    [Fact]
    public async Task A_command_reaches_the_engine_once_with_who_gave_it_and_its_answer_comes_back()
    {
        await _reader.StartAsync(Stop);

        CommandResult answer = await RemoteDoor.Open<ITradingCommands>(_calls).CancelAsync(new OrderRef("TB-1"), Mira, Stop);

        Assert.Equal((CommandOutcome.Accepted, "Cancel requested."), (answer.Outcome, answer.Message));
        (OrderRef order, CommandContext context) = Assert.Single(Cancelled);
        Assert.Equal((new OrderRef("TB-1"), Mira), (order, context with { CorrelationId = "" }));
    }

    [Fact]
    public async Task The_log_of_the_process_in_which_somebody_pressed_has_the_way_of_the_command_under_the_id_that_the_engine_hears()
    {
        await _reader.StartAsync(Stop);
        ITradingCommands door = RemoteDoor.Open<ITradingCommands>(_calls);

        await door.CancelAsync(new OrderRef("TB-1"), Mira, Stop);
        await door.CancelAsync(new OrderRef("TB-2"), Mira with { CorrelationId = "of-a-program" }, Stop);

        string[] heard = [.. Cancelled.Select(c => c.Context.CorrelationId)];
        Assert.True(CorrelationId.IsValid(heard[0]), heard[0]);
        Assert.Equal("of-a-program", heard[1]);
        Assert.Equal([("CommandSent", heard[0]), ("CommandAnswered", heard[0]), ("CommandSent", heard[1]), ("CommandAnswered", heard[1])], _log.Lines.Select(l => (l["Event"], l["CorrelationId"])));
        Assert.Equal("user mira", _log.Lines[0]["Who"]);
    }

    [Fact]
    public async Task Without_an_engine_the_command_is_taken_back_and_the_answer_says_that_nothing_was_carried_out()
    {
        CommandResult answer = await RemoteDoor.Open<ITradingCommands>(_calls).CancelAsync(new OrderRef("TB-1"), Mira, Stop);
        await _reader.StartAsync(Stop);

        Assert.Equal(CommandOutcome.Refused, answer.Outcome);
        Assert.Contains("nothing was carried out", answer.Message, StringComparison.Ordinal);
        Assert.Equal(answer.Message, _log.Lines.Single(l => l["Event"] == "CommandNotCarriedOut")["Why"]);
        Assert.Equal(0, await _store.CallAsync(db => db.ListLengthAsync(_store.Keys.Urgent), Stop));
        Assert.Empty(Cancelled);
    }

    [Fact]
    public async Task An_engine_that_took_a_command_and_does_not_answer_leaves_it_unknown_and_an_order_says_so()
    {
        Task<SubmitResult> waiting = RemoteDoor.Open<ITradingCommands>(_calls).SubmitAsync(new OrderSpec { Ticker = "SPY", Quantity = 1m }, Mira, Stop);
        await Harness.Until.TrueAsync("the command to be taken", async () => !(await _store.CallAsync(db => db.ListLeftPopAsync(_store.Keys.Commands), Stop)).IsNull, Stop);
        // As an engine's death does: the lists stay as they are, and Redis does not answer any more.
        await _store.DisposeAsync();

        SubmitResult answer = await waiting;

        Assert.Equal(SubmitOutcome.Unconfirmed, answer.Outcome);
        Assert.Contains("not known", answer.Message, StringComparison.Ordinal);
        Assert.Equal(["CommandSent", "CommandOutcomeUnknown"], _log.Lines.Select(l => l["Event"]));
    }

    [Fact]
    public async Task When_another_engine_has_the_place_of_one_that_took_a_command_nobody_waits_for_the_answer_of_the_first()
    {
        long began = TimeProvider.System.GetTimestamp();
        Task<SubmitResult> waiting = RemoteDoor.Open<ITradingCommands>(_calls).SubmitAsync(new OrderSpec { Ticker = "SPY", Quantity = 1m }, Mira, Stop);
        await Harness.Until.TrueAsync("the command to be taken", async () => !(await _store.CallAsync(db => db.ListLeftPopAsync(_store.Keys.Commands), Stop)).IsNull, Stop);
        _calls.Engine = _lease.Token + 1;

        SubmitResult answer = await waiting;

        Assert.Equal(SubmitOutcome.Unconfirmed, answer.Outcome);
        Assert.Contains("another one has taken over. It is not known whether", answer.Message, StringComparison.Ordinal);
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, MuchSoonerThanAnEngineIsWaitedFor);
    }

    [Fact]
    public async Task Of_a_command_that_Redis_has_lost_the_engine_says_that_it_never_came_and_does_not_carry_it_out_when_it_comes_all_the_same()
    {
        long began = TimeProvider.System.GetTimestamp();
        Task<SubmitResult> waiting = RemoteDoor.Open<ITradingCommands>(_calls).SubmitAsync(new OrderSpec { Ticker = "SPY", Quantity = 1m }, Mira, Stop);
        RedisValue lost = default;
        await Harness.Until.TrueAsync("the command to be lost", async () => !(lost = await _store.CallAsync(db => db.ListLeftPopAsync(_store.Keys.Commands), Stop)).IsNull, Stop);
        await _reader.StartAsync(Stop);

        SubmitResult answer = await waiting;
        await PushAsync((byte[])lost!);
        await PushAsync(_seal.Sign(CallMessage.Purpose, Cancel("last", _lease.Token, TimeProvider.System.GetUtcNow().AddSeconds(30)).Pack()));
        await Harness.Until.TrueAsync("the last command to be carried out", () => Task.FromResult(!Cancelled.IsEmpty), Stop);

        Assert.Equal((SubmitOutcome.NotDurable, "The command did not come to the engine. Nothing was carried out."), (answer.Outcome, answer.Message));
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, MuchSoonerThanAnEngineIsWaitedFor);
        Assert.Equal(0, ((CancellingEngine)(object)_door).Submits);
    }

    [Fact]
    public async Task An_answer_that_was_lost_on_its_way_is_asked_for_and_the_command_carried_out_once()
    {
        var calls = new RemoteCalls(_store, _options, _seal, TimeProvider.System, NullLogger<RemoteCalls>.Instance) { Engine = _lease.Token };
        await _reader.StartAsync(Stop);
        Task<CommandResult> waiting = RemoteDoor.Open<ITradingCommands>(calls).CancelAsync(new OrderRef("TB-1"), Mira, Stop);
        await Harness.Until.TrueAsync("the cancel to be carried out", () => Task.FromResult(!Cancelled.IsEmpty), Stop);
        // As after a change of the master: what was told before nobody heard.
        await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, Stop);
        (await _store.SubscribeAsync(_store.Keys.Answers(calls.Process), Stop)).OnMessage(m => calls.Answered((byte[])m.Message!));

        CommandResult answer = await waiting;

        Assert.Equal((CommandOutcome.Accepted, "Cancel requested."), (answer.Outcome, answer.Message));
        Assert.Single(Cancelled);
    }

    [Fact]
    public async Task While_the_engine_is_silent_an_order_is_refused_at_once_and_a_cancel_is_tried_all_the_same()
    {
        await _reader.StartAsync(Stop);
        _calls.Silence = "The engine has not been heard for 4 s.";

        SubmitResult order = await RemoteDoor.Open<ITradingCommands>(_calls).SubmitAsync(new OrderSpec { Ticker = "SPY", Quantity = 1m }, Mira, Stop);
        CommandResult cancel = await RemoteDoor.Open<ITradingCommands>(_calls).CancelAsync(new OrderRef("TB-1"), Mira, Stop);

        Assert.Equal((SubmitOutcome.NotDurable, "The engine has not been heard for 4 s. Nothing was sent."), (order.Outcome, order.Message));
        Assert.Equal(CommandOutcome.Accepted, cancel.Outcome);
        Assert.Equal(0, ((CancellingEngine)(object)_door).Submits);
    }

    [Fact]
    public async Task An_order_that_waits_for_an_engine_which_falls_silent_is_taken_back_then_and_not_when_it_expires()
    {
        var patient = new RedisOptions { ConnectionString = _options.ConnectionString, KeyPrefix = _options.KeyPrefix, CommandExpiry = TimeSpan.FromMinutes(1) };
        var calls = new RemoteCalls(_store, patient, _seal, TimeProvider.System, NullLogger<RemoteCalls>.Instance) { Engine = _lease.Token };
        long began = TimeProvider.System.GetTimestamp();
        Task<SubmitResult> waiting = RemoteDoor.Open<ITradingCommands>(calls).SubmitAsync(new OrderSpec { Ticker = "SPY", Quantity = 1m }, Mira, Stop);
        await Harness.Until.TrueAsync("the command to wait", async () => await _store.CallAsync(db => db.ListLengthAsync(_store.Keys.Commands), Stop) == 1, Stop);

        calls.Silence = "The engine has not been heard for 3 s.";
        SubmitResult answer = await waiting;

        Assert.Equal((SubmitOutcome.NotDurable, "The engine fell silent before it took the command. It was taken back, nothing was carried out."), (answer.Outcome, answer.Message));
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, MuchSoonerThanAnEngineIsWaitedFor);
        Assert.Equal(0, await _store.CallAsync(db => db.ListLengthAsync(_store.Keys.Commands), Stop));
    }

    [Theory]
    [InlineData("order")]
    [InlineData("cancel")]
    public async Task Nobody_waits_until_it_expires_for_a_command_that_an_engine_took_before_it_fell_silent(string what)
    {
        var patient = new RedisOptions { ConnectionString = _options.ConnectionString, KeyPrefix = _options.KeyPrefix, CommandExpiry = TimeSpan.FromMinutes(1) };
        var calls = new RemoteCalls(_store, patient, _seal, TimeProvider.System, NullLogger<RemoteCalls>.Instance) { Engine = _lease.Token };
        RedisKey list = what == "order" ? _store.Keys.Commands : _store.Keys.Urgent;
        long began = TimeProvider.System.GetTimestamp();
        ITradingCommands door = RemoteDoor.Open<ITradingCommands>(calls);
        Task<string> waiting = what == "order" ? SubmitAsync() : CancelAsync();
        await Harness.Until.TrueAsync("the command to be taken", async () => !(await _store.CallAsync(db => db.ListLeftPopAsync(list), Stop)).IsNull, Stop);

        calls.Silence = "The engine has not been heard for 3 s.";
        string answer = await waiting;

        Assert.StartsWith("Unconfirmed: The engine has not been heard for 3 s. It is not known whether", answer, StringComparison.Ordinal);
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, MuchSoonerThanAnEngineIsWaitedFor);

        async Task<string> SubmitAsync() => await door.SubmitAsync(new OrderSpec { Ticker = "SPY", Quantity = 1m }, Mira, Stop) is var r ? $"{r.Outcome}: {r.Message}" : "";
        async Task<string> CancelAsync() => await door.CancelAsync(new OrderRef("TB-1"), Mira, Stop) is var r ? $"{r.Outcome}: {r.Message}" : "";
    }

    [Fact]
    public async Task An_engine_that_took_a_command_and_was_silent_for_a_moment_is_asked_when_it_is_heard_again()
    {
        var patient = new RedisOptions { ConnectionString = _options.ConnectionString, KeyPrefix = _options.KeyPrefix, CommandExpiry = TimeSpan.FromMinutes(1) };
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var calls = new RemoteCalls(_store, patient, _seal, clock, NullLogger<RemoteCalls>.Instance) { Engine = _lease.Token };
        (await _store.SubscribeAsync(_store.Keys.Answers(calls.Process), Stop)).OnMessage(m => calls.Answered((byte[])m.Message!));
        Task<SubmitResult> waiting = RemoteDoor.Open<ITradingCommands>(calls).SubmitAsync(new OrderSpec { Ticker = "SPY", Quantity = 1m }, Mira, Stop);
        await Harness.Until.TrueAsync("the command to be taken", async () => !(await _store.CallAsync(db => db.ListLeftPopAsync(_store.Keys.Commands), Stop)).IsNull, Stop);

        calls.Silence = "The engine has not been heard for 3 s.";
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, Stop);
        await _reader.StartAsync(Stop);
        calls.Silence = "";
        await Harness.Until.TrueAsync("an answer", () =>
        {
            clock.Advance(TimeSpan.FromMilliseconds(300));
            return Task.FromResult(waiting.IsCompleted);
        }, Stop);
        SubmitResult answer = await waiting;

        Assert.Equal((SubmitOutcome.NotDurable, "The command did not come to the engine. Nothing was carried out."), (answer.Outcome, answer.Message));
    }

    [Fact]
    public async Task While_an_engine_is_not_heard_because_Redis_was_away_its_word_on_the_command_is_waited_for()
    {
        await using RedisServer server = await RedisServer.StartNewAsync(Stop);
        var options = new RedisOptions { ConnectionString = server.ConnectionString, CommandExpiry = TimeSpan.FromSeconds(20) };
        await using RedisStore store = await ReadyStore.OpenAsync(options, Stop);
        var lease = new EngineLease(store, options, "a", "engine a", TimeProvider.System, NullLogger<EngineLease>.Instance);
        await lease.TryTakeAsync(Stop);
        var calls = new RemoteCalls(store, options, _seal, TimeProvider.System, NullLogger<RemoteCalls>.Instance) { Engine = lease.Token };
        (await store.SubscribeAsync(store.Keys.Answers(calls.Process), Stop)).OnMessage(m => calls.Answered((byte[])m.Message!));
        Task<SubmitResult> waiting = RemoteDoor.Open<ITradingCommands>(calls).SubmitAsync(new OrderSpec { Ticker = "SPY", Quantity = 1m }, Mira, Stop);
        await Harness.Until.TrueAsync("the command to wait", async () => await store.CallAsync(db => db.ListLengthAsync(store.Keys.Commands), Stop) == 1, Stop);

        await server.KillAsync();
        calls.Silence = "Redis is away: no server answers.";
        await Assert.ThrowsAsync<RedisAwayException>(() => store.ProbeAsync(Stop));
        await server.StartAsync(Stop);
        await Harness.Until.TrueAsync("Redis to answer", async () =>
        {
            try
            {
                await store.ProbeAsync(Stop);
                return true;
            }
            catch (RedisAwayException)
            {
                return false;
            }
        }, Stop);
        // Nothing lies in the list any more, and the engine's next sign of life is on its way.
        calls.Silence = "";
        calls.Silence = "The engine has not been heard for 4 s.";
        await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, Stop);
        using var reader = new CommandReader(store, lease, _seal, new CommandTargets(_ => _door), TimeProvider.System, NullLogger<CommandReader>.Instance);
        await reader.StartAsync(Stop);
        calls.Silence = "";
        SubmitResult answer = await waiting;
        await reader.StopAsync(CancellationToken.None);

        Assert.Equal((SubmitOutcome.NotDurable, "The command did not come to the engine. Nothing was carried out."), (answer.Outcome, answer.Message));
    }

    [Theory]
    [InlineData("signed with another secret")]
    [InlineData("expired")]
    [InlineData("meant for another engine")]
    [InlineData("expires too late")]
    public async Task A_command_that_is_forged_late_or_meant_for_another_engine_is_not_carried_out(string how)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        var seal = how == "signed with another secret" ? new SignedMessage("another secret of more than thirty-two characters") : _seal;
        DateTimeOffset expires = how switch { "expired" => now.AddMilliseconds(-1), "expires too late" => now.AddHours(1), _ => now.AddSeconds(30) };
        long engine = how == "meant for another engine" ? _lease.Token - 1 : _lease.Token;
        await PushAsync(seal.Sign(CallMessage.Purpose, Cancel("bad", engine, expires).Pack()));
        await PushAsync(_seal.Sign(CallMessage.Purpose, Cancel("good", _lease.Token, now.AddSeconds(30)).Pack()));

        await _reader.StartAsync(Stop);
        await Harness.Until.TrueAsync("the good command to be carried out", () => Task.FromResult(!Cancelled.IsEmpty), Stop);

        Assert.Equal(new OrderRef("good"), Assert.Single(Cancelled).Order);
    }

    [Fact]
    public async Task A_command_that_is_put_into_the_list_again_is_carried_out_once()
    {
        byte[] once = _seal.Sign(CallMessage.Purpose, Cancel("once", _lease.Token, TimeProvider.System.GetUtcNow().AddSeconds(30)).Pack());
        await PushAsync(once);
        await PushAsync(once);
        await PushAsync(_seal.Sign(CallMessage.Purpose, Cancel("last", _lease.Token, TimeProvider.System.GetUtcNow().AddSeconds(30)).Pack()));

        await _reader.StartAsync(Stop);
        await Harness.Until.TrueAsync("the last command to be carried out", () => Task.FromResult(Cancelled.Any(c => c.Order.Value == "last")), Stop);

        Assert.Equal(["last", "once"], Cancelled.Select(c => c.Order.Value).Order());
    }

    [Fact]
    public async Task A_cancel_waits_for_none_of_the_orders_that_wait_for_their_broker_however_many_they_are()
    {
        DateTimeOffset expires = TimeProvider.System.GetUtcNow().AddSeconds(60);
        byte[] order = RedisPack.Pack(new OrderSpec { Ticker = "SPY", Quantity = 1m }), mira = RedisPack.Pack(Mira);
        for (int i = 0; i < 300; i++) await PushAsync(_seal.Sign(CallMessage.Purpose, new CallMessage($"order-{i}", _lease.Token, expires, "nobody", "ITradingCommands.SubmitAsync/2", [order, mira]).Pack()));
        await _reader.StartAsync(Stop);
        await Harness.Until.TrueAsync("as many orders as run at once", () => Task.FromResult(((CancellingEngine)(object)_door).Submits == 128), Stop);

        await _store.CallAsync(db => db.ListRightPushAsync(_store.Keys.Urgent, _seal.Sign(CallMessage.Purpose, Cancel("now", _lease.Token, expires).Pack())), Stop);
        await Harness.Until.TrueAsync("the cancel to be carried out", () => Task.FromResult(!Cancelled.IsEmpty), Stop);

        Assert.Equal(128, ((CancellingEngine)(object)_door).Submits);
    }

    public async ValueTask DisposeAsync()
    {
        await _reader.StopAsync(CancellationToken.None);
        _reader.Dispose();
        await _store.DisposeAsync();
    }

    private CallMessage Cancel(string order, long engine, DateTimeOffset expires) =>
        new(order, engine, expires, "nobody", "ITradingCommands.CancelAsync/2", [RedisPack.Pack(new OrderRef(order)), RedisPack.Pack(Mira)]);

    private Task<long> PushAsync(byte[] command) => _store.CallAsync(db => db.ListRightPushAsync(_store.Keys.Commands, command), Stop);

    /// <summary>An engine that knows cancels, and orders that never hear from their broker.</summary>
    [SuppressMessage("Performance", "CA1852", Justification = "The proxy is derived from it.")]
    private class CancellingEngine : DispatchProxy
    {
        public ConcurrentQueue<(OrderRef Order, CommandContext Context)> Cancelled { get; } = new();

        private int _submits;

        public int Submits => Volatile.Read(ref _submits);

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (targetMethod?.Name == nameof(ITradingCommands.SubmitAsync))
            {
                Interlocked.Increment(ref _submits);
                return new TaskCompletionSource<SubmitResult>().Task;
            }
            if (targetMethod?.Name != nameof(ITradingCommands.CancelAsync)) throw new NotSupportedException(targetMethod?.Name);
            Cancelled.Enqueue(((OrderRef)args![0]!, (CommandContext)args[1]!));
            return Task.FromResult(new CommandResult(CommandOutcome.Accepted, "Cancel requested."));
        }
    }
}
