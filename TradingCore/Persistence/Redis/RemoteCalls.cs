using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using TradingCore.Domain;
using TradingCore.Engine.Commands;

namespace TradingCore.Persistence.Redis;

/// <summary>
/// In a web process: sends commands to the engine and waits for their answers. A command is signed, names the engine that it is meant for, and
/// expires; it is put into a list once and taken out of it once, so it is carried out at most once.
/// </summary>
internal sealed class RemoteCalls(RedisStore store, RedisOptions options, SignedMessage seal, TimeProvider clock, ILogger<RemoteCalls> log)
{
    /// <summary>Longest wait for an answer of an engine that has taken the command and says so.</summary>
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(28);

    /// <summary>By so much later than the command expires it may still be on its way here that it was taken.</summary>
    private static readonly TimeSpan Way = TimeSpan.FromMilliseconds(300);

    /// <summary>How long the engine has for the answer whether it took a command.</summary>
    private static readonly TimeSpan AskPatience = TimeSpan.FromSeconds(1.5);

    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(2);

    /// <summary>How long Redis must have worked until an engine that is not heard counts as silent: it gives a sign of life twice a second, and one that lives is heard again by then.</summary>
    private static readonly TimeSpan WellFor = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    private const int WaitingMax = 1_000;

    // KEYS: list. ARGV: command, most that may wait, milliseconds the list is kept, channel of the bell.
    private const string PushScript = """
        if redis.call('LLEN', KEYS[1]) >= tonumber(ARGV[2]) then return 0 end
        redis.call('RPUSH', KEYS[1], ARGV[1])
        redis.call('PEXPIRE', KEYS[1], ARGV[3])
        redis.call('PUBLISH', ARGV[4], '')
        return 1
        """;

