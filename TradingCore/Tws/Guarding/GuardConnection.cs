using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using TwsProtocol;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Wire;

namespace TradingCore.Tws.Guarding;

/// <summary>
/// A connection of its own to the gateway that can do one thing: cancel every working order of the login. Holds nothing else, so that it works when the
/// trading program does not. Safe for one caller.
/// </summary>
public sealed class GuardConnection : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Socket _socket;
    private readonly PipeReader _reader;
    private readonly TimeProvider _clock;
    private readonly int _serverVersion;

    private GuardConnection(Socket socket, PipeReader reader, TimeProvider clock, int serverVersion)
    {
        _socket = socket;
        _reader = reader;
        _clock = clock;
        _serverVersion = serverVersion;
    }

    /// <summary>Connects and waits until the gateway has taken the client id.</summary>
    /// <param name="host">Host of the gateway.</param>
    /// <param name="port">Its port.</param>
    /// <param name="clientId">A client id that nothing else uses.</param>
    /// <param name="clock">Clock of the waits.</param>
    /// <param name="stop">Ends the attempt.</param>
    /// <exception cref="IOException">Not reachable, refused, or no answer within five seconds; the message says which.</exception>
    public static async Task<GuardConnection> OpenAsync(string host, int port, int clientId, TimeProvider clock, CancellationToken stop)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            using var limit = new CancellationTokenSource(Patience, clock);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
            await socket.ConnectAsync(host, port, patience.Token).ConfigureAwait(false);
            await socket.SendAsync(Handshake.ClientHello(ServerVersion.Min, ServerVersion.Max), patience.Token).ConfigureAwait(false);
            PipeReader reader = PipeReader.Create(new NetworkStream(socket, ownsSocket: false));
            ServerHello hello = Handshake.ReadServerHello(await FrameAsync(reader, patience.Token).ConfigureAwait(false));
            var connection = new GuardConnection(socket, reader, clock, hello.ServerVersion);
            await connection.SendAsync(new StartApi(clientId), patience.Token).ConfigureAwait(false);
            var answers = new Answers();
            await connection.UntilAsync(answers, a => a.IsStarted, patience.Token).ConfigureAwait(false);
            return connection;
        }
        catch (Exception e) when (e is SocketException or IOException or TwsProtocolException || (e is OperationCanceledException && !stop.IsCancellationRequested))
        {
            socket.Dispose();
            string why = e is OperationCanceledException ? "it did not answer in time" : e.Message;
            throw new IOException($"The gateway at {host}:{port} does not take client id {clientId}: {why}", e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Asks the gateway for a sign of life.</summary>
    /// <exception cref="IOException">The connection is gone.</exception>
    public async Task ProbeAsync(CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(Patience, _clock);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        var answers = new Answers();
        await SendAsync(new ReqCurrentTime(), patience.Token).ConfigureAwait(false);
        await UntilAsync(answers, a => a.HasTime, patience.Token).ConfigureAwait(false);
    }

    /// <summary>Cancels every working order of the login, whoever placed it, and asks what still works.</summary>
    /// <returns>How many orders the gateway still tells as working; cancels take a moment, so call again until it is 0.</returns>
    /// <exception cref="IOException">The connection is gone.</exception>
    public async Task<int> CancelAllAsync(CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(Patience, _clock);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        await SendAsync(new ReqGlobalCancel(), patience.Token).ConfigureAwait(false);
        var answers = new Answers();
        await SendAsync(new ReqAllOpenOrders(), patience.Token).ConfigureAwait(false);
        await UntilAsync(answers, a => a.HasAllOrders, patience.Token).ConfigureAwait(false);
        return answers.Working;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _reader.CompleteAsync().ConfigureAwait(false);
        _socket.Dispose();
    }

    private async Task SendAsync<T>(T request, CancellationToken stop)
        where T : IRequest
    {
        ReadOnlyMemory<byte> frame = MessageEncoder.Frame(request, _serverVersion);
        while (frame.Length > 0) frame = frame[await _socket.SendAsync(frame, stop).ConfigureAwait(false)..];
    }

    private async Task UntilAsync(Answers answers, Func<Answers, bool> isDone, CancellationToken stop)
    {
        while (!isDone(answers))
        {
            ResponseDecoder.Decode(new ReadOnlySequence<byte>(await FrameAsync(_reader, stop).ConfigureAwait(false)), _serverVersion, answers);
            if (answers.Refusal is { } refusal) throw new IOException(refusal);
        }
    }

    private static async Task<byte[]> FrameAsync(PipeReader reader, CancellationToken stop)
    {
        while (true)
        {
            ReadResult result = await reader.ReadAsync(stop).ConfigureAwait(false);
            ReadOnlySequence<byte> buffer = result.Buffer;
            if (FrameReader.TryReadFrame(ref buffer, out ReadOnlySequence<byte> payload))
            {
                byte[] frame = payload.ToArray();
                reader.AdvanceTo(buffer.Start);
                return frame;
            }
            reader.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted) throw new IOException("The gateway closed the connection.");
        }
    }
}
