using System.Buffers;
using TradingCore.Domain;
using TradingCore.Engine.Events;
using TradingCore.Tws.Mapping;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Wire;
using WireCancel = TwsProtocol.Messages.Requests.CancelOrder;
using WirePlace = TwsProtocol.Messages.Requests.PlaceOrder;

namespace TradingCore.Tws;

/// <summary>Takes what a session tells of itself, frame by frame and connection by connection, to the parts that it concerns. Takes the gateway's lock itself.</summary>
internal sealed class SessionListener : ISessionOwner
{
    private readonly SessionContext _context;
    private readonly GatewayParts _parts;
    private readonly Action _wake;
    private readonly CancellationToken _stop;
    private readonly ReadyGate _ready;
    private readonly GatewayReceiver _receiver;
    private readonly HashSet<int> _formerIds = [];
    private DateTimeOffset? _readyDeadline;
    private int _refusals;

    /// <summary>A listener with a session that is not started.</summary>
    /// <param name="context">What the parts share.</param>
    /// <param name="parts">The parts.</param>
    /// <param name="wake">Lets events that were made outside the reader leave soon.</param>
    /// <param name="stop">Ends the wait for an engine that has no room.</param>
    public SessionListener(SessionContext context, GatewayParts parts, Action wake, CancellationToken stop)
    {
        _context = context;
        _parts = parts;
        _wake = wake;
        _stop = stop;
        Session = new TwsSession(context.Options, context.Clock, context.Log, this);
        Orders = new OrderSender(context, parts, _formerIds, wake);
        _ready = new ReadyGate([.. context.Options.Accounts], OnReady, PostNextValidId, why => Session.Abort(new SessionEnd(SessionEndKind.Refused, why)));
        _receiver = new GatewayReceiver(context, parts, _ready, Session.UsePort, Session.ExpectClose);
    }

    /// <summary>The session.</summary>
    public TwsSession Session { get; }

    /// <summary>Orders on their way out.</summary>
    public OrderSender Orders { get; }

    /// <summary>Orders that messages of the gateway have caused.</summary>
    public CausedOrders Caused { get; } = new();

    /// <summary>Ends a connection whose gateway has not told its accounts and order id in time. Under the lock.</summary>
    public void GiveUpHandshake(DateTimeOffset now)
    {
        if (!(_readyDeadline <= now)) return;
        _readyDeadline = null;
        Session.Abort(new SessionEnd(SessionEndKind.NoAnswer,
            $"the gateway did not tell its accounts and order id within {_context.Options.HandshakeTimeout.TotalSeconds:0.#} s; it may wait for a person to accept the connection"));
    }

    /// <inheritdoc/>
    public void OnHeard() => _parts.Life.Heartbeat.OnHeard();

