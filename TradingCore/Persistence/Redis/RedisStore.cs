using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace TradingCore.Persistence.Redis;

/// <summary>
/// The one connection to Redis, behind a circuit breaker. A Redis that is slow or away costs its caller at most the time of one call, and then
/// nothing until a single call has tried again. Thread-safe.
/// </summary>
public sealed class RedisStore : IAsyncDisposable
{
    /// <summary>Longest wait for an answer; a healthy Redis needs a millisecond.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan OpenFor = TimeSpan.FromSeconds(1);
    private const int FailuresMax = 2;

    private readonly RedisOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<RedisStore> _log;
    private readonly CircuitBreaker _breaker;
    private readonly SemaphoreSlim _connecting = new(1, 1);
    private ConnectionMultiplexer? _connection;
    private string _failure = "";
    private bool _isAway;
    private long _wellAgainAt;

    /// <summary>Connects at the first call, not here.</summary>
    public RedisStore(RedisOptions options, TimeProvider clock, ILogger<RedisStore> log)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _clock = clock;
        _log = log;
        _breaker = new CircuitBreaker(FailuresMax, OpenFor, clock);
        Keys = new RedisKeys(options.KeyPrefix);
        Meter = new RedisMeter(_breaker);
    }

    /// <summary>Names.</summary>
    public RedisKeys Keys { get; }

    /// <summary>Figures about it.</summary>
    public RedisMeter Meter { get; }

    /// <summary>State of the breaker.</summary>
    public BreakerState State => _breaker.State;

    /// <summary>Why it does not work; empty while it does, and before it was asked.</summary>
    public string Failure => Volatile.Read(ref _failure);

    /// <summary>True when it works and has worked for some time: who is not heard over it is silent himself.</summary>
    /// <param name="time">For how long.</param>
    public bool IsWellFor(TimeSpan time)
    {
        long since = Volatile.Read(ref _wellAgainAt);
        return !Volatile.Read(ref _isAway) && (since == 0 || _clock.GetElapsedTime(since) >= time);
    }

    /// <summary>Makes a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="RedisAwayException">It was not answered, or not made.</exception>
    public async Task<T> CallAsync<T>(Func<IDatabase, Task<T>> call, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(call);
        return await RunAsync(async connection => await call(connection.GetDatabase()).WaitAsync(Patience, _clock, stop).ConfigureAwait(false), stop).ConfigureAwait(false);
    }

    /// <summary>Asks whether what lies in Redis can be reached. Of a Cluster any node answers a ping, also while the one that has the slot of all names is dead, and a replica what it knew of a master that is dead.</summary>
    /// <exception cref="RedisAwayException">It was not answered, or not made.</exception>
    public Task ProbeAsync(CancellationToken stop) => CallAsync(db => db.KeyExistsAsync(Keys.Fence, CommandFlags.DemandMaster), stop);

    /// <summary>Subscribes to a channel; the subscription is made again by itself after a lost connection.</summary>
    /// <exception cref="RedisAwayException">It was not answered, or not made.</exception>
    public Task<ChannelMessageQueue> SubscribeAsync(RedisChannel channel, CancellationToken stop) =>
        RunAsync(async connection => await connection.GetSubscriber().SubscribeAsync(channel).WaitAsync(Patience, _clock, stop).ConfigureAwait(false), stop);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Meter.Dispose();
        _connecting.Dispose();
        if (_connection is null) return;
        await _connection.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<T> RunAsync<T>(Func<ConnectionMultiplexer, Task<T>> call, CancellationToken stop)
    {
        if (!_breaker.TryEnter()) throw new RedisAwayException(AwaySentence, isSent: false);
        bool isSent = false;
        try
        {
            ConnectionMultiplexer connection = _connection ?? await ConnectAsync(stop).ConfigureAwait(false);
            if (!connection.IsConnected) throw new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.NotConnected);
            isSent = true;
            T result = await AtMasterAsync(connection, call, stop).ConfigureAwait(false);
            Well();
            return result;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Nobody waits any more; that says nothing about Redis, but whoever tries must give the word back.
            if (_breaker.State == BreakerState.HalfOpen) _breaker.Failed();
            throw;
        }
        catch (RedisServerException e) when (RedisRefusal.SentenceOf(e.Message) is null)
        {
            // It answered: what it was asked is wrong, not the connection.
            Well();
            throw;
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException or System.Net.Sockets.SocketException)
        {
            Away(e);
            // What a server has refused it has not done.
            throw new RedisAwayException(AwaySentence, isSent && e is not RedisServerException and not RedisConnectionException { FailureType: ConnectionFailureType.UnableToConnect or ConnectionFailureType.UnableToResolvePhysicalConnection }, e);
        }
    }

    // A master that is made a replica tells nobody. Who is told by it asks all servers what they are, and makes the call once more at the new one when there is one.
    private async Task<T> AtMasterAsync<T>(ConnectionMultiplexer connection, Func<ConnectionMultiplexer, Task<T>> call, CancellationToken stop)
    {
        try
        {
            return await call(connection).ConfigureAwait(false);
        }
        catch (RedisServerException e) when (RedisRefusal.IsWrongServer(e.Message))
        {
            if (!await connection.ConfigureAsync().WaitAsync(Patience, _clock, stop).ConfigureAwait(false)) throw;
            return await call(connection).ConfigureAwait(false);
        }
    }

    private async Task<ConnectionMultiplexer> ConnectAsync(CancellationToken stop)
    {
        await _connecting.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            if (_connection is { } known) return known;
            ConfigurationOptions settings = ConfigurationOptions.Parse(_options.ConnectionString);
            settings.AbortOnConnectFail = false;
            settings.ClientName ??= "TradingBlazor";
            settings.ConnectTimeout = (int)Patience.TotalMilliseconds;
            settings.AsyncTimeout = settings.SyncTimeout = (int)Patience.TotalMilliseconds;
            // Back at once after a restart of the server; a call that finds no connection fails instead of waiting for one, because an order must not leave minutes later.
            settings.ReconnectRetryPolicy = new LinearRetry(250);
            settings.BacklogPolicy = BacklogPolicy.FailFast;
            settings.HeartbeatInterval = TimeSpan.FromMilliseconds(500);
            return _connection = await ConnectionMultiplexer.ConnectAsync(settings).WaitAsync(stop).ConfigureAwait(false);
        }
        finally
        {
            _connecting.Release();
        }
    }

    private string AwaySentence => Failure.Length > 0 ? $"Redis is away: {Failure}" : "Redis is away.";

    private string NoServer => _connection?.GetServers().Any(s => s is { IsConnected: true, IsReplica: true }) == true ? RedisRefusal.NoMaster : "no server answers.";

    private void Well()
    {
        Meter.Answered();
        _breaker.Succeeded();
        if (!Volatile.Read(ref _isAway)) return;
        Volatile.Write(ref _wellAgainAt, _clock.GetTimestamp());
        Volatile.Write(ref _isAway, false);
        Volatile.Write(ref _failure, "");
        _log.RedisBack();
    }

    private void Away(Exception e)
    {
        Meter.Failed();
        _breaker.Failed();
        string why = e is RedisServerException refused && RedisRefusal.SentenceOf(refused.Message) is { } sentence ? sentence : e is TimeoutException ? $"it did not answer within {Patience.TotalSeconds:0.#} s." : e.GetBaseException() is RedisConnectionException or System.Net.Sockets.SocketException ? NoServer : $"{e.GetBaseException().Message.Split('\n')[0].TrimEnd('.')}.";
        Volatile.Write(ref _failure, why);
        if (Volatile.Read(ref _isAway)) return;
        Volatile.Write(ref _isAway, true);
        _log.RedisLost(why);
    }
}
