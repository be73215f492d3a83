using Microsoft.Extensions.Logging;
using TradingCore.Domain;
using TradingCore.Engine.Events;
using TradingCore.Engine.Ports;
using TradingCore.MarketData;
using TradingCore.MarketData.Depth;
using TradingCore.MarketData.Search;
using Order = TradingCore.Domain.Order;

namespace TradingCore.Tws;

/// <summary>
/// The engine's way to TWS or IB Gateway: keeps a session up, sends what the engine asks for, posts what the broker says.
/// </summary>
/// <remarks>
/// One lock guards all state; it is held for one message or one call, never while waiting. The reader decodes, lets go of the lock and posts; when
/// the engine's inbox is full it waits, and the socket with it. Orders and cancels are never kept for a later connection: the engine marks what
/// was under way unknown, reconciles, and decides. Everything that is a subscription is remembered and asked for again.
/// </remarks>
public sealed class TwsGateway : IBrokerGateway, IMarketQueries, IAsyncDisposable
{
    private static readonly TimeSpan LeaveLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LeaveLook = TimeSpan.FromMilliseconds(10);

    private readonly TwsOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly EventOutbox _outbox = new();
    private readonly SessionContext _context;
    private readonly Lock _gate;
    private readonly GatewayParts _parts;
    private readonly Housekeeper _house;
    private readonly SessionListener _listener;
    private readonly TwsSession _session;
    private readonly OrderSender _orders;
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private Task _housekeeping = Task.CompletedTask;

    /// <summary>A gateway that is not started.</summary>
    /// <param name="options">Settings; read while running, not to be changed.</param>
    /// <param name="clock">Time.</param>
    /// <param name="loggers">Where logs go.</param>
    public TwsGateway(TwsOptions options, TimeProvider clock, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(loggers);
        _options = options;
        _clock = clock;
        _log = loggers.CreateLogger<TwsGateway>();
        _context = new SessionContext(options, clock, _log, _outbox);
        _gate = _context.Gate;
        _parts = new GatewayParts(_context);
        _house = new Housekeeper(_context, _parts, _stop.Token);
        _listener = _house.Listener = new SessionListener(_context, _parts, _house.Wake, _stop.Token);
        _session = _listener.Session;
        _orders = _listener.Orders;
    }

    /// <summary>Asked before an order leaves, in the moment that it would: why it must not; empty when it may. Null: nothing else could have the account.</summary>
    public Func<string>? Fence
    {
        get => _orders.Fence;
        set => _orders.Fence = value;
    }

    /// <summary>The session's state now. Mode, verified and trading flags are the engine's and not set here.</summary>
    public SessionStatus Status
    {
        get
        {
            lock (_gate) return _parts.Board.Status;
        }
    }

    /// <summary>What the session has counted.</summary>
    public TwsStatistics Statistics => _context.Counters.Read();

    /// <summary>Events that wait to be posted to the engine, and messages that wait to be sent.</summary>
    internal (int Events, int Sending) QueueLengths => (_outbox.RoughCount, _session.Queue.RoughCount);

    /// <summary>Messages of the last second, and how many there may be.</summary>
    internal (int Used, int Limit) Pacing => (_session.Pacer.CountUsed(), _session.Pacer.Limit);

    /// <summary>Order books that are open at the gateway, and how many may be. Without a lock, so perhaps of the moment before.</summary>
    internal (int Used, int Max) DepthLines => (_parts.Depth.OpenCount, _parts.Depth.Max);

    /// <summary>Takes the next order that a message of the gateway has caused; false when there is none.</summary>
    internal bool TryTakeCaused(out CausedOrder order) => _listener.Caused.TryTake(out order);

    /// <summary>Starts to connect, and keeps connecting until stopped.</summary>
    /// <param name="inbox">Where events go.</param>
    /// <exception cref="InvalidOperationException">It is started already.</exception>
    public void Start(IEngineInbox inbox)
    {
        ArgumentNullException.ThrowIfNull(inbox);
        lock (_gate)
        {
            if (_context.Inbox is not null) throw new InvalidOperationException("The gateway is started already; make a new one to start again.");
            _context.Inbox = inbox;
        }
        _running = Task.Run(() => Guarded.RunAsync(_session.RunAsync, "connection", _options.ReconnectDelayMax, _clock, _log, _stop.Token));
        _housekeeping = Task.Run(() => Guarded.RunAsync(_house.RunAsync, "housekeeping", _options.ReconnectDelayMax, _clock, _log, _stop.Token));
    }