    /// <inheritdoc/>
    public void OnFrame(in ReadOnlySequence<byte> payload)
    {
        _context.Counters.Received();
        lock (_context.Gate)
        {
            _parts.Board.Heard();
            try
            {
                ResponseDecoder.Decode(payload, _parts.ServerVersion, _receiver);
            }
            catch (TwsProtocolException e)
            {
                // One bad frame is one lost message, not a lost session: the next frame starts where this one ends.
                _context.Log.BadFrame(_context.Counters.BadFrame(), e.Message);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // A value nobody foresaw must not end the session that orders depend on.
                _context.Counters.BadFrame();
                _context.Log.UnexpectedError(e, "receiver");
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask OnReadAsync()
    {
        // One snapshot of each book for all rows of this read.
        lock (_context.Gate) _parts.Depth.Publish();
        return _context.Outbox.FlushAsync(_context.Inbox!, _stop);
    }

    /// <inheritdoc/>
    public void OnSent(Outgoing message)
    {
        _context.Counters.Sent();
        if (message.Message is not WirePlace { Order.WhatIf: false }) return;
        // On the thread of the socket, in the middle of what it has read: that is what the order is about.
        if (_context.Outbox.IsFlushedByCaller) Caused.Add(message.Id, _context.Clock.GetElapsedTime(_parts.Life.Heartbeat.Heard));
        // No lock: the writer must not wait for the reader.
        _context.Post(new OrderOnWire(new OrderId(message.Id), _context.Options.ClientId) { Time = _context.Now });
        _wake();
    }

    /// <inheritdoc/>
    public bool MayLeave(Outgoing message)
    {
        // What waited, for its turn or because the whole process stood still, may meet a fence that was not there when it was put in.
        if (message.Message is not WirePlace { Order.WhatIf: not true } || Orders.Fence?.Invoke() is not { Length: > 0 } fence) return true;
        _context.Counters.Refused();
        _context.Log.LeaseRefused(message.Message.CallName, message.Id, fence);
        lock (_context.Gate) Orders.Refuse(message.Id, fence, livesOn: _parts.Orders.IsModification(message.Id));
        _wake();
        return false;
    }

    /// <inheritdoc/>
    public void OnRefused(Outgoing message, TwsProtocolException reason)
    {
        _context.Counters.Refused();
        _context.Log.RefusedByEncoder(message.Message.CallName, message.Id, reason.Message);
        lock (_context.Gate)
        {
            if (message.Id < 0) return;
            if (message.Message is WirePlace { Order.WhatIf: true })
                _parts.Orders.TryAnswerPreview(message.Id, new MarginPreview(null, "", null, null, null, null, null, reason.Message));
            else if (message.Message is WirePlace or WireCancel)
                Orders.Refuse(message.Id, reason.Message, livesOn: message.Message is WireCancel || _parts.Orders.IsModification(message.Id), reason.Code);
            else
                _receiver.On(new ErrorMessage(message.Id, reason.Code, reason.Message));
        }
        _wake();
    }

    /// <inheritdoc/>
    public void OnState(SessionState state, string cause, int attempts)
    {
        lock (_context.Gate)
        {
            // A gateway that is stuck stays so until it answers: an open socket proves nothing.
            if (_parts.Board.State == SessionState.GatewayStuck) _parts.Board.NoteAttempt(attempts, nextAttempt: null);
            else _parts.Board.Enter(state, cause, _parts.Care.NextStep, nextAttempt: null, attempts);
        }
    }

    /// <inheritdoc/>
    public void OnHandshaken(TwsConnection connection, ClientIdChoice ids)
    {
        lock (_context.Gate)
        {
            if (_parts.Board.State == SessionState.GatewayStuck) _parts.Board.Enter(SessionState.Handshaking, "the gateway has told its version; it has not told its accounts yet", _parts.Care.NextStep);
            _parts.ServerVersion = connection.ServerVersion;
            _context.LoginZone = WireTime.LoginZone(connection.ConnectionTime);
            _context.IsFenced = ids.IsAlternate;
            _parts.Board.StandIn(ids.IsAlternate ? ids.Id : null);
            _refusals = ids.Refusals;
            _parts.Board.Handshaken(connection.ServerVersion, connection.Host, connection.Port);
            _ready.Reset();
            _readyDeadline = _context.Now + _context.Options.HandshakeTimeout;
        }
        _parts.Life.Heartbeat.OnHeard();
    }

    /// <inheritdoc/>
    public void OnClosed(string cause, int unsent)
    {
        lock (_context.Gate)
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
    public void OnWaiting(SessionEnd end, TimeSpan delay, int attempts)
    {
        lock (_context.Gate) _parts.Care.OnEnded(end, delay, attempts);
    }

    /// <inheritdoc/>
    public void OnMoving(SessionTarget target)
    {
        lock (_context.Gate)
        {
            if (_context.Options.ClientId != target.ClientId) _parts.Orders.Forget();
            _formerIds.Add(_context.Options.ClientId);
            _formerIds.Remove(target.ClientId);
            (_context.Options.Host, _context.Options.Port, _context.Options.ClientId) = (target.Host, target.Port, target.ClientId);
            _parts.Board.Moved(target);
        }
    }

    /// <inheritdoc/>
    public void OnOwnIdRefused(int attempts, DateTimeOffset nextAttempt)
    {
        lock (_context.Gate)
        {
            if (_context.IsFenced && _context.IsReady) _parts.Board.NoteAttempt(attempts, nextAttempt);
        }
    }

    // Under the lock, from the receiver.
    private void OnReady(IReadOnlyList<AccountId> accounts, int nextOrderId)
    {
        _readyDeadline = null;
        Session.OnReady();
        _context.Counters.Connected();
        _context.Out = Session.Queue;
        SessionStatus status = _parts.Board.Status;
        string masked = string.Join(", ", accounts.Select(a => a.Masked));
        _context.Log.SessionReady(status.Host, status.Port, status.ServerVersion, status.AlternateClientId ?? _context.Options.ClientId, masked, nextOrderId);
        _parts.Board.SetAccounts(accounts);
        _parts.Care.OnReady();
        PostNextValidId(nextOrderId);
        if (status.AlternateClientId is { } alternate) _context.Log.ReadOnlyStandIn(_context.Options.ClientId, _refusals, alternate);
        _parts.Board.EnterSession(_refusals);
        _parts.Life.OnReady();
        // Only client 0 can take orders over that were entered in TWS; they get an order id and can be cancelled from here.
        if (_context.Options.ClientId == 0 && status.AlternateClientId is null) _context.Send(new ReqAutoOpenOrders(AutoBind: true));
        _parts.Accounts.OnReady(accounts);
        _parts.Resolver.OnReady();
        _parts.Subscriptions.OnReady();
        _parts.Depth.OnReady();
        _parts.History.Pump();
    }

    // The order ids of an alternate client id are nobody's: the engine never hears of them.
    private void PostNextValidId(int orderId)
    {
        if (!_context.IsFenced) _context.Post(new NextValidIdReceived(new OrderId(orderId), _context.Options.ClientId) { Time = _context.Now });
    }
}
