using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Wire;
using TwsSimulator;

namespace TradingCore.Tests.Simulation;

/// <summary>Clients that misbehave: each loses at most its own connection, and the others do not notice.</summary>
public sealed class HostileClientTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = Given.Clock();
    private SimulatedGateway _gateway = null!;
    private SimulatorClient _other = null!;

    public async ValueTask InitializeAsync()
    {
        _gateway = await Given.GatewayAsync(_clock, o => o with { ConnectionsMax = 50, MessagesPerSecondMax = 1_000_000 });
        _other = await SimulatorClient.ConnectAsync(_gateway.EndPoint, clientId: 99);
        _other.Send(new ReqMktData(1, SimulatorClient.Spy));
        await _other.SyncAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _other.DisposeAsync();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task Random_bytes_instead_of_a_hello_close_the_connection()
    {
        using Socket socket = await ConnectAsync();

        socket.Send(RandomBytes(seed: 1, 4_096));

        Assert.True(await IsClosedAsync(socket));
        await AssertOthersAreServedAsync();
    }

    [Fact]
    public async Task Random_bytes_after_the_hello_close_the_connection()
    {
        await using SimulatorClient client = await SimulatorClient.ConnectAsync(_gateway.EndPoint);
        await client.NextAsync<NextValidId>();

        // A length beyond all bounds comes first: the stream can never be in step again.
        client.SendBytes([0xFF, 0xEE, .. RandomBytes(seed: 2, 65_536)]);

        await client.ClosedAsync();
        await AssertOthersAreServedAsync();
    }

    [Fact]
    public async Task A_connection_that_says_nothing_is_closed_after_half_a_minute()
    {
        using Socket silent = await ConnectAsync();
        using Socket halfHello = await ConnectAsync();
        halfHello.Send("API\0"u8);

        Assert.True(await IsClosedAsync(silent, passing: true));
        Assert.True(await IsClosedAsync(halfHello, passing: true));
        await AssertOthersAreServedAsync();
    }

    [Fact]
    public async Task A_crowd_that_says_nothing_keeps_nobody_out()
    {
        var crowd = new List<Socket>();
        for (int i = 0; i < 120; i++) crowd.Add(await ConnectAsync());

        await using SimulatorClient late = await SimulatorClient.ConnectAsync(_gateway.EndPoint, clientId: 5);
        await late.NextAsync<NextValidId>();

        Assert.Contains(5, _gateway.Truth.ConnectedClients);
        await AssertOthersAreServedAsync();
        crowd.ForEach(s => s.Dispose());
    }

    [Fact]
    public async Task Forty_clients_are_served_at_the_same_time()
    {
        var clients = new List<SimulatorClient>();
        for (int id = 1; id <= 40; id++) clients.Add(await SimulatorClient.ConnectAsync(_gateway.EndPoint, id));

        foreach (SimulatorClient client in clients)
        {
            client.Send(new ReqMktData(7, SimulatorClient.Spy));
            client.Place(1, Given.Limit("BUY", 1, 50));
            await client.NextAsync<TickPrice>();
            await client.SyncAsync();
        }

        Assert.Equal(41, _gateway.Truth.ConnectedClients.Count);
        Assert.Equal(40, _gateway.Truth.Orders.Count);
        await AssertOthersAreServedAsync();
        foreach (SimulatorClient client in clients) await client.DisposeAsync();
    }

    [Fact]
    public async Task A_frame_that_lies_about_its_length_harms_its_own_client_only()
    {
        await using SimulatorClient waiting = await SimulatorClient.ConnectAsync(_gateway.EndPoint, clientId: 2);
        await using SimulatorClient beyond = await SimulatorClient.ConnectAsync(_gateway.EndPoint, clientId: 3);
        await waiting.NextAsync<NextValidId>();
        await beyond.NextAsync<NextValidId>();

        // The longest length there can be, with a few bytes of it; and one above.
        waiting.SendBytes([0x00, 0xFF, 0xFF, 0xFF, .. "49\0"u8]);
        beyond.SendBytes([0x01, 0x00, 0x00, 0x00, .. "49\0"u8]);

        await beyond.ClosedAsync();
        await AssertOthersAreServedAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("999")]
    [InlineData("1|11|not a number|0|SPY|STK")]
    [InlineData("1|11|77|0|SPY|STK||0|||SMART||USD||")]
    [InlineData("1|11|77|0|SPY|BAG||0|||SMART||USD|||2147483647|1")]
    public async Task A_frame_that_cannot_be_read_is_answered_with_320_and_the_next_one_is_served(string fields)
    {
        await using SimulatorClient client = await SimulatorClient.ConnectAsync(_gateway.EndPoint);
        await client.NextAsync<NextValidId>();

        byte[] payload = Encoding.Latin1.GetBytes(fields.Replace('|', '\0') + (fields.Length == 0 ? "" : "\0"));
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, payload.Length);
        client.SendBytes([.. length, .. payload]);

        Assert.Equal(320, (await client.NextAsync<ErrorMessage>(e => e.ErrorCode is not (2104 or 2106 or 2158))).ErrorCode);
        await client.SyncAsync();
    }

    [Fact]
    public async Task A_client_that_asks_and_never_reads_is_given_up_before_it_fills_the_memory()
    {
        using Socket deaf = await StartedAsync(clientId: 6);
        byte[] request = MessageEncoder.Frame(new ReqScannerParameters(), 200);
        byte[] batch = [.. Enumerable.Repeat(request, 500).SelectMany(b => b)];

        // Far more than the gateway would ever keep for one client; it hangs up on the way.
        bool isGivenUp = await Task.Run(() => SendUntilRefused(deaf, batch, times: 20_000));

        Assert.True(isGivenUp);
        await AssertOthersAreServedAsync();
        await UntilAsync(() => !_gateway.Truth.ConnectedClients.Contains(6));
    }

    [Fact]
    public async Task Ten_thousand_requests_at_once_are_answered_in_order_where_no_limit_is_set()
    {
        await using SimulatorClient flood = await SimulatorClient.ConnectAsync(_gateway.EndPoint);
        await flood.NextAsync<NextValidId>();
        byte[] batch = [.. Enumerable.Range(1, 10_000).SelectMany(i => MessageEncoder.Frame(new ReqUserInfo(i), 200))];

        Task sending = Task.Run(() => flood.SendBytes(batch), TestContext.Current.CancellationToken);
        await AssertOthersAreServedAsync();
        await flood.NextAsync<UserInfo>(u => u.ReqId == 10_000);
        await sending;

        Assert.Equal(Enumerable.Range(1, 10_000), flood.Seen.OfType<UserInfo>().Select(u => u.ReqId));
    }

    [Fact]
    public async Task Ten_thousand_requests_at_once_end_the_connection_where_the_gateway_keeps_its_limit()
    {
        await using SimulatedGateway strict = await Given.GatewayAsync(Given.Clock());
        await using SimulatorClient other = await SimulatorClient.ConnectAsync(strict.EndPoint, clientId: 1);
        await using SimulatorClient flood = await SimulatorClient.ConnectAsync(strict.EndPoint, clientId: 2);
        await flood.NextAsync<NextValidId>();
        byte[] batch = [.. Enumerable.Range(1, 10_000).SelectMany(i => MessageEncoder.Frame(new ReqUserInfo(i), 200))];

        await Task.Run(() => SendUntilRefused(flood, batch), TestContext.Current.CancellationToken);
        await flood.ClosedAsync();

        flood.Rest();
        Assert.Equal(3, flood.Seen.OfType<ErrorMessage>().Count(e => e.ErrorCode == 100));
        await other.SyncAsync();
    }

    private static byte[] RandomBytes(int seed, int count)
    {
        byte[] bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(_gateway.EndPoint);
        return socket;
    }

    private async Task<Socket> StartedAsync(int clientId)
    {
        Socket socket = await ConnectAsync();
        socket.Send(Handshake.ClientHello(176, 200));
        socket.Send(MessageEncoder.Frame(new StartApi(clientId), 200));
        await UntilAsync(() => _gateway.Truth.ConnectedClients.Contains(clientId));
        return socket;
    }

    // The gateway notices in its own time; every answer to another client is a chance to look again.
    private async Task UntilAsync(Func<bool> isSo)
    {
        for (int i = 0; !isSo(); i++)
        {
            Assert.True(i < 100_000, "The gateway has not noticed.");
            await _other.SyncAsync();
        }
    }

    private static bool SendUntilRefused(Socket socket, byte[] batch, int times)
    {
        socket.SendTimeout = 10_000;
        try
        {
            for (int i = 0; i < times; i++) socket.Send(batch);
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    private static void SendUntilRefused(SimulatorClient client, byte[] batch)
    {
        try
        {
            client.SendBytes(batch);
        }
        catch (SocketException)
        {
            // The gateway hung up before all was sent; that is what this is about.
        }
    }

    // Whether the other side hangs up; the clock moves on meanwhile when it has to.
    private async Task<bool> IsClosedAsync(Socket socket, bool passing = false)
    {
        byte[] buffer = new byte[256];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        Task<int> reading = socket.ReceiveAsync(buffer, patience.Token).AsTask();
        while (passing && !reading.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(5));
            await _other.SyncAsync();
        }

        try
        {
            return await reading == 0;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    private async Task AssertOthersAreServedAsync()
    {
        await _other.SyncAsync();
        int seen = _other.Seen.Count;
        await _other.AdvanceUntilAsync<TickPrice>(_clock);
        Assert.True(_other.Seen.Count > seen);
    }
}
