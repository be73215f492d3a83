using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using TradingCore.Orders;

namespace TradingCore.Persistence.Redis;

/// <summary>
/// In a web process: keeps the engine's state as Redis tells it. The cache is read at the start and after every gap; between, messages change it.
/// Events of orders are told once each and in their order; when some are lost for good, whoever follows them is told so, after the state was read anew.
/// What an engine with an older fencing token tells is not heard while the newer one is. When nothing is heard for some seconds, the view is made to look it.
/// </summary>
internal sealed class EngineMirror(RedisStore store, RedisOptions options, RemoteView view, RemoteCalls calls, TimeProvider clock, ILogger<EngineMirror> log) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(250);
    private const int NewsPage = 1_000;

    /// <summary>Events that an engine may tell again: as many as wait at most for a Redis that is away.</summary>
    private const int RepeatedMax = RedisPublisher.NewsWaitingMax;

    private const int WaitingMax = 1_000;

    private readonly Queue<ChangeMessage> _waiting = new();
    private readonly Lock _gate = new();
    private long _token;
    private long _sequence;
    private (long Token, long Number) _news;
    private long _older;
    private bool _isRead;
    private long _heardAt;
    private bool _isHeard;
    private Task _probe = Task.CompletedTask;
    private volatile bool _wasReset;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _heardAt = clock.GetTimestamp();
        ChannelMessageQueue? changes = null;
        using var timer = new PeriodicTimer(Look, clock);
        try
        {
            do
            {
                try
                {
                    changes ??= await SubscribeAsync(stoppingToken).ConfigureAwait(false);
                    if (_wasReset || !_isRead) await ReadAsync(stoppingToken).ConfigureAwait(false);
                    Apply();
                    JudgeOlder();
                    await AskForCauseAsync(stoppingToken).ConfigureAwait(false);
                }
                catch (RedisAwayException)
                {
                    await Task.Delay(Retry, clock, stoppingToken).ConfigureAwait(false);
                }
                catch (FormatException e)
                {
                    // Of another version, perhaps: it is not guessed at, and the screens stand still and say so.
                    log.StateUnreadable(e.Message);
                    _wasReset = true;
                    await Task.Delay(Retry, clock, stoppingToken).ConfigureAwait(false);
                }
                Judge();
            }
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Normal end.
        }
    }

    // Begun while the silence is not told yet, so that its first word names the cause, and again until a failure is over; beside the loop, because a Redis
    // that hangs must not keep the silence from being told.
    private async Task AskForCauseAsync(CancellationToken stop)
    {
        if (!_probe.IsCompleted || !_isRead || clock.GetElapsedTime(_heardAt) < options.SilentAfter / 2 && store.Failure.Length == 0) return;
        await _probe.ConfigureAwait(false);
        _probe = ProbeAsync(stop);
    }

    private async Task ProbeAsync(CancellationToken stop)
    {
        try
        {
            await store.ProbeAsync(stop).ConfigureAwait(false);
        }
        catch (RedisAwayException)
        {
            // The store says why.
        }
    }

    private async Task<ChannelMessageQueue> SubscribeAsync(CancellationToken stop)
    {
        ChannelMessageQueue answers = await store.SubscribeAsync(store.Keys.Answers(calls.Process), stop).ConfigureAwait(false);
        answers.OnMessage(m => calls.Answered((byte[]?)m.Message ?? []));
        ChannelMessageQueue changes = await store.SubscribeAsync(store.Keys.Changes, stop).ConfigureAwait(false);
        changes.OnMessage(m =>
        {
            try
            {
                var message = ChangeMessage.Read((byte[]?)m.Message ?? []);
                lock (_gate)
                {
                    // A reader that cannot follow reads everything anew instead of growing.
                    if (_waiting.Count >= WaitingMax)
                    {
                        _waiting.Clear();
                        _wasReset = true;
                    }
                    _waiting.Enqueue(message);
                }
            }
            catch (FormatException e)
            {
                log.StateUnreadable(e.Message);
                _wasReset = true;
            }
        });
        return changes;
    }

    private async Task ReadAsync(CancellationToken stop)
    {
        _wasReset = false;
        HashEntry[] cache = await store.CallAsync(db => db.HashGetAllAsync(store.Keys.Cache), stop).ConfigureAwait(false);
        if (cache.FirstOrDefault(e => e.Name == Fields.Head).Value is not { IsNullOrEmpty: false } text) return; // No engine has written yet.
        var head = CacheHead.Read(text.ToString());
        if (head.Token < _token) return;
        bool isMissing = _isRead && !await ReadNewsAsync(head, stop).ConfigureAwait(false);
        view.Load(cache.Where(e => e.Name != Fields.Head).Select(e => new KeyValuePair<string, byte[]?>(e.Name.ToString(), (byte[]?)e.Value)));
        if (isMissing)
        {
            // After the state, so that whoever is told looks at the right one.
            log.EventsMissed(_news.Number);
            view.Missed();
        }
        if (isMissing || !_isRead) _news = (head.Token, head.News);
        (_token, _sequence, _isRead, _older) = (head.Token, head.Sequence, true, 0);
        calls.Engine = head.Token;
        log.StateRead(cache.Length, head.Token);
    }

    /// <summary>Tells what happened since the last event.</summary>
    /// <returns>False when events between that one and the newest are not there: the stream was trimmed, Redis has lost it, or another engine began.</returns>
    private async Task<bool> ReadNewsAsync(CacheHead head, CancellationToken stop)
    {
        long known = _news.Number;
        StreamEntry[] entries;
        do
        {
            entries = await store.CallAsync(db => db.StreamRangeAsync(store.Keys.News, $"({_news.Token}-{_news.Number}", "+", NewsPage), stop).ConfigureAwait(false);
            foreach (StreamEntry entry in entries)
                if (!Take(Id(entry.Id), (byte[]?)entry["n"] ?? [])) return false;
        }
        while (entries.Length == NewsPage);
        // Without an entry, too, the engine may have told some that are gone.
        return head.News >= known && head.News <= _news.Number;
    }

    private void Apply()
    {
        while (true)
        {
            ChangeMessage message;
            lock (_gate)
            {
                if (!_waiting.TryDequeue(out message!)) return;
            }
            if (message.Token < _token) _older = message.Token;
            if (message.Token < _token || !_isRead) continue;
            if (message.Token > _token || message.IsReset && message.Sequence > _sequence || message.Sequence > _sequence + 1)
            {
                _wasReset = true;
                Heard(message);
                return;
            }
            Heard(message);
            if (message.Sequence <= _sequence) continue;
            view.Change(message.Changes);
            foreach ((long number, byte[] value) in message.News)
            {
                if (Take((message.Token, number), value)) continue;
                _wasReset = true;
                return;
            }
            _sequence = message.Sequence;
        }
    }

    /// <summary>
    /// Only the holder of the lease writes, so an engine with an older token than the one that fell silent is the engine: Redis has lost everything, and its
    /// clock, from which tokens are made, went back. For a whole lease the word of the former holder counts.
    /// </summary>
    private void JudgeOlder()
    {
        if (_older == 0 || clock.GetElapsedTime(_heardAt) < options.LeaseTime) return;
        log.OlderEngineHeard(_older, _token);
        (_token, _older, _wasReset) = (0, 0, true);
    }

    /// <summary>Tells an event, unless it was told.</summary>
    /// <returns>False when there are others between it and the last one.</returns>
    private bool Take((long Token, long Number) id, byte[] packed)
    {
        if (id.CompareTo(_news) <= 0) return true;
        // An engine that does not know whether Redis took an event tells it again, under the number it had and perhaps under a new lease.
        bool isRepeated = id.Number <= _news.Number && id.Number > _news.Number - RepeatedMax;
        if (!isRepeated && id.Number != _news.Number + 1) return false;
        if (!isRepeated) view.Happened(RedisPack.Unpack<OrderNews>(packed));
        _news = (id.Token, Math.Max(id.Number, _news.Number));
        return true;
    }

    private void Heard(ChangeMessage message)
    {
        (_isHeard, _heardAt) = (true, clock.GetTimestamp());
        calls.EngineTime(message.Time, _heardAt);
    }

    private void Judge()
    {
        TimeSpan silence = clock.GetElapsedTime(_heardAt);
        if (_isRead && _isHeard && !_wasReset && silence < options.SilentAfter)
        {
            Reach("");
            return;
        }
        if (silence < options.SilentAfter && _isHeard) return;
        _isHeard = false;
        Reach(store.Failure is { Length: > 0 } why ? $"Redis is away: {why}"
            : _isRead ? $"The engine has not been heard for {Math.Floor(silence.TotalSeconds):0} s."
            : "No engine has been heard yet.");
    }

    private void Reach(string reason)
    {
        view.Reach(reason);
        calls.Silence = reason;
    }

    private static (long Token, long Number) Id(RedisValue id) =>
        id.ToString().Split('-') is [string a, string b] && long.TryParse(a, NumberStyles.None, CultureInfo.InvariantCulture, out long token) && long.TryParse(b, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? (token, number) : (0, 0);
}
