using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace TradingBlazor.Tests.Harness;

/// <summary>This machine's loopback: ports, and small servers on them.</summary>
internal static class Loopback
{
    /// <summary>A port that nobody listens on now. For programs that must come back on the same port; others take port 0.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
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
