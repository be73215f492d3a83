using Microsoft.Extensions.Logging;
using TradingCore.Domain;
using TwsProtocol.Messages.Requests;

namespace TradingCore.Tws;

/// <summary>What a session tells its owner.</summary>
internal interface ISessionOwner : IConnectionOwner
{
    /// <summary>An attempt gets on: <see cref="SessionState.Connecting"/>, then <see cref="SessionState.Handshaking"/>.</summary>
    void OnState(SessionState state, string cause, int attempts);

    /// <summary>The version is agreed; answers will be decoded with it.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="ids">Under which client id it starts.</param>
    void OnHandshaken(TwsConnection connection, ClientIdChoice ids);

    /// <summary>The connection ended.</summary>
    void OnClosed(string cause, int unsent);

    /// <summary>An attempt or a session ended; the next attempt follows after <paramref name="delay"/>.</summary>
    void OnWaiting(SessionEnd end, TimeSpan delay, int attempts);

    /// <summary>The next attempts go elsewhere; no connection is open. The owner takes the values over.</summary>
    void OnMoving(SessionTarget target);

    /// <summary>The own client id was tried beside a read-only session, and is tried again later.</summary>
    void OnOwnIdRefused(int attempts, DateTimeOffset nextAttempt);
}

/// <summary>
/// Connects, and connects again for ever: socket, handshake, start of the API, reading and writing until the connection ends, a wait that grows.
/// What is said on the connection is the owner's matter.
/// </summary>
internal sealed class TwsSession(TwsOptions options, TimeProvider clock, ILogger log, ISessionOwner owner)
{
    private const int LaneCapacity = 2_000;

    private readonly Backoff _backoff = new(options.ReconnectDelayMin, options.ReconnectDelayMax, new Random());

    // Lives through reconnects: the broker counts messages of a client, not of a socket.
    private readonly MessagePacer _pacer = new(options.MessagesPerSecond, clock);
    private readonly ClientIdChoice _ids = new(options);
    private readonly Lock _gate = new();
    private readonly SessionHold _hold = new();
    private CaptureTap? _tap;
    private CancellationTokenSource? _current;
    private SessionEnd? _close;
    private SessionTarget? _target;
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string _toldCause = "";
    private volatile bool _isReady;
    private int _port = options.Port;

    /// <summary>The pace of what is sent. Other threads only read it.</summary>
    public MessagePacer Pacer => _pacer;

    /// <summary>Attempts to connect since the last session that became ready.</summary>
    public int Attempts { get; private set; }

    /// <summary>What the present connection sends; new with every connection, so that nothing old is ever sent on a new one.</summary>
    public SendQueue Queue { get; private set; } = new(LaneCapacity);

    /// <summary>The session became ready: the next loss starts with the shortest wait again.</summary>
    public void OnReady()
    {
        _backoff.Reset();
        Attempts = 0;
        _isReady = true;
        if (!_ids.IsAlternate) _ids.OnOwnReady();
    }

    /// <summary>Says why the connection is about to end, before the gateway closes it.</summary>
    public void ExpectClose(SessionEnd end)
    {
        lock (_gate) _close ??= end;
    }

    /// <summary>Connects to another port from now on (notice 1300).</summary>
    public void UsePort(int port) => _port = port;

    /// <summary>Ends the present connection; the next attempt follows by itself.</summary>
    public void Abort(SessionEnd end)
    {
        CancellationTokenSource? current;
        lock (_gate)
        {
            _close ??= end;
            current = _current;
        }
        // Not awaited: whatever the token ends runs elsewhere.
        try
        {
            _ = current?.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The connection ended by itself in between.
        }
    }

    /// <summary>Ends the present connection and makes no new one until <see cref="Resume"/>.</summary>
    public void Suspend(string reason)
    {
        _hold.Hold(reason);
        Abort(new SessionEnd(SessionEndKind.Lost, reason));
    }

    /// <summary>Connects again after <see cref="Suspend"/>.</summary>
    public void Resume() => _hold.Release();

    /// <summary>Ends the present connection, if there is one, and connects elsewhere at once. What was meant for the old connection and has not left is told as unsent.</summary>
    public void Move(SessionTarget target, string cause)
    {
        lock (_gate)
        {
            _target = target;
            _moved.TrySetResult();
        }
        Abort(new SessionEnd(SessionEndKind.Lost, cause));
    }

