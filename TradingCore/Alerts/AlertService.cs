using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TradingCore.Engine.Views;
using TradingCore.Orders;

namespace TradingCore.Alerts;

/// <summary>What alerts need to know of the storage.</summary>
/// <param name="Opened">Ends when the database is there.</param>
/// <param name="Failure">Why data cannot be stored; empty when it can.</param>
public sealed record AlertStorage(Task Opened, Func<string> Failure);

/// <summary>
/// Gives alerts their beat. It reads snapshots, as any page does, and follows the feed of order events, so it costs the engine nothing and misses no
/// order event however slow it is. Storing and sending run beside the beat: neither a database nor a mail server that is away holds up an alert.
/// </summary>
public sealed class AlertService : BackgroundService
{
    private static readonly TimeSpan LoadPatience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan StoreInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan StoreRetry = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan TrimInterval = TimeSpan.FromDays(1);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SendLimit = TimeSpan.FromMinutes(2);

    private readonly AlertDesk _desk;
    private readonly IAlertStore _store;
    private readonly AlertFacts _facts;
    private readonly AlertOptions _options;
    private readonly AlertStorage _storage;
    private readonly Dictionary<AlertChannelKind, IAlertSender> _senders;
    private readonly OrderNewsReader _news;
    private readonly TimeProvider _clock;
    private readonly ILogger<AlertService> _log;
    private readonly CriticalErrors _errors;
    private readonly long _began;
    private string _failure = "";
    private long _lastNotice;

