using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using TwsProtocol.Inspection;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Wire;
using TwsSimulator.Faults;
using TwsSimulator.Market;

namespace TwsSimulator.Gateway;

/// <summary>One API connection: handshake, requests in, messages out. Holds no market or order state.</summary>
internal sealed class ClientSession : IDisposable
{
    private const int PacingStrikesMax = 3;
    private static readonly TimeSpan LingerMax = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan HelloWithin = TimeSpan.FromSeconds(30);
    private const int BatchBytes = 64 * 1024;
    private readonly Socket _socket;
    private readonly SimulatorOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly FaultDesk _faults;
    private readonly Func<GatewayEvent, CancellationToken, ValueTask> _post;
    private readonly Action _caughtUp;
    private readonly FrameCapture? _capture;
    private readonly CancellationTokenSource _closing;
    private readonly Queue<long> _recent = new();
    private int _pacingStrikes;
    private bool _queuesInsteadOfRefusing;
    private volatile bool _isDiscarding;
    private string _closeReason = "the client closed the connection";

    /// <summary>Wraps an accepted socket.</summary>
    public ClientSession(
        Socket socket, SimulatorOptions options, TimeProvider clock, ILogger log, FaultDesk faults, Func<GatewayEvent, CancellationToken, ValueTask> post, Action caughtUp, FrameCapture? capture,
        CancellationToken stop)
    {
        _socket = socket;
        _options = options;
        _clock = clock;
        _log = log;
        _faults = faults;
        _post = post;
        _caughtUp = caughtUp;
        _capture = capture;
        _closing = CancellationTokenSource.CreateLinkedTokenSource(stop);
        socket.NoDelay = true;
        TakenAt = clock.GetTimestamp();
    }

    /// <summary>When the connection was taken, a timestamp of the clock.</summary>
    public long TakenAt { get; }

    /// <summary>Whether the connection is being ended.</summary>
    public bool IsClosing => _closing.IsCancellationRequested;

    /// <summary>Id of the API client; -1 before startApi.</summary>
    public int ClientId { get; set; } = -1;

    /// <summary>Version agreed on in the handshake.</summary>
    public int ServerVersion { get; private set; }

    /// <summary>Kind of market data the client asked for last: 1 live, 2 frozen, 3 delayed, 4 delayed frozen.</summary>
    public int MarketDataType { get; set; } = 1;

    /// <summary>Messages on their way.</summary>
    public Outbox Outbox { get; } = new();

    /// <summary>What of this connection alone passes.</summary>
    public FaultGates Gates { get; } = new();

    /// <summary>Sends a message that must arrive, unless a fault has it. By the gateway's loop.</summary>
    public void Send(IResponse message)
    {
        if (_faults.Filter(this, message) is { } told)
            SendUnfiltered(told);
    }

    /// <summary>Sends a message that must arrive, past all faults. Any thread.</summary>
    public void SendUnfiltered(IResponse message)
    {
        if (!Outbox.TryAdd(message))
        {
            _log.ClientTooSlow(ClientId, Outbox.Waiting);
            Close("it does not read");
        }
    }

    /// <summary>Sends a tick, which a newer one may replace.</summary>
    public void SendTick(IResponse tick, int reqId, int tickType)
    {
        if (_faults.Filter(this, tick) is { } told && !Outbox.TryAddTick(told, reqId, tickType))
            Close("it does not read");
    }

    /// <summary>Sends an error or a notice.</summary>
    public void SendError(int id, int code, string text)
        => Send(ErrorOf(id, code, text));

