using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace TradingCore.Persistence.Redis;

/// <summary>
/// In a web process: sends commands to the engine and waits for their answers. A command is signed, names the engine that it is meant for, and
/// expires; it is put into a list once and taken out of it once, so it is carried out at most once.
/// </summary>
internal sealed class RemoteCalls(RedisStore store, RedisOptions options, SignedMessage seal, TimeProvider clock, ILogger<RemoteCalls> log)
{
    /// <summary>Longest wait for an answer of an engine that has taken the command.</summary>
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(28);

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

    /// <summary>Name of this process for answers.</summary>
    public string Process { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Fencing token of the engine that is heard; 0 before one is.</summary>
    public long Engine
    {
        get => Volatile.Read(ref _engine);
        set => Volatile.Write(ref _engine, value);
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

    /// <summary>Calls the engine.</summary>
    /// <returns>The answer.</returns>
    /// <exception cref="CallFailedException">There is none; the exception says whether the command may have been carried out.</exception>
    public async Task<object?> CallAsync(RemoteMethod method, IReadOnlyList<object?> arguments, CancellationToken stop)
    {
        if (Engine == 0) throw new CallFailedException("No engine has been heard yet. Nothing was sent.", isUnknown: false);
        string id = $"{Process}-{Guid.CreateVersion7(clock.GetUtcNow()):N}";
        byte[][] packed = [.. arguments.Select((a, i) => RedisPack.Pack(a, method.Arguments[i]))];
        byte[] command = seal.Sign(CallMessage.Purpose, new CallMessage(id, Engine, Now() + options.CommandExpiry, Process, method.Name, packed).Pack());
        RedisKey list = method.IsUrgent ? store.Keys.Urgent : store.Keys.Commands;
        var waiting = new TaskCompletionSource<AnswerMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[id] = waiting;
        long began = clock.GetTimestamp();
        try
        {
            await PushAsync(list, command, stop).ConfigureAwait(false);
            AnswerMessage answer = await AnswerAsync(waiting.Task, list, command, began, stop).ConfigureAwait(false);
            if (answer.Refused.Length > 0) throw new CallFailedException(answer.Refused, isUnknown: false);
            return RedisPack.Unpack(answer.Result, method.Result);
        }
        catch (FormatException e)
        {
            throw new CallFailedException($"The engine's answer cannot be read, so it is not known what became of the command. {e.Message}", isUnknown: true);
        }
        finally
        {
            _waiting.TryRemove(id, out _);
        }
    }

    private async Task PushAsync(RedisKey list, byte[] command, CancellationToken stop)
    {
        try
        {
            RedisResult pushed = await store.CallAsync(
                db => db.ScriptEvaluateAsync(PushScript, [list], [command, WaitingMax, (long)(options.CommandExpiry.TotalMilliseconds * 4), store.Keys.Bell.ToString()]), stop).ConfigureAwait(false);
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

    private async Task<AnswerMessage> AnswerAsync(Task<AnswerMessage> answer, RedisKey list, byte[] command, long began, CancellationToken stop)
    {
        if (await WithinAsync(answer, options.CommandExpiry + TimeSpan.FromMilliseconds(300), stop).ConfigureAwait(false) is { } soon) return soon;
        try
        {
            // Taken out again, it can never be carried out: that is certain, and better than "not known".
            if (await store.CallAsync(db => db.ListRemoveAsync(list, command), stop).ConfigureAwait(false) > 0)
                throw new CallFailedException($"The engine did not take the command within {options.CommandExpiry.TotalSeconds:0.#} s. It was taken back, nothing was carried out.", isUnknown: false);
        }
        catch (RedisAwayException)
        {
            // Then the wait goes on.
        }
        if (store.State == BreakerState.Closed && await WithinAsync(answer, AnswerPatience - clock.GetElapsedTime(began), stop).ConfigureAwait(false) is { } late) return late;
        throw new CallFailedException("The engine has not answered, and it is not known whether the command was carried out. Look at the orders before repeating it; a repeat with the same idempotency key is safe.", isUnknown: true);
    }

    private async Task<AnswerMessage?> WithinAsync(Task<AnswerMessage> answer, TimeSpan patience, CancellationToken stop)
    {
        try
        {
            return await answer.WaitAsync(patience > TimeSpan.Zero ? patience : TimeSpan.Zero, clock, stop).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private DateTimeOffset Now()
    {
        lock (_gate) return _engineTimeAt == 0 ? clock.GetUtcNow() : _engineTime + clock.GetElapsedTime(_engineTimeAt);
    }
}

/// <summary>A command has no answer of the engine.</summary>
internal sealed class CallFailedException(string message, bool isUnknown) : Exception(message)
{
    /// <summary>True when it may have been carried out.</summary>
    public bool IsUnknown { get; } = isUnknown;
}