    /// <summary>Makes one; it follows order events from here on, so it is made before the engine runs.</summary>
    public AlertService(AlertDesk desk, IAlertStore store, AlertFacts facts, AlertOptions options, AlertStorage storage, IEnumerable<IAlertSender> senders, TimeProvider clock, ILogger<AlertService> log, CriticalErrors? errors = null)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(clock);
        (_desk, _store, _facts, _options, _storage, _clock, _log) = (desk, store, facts, options, storage, clock, log);
        _senders = senders.ToDictionary(s => s.Kind);
        _errors = errors ?? new CriticalErrors();
        _news = facts.View.FollowOrders();
        _began = clock.GetTimestamp();
    }

    /// <summary>Sends a test over a channel and says what came of it.</summary>
    public async Task<AlertSendResult> TestAsync(AlertChannel channel, string by, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(channel);
        AlertSendResult result = await SendAsync(channel, new AlertMessage(AlertMessageKind.Raised, [], "", _clock.GetUtcNow()) { IsTest = true, By = by }, stop).ConfigureAwait(false);
        _desk.Note(channel.Name, result);
        return result;
    }

    /// <summary>One look, now. The beat calls it; tests do, too.</summary>
    public void Look()
    {
        // Before what was left by the last run is read, a look could raise again what is known; without a database it begins all the same.
        if (!_desk.Current.IsLoaded && _clock.GetElapsedTime(_began) < LoadPatience) return;
        var news = new List<OrderNews>();
        while (_news.TryTake(out OrderNews one)) news.Add(one);
        IReadOnlyList<TradingNotice> notices = _facts.View.NoticesSince(_lastNotice);
        if (notices.Count > 0) _lastNotice = notices[^1].Sequence;
        _facts.StorageFailure = _storage.Failure() is { Length: > 0 } failure ? failure : _failure;
        _desk.Evaluate(_facts, news, [.. notices.Where(n => n.CallsPerson), .. _errors.Take()]);
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Task.Run(() => BeatAsync(stoppingToken), CancellationToken.None), Task.Run(() => StoreAsync(stoppingToken), CancellationToken.None), Task.Run(() => SendAsync(stoppingToken), CancellationToken.None));

    private async Task BeatAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(_options.Beat, _clock);
        await EndsByStopAsync(async () =>
        {
            while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
            {
                try
                {
                    Look();
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    _log.LookFailed(e);
                }
            }
        }, stop).ConfigureAwait(false);
    }

    private async Task StoreAsync(CancellationToken stop)
    {
        await EndsByStopAsync(async () =>
        {
            await _storage.Opened.WaitAsync(stop).ConfigureAwait(false);
            await RetryAsync(async () => _desk.Load(await _store.LoadAsync(stop).ConfigureAwait(false)), stop).ConfigureAwait(false);
            DateTimeOffset trimDue = _clock.GetUtcNow();
            using var timer = new PeriodicTimer(StoreInterval, _clock);
            while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
            {
                await RetryAsync(() => StoreOnceAsync(stop), stop).ConfigureAwait(false);
                if (_clock.GetUtcNow() < trimDue) continue;
                trimDue = _clock.GetUtcNow() + TrimInterval;
                await RetryAsync(async () =>
                {
                    int trimmed = await _store.TrimAsync(_clock.GetUtcNow() - TimeSpan.FromDays(_options.KeptDays), stop).ConfigureAwait(false);
                    if (trimmed > 0) _log.AlertsTrimmed(trimmed, _options.KeptDays);
                }, stop).ConfigureAwait(false);
            }
        }, stop).ConfigureAwait(false);
        if (!_desk.Current.IsLoaded) return;
        using var patience = new CancellationTokenSource(StopPatience, _clock);
        try
        {
            await StoreOnceAsync(patience.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            _log.AlertsNotStored(e.Message);
        }
    }

    private async Task StoreOnceAsync(CancellationToken stop)
    {
        AlertChanges changes = _desk.TakeChanges();
        if (changes.IsEmpty) return;
        try
        {
            await _store.SaveAsync(changes, stop).ConfigureAwait(false);
        }
        catch
        {
            _desk.PutBack(changes);
            throw;
        }
    }

    private async Task RetryAsync(Func<Task> run, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                await run().ConfigureAwait(false);
                if (_failure.Length > 0) _log.AlertsStoredAgain();
                _desk.NoteStorage(_failure = "");
                return;
            }
            catch (Exception e) when (e is not OperationCanceledException || !stop.IsCancellationRequested)
            {
                if (_failure != e.Message) _log.AlertsNotStored(e.Message);
                _desk.NoteStorage(_failure = e.Message);
                await Task.Delay(StoreRetry, _clock, stop).ConfigureAwait(false);
            }
        }
    }

    private async Task SendAsync(CancellationToken stop)
    {
        var running = new List<Task>();
        using var timer = new PeriodicTimer(_options.Beat, _clock);
        await EndsByStopAsync(async () =>
        {
            while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
            {
                running.RemoveAll(t => t.IsCompleted);
                foreach (AlertDispatch dispatch in _desk.TakeDue()) running.Add(DispatchAsync(dispatch, stop));
                foreach ((AlertRule rule, AlertChannel channel) in _desk.TakeHeartbeats()) running.Add(HeartbeatAsync(rule, channel, stop));
            }
        }, stop).ConfigureAwait(false);
        await Task.WhenAll(running).ConfigureAwait(false);
    }

    private Task DispatchAsync(AlertDispatch dispatch, CancellationToken stop) =>
        EndsByStopAsync(async () => _desk.Complete(dispatch, await SendAsync(dispatch.Channel, dispatch.Message, stop).ConfigureAwait(false)), stop);

    private Task HeartbeatAsync(AlertRule rule, AlertChannel channel, CancellationToken stop) =>
        EndsByStopAsync(async () => _desk.Note(channel.Name, await SendAsync(channel, new AlertMessage(AlertMessageKind.Raised, [], rule.Name, _clock.GetUtcNow()), stop).ConfigureAwait(false)), stop);

    private async Task<AlertSendResult> SendAsync(AlertChannel channel, AlertMessage message, CancellationToken stop)
    {
        if (!_senders.TryGetValue(channel.Kind, out IAlertSender? sender)) return new AlertSendResult(false, $"Nothing here sends over channels of the kind {AlertTerms.Word(channel.Kind)}.");
        using var limit = new CancellationTokenSource(SendLimit, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        AlertSendResult result;
        try
        {
            result = await sender.SendAsync(channel, message, either.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            result = new AlertSendResult(false, e is OperationCanceledException ? "It took too long and was given up." : e.Message);
        }
        if (!result.IsSent) _log.NotSent(channel.Name, result.Detail);
        return result;
    }

    private static async Task EndsByStopAsync(Func<Task> run, CancellationToken stop)
    {
        try
        {
            await run().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Normal end.
        }
    }
}
