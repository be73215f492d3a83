using System.Buffers;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using TwsProtocol.Wire;

namespace TradingCore.Tws;

/// <summary>Who owns a connection: gets its frames and hears of what it could not send.</summary>
internal interface IConnectionOwner
{
    /// <summary>Bytes came, whatever they are.</summary>
    void OnHeard();

    /// <summary>A whole frame came.</summary>
    void OnFrame(in ReadOnlySequence<byte> payload);

    /// <summary>All frames of one read were handed over. Waits while the engine has no room, which slows the socket down; the end of the connection does not end the wait, because what was read must not be lost.</summary>
    ValueTask OnReadAsync();

    /// <summary>Asked in the moment in which a message would be written, however long it waited for it: whether it still may. What may not is answered by the owner and not written.</summary>
    bool MayLeave(Outgoing message) => true;

    /// <summary>A message cannot be encoded at this server version and was not sent.</summary>
    void OnRefused(Outgoing message, TwsProtocolException reason);

    /// <summary>The frame of a message was written.</summary>
    void OnSent(Outgoing message);
}

/// <summary>One open socket after its handshake: reads frames, writes what the queue holds at the pace that is allowed.</summary>
internal sealed class TwsConnection : IDisposable
{
    private const int RedirectsMax = 2;
    private readonly Socket _socket;
    private readonly SocketReader _reader;
    private readonly TimeProvider _clock;
    private readonly CaptureTap? _tap;
    private readonly SemaphoreSlim _writing = new(1, 1);

    private TwsConnection(Socket socket, SocketReader reader, TimeProvider clock, CaptureTap? tap, ServerHello hello, string host, int port)
    {
        _socket = socket;
        _reader = reader;
        _clock = clock;
        _tap = tap;
        ServerVersion = hello.ServerVersion;
        ConnectionTime = hello.ConnectionTime;
        Host = host;
        Port = port;
    }

    /// <summary>Negotiated version.</summary>
    public int ServerVersion { get; }

    /// <summary>The gateway's time as it wrote it.</summary>
    public string ConnectionTime { get; }

    /// <summary>Where we are, after redirects.</summary>
    public string Host { get; }

    /// <inheritdoc cref="Host"/>
    public int Port { get; }

    /// <summary>Opens a socket and agrees on a version, following at most two redirects.</summary>
    /// <exception cref="SessionException">Not reachable, no answer in time, or no version in common; the message says which.</exception>
    public static async Task<TwsConnection> OpenAsync(TwsOptions options, int port, TimeProvider clock, CaptureTap? tap, ILogger log, Action onSocketOpen, CancellationToken stop)
    {
        string host = options.Host;
        for (int redirects = 0; ; redirects++)
        {
            Socket socket = await SocketOpener.ConnectAsync(host, port, options.ConnectTimeout, clock, stop).ConfigureAwait(false);
            onSocketOpen();
            var reader = new SocketReader(socket);
            ServerHello hello = await SocketOpener.ShakeHandsAsync(socket, reader, host, port, options.HandshakeTimeout, clock, tap, stop).ConfigureAwait(false);
            if (!hello.IsRedirect) return new TwsConnection(socket, reader, clock, tap, hello, host, port);
            socket.Dispose();
            if (redirects == RedirectsMax) throw new SessionException(SessionEndKind.Refused, $"{host}:{port} redirects once more after {RedirectsMax} redirects; check Tws:Host");
            (host, port) = Handshake.ParseRedirect(hello.Redirect, port);
            log.Redirected(host, port);
        }
    }