    /// <summary>Runs until stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        CaptureTap? tap = _tap = CaptureTap.Open(options, clock, log);
        try
        {
            await KeepConnectingAsync(stop).ConfigureAwait(false);
        }
        finally
        {
            if (tap is not null) await tap.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task KeepConnectingAsync(CancellationToken stop)
    {
        string note = "";
        while (!stop.IsCancellationRequested)
        {
            await WaitWhileHeldAsync(stop).ConfigureAwait(false);
            TakeTarget();
            Attempts++;
            SessionEnd end = await ConnectOnceAsync(note, stop).ConfigureAwait(false);
            if (stop.IsCancellationRequested) return;
            if (_hold.Reason is not null) continue;
            _ids.OnEnded(end.Kind);
            // The own id waits to be taken; nobody else should get it first.
            note = end.Kind == SessionEndKind.OwnIdFree ? end.Cause + ": " : "";
            if (note.Length > 0) continue;
            TimeSpan delay = IsMoving ? TimeSpan.Zero : _backoff.Next();
            log.WaitingToReconnect(delay, end.Cause);
            owner.OnWaiting(end, delay, Attempts);
            await owner.OnReadAsync().ConfigureAwait(false);
            if (delay > TimeSpan.Zero) await WaitAsync(delay, stop).ConfigureAwait(false);
        }
    }

    private bool IsMoving
    {
        get
        {
            lock (_gate) return _target is not null;
        }
    }

    // Between two connections, when nothing that belongs to the old one runs any more.
    private void TakeTarget()
    {
        SessionTarget? target;
        lock (_gate)
        {
            (target, _target) = (_target, null);
            if (target is not null) _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        if (target is not { } to) return;
        owner.OnMoving(to);
        _port = to.Port;
        _ids.OnMoved();
        _backoff.Reset();
        _toldCause = "";
        Attempts = 0;
    }

    // A new target waits for nothing.
    private async Task WaitAsync(TimeSpan delay, CancellationToken stop)
    {
        Task moved;
        lock (_gate) moved = _moved.Task;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await Task.WhenAny(Task.Delay(delay, clock, either.Token), moved).ConfigureAwait(false);
        await either.CancelAsync().ConfigureAwait(false);
        stop.ThrowIfCancellationRequested();
    }

    private async Task WaitWhileHeldAsync(CancellationToken stop)
    {
        while (_hold.Reason is { } reason)
        {
            owner.OnState(SessionState.Suspended, reason, Attempts);
            await owner.OnReadAsync().ConfigureAwait(false);
            await _hold.WaitAsync(stop).ConfigureAwait(false);
        }
    }

    private async Task<SessionEnd> ConnectOnceAsync(string note, CancellationToken stop)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        lock (_gate)
        {
            _current = ended;
            _close = null;
            // It came in between.
            if (_target is not null) ended.Cancel();
        }
        try
        {
            log.Connecting(options.Host, _port, _ids.Id, Attempts);
            owner.OnState(SessionState.Connecting, $"{note}opens {options.Host}:{_port}", Attempts);
            await owner.OnReadAsync().ConfigureAwait(false);
            using TwsConnection connection = await TwsConnection.OpenAsync(
                options, _port, clock, _tap, log, () => owner.OnState(SessionState.Handshaking, "agrees on a version", Attempts), ended.Token).ConfigureAwait(false);
            return await TalkAsync(connection, ended, stop).ConfigureAwait(false);
        }
        catch (SessionException e)
        {
            // Once for each cause: a gateway that is away for the night must not fill the log.
            if (e.Message != _toldCause) log.NoSession(e.Message);
            _toldCause = e.Message;
            return new SessionEnd(e.Kind, e.Message);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return End("the connection was given up");
        }
        finally
        {
            lock (_gate) _current = null;
        }
    }

    private async Task<SessionEnd> TalkAsync(TwsConnection connection, CancellationTokenSource ended, CancellationToken stop)
    {
        log.Connected(connection.ServerVersion, connection.ConnectionTime);
        _toldCause = "";
        Queue = new SendQueue(LaneCapacity);
        _isReady = false;
        owner.OnHandshaken(connection, _ids);
        Queue.TryEnqueue(new StartApi(_ids.Id), SendPriority.Order);

        Task<string> reading = connection.ReadAsync(owner, ended.Token);
        Task<string> writing = connection.WriteAsync(owner, Queue, _pacer, ended.Token);
        Task probing = _ids.IsAlternate ? ProbeOwnIdAsync(ended.Token) : Task.CompletedTask;
        Task<string> first = await Task.WhenAny(reading, writing).ConfigureAwait(false);
        if (first == writing && !ended.IsCancellationRequested)
        {
            // The gateway's last words, such as "client id in use", may still be on their way in; a dead socket ends the reader at once.
            await Task.WhenAny(reading, Task.Delay(TimeSpan.FromSeconds(1), clock, ended.Token)).ConfigureAwait(false);
        }
        await ended.CancelAsync().ConfigureAwait(false);
        if (IsSilent) connection.Abandon();
        else connection.Dispose();
        SessionEnd end = End(await OutcomeAsync(reading).ConfigureAwait(false) ?? await OutcomeAsync(writing).ConfigureAwait(false) ?? "the connection was given up");
        await OutcomeAsync(writing).ConfigureAwait(false);
        await probing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        int unsent = Queue.Clear();
        owner.OnClosed(end.Cause, unsent);
        if (!stop.IsCancellationRequested) log.Disconnected(connection.Host, connection.Port, end.Cause, unsent);
        return end;
    }

    // Beside a read-only connection: the own id is tried now and then, and the connection makes room when it is free.
    private async Task ProbeOwnIdAsync(CancellationToken ended)
    {
        using var timer = new PeriodicTimer(options.ClientIdProbeInterval, clock);
        while (await timer.WaitForNextTickAsync(ended).ConfigureAwait(false))
        {
            if (!_isReady) continue;
            if (await OwnIdProbe.IsFreeAsync(options, _port, clock, log, ended).ConfigureAwait(false))
            {
                log.OwnIdFree(options.ClientId);
                Abort(new SessionEnd(SessionEndKind.OwnIdFree, $"client id {options.ClientId} is free again"));
                return;
            }
            _ids.OnProbeRefused();
            owner.OnOwnIdRefused(_ids.Refusals, clock.GetUtcNow() + options.ClientIdProbeInterval);
            await owner.OnReadAsync().ConfigureAwait(false);
        }
    }

    private static async Task<string?> OutcomeAsync(Task<string> task)
    {
        try
        {
            return await task.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return null; // we ended it
        }
    }

    private bool IsSilent
    {
        get
        {
            lock (_gate) return _close is { IsSilent: true };
        }
    }

    private SessionEnd End(string otherwise)
    {
        lock (_gate) return _close ?? new SessionEnd(SessionEndKind.Lost, otherwise);
    }
}
