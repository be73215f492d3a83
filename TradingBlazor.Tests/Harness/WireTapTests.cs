using System.Net;
using System.Net.Sockets;
using System.Text;
using TwsProtocol.Contracts;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Orders;
using TwsProtocol.Wire;

namespace TradingBlazor.Tests.Harness;

public sealed class WireTapTests
{
    private const int ServerVersion = 187;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Orders_are_witnessed_what_if_questions_are_not_and_every_byte_is_passed_on()
    {
        using var gateway = new TcpListener(IPAddress.Loopback, 0);
        gateway.Start();
        await using var tap = new WireTap(((IPEndPoint)gateway.LocalEndpoint).Port);
        using var app = new TcpClient();
        await app.ConnectAsync(IPAddress.Loopback, tap.Port, Stop);
        using TcpClient served = await gateway.AcceptTcpClientAsync(Stop);
        byte[] hello = [.. "API\0"u8, 0, 0, 0, 9, .. "v176..200"u8];
        byte[] answer = [0, 0, 0, 5, .. Encoding.ASCII.GetBytes($"{ServerVersion}\0"), 0];
        byte[] orders = [.. Frame(1, whatIf: false), .. Frame(2, whatIf: true), .. Frame(3, whatIf: false)];

        await app.GetStream().WriteAsync(hello, Stop);
        byte[] helloPassed = await ReadAsync(served, hello.Length);
        await served.GetStream().WriteAsync(answer, Stop);
        byte[] answerPassed = await ReadAsync(app, answer.Length);
        // Cut in the middle of a frame: what a socket is free to do.
        await app.GetStream().WriteAsync(orders.AsMemory(0, 100), Stop);
        await app.GetStream().WriteAsync(orders.AsMemory(100), Stop);
        byte[] ordersPassed = await ReadAsync(served, orders.Length);

        Assert.Equal(hello, helloPassed);
        Assert.Equal(answer, answerPassed);
        Assert.Equal(orders, ordersPassed);
        Assert.Equal([1, 3], tap.Orders.Select(o => o.OrderId));
        Assert.Equal((1, 3), (tap.Connections, tap.Count(PlaceOrder.Id)));
    }

    private static byte[] Frame(int orderId, bool whatIf)
    {
        using var writer = new FieldWriter();
        writer.WriteFrame(new PlaceOrder(orderId, new Contract { Symbol = "SPY" }, new Order { Action = "BUY", OrderType = "MKT", WhatIf = whatIf }), ServerVersion);
        return writer.Written.ToArray();
    }

    private static async Task<byte[]> ReadAsync(TcpClient from, int count)
    {
        byte[] bytes = new byte[count];
        await from.GetStream().ReadExactlyAsync(bytes, Stop);
        return bytes;
    }
}
