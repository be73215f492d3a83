using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TwsProtocol.Inspection;
using TwsSimulator.Admin;
using TwsSimulator.Faults;
using TwsSimulator.Gateway;

namespace TwsSimulator;

/// <summary>A simulated IB gateway: any TWS API client can connect to <see cref="EndPoint"/> over a real socket.</summary>
public sealed class SimulatedGateway : IAsyncDisposable
{
    private readonly SimulatorOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly Socket _listener;
    private readonly GatewayLoop _loop;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _sessionsLock = new();
    private readonly Dictionary<ClientSession, Task> _sessions = [];
    private Task _running = Task.CompletedTask;
    private Task _accepting = Task.CompletedTask;
    private readonly FrameCapture? _capture;
    private AdminServer? _admin;
    private Task _script = Task.CompletedTask;
    private int _disposed;

    private SimulatedGateway(SimulatorOptions options, TimeProvider clock, ILogger log, Socket listener, GatewayLoop loop, FrameCapture? capture)
    {
        _options = options;
        _clock = clock;
        _log = log;
        _listener = listener;
        _loop = loop;
        _capture = capture;
        EndPoint = (IPEndPoint)listener.LocalEndPoint!;
        Truth = new SimulatorTruth(loop);
    }

    /// <summary>Where clients connect to; the port is the real one also when 0 was asked for.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Where faults and state can be had over HTTP; null when the options open no admin port.</summary>
    public IPEndPoint? AdminEndPoint => _admin?.EndPoint;

    /// <summary>What the simulator really holds, for tests.</summary>
    public SimulatorTruth Truth { get; }

    /// <summary>Completes when a replay without looping has sent its last bar; never for the computed market.</summary>
    public Task ReplayCompleted => _loop.ReplayCompleted;

    /// <summary>Completes when the gateway has ended; faulted when it failed.</summary>
    public Task Completion => _running;

