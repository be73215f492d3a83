using System.Net;
using System.Net.Sockets;
using TradingCore.Domain;
using TradingCore.Engine.Events;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Wire;

namespace TradingCore.Tests.Tws;

public sealed class HandshakeTests
{
    [Theory]
    [InlineData(176)]
    [InlineData(187)]
    [InlineData(194)]
    [InlineData(200)]
    public async Task A_session_becomes_ready_at_every_server_version(int serverVersion)
    {
        await using var f = new GatewayFixture(serverVersion, configure: o => o.ClientId = 7);

        FakeClient client = await f.ConnectAsync();

        SessionStatus status = await f.Inbox.StateAsync(SessionState.Reconciling);
        NextValidIdReceived next = await f.Inbox.EventAsync<NextValidIdReceived>();
        StartApi start = await client.RequestAsync<StartApi>();
        Assert.Equal(serverVersion, status.ServerVersion);
        Assert.Equal([new AccountId("DU1234567")], status.Accounts);
        Assert.Equal(0, status.Attempts);
        Assert.Equal(new NextValidIdReceived(new OrderId(100), 7) { Time = next.Time }, next);
        Assert.Equal(7, start.ClientId);
        Assert.Equal((176, 200), (client.Hello.MinVersion, client.Hello.MaxVersion));
    }

    [Fact]
    public async Task Accounts_and_order_id_may_come_in_either_order_and_after_notices()
    {
        await using var f = new GatewayFixture();
        f.Fake.Script = (client, request) =>
        {
            if (request is not StartApi) return false;
            client.Error(-1, 2104, "Market data farm connection is OK:usfarm");
            client.Send(new NextValidId(55));
            client.Send(new ManagedAccounts("DU1,DU2,"));
            return true;
        };

        await f.ConnectAsync();

        SessionStatus status = await f.Inbox.StateAsync(SessionState.Reconciling);
        Assert.Equal([new AccountId("DU1"), new AccountId("DU2")], status.Accounts);
        Assert.Equal(55, (await f.Inbox.EventAsync<NextValidIdReceived>()).OrderId.Value);
        Assert.Empty(status.BrokenFarms);
    }

    [Fact]
    public async Task A_stream_split_at_every_byte_reads_the_same()
    {
        await using var f = new GatewayFixture();
        f.Fake.SaysHello = false;
        f.Start();
        FakeClient client = await f.Fake.ClientAsync();

        byte[] bytes =
        [
            .. Handshake.ServerHello(187, "20260115 09:30:00 EST"),
            .. MessageEncoder.Frame(new ManagedAccounts("DU1234567"), 187),
            .. MessageEncoder.Frame(new NextValidId(9), 187),
        ];
        foreach (byte b in bytes) client.SendRaw([b]);

        SessionStatus status = await f.Inbox.StateAsync(SessionState.Reconciling);
        Assert.Equal(187, status.ServerVersion);
        Assert.Equal(9, (await f.Inbox.EventAsync<NextValidIdReceived>()).OrderId.Value);
    }

    [Fact]
    public async Task A_redirect_is_followed()
    {
        await using var target = new FakeGateway(176);
        await using var f = new GatewayFixture();
        f.Fake.HelloInstead = Handshake.ServerRedirect($"127.0.0.1:{target.Port}");

        f.Start();

        await target.ClientAsync();
        SessionStatus status = await f.Inbox.StateAsync(SessionState.Reconciling);
        Assert.Equal((target.Port, 176), (status.Port, status.ServerVersion));
    }

    [Fact]
    public async Task A_third_redirect_in_a_row_is_refused()
    {
        await using var f = new GatewayFixture();
        f.Fake.HelloInstead = Handshake.ServerRedirect($"127.0.0.1:{f.Fake.Port}");

        f.Start();

        SessionStatus status = await f.Inbox.StateAsync(SessionState.WaitingToReconnect);
        Assert.Contains("redirects", status.Cause, StringComparison.Ordinal);
        Assert.Equal(3, f.Fake.Connections);
    }

    [Theory]
    [InlineData(175)]
    [InlineData(201)]
    [InlineData(38)]
    public async Task A_version_that_is_not_understood_is_refused_with_a_sentence(int serverVersion)
    {
        await using var f = new GatewayFixture();
        f.Fake.HelloInstead = Handshake.ServerHello(serverVersion, "");

        f.Start();

        SessionStatus status = await f.Inbox.StateAsync(SessionState.WaitingToReconnect);
        Assert.Contains($"speaks version {serverVersion}; 176 to 200 are understood", status.Cause, StringComparison.Ordinal);
        Assert.NotNull(status.NextAttemptTime);
    }

    [Fact]
    public async Task A_gateway_that_never_tells_its_version_is_given_up_and_tried_again()
    {
        await using var f = new GatewayFixture(configure: o => o.HandshakeTimeout = TimeSpan.FromMilliseconds(200));
        f.Fake.SaysHello = false;

        f.Start();

        SessionStatus status = await f.Inbox.StateAsync(SessionState.WaitingToReconnect);
        await f.Inbox.StateAsync(SessionState.Handshaking, n: 2);
        Assert.Contains("did not tell its version within 0.2 s", status.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gateway_that_never_tells_its_accounts_is_given_up_and_tried_again()
    {
        await using var f = new GatewayFixture(configure: o => o.HandshakeTimeout = TimeSpan.FromMilliseconds(200));
        f.Fake.StartsApi = false;

        f.Start();

        SessionStatus status = await f.Inbox.StateAsync(SessionState.WaitingToReconnect);
        Assert.Contains("did not tell its accounts and order id", status.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_listening_is_told_as_such_and_tried_for_ever()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int freePort = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        await using var f = new GatewayFixture(configure: o => o.Port = freePort);

        f.Start();

        SessionStatus third = await f.Inbox.StateAsync(SessionState.WaitingToReconnect, n: 3);
        Assert.Contains($"127.0.0.1:{freePort} cannot be reached: nobody listens there", third.Cause, StringComparison.Ordinal);
        Assert.Equal(3, third.Attempts);
    }

    [Fact]
    public async Task A_name_that_no_machine_has_is_told_with_the_setting_to_correct()
    {
        await using var f = new GatewayFixture(configure: o => o.Host = "gateway.invalid");

        f.Start();

        SessionStatus status = await f.Inbox.StateAsync(SessionState.WaitingToReconnect);
        Assert.Contains("check Tws:Host", status.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_of_another_program_is_told_as_such()
    {
        await using var f = new GatewayFixture();
        f.Fake.HelloInstead = "SSH-2.0-OpenSSH_9.6\r\n"u8.ToArray();

        f.Start();

        SessionStatus status = await f.Inbox.StateAsync(SessionState.WaitingToReconnect);
        Assert.Contains("does not speak the TWS protocol, so something else may listen there: check Tws:Host and Tws:Port (", status.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_accounts_of_the_settings_are_used()
    {
        await using var f = new GatewayFixture(configure: o => o.Accounts.Add("DU2222222"));
        f.Fake.Accounts = "DU1111111,DU2222222";

        await f.ConnectAsync();

        Assert.Equal([new AccountId("DU2222222")], f.Gateway.Status.Accounts);
    }

    [Fact]
    public async Task A_login_without_the_wanted_account_is_refused_and_named_masked()
    {
        await using var f = new GatewayFixture(configure: o => o.Accounts.Add("DU9999999"));

        f.Start();

        SessionStatus status = await f.Inbox.StateAsync(SessionState.WaitingToReconnect);
        Assert.Contains("Tws:Accounts names none of the login's accounts (DU***67)", status.Cause, StringComparison.Ordinal);
    }
}