    private ErrorMessage ErrorOf(int id, int code, string text) => new(id, code, text, "", _clock.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>Ends the connection now.</summary>
    public void Close(string reason)
    {
        _closeReason = reason;
        try
        {
            _closing.Cancel();
            _socket.Close();
        }
        catch (ObjectDisposedException)
        {
            // Already closed by the other side of a race; that is what was wanted.
        }
    }

    /// <summary>Ends the connection once everything that waits has been sent.</summary>
    public void CloseAfterSending(string reason)
    {
        _closeReason = reason;
        Outbox.Complete();
    }

    /// <summary>Serves the connection until it ends.</summary>
    public async Task RunAsync()
    {
        CancellationToken stop = _closing.Token;
        try
        {
            using var stream = new NetworkStream(_socket, ownsSocket: false);
            PipeReader reader = PipeReader.Create(stream);
            if (!await ShakeHandsAsync(reader, stop).ConfigureAwait(false))
                return;
            Task writing = WriteAsync(stop);
            Task reading = ReadAsync(reader, stop);
            Task first = await Task.WhenAny(writing, reading).ConfigureAwait(false);
            if (first == writing && !stop.IsCancellationRequested)
            {
                // Closing while unread bytes wait would reset the connection and destroy the last message on its way.
                _isDiscarding = true;
                _socket.Shutdown(SocketShutdown.Send);
                await Task.WhenAny(reading, Task.Delay(LingerMax, _clock, stop)).ConfigureAwait(false);
            }

            Close(_closeReason);
            await Task.WhenAll(writing, reading).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException or TwsProtocolException)
        {
            if (e is TwsProtocolException)
                _log.RequestUnreadable(ClientId, e.Message);
        }
        finally
        {
            _socket.Dispose();
            if (ClientId >= 0)
                _log.ClientGone(ClientId, _closeReason);
            await _post(new ClientLeft(this), CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _closing.Dispose();
        _socket.Dispose();
    }

    private async Task<bool> ShakeHandsAsync(PipeReader reader, CancellationToken stop)
    {
        // Whoever connects and says nothing, or not all of it, does not keep the seat.
        using var patience = new CancellationTokenSource(HelloWithin, _clock);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        while (true)
        {
            ReadResult result = await reader.ReadAsync(waiting.Token).ConfigureAwait(false);
            ReadOnlySequence<byte> buffer = result.Buffer;
            if (Handshake.TryReadClientHello(ref buffer, out ClientHello hello))
            {
                _capture?.Frames(_clock.GetUtcNow(), FrameSource.Client, ClientId, 0, result.Buffer.Slice(0, buffer.Start).ToArray());
                reader.AdvanceTo(buffer.Start);
                await _faults.Gates.Reading.WaitAsync(stop).ConfigureAwait(false);
                await _faults.Gates.Writing.WaitAsync(stop).ConfigureAwait(false);
                ServerVersion = Math.Min(_options.ServerVersion, hello.MaxVersion);
                if (ServerVersion < Math.Max(hello.MinVersion, TwsProtocol.ServerVersion.Min))
                {
                    _closeReason = string.Create(CultureInfo.InvariantCulture, $"it speaks versions {hello.MinVersion} to {hello.MaxVersion}, the simulator {TwsProtocol.ServerVersion.Min} to {_options.ServerVersion}");
                    return false;
                }

                _queuesInsteadOfRefusing = hello.ConnectOptions.Contains("+PACEAPI", StringComparison.Ordinal);
                string time = TimeZoneInfo.ConvertTime(_clock.GetUtcNow(), WireTime.LoginZone).ToString("yyyyMMdd HH:mm:ss ", CultureInfo.InvariantCulture) + WireTime.LoginZoneName;
                byte[] answer = Handshake.ServerHello(ServerVersion, time);
                _capture?.Frames(_clock.GetUtcNow(), FrameSource.Server, ClientId, ServerVersion, answer);
                await _socket.SendAsync(answer, stop).ConfigureAwait(false);
                return true;
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
                return false;
        }
    }

    private async Task ReadAsync(PipeReader reader, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                ReadResult result = await reader.ReadAsync(stop).ConfigureAwait(false);
                ReadOnlySequence<byte> buffer = result.Buffer;
                while (FrameReader.TryReadFrame(ref buffer, out ReadOnlySequence<byte> payload))
                {
                    await _faults.Gates.Reading.WaitAsync(stop).ConfigureAwait(false);
                    await Gates.Reading.WaitAsync(stop).ConfigureAwait(false);
                    _capture?.Payload(_clock.GetUtcNow(), FrameSource.Client, ClientId, ServerVersion, payload);
                    if (!_isDiscarding)
                        await KeepPaceAsync(stop).ConfigureAwait(false);
                    if (!_isDiscarding && TryDecode(payload) is { } request)
                        await _post(new ClientRequest(this, request), stop).ConfigureAwait(false);
                }

                reader.AdvanceTo(buffer.Start, buffer.End);
                if (result.IsCompleted)
                    return;
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection has ended; that is reported once, by RunAsync.
        }
        catch (TwsProtocolException e)
        {
            _closeReason = e.Message;
        }
    }

    private IRequest? TryDecode(in ReadOnlySequence<byte> payload)
    {
        try
        {
            return payload.IsSingleSegment ? RequestDecoder.Decode(payload.FirstSpan, ServerVersion) : RequestDecoder.Decode(payload.ToArray(), ServerVersion);
        }
        catch (TwsProtocolException e)
        {
            if (ObsoleteRequests.IsOne(payload, out int obsoleteId))
            {
                if (obsoleteId >= 0)
                    SendUnfiltered(ErrorOf(obsoleteId, ObsoleteRequests.Code, ObsoleteRequests.Text));
                return null;
            }

            if (ShortRequests.Read(payload) is { } meant)
                return meant;
            _log.RequestUnreadable(ClientId, e.Message);
            SendUnfiltered(ErrorOf(e.RequestId, 320, "Error reading request. " + e.Message));
            return null;
        }
    }

    /// <summary>Counts the message, and throws the client out when it floods again and again.</summary>
    private async Task KeepPaceAsync(CancellationToken stop)
    {
        long now = _clock.GetTimestamp();
        while (_recent.Count > 0 && _clock.GetElapsedTime(_recent.Peek(), now) >= TimeSpan.FromSeconds(1))
            _recent.Dequeue();
        _recent.Enqueue(now);
        if (_recent.Count <= _options.MessagesPerSecondMax)
            return;
        if (_queuesInsteadOfRefusing)
        {
            // The client asked the gateway to slow it down: the socket's own back-pressure does.
            TimeSpan wait = TimeSpan.FromSeconds(1) - _clock.GetElapsedTime(_recent.Peek(), now);
            await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, _clock, stop).ConfigureAwait(false);
            return;
        }

        int received = _recent.Count;
        _recent.Clear();
        _pacingStrikes++;
        SendUnfiltered(ErrorOf(-1, 100, string.Create(CultureInfo.InvariantCulture, $"Max rate of messages per second has been exceeded:max={_options.MessagesPerSecondMax} rec={received} ({_pacingStrikes})")));
        if (_pacingStrikes < PacingStrikesMax)
            return;
        _isDiscarding = true;
        CloseAfterSending("it sent too many messages per second");
    }

    private async Task WriteAsync(CancellationToken stop)
    {
        using var writer = new FieldWriter();
        try
        {
            while (await Outbox.Reader.WaitToReadAsync(stop).ConfigureAwait(false))
            {
                await PassGatesAsync(stop).ConfigureAwait(false);
                bool wasBehind = Outbox.IsBehind;
                int taken = 0;
                RawBytes? raw = null;
                while (raw is null && writer.Written.Length < BatchBytes && Outbox.Reader.TryRead(out IResponse? message))
                {
                    taken += Outbox.WeightOf(message);
                    raw = message as RawBytes;
                    if (raw is null)
                        Encode(writer, message);
                }

                if (raw is null && writer.Written.Length < BatchBytes)
                {
                    foreach (IResponse tick in Outbox.TakeLatest())
                        Encode(writer, tick);
                }

                _capture?.Frames(_clock.GetUtcNow(), FrameSource.Server, ClientId, ServerVersion, writer.Written);
                await SendAllAsync(writer.WrittenMemory, stop).ConfigureAwait(false);
                writer.Reset();
                if (raw is not null)
                    await SendAllAsync(raw.Bytes, stop).ConfigureAwait(false);
                Outbox.Taken(taken);
                if (raw is { ThenCloses: true })
                {
                    // What waits behind would be read as the rest of the broken message.
                    CloseAfterSending("a fault closed it in the middle of a message");
                    return;
                }

                if (wasBehind && !Outbox.IsBehind)
                    _caughtUp();
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection has ended; that is reported once, by RunAsync.
        }
    }

    private async Task PassGatesAsync(CancellationToken stop)
    {
        TimeSpan delay = Gates.Delay > _faults.Gates.Delay ? Gates.Delay : _faults.Gates.Delay;
        if (delay > TimeSpan.Zero)
            await Task.Delay(delay, _clock, stop).ConfigureAwait(false);
        await _faults.Gates.Writing.WaitAsync(stop).ConfigureAwait(false);
        await Gates.Writing.WaitAsync(stop).ConfigureAwait(false);
    }

    private async Task SendAllAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        while (bytes.Length > 0)
        {
            int sent = await _socket.SendAsync(bytes, SocketFlags.None, stop).ConfigureAwait(false);
            bytes = bytes[sent..];
        }
    }

    private void Encode(FieldWriter writer, IResponse message)
    {
        try
        {
            writer.WriteFrame(message, ServerVersion);
        }
        catch (TwsProtocolException e)
        {
            _log.EncodeFailed(ClientId, e.Message);
        }
    }
}