    private readonly ConcurrentDictionary<string, TaskCompletionSource<AnswerMessage>> _waiting = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private DateTimeOffset _engineTime;
    private long _engineTimeAt;
    private long _engine;
    private string _silence = "";
    private TaskCompletionSource _turned = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Name of this process for answers.</summary>
    public string Process { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Fencing token of the engine that is heard; 0 before one is.</summary>
    public long Engine
    {
        get => Volatile.Read(ref _engine);
        set
        {
            if (Interlocked.Exchange(ref _engine, value) != value) Turn();
        }
    }

    /// <summary>Why the engine is not heard; empty while it is.</summary>
    public string Silence
    {
        get => Volatile.Read(ref _silence);
        set
        {
            string before = Interlocked.Exchange(ref _silence, value);
            if (before.Length == 0 != (value.Length == 0)) Turn();
        }
    }

    /// <summary>Notes the engine's clock, by which commands expire: the clocks of two machines differ.</summary>
    public void EngineTime(DateTimeOffset time, long heardAt)
    {
        lock (_gate) (_engineTime, _engineTimeAt) = (time, heardAt);
    }

    /// <summary>Takes an answer.</summary>
    public void Answered(byte[] packed)
    {
        if (seal.Open(AnswerMessage.Purpose, packed) is not { } body)
        {
            log.CommandRefused("an answer has a wrong signature");
            return;
        }
        var answer = AnswerMessage.Read(body);
        if (_waiting.TryGetValue(answer.Id, out TaskCompletionSource<AnswerMessage>? waiting)) waiting.TrySetResult(answer);
    }

    /// <summary>Calls the engine. The log of this process has the way of a command from here under the id that the engine's log and the order's history have.</summary>
    /// <returns>The answer.</returns>
    /// <exception cref="CallFailedException">There is none; the exception says whether the command may have been carried out.</exception>
    public async Task<object?> CallAsync(RemoteMethod method, IReadOnlyList<object?> arguments, CancellationToken stop)
    {
        // A preview commands nothing, and one is asked for at every key that is typed.
        if (method.Result == typeof(PreviewResult) || arguments.OfType<CommandContext>().FirstOrDefault() is not { } asked) return await ExchangeAsync(method, arguments, stop).ConfigureAwait(false);
        CommandContext context = asked.CorrelationId.Length > 0 ? asked : asked with { CorrelationId = CorrelationId.New(clock) };
        long began = clock.GetTimestamp();
        log.CommandSent(method.Method.Name, context.Who, context.CorrelationId);
        try
        {
            object? answer = await ExchangeAsync(method, [.. arguments.Select(a => ReferenceEquals(a, asked) ? context : a)], stop).ConfigureAwait(false);
            long took = (long)clock.GetElapsedTime(began).TotalMilliseconds;
            log.CommandAnswered(method.Method.Name, took, context.CorrelationId);
            return answer;
        }
        catch (CallFailedException e)
        {
            if (e.IsUnknown) log.CommandOutcomeUnknown(method.Method.Name, e.Message, context.CorrelationId);
            else log.CommandNotCarriedOut(method.Method.Name, e.Message, context.CorrelationId);
            throw;
        }
    }

    private async Task<object?> ExchangeAsync(RemoteMethod method, IReadOnlyList<object?> arguments, CancellationToken stop)
    {
        if (Engine == 0) throw new CallFailedException("No engine has been heard yet. Nothing was sent.", isUnknown: false);
        // What stops something is tried all the same: the engine may be there and only what it tells be late.
        if (!method.IsUrgent && Silence is { Length: > 0 } silence) throw new CallFailedException($"{silence} Nothing was sent.", isUnknown: false);
        byte[][] packed = [.. arguments.Select((a, i) => RedisPack.Pack(a, method.Arguments[i]))];
        using Sent sent = Prepare(method.Name, packed, method.IsUrgent);
        try
        {
            await PushAsync(sent, stop).ConfigureAwait(false);
            AnswerMessage answer = await AnswerAsync(sent, stop).ConfigureAwait(false);
            if (answer.Refused.Length > 0) throw new CallFailedException(answer.Refused, isUnknown: false);
            return RedisPack.Unpack(answer.Result, method.Result);
        }
        catch (FormatException e)
        {
            throw new CallFailedException($"The engine's answer cannot be read, so it is not known what became of the command. {e.Message}", isUnknown: true);
        }
    }

    private Sent Prepare(string method, byte[][] arguments, bool isUrgent)
    {
        var call = new CallMessage($"{Process}-{Guid.CreateVersion7(clock.GetUtcNow()):N}", Engine, Now() + options.CommandExpiry, Process, method, arguments);
        return new Sent(_waiting, call, isUrgent ? store.Keys.Urgent : store.Keys.Commands, seal.Sign(CallMessage.Purpose, call.Pack()), isUrgent, clock.GetTimestamp());
    }

    private async Task PushAsync(Sent sent, CancellationToken stop)
    {
        try
        {
            RedisResult pushed = await store.CallAsync(
                db => db.ScriptEvaluateAsync(PushScript, [sent.List], [sent.Command, WaitingMax, (long)(options.CommandExpiry.TotalMilliseconds * 4), store.Keys.Bell.ToString()]), stop).ConfigureAwait(false);
            if ((long)pushed == 0) throw new CallFailedException("Too many commands wait for the engine. Nothing was sent.", isUnknown: false);
        }
        catch (RedisAwayException e) when (!e.IsSent)
        {
            throw new CallFailedException($"{e.Message} Nothing was sent.", isUnknown: false);
        }
        catch (RedisAwayException)
        {
            // It may lie in the list all the same; the answer tells, or its end.
        }
    }

    /// <summary>
    /// Waits while the command may be taken, and no longer when the engine falls silent or another one has its place: then nothing waits in vain. What lies in the list is taken back, and of what does not the
    /// engine says whether it took it. Only an engine that says so is waited for longer.
    /// </summary>
    private async Task<AnswerMessage> AnswerAsync(Sent sent, CancellationToken stop)
    {
        string why = await WhyNotTakenAsync(sent, stop).ConfigureAwait(false);
        if (why.Length > 0) throw new CallFailedException($"{why} It was taken back, nothing was carried out.", isUnknown: false);
        while (!sent.Answer.IsCompleted && clock.GetElapsedTime(sent.Began) < AnswerPatience)
        {
            bool isSilent = Silence.Length > 0;
            byte? told = isSilent ? null : await AskAsync(sent, stop).ConfigureAwait(false);
            if (told == CallMessage.WasNotTaken) throw new CallFailedException("The command did not come to the engine. Nothing was carried out.", isUnknown: false);
            // The answer that is asked for comes by the same way, and so may that of another engine which refused it.
            await EitherAsync(sent.Answer, told == CallMessage.WasTaken ? AskEvery : Way, stop).ConfigureAwait(false);
            // One that was late for a moment is asked when it is heard again.
            bool isHeardAgain = isSilent && Silence.Length == 0 && sent.Engine == Engine;
            if (told != CallMessage.WasTaken && !isHeardAgain) break;
        }
        if (sent.Answer.IsCompleted) return await sent.Answer.ConfigureAwait(false);
        string whyNoAnswer = sent.Engine != Engine ? "The engine that had the command has ended without an answer, and another one has taken over." : Silence is { Length: > 0 } silence ? silence : "The engine has not answered.";
        throw new CallFailedException($"{whyNoAnswer} It is not known whether the command was carried out. Look at the orders before repeating it; a repeat with the same idempotency key is safe.", isUnknown: true);
    }

    /// <summary>Waits for the answer while the command may be taken.</summary>
    /// <returns>Why it was taken back; empty when it was answered, is not in the list any more, or was taken by an engine that is gone or silent since.</returns>
    private async Task<string> WhyNotTakenAsync(Sent sent, CancellationToken stop)
    {
        TimeSpan limit = options.CommandExpiry + Way;
        while (!sent.Answer.IsCompleted && clock.GetElapsedTime(sent.Began) < limit)
        {
            Task turned = Volatile.Read(ref _turned).Task;
            bool isGone = sent.Engine != Engine, isSilent = Silence.Length > 0;
            // An engine that is only late finds what stops something.
            if ((isGone || isSilent && !sent.IsUrgent) && await IsTakenBackAsync(sent, stop).ConfigureAwait(false))
                return isGone ? "Another engine has taken over before the command was taken." : "The engine fell silent before it took the command.";
            if (isGone || isSilent && await IsWithTheSilentAsync(sent, stop).ConfigureAwait(false)) return "";
            TimeSpan left = limit - clock.GetElapsedTime(sent.Began);
            await EitherAsync(Task.WhenAny(sent.Answer, turned), isSilent && left > LookEvery ? LookEvery : left, stop).ConfigureAwait(false);
        }
        return !sent.Answer.IsCompleted && await IsTakenBackAsync(sent, stop).ConfigureAwait(false) ? $"The engine did not take the command within {options.CommandExpiry.TotalSeconds:0.#} s." : "";
    }

    // While Redis is away, or just back and perhaps without the list, the engine's own word on the command may still come.
    private async Task<bool> IsWithTheSilentAsync(Sent sent, CancellationToken stop)
    {
        if (!store.IsWellFor(WellFor)) return false;
        try
        {
            return await store.CallAsync(db => db.ListPositionAsync(sent.List, sent.Command), stop).ConfigureAwait(false) < 0;
        }
        catch (RedisAwayException)
        {
            return false;
        }
    }

    // Taken out again, it can never be carried out: that is certain, and better than "not known".
    private async Task<bool> IsTakenBackAsync(Sent sent, CancellationToken stop)
    {
        try
        {
            return await store.CallAsync(db => db.ListRemoveAsync(sent.List, sent.Command), stop).ConfigureAwait(false) > 0;
        }
        catch (RedisAwayException)
        {
            return false;
        }
    }

    /// <summary>Asks the engine whether it took a command; its answer comes once more when there is one.</summary>
    /// <returns>Null when it does not say.</returns>
    private async Task<byte?> AskAsync(Sent sent, CancellationToken stop)
    {
        using Sent question = Prepare(CallMessage.Ask, [Encoding.UTF8.GetBytes(sent.Id), BitConverter.GetBytes(sent.Engine)], isUrgent: true);
        try
        {
            await PushAsync(question, stop).ConfigureAwait(false);
            await EitherAsync(question.Answer, AskPatience, stop).ConfigureAwait(false);
            return question.Answer.IsCompleted && await question.Answer.ConfigureAwait(false) is { Refused: "", Result: [var told] } ? told : null;
        }
        catch (CallFailedException)
        {
            return null;
        }
    }

    private async Task EitherAsync(Task first, TimeSpan patience, CancellationToken stop)
    {
        try
        {
            await first.WaitAsync(patience > TimeSpan.Zero ? patience : TimeSpan.Zero, clock, stop).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Whoever waits looks at what there is.
        }
    }

    // Whoever waits looks anew: the engine is another one, or has fallen silent, or is heard again.
    private void Turn() => Interlocked.Exchange(ref _turned, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    private DateTimeOffset Now()
    {
        lock (_gate) return _engineTimeAt == 0 ? clock.GetUtcNow() : _engineTime + clock.GetElapsedTime(_engineTimeAt);
    }

    /// <summary>A command on its way, and whoever waits for its answer.</summary>
    private sealed class Sent : IDisposable
    {
        private readonly ConcurrentDictionary<string, TaskCompletionSource<AnswerMessage>> _waiting;

        public Sent(ConcurrentDictionary<string, TaskCompletionSource<AnswerMessage>> waiting, CallMessage call, RedisKey list, byte[] command, bool isUrgent, long began)
        {
            _waiting = waiting;
            (Id, Engine, List, Command, IsUrgent, Began) = (call.Id, call.Engine, list, command, isUrgent, began);
            var answer = new TaskCompletionSource<AnswerMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
            Answer = answer.Task;
            waiting[Id] = answer;
        }

        public string Id { get; }

        public long Engine { get; }

        public RedisKey List { get; }

        public byte[] Command { get; }

        public bool IsUrgent { get; }

        public long Began { get; }

        public Task<AnswerMessage> Answer { get; }

        public void Dispose() => _waiting.TryRemove(Id, out _);
    }
}

/// <summary>A command has no answer of the engine.</summary>
internal sealed class CallFailedException(string message, bool isUnknown) : Exception(message)
{
    /// <summary>True when it may have been carried out.</summary>
    public bool IsUnknown { get; } = isUnknown;
}
