using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using TradingCore.Orders;

namespace TradingCore.Persistence.Redis;

/// <summary>
/// In a web process: keeps the engine's state as Redis tells it. The cache is read at the start and after every gap; between, messages change it.
/// What an engine with an older fencing token tells is not heard. When nothing is heard for some seconds, the view is made to look it.
/// </summary>
internal sealed class EngineMirror(RedisStore store, RedisOptions options, RemoteView view, RemoteCalls calls, TimeProvider clock, ILogger<EngineMirror> log) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(250);
    private const int NewsMax = 20_000;
    private const int WaitingMax = 1_000;

    private readonly Queue<ChangeMessage> _waiting = new();
    private readonly Lock _gate = new();
    private long _token;
    private long _sequence;
    private (long Token, long Number) _news;
    private bool _isRead;
    private long _heardAt;
    private bool _isHeard;
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
                    if (!_isHeard && _isRead && clock.GetElapsedTime(_heardAt) > options.SilentAfter) await store.CallAsync(db => db.PingAsync(), stoppingToken).ConfigureAwait(false);
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
        string head = cache.FirstOrDefault(e => e.Name == Fields.Head).Value.ToString();
        if (head.Split(':') is not [string tokenText, string sequenceText] || !long.TryParse(tokenText, NumberStyles.None, CultureInfo.InvariantCulture, out long token)
            || !long.TryParse(sequenceText, NumberStyles.None, CultureInfo.InvariantCulture, out long sequence))
            return; // No engine has written yet.
        if (token < _token) return;
        await ReadNewsAsync(stop).ConfigureAwait(false);
        view.Load(cache.Where(e => e.Name != Fields.Head).Select(e => new KeyValuePair<string, byte[]?>(e.Name.ToString(), (byte[]?)e.Value)));
        (_token, _sequence, _isRead) = (token, sequence, true);
        calls.Engine = token;
        log.StateRead(cache.Length, token);
    }

    private async Task ReadNewsAsync(CancellationToken stop)
    {
        if (!_isRead)
        {
            StreamEntry[] last = await store.CallAsync(db => db.StreamRangeAsync(store.Keys.News, count: 1, messageOrder: StackExchange.Redis.Order.Descending), stop).ConfigureAwait(false);
            if (last.Length > 0) _news = Id(last[0].Id);
            return;
        }
        StreamEntry[] missed = await store.CallAsync(db => db.StreamRangeAsync(store.Keys.News, $"({_news.Token}-{_news.Number}", "+", NewsMax), stop).ConfigureAwait(false);
        foreach (StreamEntry entry in missed) Take(Id(entry.Id), (byte[]?)entry["n"] ?? []);
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
            foreach ((long number, byte[] value) in message.News) Take((message.Token, number), value);
            _sequence = message.Sequence;
        }
    }

    private void Take((long Token, long Number) id, byte[] packed)
    {
        if (id.CompareTo(_news) <= 0) return;
        view.Happened(RedisPack.Unpack<OrderNews>(packed));
        _news = id;
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
            view.Reach("");
            return;
        }
        if (silence < options.SilentAfter && _isHeard) return;
        _isHeard = false;
        view.Reach(store.Failure is { Length: > 0 } why ? $"Redis is away: {why}"
            : _isRead ? $"The engine has not been heard for {Math.Floor(silence.TotalSeconds):0} s."
            : "No engine has been heard yet.");
    }

    private static (long Token, long Number) Id(RedisValue id) =>
        id.ToString().Split('-') is [string a, string b] && long.TryParse(a, NumberStyles.None, CultureInfo.InvariantCulture, out long token) && long.TryParse(b, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? (token, number) : (0, 0);
}
