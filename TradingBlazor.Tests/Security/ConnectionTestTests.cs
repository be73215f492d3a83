using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using TradingBlazor.Tests.Harness;
using TradingCore.Tws.Probing;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Wire;
using TwsSimulator;

namespace TradingBlazor.Tests.Security;

/// <summary>What the test of a connection says about each kind of trouble.</summary>
public sealed class ConnectionTestTests
{
    private const int Id = 41;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static ConnectionTest Test => new(TimeProvider.System);

    [Fact]
    public async Task A_gateway_that_is_well_is_found_so_and_its_account_is_known_as_one_for_practice()
    {
        await using SimulatedGateway gateway = await GatewayAsync();

        ConnectionReport report = await Test.RunAsync("127.0.0.1", gateway.EndPoint.Port, Id, isOwnSession: false, expectsLive: false, Stop);

        Assert.True(report.IsUsable, string.Join(' ', report.Findings.Select(f => f.Sentence)));
        Assert.True(report.IsPaper);
        Assert.Equal(["speaks", "paper", "clock", "takesOrders", "clientIdFree"], report.Findings.Select(f => f.Code));
        Assert.All(report.Findings, f => Assert.Equal(FindingTone.Good, f.Tone));
    }

    [Fact]
    public async Task A_client_id_that_somebody_uses_is_told()
    {
        await using SimulatedGateway gateway = await GatewayAsync();
        await using TradingCore.Tws.Guarding.GuardConnection other = await TradingCore.Tws.Guarding.GuardConnection.OpenAsync("127.0.0.1", gateway.EndPoint.Port, Id, TimeProvider.System, Stop);

        ConnectionReport taken = await Test.RunAsync("127.0.0.1", gateway.EndPoint.Port, Id, isOwnSession: false, expectsLive: null, Stop);
        ConnectionReport own = await Test.RunAsync("127.0.0.1", gateway.EndPoint.Port, Id, isOwnSession: true, expectsLive: null, Stop);
        await other.ProbeAsync(Stop);

        Assert.Contains(taken.Findings, f => f is { Code: "clientIdInUse", Tone: FindingTone.Bad });
        Assert.True(own.IsUsable);
    }

    [Fact]
    public async Task A_paper_login_is_a_caution_where_real_money_is_meant()
    {
        await using SimulatedGateway gateway = await GatewayAsync();

        ConnectionReport report = await Test.RunAsync("127.0.0.1", gateway.EndPoint.Port, Id, isOwnSession: false, expectsLive: true, Stop);

        Assert.Contains(report.Findings, f => f is { Code: "paper", Tone: FindingTone.Caution });
    }

    [Fact]
    public async Task Where_nothing_listens_that_is_said()
    {
        ConnectionReport report = await Test.RunAsync("127.0.0.1", Loopback.FreePort(), Id, isOwnSession: false, expectsLive: null, Stop);

        Assert.False(report.IsUsable);
        Assert.Equal("nothingListens", report.Findings.Single().Code);
    }

    [Fact]
    public async Task A_server_of_another_kind_is_no_TWS()
    {
        ConnectionReport report = await AgainstAsync(async socket => await socket.SendAsync(Encoding.ASCII.GetBytes("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"), Stop));

        Assert.Equal("notTws", report.Findings.Single().Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_that_is_closed_at_once_says_where_to_look(bool isReset)
    {
        ConnectionReport report = await AgainstAsync(socket =>
        {
            // With a linger of 0 it is broken, without one it is closed in good order.
            if (isReset) socket.LingerState = new LingerOption(true, 0);
            else socket.Shutdown(SocketShutdown.Both);
            if (isReset) socket.Close();
            return Task.CompletedTask;
        });

        Assert.False(report.IsUsable);
        Assert.Contains("'Enable ActiveX and Socket Clients'", report.Findings.Single().Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_that_is_too_old_is_told_with_what_to_do()
    {
        ConnectionReport report = await AgainstAsync(async socket => await socket.SendAsync(Frame(Encoding.ASCII.GetBytes("150\020261126 21:00:00 UTC\0")), Stop));

        Assert.Equal("version", report.Findings.Single().Code);
        Assert.Contains("update TWS", report.Findings.Single().Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_only_real_money_and_a_wrong_clock_are_all_told()
    {
        DateTimeOffset ahead = TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(2);

        ConnectionReport report = await AgainstAsync(async socket =>
        {
            await socket.SendAsync(Frame(Encoding.ASCII.GetBytes("178\020261126 21:00:00 UTC\0")), Stop);
            await socket.SendAsync(Say(new NextValidId(1)), Stop);
            await socket.SendAsync(Say(new ManagedAccounts("U1234567,")), Stop);
            await socket.SendAsync(Say(new CurrentTime(ahead.ToUnixTimeSeconds())), Stop);
            await socket.SendAsync(Say(new ErrorMessage(-1, 321, "Error validating request: The API interface is currently in Read-Only mode.")), Stop);
        }, expectsLive: false);

        Assert.Contains(report.Findings, f => f is { Code: "live", Tone: FindingTone.Bad } && f.Sentence.Contains("REAL MONEY", StringComparison.Ordinal));
        Assert.Contains(report.Findings, f => f is { Code: "clock", Tone: FindingTone.Caution } && f.Sentence.Contains("ahead", StringComparison.Ordinal));
        Assert.Contains(report.Findings, f => f is { Code: "readOnly", Tone: FindingTone.Caution });
        Assert.Equal(["U1234567"], report.Accounts);
    }

    private static Task<SimulatedGateway> GatewayAsync() => SimulatedGateway.StartAsync(new SimulatorOptions { Port = 0, Symbols = ["SPY"] }, TimeProvider.System, NullLoggerFactory.Instance, Stop);

    /// <summary>Tests a server that says something of its own and then listens until the other side is gone.</summary>
    private static async Task<ConnectionReport> AgainstAsync(Func<Socket, Task> say, bool? expectsLive = null)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task serving = ServeAsync();
        ConnectionReport report = await Test.RunAsync("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port, Id, isOwnSession: true, expectsLive, Stop);
        await serving;
        return report;

        async Task ServeAsync()
        {
            using Socket socket = await listener.AcceptSocketAsync(Stop);
            byte[] heard = new byte[1024];
            await socket.ReceiveAsync(heard, Stop);
            try
            {
                await say(socket);
                while (await socket.ReceiveAsync(heard, Stop) > 0) continue;
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // The other side has heard enough.
            }
        }
    }

    private static byte[] Frame(byte[] payload) => [(byte)(payload.Length >> 24), (byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, .. payload];

    private static byte[] Say<T>(T message) where T : IResponse
    {
        using var writer = new FieldWriter();
        writer.WriteFrame(message, 178);
        return writer.Written.ToArray();
    }
}
