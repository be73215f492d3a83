using System.Buffers;
using Microsoft.Extensions.Logging;
using TradingCore.Domain;
using TradingCore.Engine.Events;
using TradingCore.Engine.Ports;
using TradingCore.MarketData;
using TradingCore.MarketData.Depth;
using TradingCore.MarketData.Search;
using TradingCore.Tws.Mapping;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Wire;
using Order = TradingCore.Domain.Order;
using WireCancel = TwsProtocol.Messages.Requests.CancelOrder;
using WirePlace = TwsProtocol.Messages.Requests.PlaceOrder;

namespace TradingCore.Tws;

/// <summary>
/// The engine's way to TWS or IB Gateway: keeps a session up, sends what the engine asks for, posts what the broker says.
/// </summary>
/// <remarks>
/// One lock guards all state; it is held for one message or one call, never while waiting. The reader decodes, lets go of the lock and posts; when
/// the engine's inbox is full it waits, and the socket with it. Orders and cancels are never kept for a later connection: the engine marks what
/// was under way unknown, reconciles, and decides. Everything that is a subscription is remembered and asked for again.
/// </remarks>
public sealed class TwsGateway : IBrokerGateway, IMarketQueries, ISessionOwner, IAsyncDisposable
{
    private static readonly TimeSpan HousekeepingInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LeaveLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LeaveLook = TimeSpan.FromMilliseconds(10);

    private readonly Lock _gate = new();
    private readonly TwsOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly EventOutbox _outbox = new();
    private readonly SessionContext _context;
    private readonly GatewayParts _parts;
    private readonly ReadyGate _ready;
    private readonly GatewayReceiver _receiver;
    private readonly TwsSession _session;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly CausedOrders _caused = new();
    // Client ids that this session had before: what was meant for one of them is not sent under another.
    private readonly HashSet<int> _formerIds = [];
    private IEngineInbox? _inbox;
    private Task _running = Task.CompletedTask;
    private Task _housekeeping = Task.CompletedTask;
    private Task _restarting = Task.CompletedTask;
    private DateTimeOffset? _readyDeadline;
    private int _refusals;

    /// <summary>Asked before an order leaves, in the moment that it would: why it must not; empty when it may. Null: nothing else could have the account.</summary>
    public Func<string>? Fence { get; set; }

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
        _parts = new GatewayParts(_context);
        _session = new TwsSession(options, clock, _log, this);
        _ready = new ReadyGate([.. options.Accounts], OnReady, PostNextValidId, why => _session.Abort(new SessionEnd(SessionEndKind.Refused, why)));
        _receiver = new GatewayReceiver(_context, _parts, _ready, _session.UsePort, _session.ExpectClose);
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
    internal bool TryTakeCaused(out CausedOrder order) => _caused.TryTake(out order);

    /// <summary>Starts to connect, and keeps connecting until stopped.</summary>
    /// <param name="inbox">Where events go.</param>
    /// <exception cref="InvalidOperationException">It is started already.</exception>
    public void Start(IEngineInbox inbox)
    {
        ArgumentNullException.ThrowIfNull(inbox);
        lock (_gate)
        {
            if (_inbox is not null) throw new InvalidOperationException("The gateway is started already; make a new one to start again.");
            _inbox = inbox;
        }
        _running = Task.Run(() => Guarded.RunAsync(_session.RunAsync, "connection", _options.ReconnectDelayMax, _clock, _log, _stop.Token));
        _housekeeping = Task.Run(() => Guarded.RunAsync(KeepHouseAsync, "housekeeping", _options.ReconnectDelayMax, _clock, _log, _stop.Token));
    }