    /// <summary>Reads frames on a thread of its own until the connection ends; returns why.</summary>
    /// <remarks>The thread waits in the kernel for the next packet and handles it itself: handing it to another thread costs more than decoding it.</remarks>
    public Task<string> ReadAsync(IConnectionOwner owner, CancellationToken stop)
    {
        var ended = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() => Read(owner, ended, stop)) { IsBackground = true, Name = "TWS reader" };
        thread.Start();
        return ended.Task;
    }

    private void Read(IConnectionOwner owner, TaskCompletionSource<string> ended, CancellationToken stop)
    {
        try
        {
            // A wait in the kernel knows of no token; it ends when nothing can come any more.
            using CancellationTokenRegistration stopping = stop.UnsafeRegister(static c => ((TwsConnection)c!).EndWaits(), this);
            ended.SetResult(ReadFrames(owner, stop));
        }
        catch (OperationCanceledException)
        {
            ended.SetCanceled(stop);
        }
        catch (TwsProtocolException e) when (e.Kind == TwsProtocolErrorKind.BadLength)
        {
            ended.SetResult($"the stream is out of step: {e.Message}");
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            if (stop.IsCancellationRequested) ended.SetCanceled(stop);
            else ended.SetResult($"the connection broke: {e.GetBaseException().Message}");
        }
        catch (Exception e)
        {
            ended.SetException(e);
        }
    }

    private string ReadFrames(IConnectionOwner owner, CancellationToken stop)
    {
        while (true)
        {
            Take(owner);
            stop.ThrowIfCancellationRequested();
            if (!_reader.Receive())
            {
                stop.ThrowIfCancellationRequested();
                return _reader.IsMidFrame ? "the gateway closed the connection in the middle of a message" : "the gateway closed the connection";
            }
            owner.OnHeard();
        }
    }

    // The first call takes what came together with the gateway's hello.
    private void Take(IConnectionOwner owner)
    {
        while (_reader.TryTake(out ReadOnlySequence<byte> payload))
        {
            _tap?.Received(ServerVersion, payload);
            owner.OnFrame(payload);
        }
        ValueTask handedOver = owner.OnReadAsync();
        // The thread is the connection's own and has nothing else to do: a full engine slows the socket down by its waiting here.
        if (!handedOver.IsCompletedSuccessfully) handedOver.AsTask().GetAwaiter().GetResult();
    }

    private void EndWaits()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It has ended already.
        }
    }

    /// <summary>Writes what the queue holds until the connection ends; returns why. Orders and cancels are written by whoever puts them in, when nobody else writes.</summary>
    public async Task<string> WriteAsync(IConnectionOwner owner, SendQueue queue, MessagePacer pacer, CancellationToken stop)
    {
        using var writer = new FieldWriter();
        queue.SendNow = () => TrySendNow(owner, queue, pacer, writer);
        try
        {
            while (true)
            {
                await _writing.WaitAsync(stop).ConfigureAwait(false);
                TimeSpan wait;
                try
                {
                    while (queue.TryDequeue(pacer, out Outgoing message, out wait))
                    {
                        if (!TryEncode(owner, writer, message)) continue;
                        SendAll(writer.Written);
                        owner.OnSent(message);
                    }
                }
                finally
                {
                    _writing.Release();
                }
                await WaitAsync(queue.ArrivalAsync(), wait, stop).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            return $"the connection broke while writing: {e.GetBaseException().Message}";
        }
        finally
        {
            queue.SendNow = null;
            // Whoever is writing in this moment still uses the writer.
            await _writing.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    // On the caller's thread, so it must not wait: neither for another writer nor for a socket that takes no more.
    private bool TrySendNow(IConnectionOwner owner, SendQueue queue, MessagePacer pacer, FieldWriter writer)
    {
        if (!_writing.Wait(0)) return false;
        try
        {
            while (_socket.Poll(0, SelectMode.SelectWrite))
            {
                if (!queue.TryDequeue(pacer, out Outgoing message, out TimeSpan wait)) return wait == Timeout.InfiniteTimeSpan;
                if (!TryEncode(owner, writer, message)) continue;
                SendAll(writer.Written);
                owner.OnSent(message);
                // Nearly always the end; asking the socket again costs a call of the kernel.
                if (queue.Count == 0) return true;
            }
            return false;
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            return false; // The reader finds out why the connection ended and says so.
        }
        finally
        {
            _writing.Release();
        }
    }

    private bool TryEncode(IConnectionOwner owner, FieldWriter writer, Outgoing message)
    {
        if (!owner.MayLeave(message)) return false;
        writer.Reset();
        try
        {
            writer.WriteFrame(message.Message, ServerVersion);
        }
        catch (TwsProtocolException e)
        {
            owner.OnRefused(message, e);
            return false;
        }
        _tap?.Sent(ServerVersion, writer.Written);
        return true;
    }

    private void SendAll(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty) bytes = bytes[_socket.Send(bytes, SocketFlags.None)..];
    }

    /// <summary>Ends it and drops what the operating system has taken and not brought over: to a gateway that gives no sign of life it would bring it for minutes, long after whoever sent it was told that it never arrived.</summary>
    public void Abandon()
    {
        try
        {
            _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It has ended already.
        }
        _socket.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private async Task WaitAsync(Task arrival, TimeSpan wait, CancellationToken stop)
    {
        if (wait == Timeout.InfiniteTimeSpan)
        {
            await arrival.WaitAsync(stop).ConfigureAwait(false);
            return;
        }
        using var pause = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await Task.WhenAny(arrival, Task.Delay(wait, _clock, pause.Token)).ConfigureAwait(false);
        await pause.CancelAsync().ConfigureAwait(false);
        stop.ThrowIfCancellationRequested();
    }
}