    /// <summary>Starts a gateway.</summary>
    /// <param name="options">How it is set up; see <see cref="SimulatorOptions.FindFault"/>.</param>
    /// <param name="clock">Time of the market and of everything else.</param>
    /// <param name="loggers">Where it logs to; null for nowhere.</param>
    /// <param name="stop">Cancels the start.</param>
    /// <exception cref="SimulatorException">An option is wrong, a folder cannot be used or the port is taken; the message is one sentence.</exception>
    public static async Task<SimulatedGateway> StartAsync(SimulatorOptions options, TimeProvider clock, ILoggerFactory? loggers, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        options.Validate();
        ILogger log = (loggers ?? NullLoggerFactory.Instance).CreateLogger("TwsSimulator");
        FaultScript? script = options.FaultsFile is { } file ? FaultScript.Load(file) : null;
        Socket listener = Listen(options);
        FrameCapture? capture = null;
        try
        {
            capture = OpenCapture(options, log);
            // Reading replay files and warming up a market takes a moment; the caller may be a user interface.
            GatewayLoop loop = await Task.Run(() => new GatewayLoop(options, clock, log), stop).ConfigureAwait(false);
            var gateway = new SimulatedGateway(options, clock, log, listener, loop, capture);
            gateway._running = Task.Run(() => loop.RunAsync(gateway._stop.Token), CancellationToken.None);
            gateway._accepting = Task.Run(gateway.AcceptAsync, CancellationToken.None);
            try
            {
                gateway._admin = options.AdminPort is { } port ? AdminServer.Start(port, gateway, log) : null;
            }
            catch
            {
                await gateway.DisposeAsync().ConfigureAwait(false);
                throw;
            }

            if (script is not null)
                gateway._script = gateway.PlayFromStartAsync(script);
            log.Listening(gateway.EndPoint, loop.InstrumentCount);
            return gateway;
        }
        catch
        {
            listener.Dispose();
            if (capture is not null)
                await capture.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Closes every client's socket at once, without a word, as a killed gateway would. New connections are taken.</summary>
    /// <returns>Completes when the gateway has forgotten the clients.</returns>
    public async Task DropConnectionsAsync()
    {
        Task[] ending;
        lock (_sessionsLock)
        {
            foreach (ClientSession session in _sessions.Keys)
                session.Close("the connection was dropped on purpose");
            ending = [.. _sessions.Values];
        }

        await Task.WhenAll(ending).ConfigureAwait(false);
    }

    /// <summary>Waits until everything that went over the sockets before this call is in the recording.</summary>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>Completes at once when nothing is recorded.</returns>
    public Task FlushCaptureAsync(CancellationToken stop) => _capture?.FlushAsync(stop) ?? Task.CompletedTask;

    /// <summary>Makes the gateway fall silent: sockets stay open and new ones are taken, but nothing is read or sent, until it is switched back.</summary>
    /// <param name="unresponsive">True to fall silent.</param>
    public void SetUnresponsive(bool unresponsive)
    {
        _loop.Faults.Gates.Reading.Set(open: !unresponsive);
        _loop.Faults.Gates.Writing.Set(open: !unresponsive);
    }

    /// <summary>Plays a fault script.</summary>
    /// <param name="script">The script.</param>
    /// <param name="stop">Gives it up; faults that have begun last on.</param>
    /// <returns>Completes when the last step has acted.</returns>
    /// <exception cref="SimulatorException">A step names something that is not there.</exception>
    public Task PlayAsync(FaultScript script, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(script);
        return new FaultPlayer(_clock, _loop.PostAsync).PlayAsync(script, stop);
    }

    /// <summary>Reads a fault script and plays it.</summary>
    /// <param name="yaml">The script, a list of steps, or one step.</param>
    /// <param name="stop">Gives it up; faults that have begun last on.</param>
    /// <returns>Completes when the last step has acted.</returns>
    /// <exception cref="SimulatorException">It is not a script, or a step names something that is not there; one sentence with line and column.</exception>
    public Task PlayAsync(string yaml, CancellationToken stop) => PlayAsync(FaultScript.Parse(yaml), stop);

    /// <summary>Names of the faults that last now.</summary>
    public IReadOnlyList<string> ActiveFaults => _loop.Read(() => (IReadOnlyList<string>)[.. _loop.Faults.ActiveKinds]);

    /// <summary>Ends faults that last.</summary>
    /// <param name="kind">Their name; null ends all.</param>
    /// <param name="stop">Gives up waiting.</param>
    public async Task ClearFaultsAsync(string? kind, CancellationToken stop)
    {
        var applied = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _loop.PostAsync(new FaultsCleared(kind, applied), stop).ConfigureAwait(false);
        await applied.Task.WaitAsync(stop).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        if (_admin is not null)
            await _admin.DisposeAsync().ConfigureAwait(false);
        _loop.Faults.Gates.Open();
        await _stop.CancelAsync().ConfigureAwait(false);
        await _script.ConfigureAwait(false);
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
        await DropConnectionsAsync().ConfigureAwait(false);
        try
        {
            await _running.ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Logged by the loop, and seen by whoever awaits Completion; disposing must still free everything.
        }

        if (_capture is not null)
            await _capture.DisposeAsync().ConfigureAwait(false);
        _loop.Dispose();
        _stop.Dispose();
    }

    private async Task PlayFromStartAsync(FaultScript script)
    {
        try
        {
            await PlayAsync(script, _stop.Token).ConfigureAwait(false);
        }
        catch (SimulatorException e)
        {
            _log.FaultScriptFailed(script.Name, e.Message);
        }
        catch (OperationCanceledException)
        {
            // The gateway stops before the script is through.
        }
    }

    private static FrameCapture? OpenCapture(SimulatorOptions options, ILogger log)
    {
        if (options.CaptureFile is not { } path)
            return null;
        try
        {
            return FrameCapture.Open(path, [options.Account, .. options.MoreAccounts], e => log.CaptureFailed(path, e.Message));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new SimulatorException($"The recording \"{path}\" cannot be written ({e.Message}); give a file in a folder that exists and may be written.", e);
        }
    }

    private static Socket Listen(SimulatorOptions options)
    {
        var listener = new Socket(options.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(new IPEndPoint(options.Address, options.Port));
            listener.Listen();
            return listener;
        }
        catch (SocketException e)
        {
            listener.Dispose();
            throw new SimulatorException(
                e.SocketErrorCode == SocketError.AddressAlreadyInUse
                    ? string.Create(CultureInfo.InvariantCulture, $"Port {options.Port} is in use by another program; stop that program or give another port.")
                    : string.Create(CultureInfo.InvariantCulture, $"The simulator cannot listen on {options.Address}:{options.Port} ({e.Message}); give another address or port."),
                e);
        }
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptAsync(_stop.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                if (_stop.IsCancellationRequested)
                    return;
                continue;
            }

            if (_loop.Faults.Gates.RefusesConnections)
            {
                socket.Dispose();
                continue;
            }

            var session = new ClientSession(socket, _options, _clock, _log, _loop.Faults, _loop.PostAsync, _loop.OnCaughtUp, _capture, _stop.Token);
            lock (_sessionsLock)
            {
                if (_sessions.Count >= _options.ConnectionsMax && !TryMakeRoom_NeedsLock())
                {
                    session.Dispose();
                    continue;
                }

                _sessions.Add(session, ServeAsync(session));
            }
        }
    }

    // Connections that have never started their API must not keep clients out.
    private bool TryMakeRoom_NeedsLock()
    {
        ClientSession? idle = _sessions.Keys.Where(s => s.ClientId < 0 && !s.IsClosing).MinBy(s => s.TakenAt);
        idle?.Close("it had not started its API and its seat was needed");
        return idle is not null;
    }

    private async Task ServeAsync(ClientSession session)
    {
        // Off the accept loop at once: a session runs synchronously until its first wait.
        await Task.Yield();
        try
        {
            await session.RunAsync().ConfigureAwait(false);
        }
        finally
        {
            lock (_sessionsLock)
            {
                _sessions.Remove(session);
            }

            session.Dispose();
        }
    }
}
