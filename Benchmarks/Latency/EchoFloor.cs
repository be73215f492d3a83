using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Benchmarks.Latency;

/// <summary>What two processes on this machine need at least: one writes as many bytes as a tick has, the other answers with as many as an order has.</summary>
internal sealed class EchoFloor : IDisposable
{
    private const int TickBytes = 40;
    private const int OrderBytes = 330;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly byte[] _tick = new byte[TickBytes];
    private readonly byte[] _answer = new byte[OrderBytes];
    private Socket? _socket;

    public EchoFloor() => _listener.Start();

    /// <summary>Where the answering process connects to.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Takes the connection of the answering process.</summary>
    public async Task AcceptAsync()
    {
        _socket = await _listener.AcceptSocketAsync();
        _socket.NoDelay = true;
    }

    /// <summary>One way there and back; returns the moments before writing and after reading.</summary>
    public async Task<(long From, long To)> AskAsync()
    {
        int read = 0;
        long from = Stopwatch.GetTimestamp();
        _socket!.Send(_tick);
        while (read < OrderBytes) read += await _socket.ReceiveAsync(_answer.AsMemory());
        return (from, Stopwatch.GetTimestamp());
    }

    /// <summary>The answering side: nothing but reading and writing.</summary>
    public static async Task AnswerAsync(int port, CancellationToken stop)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port, stop);
        byte[] tick = new byte[TickBytes], answer = new byte[OrderBytes];
        try
        {
            for (int read = 0; ;)
            {
                int count = await socket.ReceiveAsync(tick.AsMemory(read), stop);
                if (count == 0) return;
                read += count;
                if (read < TickBytes) continue;
                read = 0;
                await socket.SendAsync(answer, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _listener.Dispose();
    }
}
