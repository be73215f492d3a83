using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace TradingBlazor.Tests.Harness;

/// <summary>This machine's loopback: ports, and small servers on them.</summary>
internal static class Loopback
{
    // Below the ports that systems give to outgoing connections (from 32768 on Linux), so that none of those takes a port between its choice and its
    // use; and each run of the tests begins somewhere else.
    private const int FirstPort = 12_000;
    private const int Ports = 20_000;
    private static int _next = Environment.ProcessId * 97 % Ports;

    /// <summary>A port that nobody listens on now, and that no other test of this run was given. For programs that must come back on the same port; others take port 0.</summary>
    public static int FreePort()
    {
        while (true)
        {
            int port = FirstPort + (Interlocked.Increment(ref _next) & int.MaxValue) % Ports;
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: the next one.
            }
        }
    }

    /// <summary>True when somebody accepts connections on <paramref name="port"/>.</summary>
    public static async Task<bool> AcceptsAsync(int port, CancellationToken stop)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, stop);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Starts a web server on a free port that answers every request, WebSockets too, by <paramref name="answer"/>.</summary>
    public static async Task<WebApplication> ServeAsync(RequestDelegate answer, CancellationToken stop)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        WebApplication server = builder.Build();
        server.UseWebSockets();
        server.Run(answer);
        await server.StartAsync(stop);
        return server;
    }
}
