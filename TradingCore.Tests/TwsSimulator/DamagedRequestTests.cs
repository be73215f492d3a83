using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using TradingCore.Tests.Simulation.Load;
using TradingCore.Tests.TwsProtocol;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Wire;
using TwsSimulator;

namespace TradingCore.Tests.Simulation;

/// <summary>Clients that send anything: the gateway serves the others as if nothing were.</summary>
public sealed class DamagedRequestTests
{
    private const int Streams = 200;
    private const int ServerVersion = 187;

    [Fact]
    public async Task Garbage_before_and_after_the_handshake_leaves_the_gateway_serving_others()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        await using SimulatedGateway gateway = await SimulatedGateway.StartAsync(new SimulatorOptions { MessagesPerSecondMax = 1_000_000 }, TimeProvider.System, NullLoggerFactory.Instance, limit.Token);
        var run = new FuzzRun(21);

        for (int i = 0; i < 20; i++)
        {
            byte[] hello = i % 2 == 0 ? [] : Handshake.ClientHello(ServerVersion, ServerVersion);
            await SendAndReadToTheEndAsync(gateway, [.. hello, .. run.NextStream(lies: true), .. run.NextStream(lies: i % 3 == 0)], limit.Token);
        }
        byte[] damaged = [.. Handshake.ClientHello(ServerVersion, ServerVersion), .. MessageEncoder.Frame(new StartApi(77), ServerVersion), .. Enumerable.Range(0, Streams).SelectMany(_ => run.NextStream(lies: false))];
        await SendAndReadToTheEndAsync(gateway, damaged, limit.Token);

        using LoadClient client = await LoadClient.ConnectAsync(gateway.EndPoint, 1, ["SPY"], limit.Token);
        using var seen = CancellationTokenSource.CreateLinkedTokenSource(limit.Token);
        Task reading = client.ReadAsync(seen.Token);
        while (client.Counter.Messages < 5 && !reading.IsCompleted) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
        await seen.CancelAsync();
        await reading;
        Assert.Empty(client.Counter.Errors);
        Assert.False(gateway.Completion.IsCompleted);
    }

    private static async Task SendAndReadToTheEndAsync(SimulatedGateway gateway, byte[] bytes, CancellationToken stop)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(gateway.EndPoint, stop);
        byte[] buffer = new byte[64 * 1024];
        try
        {
            Task sending = socket.SendAsync(bytes, stop).AsTask().ContinueWith(_ => socket.Shutdown(SocketShutdown.Send), stop, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            while (await socket.ReceiveAsync(buffer, stop) > 0)
            {
                // What it answers does not matter, that it ends the connection does.
            }
            await sending;
        }
        catch (SocketException)
        {
            // Reset: it was thrown out while it still sent.
        }
    }
}