    /// <summary>Ends the session and waits until nothing of it runs. Orders at the broker stay as they are.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_running, _housekeeping).ConfigureAwait(false);
        await _restarting.ConfigureAwait(false);
        lock (_gate)
        {
            if (_parts.Board.State == SessionState.Stopped) return;
            _parts.Board.Enter(SessionState.Stopped, "stopped");
            _inbox?.TryPost(new SessionChanged(_parts.Board.Status) { Time = _clock.GetUtcNow() });
        }
        _log.SessionStopped();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _stop.Dispose();
        _wake.Dispose();
        _outbox.Dispose();
    }

    /// <inheritdoc/>
    public void ResolveInstrument(ContractQuery query)
    {
        lock (_gate) _parts.Resolver.Ask(query);
        Wake();
    }

    /// <inheritdoc/>
    public void Subscribe(Instrument instrument)
    {
        lock (_gate) _parts.Subscriptions.Add(instrument);
        Wake();
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
        Wake();
    }

    /// <inheritdoc/>
    /// <remarks>Without a connection the order is dropped with a warning: an order that leaves minutes later is not the order that was meant.</remarks>
    public void PlaceOrder(Order order, bool transmit = true)
    {
        ArgumentNullException.ThrowIfNull(order);
        int id = order.OrderId.Value;
        lock (_gate)
        {
            bool wasAtBroker = _parts.Orders.IsAtBroker(id);
            if (_options.ReadOnly)
            {
                _log.ReadOnlyRefused(id, order.Handling.CorrelationId);
                Refuse(id, "Tws:ReadOnly is on; no order leaves this session", wasAtBroker);
            }
            else if (Fence?.Invoke() is { Length: > 0 } fence)
            {
                _log.FencedRefused("placeOrder", id);
                Refuse(id, fence, wasAtBroker);
            }
            else if (!_context.IsReady || _formerIds.Contains(order.ClientId))
            {
                _log.DroppedWhileDisconnected("Placing", id, order.Handling.CorrelationId);
                return;
            }
            else if (_context.IsFenced)
            {
                _log.FencedRefused("placeOrder", id);
                Refuse(id, $"client id {_options.ClientId} is in use by another connection, and no order leaves under another id", wasAtBroker);
            }
            else if (TryToWire(order, whatIf: false, transmit) is { } wire)
            {
                _parts.Orders.Sending(id, order.Handling.CorrelationId);
                bool isModification = _parts.Orders.IsModification(id);
                if (_context.Send(new WirePlace(id, ContractMap.ToWire(order.Contract), wire), SendPriority.Order, id))
                    _log.OrderSent(id, order.OrderRef, order.Side, order.Quantity, order.Contract.Ticker, order.Type, isModification, order.Handling.CorrelationId);
                else
                    Refuse(id, "too many orders wait to be sent; this one was not sent", wasAtBroker);
            }
        }
        Wake();
    }

    /// <inheritdoc/>
    /// <remarks>Without a connection the cancel is dropped: after the reconnect the engine reconciles first and cancels what is still there.</remarks>
    public void CancelOrder(Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        int id = order.OrderId.Value;
        lock (_gate)
        {
            if (!_context.IsReady || _formerIds.Contains(order.ClientId))
            {
                _log.DroppedWhileDisconnected("Cancelling", id, order.Handling.CorrelationId);
                return;
            }
            if (_context.Send(new WireCancel(id), SendPriority.Cancel, id)) _log.CancelSent(id, order.OrderRef, order.Handling.CorrelationId);
        }
    }

    /// <inheritdoc/>
    public void GlobalCancel()
    {
        lock (_gate)
        {
            if (!_context.IsReady)
            {
                _log.DroppedWhileDisconnected("Global cancel", 0, "");
                return;
            }
            if (_context.Send(new ReqGlobalCancel(), SendPriority.Cancel)) _log.GlobalCancelSent();
        }
    }

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
        Wake();
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
        Wake();
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
        Wake();
    }

    /// <inheritdoc/>
    public async Task<MarginPreview?> PreviewMarginAsync(Order order, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(order);
        int id = order.OrderId.Value;
        Task<MarginPreview?> answer;
        lock (_gate)
        {
            if (!_context.IsReady || _context.IsFenced || TryToWire(order, whatIf: true) is not { } wire || !_parts.Orders.TryOpenPreview(id, out TaskCompletionSource<MarginPreview?> waiting)) return null;
            if (!_context.Send(new WirePlace(id, ContractMap.ToWire(order.Contract), wire), SendPriority.Request, id))
            {
                _parts.Orders.TryAnswerPreview(id, null);
                return null;
            }
            answer = waiting.Task;
        }
        try
        {
            return await answer.WaitAsync(_options.RequestTimeout, _clock, stop).ConfigureAwait(false);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            lock (_gate) _parts.Orders.TryAnswerPreview(id, null);
            return null;
        }
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

    /// <inheritdoc/>
    void IConnectionOwner.OnHeard() => _parts.Life.Heartbeat.OnHeard();

    /// <inheritdoc/>
    void IConnectionOwner.OnFrame(in ReadOnlySequence<byte> payload)
    {
        _context.Counters.Received();
        lock (_gate)
        {
            _parts.Board.Heard();
            try
            {
                ResponseDecoder.Decode(payload, _parts.ServerVersion, _receiver);
            }
            catch (TwsProtocolException e)
            {
                // One bad frame is one lost message, not a lost session: the next frame starts where this one ends.
                _log.BadFrame(_context.Counters.BadFrame(), e.Message);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // A value nobody foresaw must not end the session that orders depend on.
                _context.Counters.BadFrame();
                _log.UnexpectedError(e, "receiver");
            }
        }
    }

    /// <inheritdoc/>
    ValueTask IConnectionOwner.OnReadAsync()
    {
        // One snapshot of each book for all rows of this read.
        lock (_gate) _parts.Depth.Publish();
        return _outbox.FlushAsync(_inbox!, _stop.Token);
    }

    /// <inheritdoc/>
    void IConnectionOwner.OnSent(Outgoing message)
    {
        _context.Counters.Sent();
        if (message.Message is not WirePlace { Order.WhatIf: false }) return;
        // On the thread of the socket, in the middle of what it has read: that is what the order is about.
        if (_outbox.IsFlushedByCaller) _caused.Add(message.Id, _clock.GetElapsedTime(_parts.Life.Heartbeat.Heard));
        // No lock: the writer must not wait for the reader.
        _context.Post(new OrderOnWire(new OrderId(message.Id), _options.ClientId) { Time = _clock.GetUtcNow() });
        Wake();
    }

    /// <inheritdoc/>
    void IConnectionOwner.OnRefused(Outgoing message, TwsProtocolException reason)
    {
        _context.Counters.Refused();
        _log.RefusedByEncoder(message.Message.CallName, message.Id, reason.Message);
        lock (_gate)
        {
            if (message.Id < 0) return;
            if (message.Message is WirePlace { Order.WhatIf: true })
                _parts.Orders.TryAnswerPreview(message.Id, new MarginPreview(null, "", null, null, null, null, null, reason.Message));
            else if (message.Message is WirePlace or WireCancel)
                Refuse(message.Id, reason.Message, livesOn: message.Message is WireCancel || _parts.Orders.IsModification(message.Id), reason.Code);
            else
                _receiver.On(new ErrorMessage(message.Id, reason.Code, reason.Message));
        }
        Wake();
    }

    /// <inheritdoc/>
    void ISessionOwner.OnState(SessionState state, string cause, int attempts)
    {
        lock (_gate)
        {
            // A gateway that is stuck stays so until it answers: an open socket proves nothing.
            if (_parts.Board.State == SessionState.GatewayStuck) _parts.Board.NoteAttempt(attempts, nextAttempt: null);
            else _parts.Board.Enter(state, cause, _parts.Care.NextStep, nextAttempt: null, attempts);
        }
    }

    /// <inheritdoc/>
    void ISessionOwner.OnHandshaken(TwsConnection connection, ClientIdChoice ids)
    {
        lock (_gate)
        {
            if (_parts.Board.State == SessionState.GatewayStuck) _parts.Board.Enter(SessionState.Handshaking, "the gateway has told its version; it has not told its accounts yet", _parts.Care.NextStep);
            _parts.ServerVersion = connection.ServerVersion;
            _context.LoginZone = WireTime.LoginZone(connection.ConnectionTime);
            _context.IsFenced = ids.IsAlternate;
            _parts.Board.StandIn(ids.IsAlternate ? ids.Id : null);
            _refusals = ids.Refusals;
            _parts.Board.Handshaken(connection.ServerVersion, connection.Host, connection.Port);
            _ready.Reset();
            _readyDeadline = _clock.GetUtcNow() + _options.HandshakeTimeout;
        }
        _parts.Life.Heartbeat.OnHeard();
    }

    /// <inheritdoc/>
    void ISessionOwner.OnClosed(string cause, int unsent)
    {
        lock (_gate)
        {
            _context.Out = null;
            _readyDeadline = null;
            _parts.History.OnClosed();
            _parts.Subscriptions.OnClosed();
            _parts.Depth.OnClosed();
            _parts.Lookups.OnClosed();
            _parts.Reconciliation.OnClosed();
            _parts.OrderPoll.OnClosed();
            _parts.Accounts.OnClosed();
            _parts.Orders.EndPreviews();
            _parts.News.OnClosed();
            _context.Book.Clear();
        }
    }

    /// <inheritdoc/>
    void ISessionOwner.OnWaiting(SessionEnd end, TimeSpan delay, int attempts)
    {
        lock (_gate) _parts.Care.OnEnded(end, delay, attempts);
    }

    /// <inheritdoc/>
    void ISessionOwner.OnMoving(SessionTarget target)
    {
        lock (_gate)
        {
            if (_options.ClientId != target.ClientId) _parts.Orders.Forget();
            _formerIds.Add(_options.ClientId);
            _formerIds.Remove(target.ClientId);
            (_options.Host, _options.Port, _options.ClientId) = (target.Host, target.Port, target.ClientId);
            _parts.Board.Moved(target);
        }
    }

    /// <inheritdoc/>
    void ISessionOwner.OnOwnIdRefused(int attempts, DateTimeOffset nextAttempt)
    {
        lock (_gate)
        {
            if (_context.IsFenced && _context.IsReady) _parts.Board.NoteAttempt(attempts, nextAttempt);
        }
    }

    // Under the lock, from the receiver.
    private void OnReady(IReadOnlyList<AccountId> accounts, int nextOrderId)
    {
        _readyDeadline = null;
        _session.OnReady();
        _context.Counters.Connected();
        _context.Out = _session.Queue;
        SessionStatus status = _parts.Board.Status;
        string masked = string.Join(", ", accounts.Select(a => a.Masked));
        _log.SessionReady(status.Host, status.Port, status.ServerVersion, status.AlternateClientId ?? _options.ClientId, masked, nextOrderId);
        _parts.Board.SetAccounts(accounts);
        _parts.Care.OnReady();
        PostNextValidId(nextOrderId);
        if (status.AlternateClientId is { } alternate) _log.ReadOnlyStandIn(_options.ClientId, _refusals, alternate);
        _parts.Board.EnterSession(_refusals);
        _parts.Life.OnReady();
        // Only client 0 can take orders over that were entered in TWS; they get an order id and can be cancelled from here.
        if (_options.ClientId == 0 && status.AlternateClientId is null) _context.Send(new ReqAutoOpenOrders(AutoBind: true));
        _parts.Accounts.OnReady(accounts);
        _parts.Resolver.OnReady();
        _parts.Subscriptions.OnReady();
        _parts.Depth.OnReady();
        _parts.History.Pump();
    }

    // The order ids of an alternate client id are nobody's: the engine never hears of them.
    private void PostNextValidId(int orderId)
    {
        if (!_context.IsFenced) _context.Post(new NextValidIdReceived(new OrderId(orderId), _options.ClientId) { Time = _clock.GetUtcNow() });
    }

    private void Refuse(int orderId, string why, bool livesOn, int code = 0) =>
        _context.Post(new OrderErrorReceived(new OrderId(orderId), code, why, livesOn) { Time = _clock.GetUtcNow() });

    private TwsProtocol.Orders.Order? TryToWire(Order order, bool whatIf, bool transmit = true)
    {
        try
        {
            return OrderMap.ToWire(order, whatIf, transmit);
        }
        catch (ArgumentException e)
        {
            Refuse(order.OrderId.Value, e.Message, _parts.Orders.IsAtBroker(order.OrderId.Value));
            return null;
        }
    }

    // Lets events that were made outside the reader leave soon.
    private void Wake()
    {
        if (_outbox.Count == 0 || _outbox.IsFlushedByCaller) return;
        try
        {
            _wake.Release();
        }
        catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException)
        {
            // It is awake already, or gone.
        }
    }

    private async Task KeepHouseAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(HousekeepingInterval, _clock);
        Task<bool> tick = timer.WaitForNextTickAsync(stop).AsTask();
        Task woken = _wake.WaitAsync(stop);
        while (true)
        {
            await Task.WhenAny(tick, woken).ConfigureAwait(false);
            stop.ThrowIfCancellationRequested();
            if (woken.IsCompleted) woken = _wake.WaitAsync(stop);
            if (tick.IsCompleted)
            {
                tick = timer.WaitForNextTickAsync(stop).AsTask();
                KeepHouse();
            }
            await _outbox.FlushAsync(_inbox!, stop).ConfigureAwait(false);
        }
    }

    private void KeepHouse()
    {
        lock (_gate)
        {
            DateTimeOffset now = _clock.GetUtcNow();
            try
            {
                if (_parts.Care.Tick(now)) _restarting = Task.Run(RestartGatewayAsync);
                if (_readyDeadline <= now) GiveUpHandshake();
                if (!_context.IsReady) return;
                if (_parts.Life.Tick(now, _outbox.IsBlocked) is { } end) _session.Abort(end);
                _parts.Tick(now);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // Heartbeats and time-outs must go on whatever one of them met.
                _log.UnexpectedError(e, "housekeeping");
            }
        }
    }

    private void GiveUpHandshake()
    {
        _readyDeadline = null;
        _session.Abort(new SessionEnd(SessionEndKind.NoAnswer,
            $"the gateway did not tell its accounts and order id within {_options.HandshakeTimeout.TotalSeconds:0.#} s; it may wait for a person to accept the connection"));
    }

    private async Task RestartGatewayAsync()
    {
        try
        {
            RestartResult result = await RestartCommand.RunAsync(_options.RestartCommand, _options.RestartCommandTimeout, _clock, _stop.Token).ConfigureAwait(false);
            lock (_gate) _parts.Care.OnRestarted(result);
            Wake();
        }
        catch (OperationCanceledException)
        {
            // This program stops; the command goes on with what it has begun.
        }
    }
}
