using System.Globalization;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace TradingCore.Persistence.Redis;

/// <summary>
/// The right to be the one engine of an account: a key in Redis that expires unless it is renewed, and a fencing token that rises with every
/// holder: the time of Redis in milliseconds, or one more than the last, so that a Redis which has lost everything does not give a token twice.
/// Time is measured by the own clocks, from before each renewal was asked for. One caller takes and renews; any thread reads.
/// </summary>
/// <param name="store">Redis.</param>
/// <param name="options">Times and mode.</param>
/// <param name="folderId">Id of the data folder. Whoever has the folder's lock may take the lease over from the folder's former process at once: that one is dead.</param>
/// <param name="name">Name for people, such as machine and process.</param>
/// <param name="clock">Clock.</param>
/// <param name="log">Log.</param>
public sealed class EngineLease(RedisStore store, RedisOptions options, string folderId, string name, TimeProvider clock, ILogger<EngineLease> log)
{
    // Answers: token when taken; 0 when Redis knows of no engine at all and the caller wants to wait then; otherwise the value of the holder.
    private const string TakeScript = """
        local holder = redis.call('GET', KEYS[1])
        if holder and string.sub(holder, 1, #ARGV[1]) ~= ARGV[1] then return holder end
        local known = tonumber(redis.call('GET', KEYS[2]) or '0')
        local floor = tonumber(ARGV[4])
        if not holder and ARGV[5] == '1' and (known == 0 or known < floor) then return 0 end
        local time = redis.call('TIME')
        local token = math.max(known + 1, floor + 1, time[1] * 1000 + math.floor(time[2] / 1000))
        local last = redis.call('GET', KEYS[3]) or ''
        redis.call('SET', KEYS[2], string.format('%d', token))
        redis.call('SET', KEYS[3], ARGV[2])
        redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
        return {token, known, last}
        """;

    // Answers: the token while the caller has the lease; 0 when nobody has it; otherwise the value of the holder.
    private const string RenewScript = """
        local holder = redis.call('GET', KEYS[1])
        if holder == ARGV[1] then
          redis.call('PEXPIRE', KEYS[1], ARGV[2])
          return tonumber(redis.call('GET', KEYS[2]) or '0')
        end
        return holder or 0
        """;

    private const string ReleaseScript = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0";

    private readonly string _run = Guid.NewGuid().ToString("N")[..8];
    private readonly Lock _gate = new();
    private long _token;
    private long _firstToken;
    private long _renewedAt;
    private DateTimeOffset _renewedTime;
    private bool _isHeld;
    private string _other = "";
    private long _emptySince;
    private bool _isEmptySeen;
    private long _seenToken;

    private string Value => $"{folderId}|{_run}|{name}";

    /// <summary>Fencing token; 0 before the first lease.</summary>
    public long Token => Volatile.Read(ref _token);

    /// <summary>The first token of this process; those since then were all its own. 0 before the first lease.</summary>
    public long FirstToken => Volatile.Read(ref _firstToken);

    /// <summary>Who has it instead; empty while nobody else was seen to.</summary>
    public string Other => Volatile.Read(ref _other);

    /// <summary>How much sooner the holder gives up by its own clock than Redis does.</summary>
    public TimeSpan Margin => options.LeaseTime / 4;

    /// <summary>True while Redis cannot have given the lease to another engine.</summary>
    public bool IsHeld
    {
        get
        {
            lock (_gate)
            {
                TimeSpan limit = options.LeaseTime - Margin;
                // By both clocks: the one does not go back, the other goes on while the machine sleeps.
                return _isHeld && clock.GetElapsedTime(_renewedAt) < limit && clock.GetUtcNow() - _renewedTime < limit;
            }
        }
    }

    /// <summary>Why no new order may leave; empty when orders may.</summary>
    public string Problem =>
        Other is { Length: > 0 } other ? $"Another engine ({other}) has the lease of this account. This one sends no orders; cancels work."
        : options.Lease == LeaseMode.Single || IsHeld ? ""
        : Token == 0 ? $"This engine has no lease yet, and another one may have it. New orders leave when this one has it; cancels work.{(store.Failure is { Length: > 0 } away ? $" Redis is away: {away}" : "")}"
        : $"The lease of this engine cannot be renewed, and another engine could have taken the account over. New orders leave again when it is renewed; cancels work.{(store.Failure is { Length: > 0 } why ? $" Redis is away: {why}" : "")}";

