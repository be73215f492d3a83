using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using TradingCore.Engine.Views;
using TradingCore.Orders;

namespace TradingCore.Persistence.Redis;

/// <summary>
/// Carries the engine's snapshots to Redis: a reader as any page is, on a beat of its own. A Redis that is slow makes the beat longer, one that is
/// away makes it wait; neither reaches the engine. Cache, stream and message are written by one script, which only the token of the last holder
/// of the lease passes: neither an older engine's, nor the present one's while a Redis that has lost everything does not know it yet.
/// </summary>
internal sealed class RedisPublisher(RedisStore store, EngineLease lease, ViewCollector collector, ITradingView view, TimeProvider clock, ILogger<RedisPublisher> log) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromMilliseconds(500);

    /// <summary>Events of orders that wait for a Redis that is away; the oldest are left out past it, and every order's own history still has them.</summary>
    public const int NewsWaitingMax = 20_000;

    /// <summary>Events of orders in one message.</summary>
    private const int NewsBatchMax = 1_000;

    // KEYS: cache, fence, news. ARGV: token, channel, message, reset, head field, head, number of changes, head that it follows, (field, value; '' when gone)..., (id, value)...
    // A change is laid over nothing but the state it follows: a replica that became the master may lack the newest of what was told.
    private const string Script = """
        if tonumber(redis.call('GET', KEYS[2]) or '0') ~= tonumber(ARGV[1]) then return -1 end
        if ARGV[4] == '1' then
          redis.call('DEL', KEYS[1])
        elseif redis.call('HGET', KEYS[1], ARGV[5]) ~= ARGV[8] then
          return -2
        end
        local at = 9
        for i = 1, tonumber(ARGV[7]) do
          if ARGV[at + 1] == '' then redis.call('HDEL', KEYS[1], ARGV[at]) else redis.call('HSET', KEYS[1], ARGV[at], ARGV[at + 1]) end
          at = at + 2
        end
        redis.call('HSET', KEYS[1], ARGV[5], ARGV[6])
        while at < #ARGV do
          redis.pcall('XADD', KEYS[3], 'MAXLEN', '~', 20000, ARGV[at], 'n', ARGV[at + 1])
          at = at + 2
        end
        redis.call('PUBLISH', ARGV[2], ARGV[3])
        return 1
        """;

    private readonly Queue<(long Number, OrderNews News)> _news = new();
    private OrderNewsReader? _reader;
    private long _token;
    private long _sequence;
    // Events are numbered when they are taken, through every lease of this process: what is left out is missed, and what is told again is known.
    private long _newsTaken;
    private long _newsTold;
    private bool _isWhole = true;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _reader = view.FollowOrders();
        // Far from the numbers of a process before this one: a reader must not take its first event for the next of that.
        _newsTaken = _newsTold = (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        using var timer = new PeriodicTimer(Beat, clock);
        long toldAt = 0;
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                try
                {
                    TakeNews();
                    // Before the engine has read back what the last run left its state is empty, and would be shown everywhere as nothing held and nothing at work.
                    if (!view.HasBegun || lease.Token == 0 || lease.Other.Length > 0) continue;
                    if (await TellAsync(toldAt == 0 || clock.GetElapsedTime(toldAt) >= Heartbeat, stoppingToken).ConfigureAwait(false)) toldAt = clock.GetTimestamp();
                }
                catch (RedisAwayException)
                {
                    // What of it arrived is not known, so everything is told again.
                    _isWhole = true;
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    _isWhole = true;
                    log.PublisherFault(e);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Normal end.
        }
    }

    private void TakeNews()
    {
        int dropped = 0;
        while (_reader!.TryTake(out OrderNews news))
        {
            _news.Enqueue((++_newsTaken, news));
            if (_news.Count <= NewsWaitingMax) continue;
            _news.Dequeue();
            dropped++;
        }
        if (dropped > 0) store.Meter.Dropped(dropped);
    }

    private async Task<bool> TellAsync(bool isDue, CancellationToken stop)
    {
        if (lease.Token != _token) (_token, _sequence, _isWhole) = (lease.Token, 0, true);
        bool isWhole = _isWhole;
        if (isWhole)
        {
            // A Redis that is away is not worth packing everything for.
            await store.ProbeAsync(stop).ConfigureAwait(false);
            collector.Reset();
        }
        List<KeyValuePair<string, byte[]?>> changes = collector.Collect();
        var news = new List<KeyValuePair<long, byte[]>>();
        foreach ((long number, OrderNews one) in _news.Take(NewsBatchMax)) news.Add(new(number, RedisPack.Pack(one)));
        long told = news.Count > 0 ? news[^1].Key : _newsTold;
        if (!isWhole && !isDue && changes.Count == 0 && news.Count == 0) return false;

        long sequence = _sequence + 1;
        // A whole state is read from the cache, not sent to everybody through the channel.
        byte[] message = new ChangeMessage(_token, sequence, clock.GetUtcNow(), isWhole, isWhole ? [] : changes, isWhole ? [] : news).Pack();
        var arguments = new List<RedisValue>(8 + changes.Count * 2 + news.Count * 2)
        {
            _token, store.Keys.Changes.ToString(), message, isWhole ? "1" : "0", Fields.Head, new CacheHead(_token, sequence, told).ToString(), changes.Count, new CacheHead(_token, _sequence, _newsTold).ToString(),
        };
        foreach ((string field, byte[]? value) in changes) arguments.AddRange([field, value ?? []]);
        foreach ((long number, byte[] value) in news) arguments.AddRange([$"{_token}-{number}", value]);
        // The number is used up whatever comes back: a call that is not answered may have been carried out, and a reader that has seen the number would take what comes next under it for known.
        (_isWhole, _sequence) = (true, sequence);
        RedisResult answer = await store.CallAsync(db => db.ScriptEvaluateAsync(Script, [store.Keys.Cache, store.Keys.Fence, store.Keys.News], [.. arguments]), stop).ConfigureAwait(false);
        // A younger engine has written, and the lease will say so; or Redis has forgotten the lease, and everything is told when it is taken again; or it has
        // forgotten the newest of the state, and everything is told at the next beat.
        if ((long)answer < 0) return true;
        (_isWhole, _newsTold) = (false, told);
        for (int i = 0; i < news.Count; i++) _news.Dequeue();
        return true;
    }
}
