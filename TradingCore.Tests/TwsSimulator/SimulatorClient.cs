using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;
using TwsProtocol.Contracts;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Orders;
using TwsProtocol.Wire;

namespace TradingCore.Tests.Simulation;

/// <summary>The smallest client that can talk to a gateway: frames in, frames out, nothing remembered but what came.</summary>
internal sealed class SimulatorClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Socket _socket;
    private readonly int _serverVersion;
    private readonly Channel<IResponse> _messages = Channel.CreateUnbounded<IResponse>();
    private readonly Task _reading;
    private int _sync;

    private SimulatorClient(Socket socket, PipeReader reader, int serverVersion)
    {
        _socket = socket;
        _serverVersion = serverVersion;
        _reading = ReadAsync(reader);
    }

    /// <summary>Everything taken by one of the waiting methods, in order.</summary>
    public List<IResponse> Seen { get; } = [];

    public int ServerVersion => _serverVersion;

    public static Contract Spy => new() { Symbol = "SPY", SecType = "STK", Exchange = "SMART", Currency = "USD" };

    public static async Task<SimulatorClient> ConnectAsync(IPEndPoint endPoint, int clientId = 1, int maxVersion = 200)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(endPoint);
        await socket.SendAsync(Handshake.ClientHello(176, maxVersion));
        PipeReader reader = PipeReader.Create(new NetworkStream(socket));
        while (true)
        {
            ReadResult result = await reader.ReadAsync();
            ReadOnlySequence<byte> buffer = result.Buffer;
            if (FrameReader.TryReadFrame(ref buffer, out ReadOnlySequence<byte> payload))
            {
                ServerHello hello = Handshake.ReadServerHello(payload.ToArray());
                reader.AdvanceTo(buffer.Start);
                var client = new SimulatorClient(socket, reader, hello.ServerVersion);
                client.Send(new StartApi(clientId));
                return client;
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
                throw new IOException("The gateway closed the connection instead of telling its version.");
        }
    }

    public void Send<T>(T request)
        where T : IRequest
        => _socket.Send(MessageEncoder.Frame(request, _serverVersion));

    /// <summary>Sends a frame of fields as they are, for what our own encoder would never write.</summary>
    public void SendFields(params ReadOnlySpan<string> fields)
    {
        byte[] payload = Encoding.UTF8.GetBytes(string.Join('\0', [.. fields, ""]));
        byte[] frame = new byte[4 + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length);
        payload.CopyTo(frame, 4);
        SendBytes(frame);
    }

    /// <summary>Sends bytes as they are.</summary>
    public void SendBytes(ReadOnlySpan<byte> bytes) => _socket.Send(bytes);

    public void Place(int orderId, Order order, Contract? contract = null) => Send(new PlaceOrder(orderId, contract ?? Spy, order));

    /// <summary>The next message of a type that fits; everything before it is passed over (and kept in <see cref="Seen"/>).</summary>
    public async Task<T> NextAsync<T>(Func<T, bool>? fits = null)
        where T : IResponse
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            while (true)
            {
                IResponse message = await _messages.Reader.ReadAsync(patience.Token);
                Seen.Add(message);
                if (message is T found && (fits is null || fits(found)))
                    return found;
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"No {typeof(T).Name} that fits came. Last seen: {string.Join(" / ", Seen.TakeLast(5))}");
        }
    }

    /// <summary>Waits until everything sent before has been handled; returns what came meanwhile.</summary>
    public async Task<List<IResponse>> SyncAsync()
    {
        int from = Seen.Count;
        int id = --_sync;
        Send(new ReqUserInfo(id));
        await NextAsync<UserInfo>(u => u.ReqId == id);
        return [.. Seen.Skip(from)];
    }

    /// <summary>What has come since the last message waited for; it counts as seen.</summary>
    public IReadOnlyList<IResponse> Rest()
    {
        var rest = new List<IResponse>();
        while (_messages.Reader.TryRead(out IResponse? message)) rest.Add(message);
        Seen.AddRange(rest);
        return rest;
    }

    /// <summary>Moves the clock in steps of a beat until a message that fits has come.</summary>
    public async Task<T> AdvanceUntilAsync<T>(FakeTimeProvider clock, Func<T, bool>? fits = null, int stepMs = 100)
        where T : IResponse
    {
        int from = Seen.Count;
        for (int i = 0; i < 3_000; i++)
        {
            T? found = Seen.Skip(from).OfType<T>().FirstOrDefault(m => fits is null || fits(m));
            if (found is not null && Seen.Skip(from).OfType<T>().Any(m => fits is null || fits(m)))
                return found;
            clock.Advance(TimeSpan.FromMilliseconds(stepMs));
            await SyncAsync();
        }

        throw new TimeoutException($"No {typeof(T).Name} that fits came in {3_000 * stepMs} ms of the clock.");
    }

    /// <summary>Completes when the gateway has closed the connection.</summary>
    public Task ClosedAsync() => _reading.WaitAsync(Patience);

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _reading;
    }

    private async Task ReadAsync(PipeReader reader)
    {
        var collector = new ResponseCollector();
        try
        {
            while (true)
            {
                ReadResult result = await reader.ReadAsync();
                ReadOnlySequence<byte> buffer = result.Buffer;
                while (FrameReader.TryReadFrame(ref buffer, out ReadOnlySequence<byte> payload))
                {
                    ResponseDecoder.Decode(payload, _serverVersion, collector);
                    foreach (IResponse message in collector.Messages)
                        _messages.Writer.TryWrite(message);
                    collector.Clear();
                }

                reader.AdvanceTo(buffer.Start, buffer.End);
                if (result.IsCompleted)
                    break;
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // Closed by either side: the end of the stream for the test.
        }

        _messages.Writer.TryComplete();
    }
}