    /// <summary>Tries to take it.</summary>
    /// <returns>Empty when it is taken, otherwise why not.</returns>
    /// <exception cref="RedisAwayException">Redis did not answer.</exception>
    public async Task<string> TryTakeAsync(CancellationToken stop)
    {
        long asked = clock.GetTimestamp();
        DateTimeOffset askedTime = clock.GetUtcNow();
        long before = Token;
        bool mayWait = options.Lease == LeaseMode.Required && before == 0 && !(_isEmptySeen && clock.GetElapsedTime(_emptySince) >= options.LeaseTime);
        RedisResult answer = await store.CallAsync(db => db.ScriptEvaluateAsync(
            TakeScript, [store.Keys.Lease, store.Keys.Fence, store.Keys.LastHolder], [folderId + "|", Value, Milliseconds, Math.Max(before, _seenToken), mayWait ? "1" : "0"]), stop).ConfigureAwait(false);
        if (answer.Resp2Type == ResultType.Array)
        {
            RedisResult[] parts = (RedisResult[])answer!;
            (long token, long known) = ((long)parts[0], (long)parts[1]);
            // A token that was given to this process by a call whose answer did not come is its own, too.
            if (before > 0 && known > before && (string?)parts[2] != Value)
            {
                Volatile.Write(ref _other, "it has ended since");
                return "Another engine had the lease in between.";
            }
            Taken(token, asked, askedTime);
            return "";
        }
        if (answer.Resp2Type == ResultType.Integer)
        {
            if (!_isEmptySeen) (_isEmptySeen, _emptySince) = (true, clock.GetTimestamp());
            return $"Redis knows of no engine. One that it has forgotten could still trade, so a whole lease ({options.LeaseTime.TotalSeconds:0.#} s) is waited for.";
        }
        _isEmptySeen = false;
        string holder = NameOf((string)answer!);
        if (before > 0) Volatile.Write(ref _other, holder);
        else await SeeTokenAsync(stop).ConfigureAwait(false);
        return $"{holder} has the lease.";
    }

    /// <summary>Renews it, or takes it anew when Redis has forgotten it.</summary>
    /// <exception cref="RedisAwayException">Redis did not answer.</exception>
    public async Task RenewAsync(CancellationToken stop)
    {
        long asked = clock.GetTimestamp();
        DateTimeOffset askedTime = clock.GetUtcNow();
        RedisResult answer = await store.CallAsync(db => db.ScriptEvaluateAsync(RenewScript, [store.Keys.Lease, store.Keys.Fence], [Value, Milliseconds]), stop).ConfigureAwait(false);
        if (answer.Resp2Type != ResultType.Integer) Volatile.Write(ref _other, NameOf((string)answer!));
        // None, or one from before this lease: Redis has forgotten.
        else if ((long)answer < Token) _ = await TryTakeAsync(stop).ConfigureAwait(false);
        // Taken by a call whose answer did not come. With the older token web processes would hear nothing any more.
        else if ((long)answer > Token) Taken((long)answer, asked, askedTime);
        else Renewed(asked, askedTime);
    }

    /// <summary>Gives it back at an ordered end, so that nobody waits for it.</summary>
    public async Task ReleaseAsync()
    {
        lock (_gate) _isHeld = false;
        store.Meter.Lease(false, Token);
        try
        {
            await store.CallAsync(db => db.ScriptEvaluateAsync(ReleaseScript, [store.Keys.Lease], [Value]), CancellationToken.None).ConfigureAwait(false);
        }
        catch (RedisAwayException)
        {
            // It expires by itself.
        }
    }

    private RedisValue Milliseconds => ((long)options.LeaseTime.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);

    private static string NameOf(string value) => value[(value.LastIndexOf('|') + 1)..];

    // So that a Redis which comes back older than it was is known for that.
    private async Task SeeTokenAsync(CancellationToken stop)
    {
        RedisValue fence = await store.CallAsync(db => db.StringGetAsync(store.Keys.Fence), stop).ConfigureAwait(false);
        if (fence.TryParse(out long token)) _seenToken = Math.Max(_seenToken, token);
    }

    private void Taken(long token, long asked, DateTimeOffset askedTime)
    {
        Interlocked.CompareExchange(ref _firstToken, token, 0);
        Volatile.Write(ref _token, token);
        Renewed(asked, askedTime);
        log.LeaseTaken(token);
    }

    private void Renewed(long asked, DateTimeOffset askedTime)
    {
        lock (_gate) (_isHeld, _renewedAt, _renewedTime) = (true, asked, askedTime);
        store.Meter.Lease(true, Token);
    }
}
