using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Wire;

namespace TradingBlazor.Tests.Harness;

/// <summary>
/// A witness on the wire between app and gateway: passes everything on and keeps what the app sent. It stays while either side dies and
/// comes back, so it can tell whether an order was sent twice over a restart.
/// </summary>
internal sealed class WireTap : IAsyncDisposable
{
    private const int HelloPrefixBytes = 4; // "API\0" stands before the client's first frame

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<PlaceOrder> _orders = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly Task _accepting;
    private readonly int _gatewayPort;
    private int _connections;

    public WireTap(int gatewayPort)
    {
        _gatewayPort = gatewayPort;
        _listener.Start();
        _accepting = Passing.TakeAllAsync(_listener, PassAsync, _stop.Token);
    }

    /// <summary>Port for the app to connect to.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Every placeOrder that the app sent and meant, over all connections; what-if questions are left out.</summary>
    public IReadOnlyList<PlaceOrder> Orders => [.. _orders.Where(o => o.Order.WhatIf != true)];

    /// <summary>How often the app connected.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>How many requests with this message id the app sent, over all connections.</summary>
    public int Count(int messageId) => _requests.Count(r => r == messageId.ToString(CultureInfo.InvariantCulture));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task PassAsync(Socket client)
    {
        using (var app = new TcpClient { Client = client })
        using (var gateway = new TcpClient())
        {
            try
            {
                await gateway.ConnectAsync(IPAddress.Loopback, _gatewayPort, _stop.Token);
                Interlocked.Increment(ref _connections);
                app.NoDelay = gateway.NoDelay = true;
                var session = new Session(this);
                // The first side that closes ends both, as a dying process would.
                await Task.WhenAny(
                    PumpAsync(app.GetStream(), gateway.GetStream(), session.FromApp),
                    PumpAsync(gateway.GetStream(), app.GetStream(), session.FromGateway));
            }
            catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
            {
                // The gateway is not there: the app sees a closed connection.
            }
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, Action<ReadOnlySpan<byte>> see)
    {
        byte[] buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReadAsync(buffer, _stop.Token) is var count and > 0)
            {
                see(buffer.AsSpan(0, count));
                await to.WriteAsync(buffer.AsMemory(0, count), _stop.Token);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // One side is gone; so is the other in a moment.
        }
    }

    /// <summary>One connection's frames, cut out of the stream independently of the code under test.</summary>
    private sealed class Session(WireTap tap)
    {
        private readonly Cutter _app = new(HelloPrefixBytes);
        private readonly Cutter _gateway = new(0);
        private volatile int _serverVersion;

        public void FromApp(ReadOnlySpan<byte> bytes) => _app.Add(bytes, OnRequest);

        public void FromGateway(ReadOnlySpan<byte> bytes)
        {
            if (_serverVersion == 0) _gateway.Add(bytes, hello => _serverVersion = _serverVersion == 0 ? int.Parse(FirstField(hello), CultureInfo.InvariantCulture) : _serverVersion);
        }

        private void OnRequest(byte[] payload)
        {
            string id = FirstField(payload);
            tap._requests.Enqueue(id);
            if (id != PlaceOrder.Id.ToString(CultureInfo.InvariantCulture)) return;
            var reader = new FieldReader(payload);
            reader.ReadInt("id");
            tap._orders.Enqueue(PlaceOrder.Decode(ref reader, _serverVersion));
        }

        private static string FirstField(byte[] payload)
        {
            int end = Array.IndexOf(payload, (byte)0);
            return Encoding.ASCII.GetString(payload, 0, end < 0 ? payload.Length : end);
        }
    }

    private sealed class Cutter(int skip)
    {
        private readonly List<byte> _pending = [];
        private int _skip = skip;

        public void Add(ReadOnlySpan<byte> bytes, Action<byte[]> onFrame)
        {
            _pending.AddRange(bytes);
            if (_pending.Count < _skip) return;
            _pending.RemoveRange(0, _skip);
            _skip = 0;
            while (_pending.Count >= 4)
            {
                int length = BinaryPrimitives.ReadInt32BigEndian([.. _pending[..4]]);
                if (_pending.Count < 4 + length) return;
                byte[] payload = [.. _pending.GetRange(4, length)];
                _pending.RemoveRange(0, 4 + length);
                onFrame(payload);
            }
        }
    }
}
