using Microsoft.Extensions.Logging;
using TradingCore.Domain;
using TwsProtocol.Messages.Requests;

namespace TradingCore.Tws;

/// <summary>What a session tells its owner.</summary>
internal interface ISessionOwner : IConnectionOwner
{
    /// <summary>The state changes.</summary>
    void OnState(SessionState state, string cause, string nextStep, DateTimeOffset? nextAttempt, int attempts);

    /// <summary>The version is agreed; answers will be decoded with it.</summary>
    void OnHandshaken(TwsConnection connection);

    /// <summary>The connection ended.</summary>
    void OnClosed(string cause, int unsent);
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
    private readonly Lock _gate = new();
    private CaptureTap? _tap;
    private CancellationTokenSource? _current;
    private string? _closeCause;
    private string _toldCause = "";
    private int _port = options.Port;

    // A gateway that was never there has not been reset.
    private bool _hasBeenReady;

    /// <summary>Attempts to connect since the last session that became ready.</summary>
    public int Attempts { get; private set; }

    /// <summary>What the present connection sends; new with every connection, so that nothing old is ever sent on a new one.</summary>
    public SendQueue Queue { get; private set; } = new(LaneCapacity);

    /// <summary>The session became ready: the next loss starts with the shortest wait again.</summary>
    public void OnReady()
    {
        _backoff.Reset();
        Attempts = 0;
        _hasBeenReady = true;
    }

    /// <summary>Says why the connection is about to end, before the gateway closes it.</summary>
    public void ExpectClose(string cause)
    {
        lock (_gate) _closeCause ??= cause;
    }

    /// <summary>Connects to another port from now on (notice 1300).</summary>
    public void UsePort(int port) => _port = port;

    /// <summary>Ends the present connection; the next attempt follows by itself.</summary>
    public void Abort(string cause)
    {
        CancellationTokenSource? current;
        lock (_gate)
        {
            _closeCause ??= cause;
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
        while (!stop.IsCancellationRequested)
        {
            Attempts++;
            string cause = NightlyReset.Explain(await ConnectOnceAsync(stop).ConfigureAwait(false), clock.GetUtcNow());
            if (stop.IsCancellationRequested) return;
            TimeSpan delay = _backoff.Next();
            log.WaitingToReconnect(delay, cause);
            SessionState state = _hasBeenReady && NightlyReset.Covers(clock.GetUtcNow()) ? SessionState.NightlyReset : SessionState.WaitingToReconnect;
            owner.OnState(state, cause, $"connects again in {delay.TotalSeconds:0.0} s", clock.GetUtcNow() + delay, Attempts);
            await owner.OnReadAsync().ConfigureAwait(false);
            await Task.Delay(delay, clock, stop).ConfigureAwait(false);
        }
    }

    private async Task<string> ConnectOnceAsync(CancellationToken stop)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        lock (_gate)
        {
            _current = ended;
            _closeCause = null;
        }
        try
        {
            log.Connecting(options.Host, _port, options.ClientId, Attempts);
            owner.OnState(SessionState.Connecting, $"opens {options.Host}:{_port}", "", null, Attempts);
            await owner.OnReadAsync().ConfigureAwait(false);
            using TwsConnection connection = await TwsConnection.OpenAsync(
                options, _port, clock, _tap, log, () => owner.OnState(SessionState.Handshaking, "agrees on a version", "", null, Attempts), ended.Token).ConfigureAwait(false);
            return await TalkAsync(connection, ended, stop).ConfigureAwait(false);
        }
        catch (SessionException e)
        {
            // Once for each cause: a gateway that is away for the night must not fill the log.
            if (e.Message != _toldCause) log.NoSession(e.Message);
            _toldCause = e.Message;
            return e.Message;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return CloseCause("the connection was given up");
        }
        finally
        {
            lock (_gate) _current = null;
        }
    }

    private async Task<string> TalkAsync(TwsConnection connection, CancellationTokenSource ended, CancellationToken stop)
    {
        log.Connected(connection.ServerVersion, connection.ConnectionTime);
        _toldCause = "";
        Queue = new SendQueue(LaneCapacity);
        owner.OnHandshaken(connection);
        Queue.TryEnqueue(new StartApi(options.ClientId), SendPriority.Order);

        Task<string> reading = connection.ReadAsync(owner, ended.Token);
        Task<string> writing = connection.WriteAsync(owner, Queue, _pacer, ended.Token);
        Task<string> first = await Task.WhenAny(reading, writing).ConfigureAwait(false);
        if (first == writing && !ended.IsCancellationRequested)
        {
            // The gateway's last words, such as "client id in use", may still be on their way in; a dead socket ends the reader at once.
            await Task.WhenAny(reading, Task.Delay(TimeSpan.FromSeconds(1), clock, ended.Token)).ConfigureAwait(false);
        }
        await ended.CancelAsync().ConfigureAwait(false);
        connection.Dispose();
        string cause = CloseCause(await OutcomeAsync(reading).ConfigureAwait(false) ?? await OutcomeAsync(writing).ConfigureAwait(false) ?? "the connection was given up");
        await OutcomeAsync(writing).ConfigureAwait(false);
        await connection.CompleteAsync().ConfigureAwait(false);
        int unsent = Queue.Clear();
        owner.OnClosed(cause, unsent);
        if (!stop.IsCancellationRequested) log.Disconnected(connection.Host, connection.Port, cause, unsent);
        return cause;
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

    private string CloseCause(string otherwise)
    {
        lock (_gate) return _closeCause ?? otherwise;
    }
}
