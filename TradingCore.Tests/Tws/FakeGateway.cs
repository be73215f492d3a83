using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Wire;

namespace TradingCore.Tests.Tws;

/// <summary>A gateway on a loopback port that says exactly what a test tells it to. Answers the start of the API and heartbeats by itself unless told not to.</summary>
internal sealed class FakeGateway : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<FakeClient> _clients = Channel.CreateUnbounded<FakeClient>();
    private readonly ConcurrentBag<FakeClient> _all = [];
    private readonly Task _accepting;
    private readonly TimeProvider _clock;

    public FakeGateway(int serverVersion = 187, Func<FakeClient, IRequest, bool>? script = null, TimeProvider? clock = null)
    {
        _clock = clock ?? TimeProvider.System;
        ServerVersion = serverVersion;
        Script = script;
        _listener.Start();
        _accepting = Task.Run(AcceptAsync);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Version told in the handshake.</summary>
    public int ServerVersion { get; set; }

    /// <summary>Bytes told instead of the version; null for the version.</summary>
    public byte[]? HelloInstead { get; set; }

    /// <summary>False: never tells its version.</summary>
    public bool SaysHello { get; set; } = true;

    /// <summary>False: tells no accounts and no order id.</summary>
    public bool StartsApi { get; set; } = true;

    /// <summary>False: leaves heartbeats unanswered.</summary>
    public bool AnswersHeartbeats { get; set; } = true;

    /// <summary>False: refuses connections by closing them at once.</summary>
    public bool ClosesAtOnce { get; set; }

    /// <summary>Bytes that the operating system takes for a connection that is not read.</summary>
    public int ReceiveBytes { set => _listener.Server.ReceiveBufferSize = value; }

    /// <summary>The account told.</summary>
    public string Accounts { get; set; } = "DU1234567";

    /// <summary>The order id told.</summary>
    public int NextOrderId { get; set; } = 100;

    /// <summary>Handles a request; true when it did, false for the answers that the gateway gives by itself.</summary>
    public Func<FakeClient, IRequest, bool>? Script { get; set; }

    /// <summary>The next client that connects.</summary>
    public async Task<FakeClient> ClientAsync() => await _clients.Reader.ReadAsync(TestTime.Limit()).ConfigureAwait(false);

    /// <summary>Connections accepted so far.</summary>
    public int Connections => _all.Count;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        foreach (FakeClient client in _all) client.Close();
        try
        {
            await _accepting;
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The listener was stopped.
        }
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            Socket socket = await _listener.AcceptSocketAsync(_stop.Token);
            if (ClosesAtOnce)
            {
                socket.Dispose();
                continue;
            }
            var client = new FakeClient(this, socket);
            _all.Add(client);
            _ = Task.Run(() => client.RunAsync(_stop.Token));
        }
    }

    internal void Announce(FakeClient client) => _clients.Writer.TryWrite(client);

    internal void Answer(FakeClient client, IRequest request)
    {
        if (Script?.Invoke(client, request) == true) return;
        switch (request)
        {
            case StartApi when StartsApi:
                client.Send(new ManagedAccounts(Accounts));
                client.Send(new NextValidId(NextOrderId));
                break;
            case ReqCurrentTime when AnswersHeartbeats:
                client.Send(new CurrentTime(_clock.GetUtcNow().ToUnixTimeSeconds()));
                break;
        }
    }
}

/// <summary>One connection to the fake gateway.</summary>
internal sealed class FakeClient(FakeGateway gateway, Socket socket)
{
    private readonly Lock _gate = new();
    private readonly List<IRequest> _requests = [];
    private readonly List<TimeSpan> _times = [];
    private TaskCompletionSource _arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<bool> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _start = TimeProvider.System.GetTimestamp();

    /// <summary>What the client offered.</summary>
    public ClientHello Hello { get; private set; }

    /// <summary>Requests received so far.</summary>
    public IReadOnlyList<IRequest> Requests
    {
        get
        {
            lock (_gate) return [.. _requests];
        }
    }

    /// <summary>When each request was received, since the connection opened.</summary>
    public IReadOnlyList<TimeSpan> Times
    {
        get
        {
            lock (_gate) return [.. _times];
        }
    }

    public void Send<T>(T message)
        where T : IResponse => SendRaw(MessageEncoder.Frame(message, gateway.ServerVersion));

    public void SendRaw(ReadOnlySpan<byte> bytes)
    {
        lock (_gate) socket.Send(bytes);
    }

    public void Error(int id, int code, string text) => Send(new ErrorMessage(id, code, text));

    public void Close() => socket.Dispose();

    /// <summary>Says nothing more and lets the client read what was said.</summary>
    public void EndSending() => socket.Shutdown(SocketShutdown.Send);

    /// <summary>Waits for the n-th request of a type.</summary>
    public async Task<T> RequestAsync<T>(int n = 1, Func<T, bool>? where = null)
        where T : IRequest
    {
        CancellationToken limit = TestTime.Limit();
        while (true)
        {
            Task arrival;
            lock (_gate)
            {
                int seen = 0;
                foreach (IRequest request in _requests)
                    if (request is T typed && where?.Invoke(typed) != false && ++seen == n) return typed;
                arrival = _arrival.Task;
            }
            await arrival.WaitAsync(limit);
        }
    }

    /// <summary>Ends when the connection does; true when the client dropped it instead of closing it.</summary>
    public Task<bool> EndedAsync() => _ended.Task.WaitAsync(TestTime.Limit());

    internal async Task RunAsync(CancellationToken stop)
    {
        bool isDropped = false;
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            PipeReader reader = PipeReader.Create(stream);
            bool saidHello = false;
            while (true)
            {
                ReadResult read = await reader.ReadAsync(stop);
                ReadOnlySequence<byte> buffer = read.Buffer;
                if (!saidHello && Handshake.TryReadClientHello(ref buffer, out ClientHello hello))
                {
                    saidHello = true;
                    Hello = hello;
                    gateway.Announce(this);
                    if (gateway.SaysHello) SendRaw(gateway.HelloInstead ?? Handshake.ServerHello(gateway.ServerVersion, "20260115 09:30:00 US/Eastern"));
                }
                while (saidHello && FrameReader.TryReadFrame(ref buffer, out ReadOnlySequence<byte> payload))
                {
                    IRequest request = RequestDecoder.Decode(payload.ToArray(), gateway.ServerVersion);
                    lock (_gate)
                    {
                        _requests.Add(request);
                        _times.Add(TimeProvider.System.GetElapsedTime(_start));
                        TaskCompletionSource arrival = _arrival;
                        _arrival = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                        arrival.SetResult();
                    }
                    gateway.Answer(this, request);
                }
                reader.AdvanceTo(buffer.Start, buffer.End);
                if (read.IsCompleted) return;
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The test or the client ended the connection.
            isDropped = e.GetBaseException() is SocketException { SocketErrorCode: SocketError.ConnectionReset };
        }
        finally
        {
            _ended.TrySetResult(isDropped);
        }
    }
}