    /// <summary>Ends the session and waits until nothing of it runs. Orders at the broker stay as they are.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_running, _housekeeping).ConfigureAwait(false);
        await _house.Restarting.ConfigureAwait(false);
        lock (_gate)
        {
            if (_parts.Board.State == SessionState.Stopped) return;
            _parts.Board.Enter(SessionState.Stopped, "stopped");
            _context.Inbox?.TryPost(new SessionChanged(_parts.Board.Status) { Time = _clock.GetUtcNow() });
        }
        _log.SessionStopped();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _stop.Dispose();
        _house.Dispose();
        _outbox.Dispose();
    }

    /// <inheritdoc/>
    public void ResolveInstrument(ContractQuery query)
    {
        lock (_gate) _parts.Resolver.Ask(query);
        _house.Wake();
    }

    /// <inheritdoc/>
    public void Subscribe(Instrument instrument)
    {
        lock (_gate) _parts.Subscriptions.Add(instrument);
        _house.Wake();
    }

    /// <inheritdoc/>
    public void Unsubscribe(ConId conId)
    {
        lock (_gate)
        {
            _parts.Subscriptions.Remove(conId);
            _parts.History.Drop(conId);
        }
    }

    /// <inheritdoc/>
    public void AskBarsAgain(ConId conId)
    {
        lock (_gate) _parts.Subscriptions.AskBarsAgain(conId);
    }

    /// <inheritdoc/>
    public void RequestHistory(HistoryRequest request)
    {
        lock (_gate) _parts.History.Ask(request);
        _house.Wake();
    }

    /// <inheritdoc/>
    public void PlaceOrder(Order order, bool transmit = true)
    {
        ArgumentNullException.ThrowIfNull(order);
        _orders.Place(order, transmit);
    }

    /// <inheritdoc/>
    public void CancelOrder(Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        _orders.Cancel(order);
    }

    /// <inheritdoc/>
    public void GlobalCancel() => _orders.CancelEverything();

    /// <summary>A gateway that believes to be connected, whose messages end in a queue of the caller's.</summary>
    internal static TwsGateway Connected(TwsOptions options, TimeProvider clock, ILoggerFactory loggers, SendQueue queue)
    {
        var gateway = new TwsGateway(options, clock, loggers);
        gateway._context.Out = queue;
        return gateway;
    }

    /// <inheritdoc/>
    public void Suspend(string reason)
    {
        _session.Suspend(reason);
        _house.Wake();
    }

    /// <inheritdoc/>
    public void Resume() => _session.Resume();

    /// <summary>
    /// Closes the connection in order and connects elsewhere, or under another client id, at once; everything is compared with the broker before an order leaves, as after any lost line.
    /// What was handed over leaves first, for two seconds at most. Orders at the old place stay as they are.
    /// </summary>
    /// <param name="target">Where to, and as whom. The settings of this gateway are changed to it between the two connections.</param>
    /// <param name="cause">Why, a part of a sentence.</param>
    /// <param name="stop">Ends the wait for what has to leave.</param>
    public async Task MoveAsync(SessionTarget target, string cause, CancellationToken stop)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(target.Host);
        for (long begun = _clock.GetTimestamp(); _session.Queue.RoughCount > 0 && _clock.GetElapsedTime(begun) < LeaveLimit;) await Task.Delay(LeaveLook, _clock, stop).ConfigureAwait(false);
        _session.Move(target, cause);
        _house.Wake();
    }

    /// <inheritdoc/>
    public void Reconcile(int round)
    {
        lock (_gate) _parts.Reconciliation.Start(round);
    }

    /// <inheritdoc/>
    public void RefreshAccounts()
    {
        lock (_gate) _parts.Accounts.Refresh();
        _house.Wake();
    }

    /// <inheritdoc/>
    public Task<MarginPreview?> PreviewMarginAsync(Order order, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(order);
        return _orders.PreviewAsync(order, stop);
    }

    /// <summary>Names where headlines go and what screens want to read. Once, before the start; without it nothing is asked about news.</summary>
    public void Attach(NewsBoard news)
    {
        ArgumentNullException.ThrowIfNull(news);
        lock (_gate) _parts.News.Board = news;
    }

    /// <inheritdoc/>
    public DepthUsage DepthUsage
    {
        get
        {
            lock (_gate) return _parts.Depth.Usage;
        }
    }

    /// <inheritdoc/>
    public void SubscribeDepth(DepthFeed feed)
    {
        ArgumentNullException.ThrowIfNull(feed);
        lock (_gate) _parts.Depth.Add(feed);
    }

    /// <inheritdoc/>
    public void UnsubscribeDepth(ConId conId)
    {
        lock (_gate) _parts.Depth.Remove(conId);
    }

    /// <inheritdoc/>
    public Task<QueryAnswer<SymbolMatch>> MatchSymbolsAsync(string pattern, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        lock (_gate) return _parts.Lookups.Match(pattern).WaitAsync(stop);
    }

    /// <inheritdoc/>
    public Task<QueryAnswer<Instrument>> FindContractsAsync(ContractLookup lookup, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(lookup);
        lock (_gate) return _parts.Lookups.Find(lookup).WaitAsync(stop);
    }

    /// <inheritdoc/>
    public async Task<QueryAnswer<Bar>> LoadBarsAsync(HistoryRequest request, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(request);
        var reader = new TaskCompletionSource<QueryAnswer<Bar>>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (!_context.IsReady) return QueryAnswer.Failed<Bar>("The gateway is not connected; history is loaded when it is back.");
            _parts.History.Ask(request, reader);
        }
        await using (stop.Register(() => { lock (_gate) _parts.History.Drop(reader); }).ConfigureAwait(false))
            return await reader.Task.ConfigureAwait(false);
    }
}
