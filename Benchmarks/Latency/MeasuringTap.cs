using System.Buffers;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using TwsProtocol;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Wire;

namespace Benchmarks.Latency;

/// <summary>
/// Stands between a simulated gateway and the one client that connects: passes everything on, can put ticks of its own into the stream to the client,
/// and notes when an order comes back. So the gateway's side of the wire is where time is taken, and everything but that is a whole gateway.
/// </summary>
internal sealed class MeasuringTap : IDisposable
{
    private const int BufferBytes = 64 * 1024;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Lock _sending = new();
    private readonly Dictionary<string, int> _reqIds = new(StringComparer.Ordinal);
    private readonly Dictionary<int, double> _bids = [];
    private readonly FieldWriter _writer = new();
    private Socket? _client;
    private volatile int _serverVersion;
    private TaskCompletionSource<long> _order = NewSignal();
    private Cancels? _cancels;

    public MeasuringTap() => _listener.Start();

    /// <summary>Where the client connects to.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Takes one client and passes on what it and the gateway say, until either ends.</summary>
    public async Task RunAsync(IPEndPoint gateway)
    {
        _client = await _listener.AcceptSocketAsync();
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await server.ConnectAsync(gateway);
        _client.NoDelay = true;
        await Task.WhenAny(PumpRequestsAsync(_client, server), PumpAnswersAsync(server));
    }

    /// <summary>The best bid of a symbol that the gateway told last; null while it told none.</summary>
    public double? BidOf(string symbol)
    {
        lock (_sending) return _reqIds.TryGetValue(symbol, out int reqId) && _bids.TryGetValue(reqId, out double bid) ? bid : null;
    }

    /// <summary>Forgets an order that came; the next one completes the task.</summary>
    public Task<long> NextOrderAsync()
    {
        TaskCompletionSource<long> next = NewSignal();
        Volatile.Write(ref _order, next);
        return next.Task;
    }

    /// <summary>When the first cancel of an order, or of all orders, comes from now on, and when the n-th cancel of an order does.</summary>
    public Task<(long First, long Last)> CancelsAsync(int count)
    {
        var waiting = new Cancels(count);
        Volatile.Write(ref _cancels, waiting);
        return waiting.All.Task;
    }

    /// <summary>Writes a bid of the tap's own to the client.</summary>
    /// <returns>The moment before it was written.</returns>
    public long SendBid(string symbol, double price, decimal size)
    {
        lock (_sending)
        {
            _writer.Reset();
            _writer.WriteFrame(new TickPrice(_reqIds[symbol], TickType.Bid, price, size, 1), _serverVersion);
            long before = Stopwatch.GetTimestamp();
            _client!.Send(_writer.Written);
            return before;
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        _client?.Dispose();
        _writer.Dispose();
    }

    private async Task PumpRequestsAsync(Socket client, Socket server)
    {
        byte[] received = new byte[BufferBytes];
        byte[] waiting = [];
        bool isGreeted = false;
        while (true)
        {
            int count = await client.ReceiveAsync(received.AsMemory());
            long now = Stopwatch.GetTimestamp();
            if (count == 0) return;
            waiting = [.. waiting, .. received.AsSpan(0, count)];
            var buffer = new ReadOnlySequence<byte>(waiting);
            if (!isGreeted) isGreeted = Handshake.TryReadClientHello(ref buffer, out _);
            while (isGreeted && FrameReader.TryReadFrame(ref buffer, out ReadOnlySequence<byte> payload)) See(payload.ToArray(), now);
            waiting = buffer.ToArray();
            await SendAllAsync(server, received.AsMemory(0, count));
        }
    }

    private void See(byte[] payload, long now)
    {
        if (payload.AsSpan().StartsWith("3\0"u8)) Volatile.Read(ref _order).TrySetResult(now);
        if (payload.AsSpan().StartsWith("4\0"u8)) Volatile.Read(ref _cancels)?.Note(now, isOfOne: true);
        if (payload.AsSpan().StartsWith("58\0"u8)) Volatile.Read(ref _cancels)?.Note(now, isOfOne: false);
        if (!payload.AsSpan().StartsWith("1\0"u8)) return;
        var request = (ReqMktData)RequestDecoder.Decode(payload, _serverVersion);
        lock (_sending) _reqIds[request.Contract.Symbol] = request.ReqId;
    }

    private async Task PumpAnswersAsync(Socket server)
    {
        byte[] received = new byte[BufferBytes];
        byte[] waiting = [];
        while (true)
        {
            int count = await server.ReceiveAsync(received.AsMemory());
            if (count == 0) return;
            waiting = [.. waiting, .. received.AsSpan(0, count)];
            var buffer = new ReadOnlySequence<byte>(waiting);
            while (FrameReader.TryReadFrame(ref buffer, out ReadOnlySequence<byte> payload)) Note(payload.ToArray());
            // Whole frames only, so that a tick of the tap's own never lands inside another message.
            lock (_sending) _client!.Send(waiting.AsSpan(0, waiting.Length - (int)buffer.Length));
            waiting = buffer.ToArray();
        }
    }

    private void Note(byte[] payload)
    {
        if (_serverVersion == 0)
        {
            _serverVersion = Handshake.ReadServerHello(payload).ServerVersion;
            return;
        }
        if (!payload.AsSpan().StartsWith("1\0"u8)) return;
        var reader = new FieldReader(payload);
        reader.Skip("message id");
        TickPrice tick = TickPrice.Decode(ref reader, _serverVersion);
        if (tick is not { TickType: TickType.Bid, Price: > 0 }) return;
        lock (_sending) _bids[tick.ReqId] = tick.Price;
    }

    private static async Task SendAllAsync(Socket socket, ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty) bytes = bytes[await socket.SendAsync(bytes)..];
    }

    private static TaskCompletionSource<long> NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Cancels(int count)
    {
        private int _seen;
        private long _first;

        public TaskCompletionSource<(long First, long Last)> All { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Note(long now, bool isOfOne)
        {
            if (_first == 0) _first = now;
            if (isOfOne && ++_seen == count) All.TrySetResult((_first, now));
        }
    }
}
