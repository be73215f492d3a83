using System.Globalization;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace TradingCore.Persistence.Redis;

/// <summary>
/// In the engine: takes commands of web processes out of Redis, the urgent ones first, and answers. What is not signed, is late, was seen, or is
/// meant for another engine is refused. What passes goes through the same door as any command of this process, so it meets the same risk.
/// </summary>
internal sealed class CommandReader(RedisStore store, EngineLease lease, SignedMessage seal, CommandTargets targets, TimeProvider clock, ILogger<CommandReader> log) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>Further ahead no honest command expires; it bounds what must be remembered.</summary>
    private static readonly TimeSpan ExpiryMax = TimeSpan.FromMinutes(2);

    // Of those that are not urgent: a cancel and the kill switch wait for nobody.
    private const int AtOnceMax = 128;
    private const string PopScript = "return redis.call('LPOP', KEYS[1]) or (ARGV[1] == '1' and redis.call('LPOP', KEYS[2]))";

    private readonly SemaphoreSlim _bell = new(0, 1);
    private readonly TakenCommands _taken = new(clock);
    private int _running;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        ChannelMessageQueue? bell = null;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                try
                {
                    if (bell is null)
                    {
                        bell = await store.SubscribeAsync(store.Keys.Bell, stoppingToken).ConfigureAwait(false);
                        bell.OnMessage(_ => Ring());
                    }
                    while (lease.Token > 0 && lease.Other.Length == 0)
                    {
                        bool hasRoom = Volatile.Read(ref _running) < AtOnceMax;
                        RedisResult taken = await store.CallAsync(db => db.ScriptEvaluateAsync(PopScript, [store.Keys.Urgent, store.Keys.Commands], [hasRoom ? "1" : "0"]), stoppingToken).ConfigureAwait(false);
                        if (taken.IsNull) break;
                        Take((byte[]?)taken ?? [], stoppingToken);
                    }
                }
                catch (RedisAwayException)
                {
                    // A command that was taken out and did not arrive here is lost; its sender waits for an answer and is told that nobody knows.
                }
                // The bell may be lost with a connection; then the list is found by looking.
                await _bell.WaitAsync(Look, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Normal end.
        }
    }

    private void Ring()
    {
        try
        {
            if (_bell.CurrentCount == 0) _bell.Release();
        }
        catch (SemaphoreFullException)
        {
            // It rings already.
        }
    }

    private void Take(byte[] packed, CancellationToken stop)
    {
        if (seal.Open(CallMessage.Purpose, packed) is not { } body)
        {
            Refuse("its signature is wrong", "forged");
            return;
        }
        CallMessage call;
        try
        {
            call = CallMessage.Read(body);
        }
        catch (FormatException e)
        {
            Refuse(e.Message, "unreadable");
            return;
        }
        string fault = FaultOf(call);
        if (call.Method == CallMessage.Ask && fault.Length == 0)
        {
            _ = Task.Run(() => TellAsync(call, stop), CancellationToken.None);
            return;
        }
        if (fault.Length > 0) Refuse(fault, "refused");
        else store.Meter.Command("taken");
        bool isUrgent = CallTable.Find(call.Method) is { IsUrgent: true };
        if (!isUrgent) Interlocked.Increment(ref _running);
        // Side by side: an order that waits for its broker must hold up no cancel.
        _ = Task.Run(() => AnswerAsync(call, fault, isUrgent, stop), CancellationToken.None);
    }

    private string FaultOf(CallMessage call)
    {
        DateTimeOffset now = clock.GetUtcNow();
        _taken.Forget();
        if (call.Engine != lease.Token) return string.Create(CultureInfo.InvariantCulture, $"The command was meant for another engine ({call.Engine}) than this one ({lease.Token}). It was not carried out.");
        if (now > call.ExpiresTime) return $"The command expired {(now - call.ExpiresTime).TotalSeconds:0.0} s before the engine took it. It was not carried out.";
        if (call.ExpiresTime - now > ExpiryMax) return "The command would expire too far ahead. It was not carried out.";
        if (call.Method == CallMessage.Ask) return call.Arguments is [_, { Length: sizeof(long) }] ? "" : "The question cannot be read.";
        if (!_taken.TryAdd(call.Id, call.ExpiresTime)) return "The command has been taken before. It was not carried out again.";
        return CallTable.Find(call.Method) is not { } method || method.Arguments.Length != call.Arguments.Count ? $"The engine knows no command {call.Method}. It was not carried out." : "";
    }

    private async Task AnswerAsync(CallMessage call, string fault, bool isUrgent, CancellationToken stop)
    {
        try
        {
            byte[] result = [];
            if (fault.Length == 0) (result, fault) = await RunAsync(call, stop).ConfigureAwait(false);
            byte[] answer = seal.Sign(AnswerMessage.Purpose, new AnswerMessage(call.Id, fault, result).Pack());
            _taken.Answered(call.Id, answer);
            await store.CallAsync(db => db.PublishAsync(store.Keys.Answers(call.Process), answer), stop).ConfigureAwait(false);
        }
        catch (Exception e) when (e is RedisAwayException or OperationCanceledException)
        {
            // Whoever waits asks for it; the order is in the journal and shows when Redis is back.
        }
        catch (Exception e)
        {
            // Not told as a refusal: what failed may have done its work before.
            log.CommandFault(e);
        }
        finally
        {
            if (!isUrgent) Interlocked.Decrement(ref _running);
            Ring();
        }
    }

    // What became of a command: its answer once more, or whether it was taken at all. One that was not counts as taken from now on, so that it is not carried out after its sender was told so.
    private async Task TellAsync(CallMessage question, CancellationToken stop)
    {
        try
        {
            string id = Encoding.UTF8.GetString(question.Arguments[0]);
            // A token from before the first of this process was another one's: whether that took it, nobody here knows.
            bool isOwn = BitConverter.ToInt64(question.Arguments[1]) >= lease.FirstToken;
            byte word = !isOwn ? CallMessage.WasMeantForAnother : _taken.TryAdd(id, question.ExpiresTime) ? CallMessage.WasNotTaken : CallMessage.WasTaken;
            if (_taken.AnswerOf(id) is { Length: > 0 } known) await store.CallAsync(db => db.PublishAsync(store.Keys.Answers(question.Process), known), stop).ConfigureAwait(false);
            byte[] told = seal.Sign(AnswerMessage.Purpose, new AnswerMessage(question.Id, "", [word]).Pack());
            await store.CallAsync(db => db.PublishAsync(store.Keys.Answers(question.Process), told), stop).ConfigureAwait(false);
        }
        catch (Exception e) when (e is RedisAwayException or OperationCanceledException)
        {
            // It is asked again.
        }
    }

    private async Task<(byte[] Result, string Fault)> RunAsync(CallMessage call, CancellationToken stop)
    {
        RemoteMethod method = CallTable.Find(call.Method)!;
        object?[] arguments;
        try
        {
            arguments = [.. call.Arguments.Select((a, i) => RedisPack.Unpack(a, method.Arguments[i]))];
        }
        catch (FormatException e)
        {
            return ([], $"The engine cannot read the command: {e.Message} It was not carried out.");
        }
        int next = 0;
        object?[] all = [.. method.Method.GetParameters().Select(p => p.ParameterType == typeof(CancellationToken) ? stop : arguments[next++])];
        var task = (Task)method.Method.Invoke(targets.Of(method.Method.DeclaringType!), all)!;
        await task.ConfigureAwait(false);
        return (RedisPack.Pack(method.Method.ReturnType.GetProperty(nameof(Task<int>.Result))!.GetValue(task), method.Result), "");
    }

    private void Refuse(string why, string outcome)
    {
        store.Meter.Command(outcome);
        log.CommandRefused(why);
    }
}

/// <summary>The engine's own doors, behind which no caller is asked for: the web process has judged the caller, the engine judges the command.</summary>
/// <param name="Of">The door of an interface.</param>
internal sealed record CommandTargets(Func<Type, object> Of);
