using System.Buffers;
using System.IO.Pipelines;
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

    /// <summary>A message cannot be encoded at this server version and was not sent.</summary>
    void OnRefused(Outgoing message, TwsProtocolException reason);

    /// <summary>The frame of a message was written.</summary>
    void OnSent(Outgoing message);
}

/// <summary>One open socket after its handshake: reads frames, writes what the queue holds at the pace that is allowed.</summary>
internal sealed class TwsConnection : IDisposable
{
    private const int RedirectsMax = 2;
    private const int ReadBufferBytes = 64 * 1024;
    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private readonly PipeReader _reader;
    private readonly TimeProvider _clock;
    private readonly CaptureTap? _tap;
    private readonly SemaphoreSlim _writing = new(1, 1);

    private TwsConnection(Socket socket, NetworkStream stream, PipeReader reader, TimeProvider clock, CaptureTap? tap, ServerHello hello, string host, int port)
    {
        _socket = socket;
        _stream = stream;
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
            Socket socket = await ConnectAsync(host, port, options.ConnectTimeout, clock, stop).ConfigureAwait(false);
            onSocketOpen();
            var stream = new NetworkStream(socket, ownsSocket: false);
            PipeReader reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: ReadBufferBytes, leaveOpen: true));
            try
            {
                ServerHello hello = await ShakeHandsAsync(socket, reader, host, port, options.HandshakeTimeout, clock, tap, stop).ConfigureAwait(false);
                if (!hello.IsRedirect) return new TwsConnection(socket, stream, reader, clock, tap, hello, host, port);
                if (redirects == RedirectsMax) throw new SessionException(SessionEndKind.Refused, $"{host}:{port} redirects once more after {RedirectsMax} redirects; check Tws:Host");
                (host, port) = Handshake.ParseRedirect(hello.Redirect, port);
                log.Redirected(host, port);
            }
            catch
            {
                await CloseAsync(socket, stream, reader).ConfigureAwait(false);
                throw;
            }
            await CloseAsync(socket, stream, reader).ConfigureAwait(false);
        }
    }

    /// <summary>Reads frames until the connection ends; returns why.</summary>
    public async Task<string> ReadAsync(IConnectionOwner owner, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                ReadResult read = await _reader.ReadAsync(stop).ConfigureAwait(false);
                ReadOnlySequence<byte> buffer = read.Buffer;
                owner.OnHeard();
                while (FrameReader.TryReadFrame(ref buffer, out ReadOnlySequence<byte> payload))
                {
                    _tap?.Received(ServerVersion, payload);
                    owner.OnFrame(payload);
                }
                bool isMidFrame = !buffer.IsEmpty;
                _reader.AdvanceTo(buffer.Start, buffer.End);
                await owner.OnReadAsync().ConfigureAwait(false);
                if (read.IsCompleted) return isMidFrame ? "the gateway closed the connection in the middle of a message" : "the gateway closed the connection";
            }
        }
        catch (TwsProtocolException e) when (e.Kind == TwsProtocolErrorKind.BadLength)
        {
            return $"the stream is out of step: {e.Message}";
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            return $"the connection broke: {e.GetBaseException().Message}";
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
                        await SendAllAsync(_socket, writer.WrittenMemory, stop).ConfigureAwait(false);
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
                _socket.Send(writer.Written);
                owner.OnSent(message);
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

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream.Dispose();
        _socket.Dispose();
    }

    /// <summary>Gives the read buffers back; after the reader has ended.</summary>
    public ValueTask CompleteAsync() => _reader.CompleteAsync();

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

    private static async Task<Socket> ConnectAsync(string host, int port, TimeSpan timeout, TimeProvider clock, CancellationToken stop)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var deadline = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stop);
        try
        {
            await socket.ConnectAsync(host, port, either.Token).ConfigureAwait(false);
            return socket;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            socket.Dispose();
            throw new SessionException(SessionEndKind.Unreachable, $"{host}:{port} does not answer within {timeout.TotalSeconds:0.#} s; check Tws:Host, Tws:Port and the firewall");
        }
        catch (SocketException e)
        {
            socket.Dispose();
            string why = e.SocketErrorCode == SocketError.ConnectionRefused ? "nobody listens there: start TWS or IB Gateway, or check Tws:Host and Tws:Port" : e.Message;
            throw new SessionException(SessionEndKind.Unreachable, $"{host}:{port} cannot be reached: {why}", e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<ServerHello> ShakeHandsAsync(Socket socket, PipeReader reader, string host, int port, TimeSpan timeout, TimeProvider clock, CaptureTap? tap, CancellationToken stop)
    {
        using var deadline = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stop);
        try
        {
            byte[] offer = Handshake.ClientHello(TwsProtocol.ServerVersion.Min, TwsProtocol.ServerVersion.Max);
            tap?.Sent(0, offer);
            await SendAllAsync(socket, offer, either.Token).ConfigureAwait(false);
            while (true)
            {
                ReadResult read = await reader.ReadAsync(either.Token).ConfigureAwait(false);
                ReadOnlySequence<byte> buffer = read.Buffer;
                if (FrameReader.TryReadFrame(ref buffer, out ReadOnlySequence<byte> payload))
                {
                    tap?.Received(0, payload);
                    ServerHello hello = Handshake.ReadServerHello(payload.ToArray());
                    // What follows the hello stays in the reader: the gateway may speak at once.
                    reader.AdvanceTo(buffer.Start);
                    if (!hello.IsRedirect && hello.ServerVersion is < TwsProtocol.ServerVersion.Min or > TwsProtocol.ServerVersion.Max)
                        throw new SessionException(SessionEndKind.Refused, $"{host}:{port} speaks version {hello.ServerVersion}; {TwsProtocol.ServerVersion.Min} to {TwsProtocol.ServerVersion.Max} are understood: update TWS or IB Gateway");
                    return hello;
                }
                reader.AdvanceTo(buffer.Start, buffer.End);
                if (read.IsCompleted) throw new SessionException(SessionEndKind.Unreachable, $"{host}:{port} closed the connection instead of telling its version; it may not be a TWS API port");
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new SessionException(SessionEndKind.NoAnswer, $"{host}:{port} accepted the connection but did not tell its version within {timeout.TotalSeconds:0.#} s; it may hang behind a dialog");
        }
        catch (TwsProtocolException e)
        {
            throw new SessionException(SessionEndKind.Refused, $"{host}:{port} does not speak the TWS protocol: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            throw new SessionException(SessionEndKind.Unreachable, $"{host}:{port} broke the connection during the handshake: {e.GetBaseException().Message}", e);
        }
    }

    private static async Task SendAllAsync(Socket socket, ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        while (!bytes.IsEmpty) bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None, stop).ConfigureAwait(false)..];
    }

    private static async ValueTask CloseAsync(Socket socket, NetworkStream stream, PipeReader reader)
    {
        await reader.CompleteAsync().ConfigureAwait(false);
        await stream.DisposeAsync().ConfigureAwait(false);
        socket.Dispose();
    }
}
