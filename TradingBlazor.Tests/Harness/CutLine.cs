using System.Net;
using System.Net.Sockets;

namespace TradingBlazor.Tests.Harness;

/// <summary>A line to a server of this machine that can be cut without either side being told: nothing passes and nothing is closed, as in a network that has lost its way.</summary>
internal sealed class CutLine : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private readonly int _target;
    private volatile TaskCompletionSource _whole = new();
    private int _breakAfter = -1;

    /// <param name="target">Port of the server.</param>
    public CutLine(int target)
    {
        _target = target;
        _whole.SetResult();
        _listener.Start();
        _accepting = Passing.TakeAllAsync(_listener, PassAsync, _stop.Token);
    }

    /// <summary>Port for the client to connect to.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Lets nothing pass, in either direction; new connections are taken and lead nowhere.</summary>
    public void Cut() => _whole = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets everything pass again, also what waited.</summary>
    public void Heal() => _whole.TrySetResult();

    /// <summary>Breaks the connection that passes on so many bytes from now on, in the middle of what it passes on then: both sides are reset.</summary>
    public void BreakAfter(int bytes) => Volatile.Write(ref _breakAfter, bytes);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Heal();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task PassAsync(Socket client)
    {
        using (client)
        using (var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true })
        {
            client.NoDelay = true;
            try
            {
                await _whole.Task;
                await server.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
                // The first side that closes ends both.
                await await Task.WhenAny(PumpAsync(client, server), PumpAsync(server, client));
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                client.LingerState = server.LingerState = new LingerOption(enable: true, seconds: 0);
            }
        }
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        byte[] buffer = new byte[64 * 1024];
        while (true)
        {
            await _whole.Task;
            int count = await from.ReceiveAsync(buffer, _stop.Token);
            await _whole.Task;
            if (count == 0) return;
            bool breaks = Volatile.Read(ref _breakAfter) >= 0 && Interlocked.Add(ref _breakAfter, -count) < 0;
            await to.SendAsync(buffer.AsMemory(0, breaks ? (count + 1) / 2 : count), _stop.Token);
            if (breaks) throw new SocketException((int)SocketError.ConnectionReset);
        }
    }
}
