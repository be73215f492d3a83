using System.Net.Sockets;

namespace TradingBlazor.Tests.Harness;

/// <summary>What stands between two programs takes their connections by this.</summary>
internal static class Passing
{
    /// <summary>Takes every connection until told to stop, then waits for those that are passed on still.</summary>
    /// <param name="listener">Listens already.</param>
    /// <param name="pass">Has one connection and ends with it.</param>
    /// <param name="stop">Ends it.</param>
    public static async Task TakeAllAsync(TcpListener listener, Func<Socket, Task> pass, CancellationToken stop)
    {
        List<Task> passing = [];
        try
        {
            while (true) passing.Add(pass(await listener.AcceptSocketAsync(stop)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(passing);
        }
    }
}
