using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Orders;
using TwsProtocol.Wire;
using TwsSimulator;

namespace TradingCore.Tests.Simulation.Data;

/// <summary>What public clients write differently from the official one is understood as it is meant.</summary>
public sealed class WireVariantTests : IAsyncLifetime
{
    private const string Unset = "1.7976931348623157E+308";
    private SimulatedGateway _gateway = null!;
    private SimulatorClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _gateway = await Given.GatewayAsync(Given.Clock());
        _client = await SimulatorClient.ConnectAsync(_gateway.EndPoint);
        await _client.SyncAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _gateway.DisposeAsync();
    }

    [Theory]
    [InlineData("v100..199 ", 199)]
    [InlineData("v157..178", 178)]
    [InlineData("v100..222", 200)]
    [InlineData("v176..200 +PACEAPI", 200)]
    [InlineData("v187", 187)]
    public async Task The_highest_version_that_both_sides_speak_is_taken(string hello, int version)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(_gateway.EndPoint, TestContext.Current.CancellationToken);
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, hello.Length);
        socket.Send([.. "API\0"u8, .. length, .. Encoding.ASCII.GetBytes(hello)]);

        byte[] answer = new byte[256];
        int received = await socket.ReceiveAsync(answer);

        Assert.Equal(version, Handshake.ReadServerHello(answer.AsSpan(4, received - 4)).ServerVersion);
    }

    [Fact]
    public async Task A_limit_order_without_a_price_is_incomplete_also_when_unset_fields_are_empty()
    {
        // One client writes the unset offset of a trailing limit as nothing, which must not count as an offset of zero.
        Send(1, Given.Market("BUY", 100) with { OrderType = "LMT" }, (Unset, ""), ("2147483647", ""));
        Send(2, Given.Limit("BUY", 100, 50), (Unset, ""), ("2147483647", ""));
        Send(3, Given.Limit("BUY", 100, 50), (Unset, "17976931348623157" + new string('0', 292)));
        await _client.SyncAsync();

        Assert.Equal((1, 107), _client.Seen.OfType<ErrorMessage>().Where(e => e.ReqId > 0).Select(e => (e.ReqId, e.ErrorCode)).Single());
        Assert.Equal([2, 3], _gateway.Truth.Orders.Select(o => o.OrderId));
        Assert.All(_client.Seen.OfType<OpenOrder>(), o => Assert.Equal((null, null, null), (o.Order.LmtPriceOffset, o.Order.TriggerPrice, o.Order.Duration)));
    }

    [Fact]
    public async Task A_trailing_limit_keeps_its_limit_price_when_the_offset_is_empty()
    {
        Send(1, new Order { Action = "SELL", TotalQuantity = 100, OrderType = "TRAIL LIMIT", AuxPrice = 30, TrailStopPrice = 60, LmtPrice = 59, Tif = "DAY" }, (Unset, ""));
        await _client.SyncAsync();

        Assert.Equal((59, null), _client.Seen.OfType<OpenOrder>().Last() is var o ? (o.Order.LmtPrice, o.Order.LmtPriceOffset) : default);
    }

    [Fact]
    public async Task A_label_in_another_script_comes_back_as_it_was_sent()
    {
        Send(1, Given.Limit("BUY", 100, 50) with { OrderRef = "LABEL" }, ("LABEL", "größer 大"));
        await _client.SyncAsync();

        Assert.Equal("größer 大", Assert.Single(_gateway.Truth.Orders).OrderRef);
    }

    [Fact]
    public async Task Conditions_with_the_contract_before_the_value_mean_the_same()
    {
        Order order = Given.Limit("BUY", 100, 900) with
        {
            Conditions = [new PriceCondition(true, true, 9_000.5, 756733, "SMART", 2), new VolumeCondition(true, false, 100, 756733, "ARCA"), new PercentChangeCondition(false, true, 90, 756733, "SMART")],
        };
        Send(1, order, ("9000.5|756733|SMART", "756733|SMART|9000.5"), ("100|756733|ARCA", "756733|ARCA|100"), ("90|756733|SMART", "756733|SMART|90"));
        await _client.SyncAsync();

        Assert.Equal(order.Conditions, _client.Seen.OfType<OpenOrder>().Last().Order.Conditions);
        Assert.Equal(OrderStatusKind.PreSubmitted, Assert.Single(_gateway.Truth.Orders).Status);
    }

    [Theory]
    [InlineData("Infinity")]
    [InlineData("Infinite")]
    [InlineData("+Inf")]
    public void An_offset_up_to_the_midpoint_is_understood_in_every_spelling(string spelling)
    {
        Order order = Given.Limit("BUY", 100, 50) with { OrderType = "PEG BEST", CompeteAgainstBestOffset = double.PositiveInfinity, MidOffsetAtWhole = 0.25, MidOffsetAtHalf = 0.125, CustomerAccount = "after" };

        PlaceOrder read = Decoded(order, ("Infinity", spelling));

        Assert.Equal((double.PositiveInfinity, 0.25, 0.125, "after"), (read.Order.CompeteAgainstBestOffset, read.Order.MidOffsetAtWhole, read.Order.MidOffsetAtHalf, read.Order.CustomerAccount));
    }

    [Theory]
    [InlineData("54", "3", "20", "400", "0", "")]
    [InlineData("54", "3", "20", "400", "")]
    [InlineData("55", "2", "0.2", "400", "")]
    [InlineData("55", "3", "0.2", "400", "0", "")]
    public async Task Calculations_are_answered_whatever_stands_after_their_values(string id, string version, params string[] rest)
    {
        _client.Send(new ReqContractDetails(1, SimulatorClient.Spy with { SecType = "OPT", Right = "C" }));
        await _client.NextAsync<ContractDataEnd>();
        // The last one is far out of the money: its price is all time value.
        string option = _client.Seen.OfType<ContractData>().Last().ContractDetails.Contract.ConId.ToString(CultureInfo.InvariantCulture);

        _client.SendFields([id, version, "77", option, "SPY", "OPT", "", "", "", "", "SMART", "", "USD", "", "", .. rest]);

        Assert.Equal(77, (await _client.NextAsync<TickOptionComputation>()).ReqId);
    }

    [Fact]
    public async Task A_cancel_of_another_version_ends_the_data_all_the_same()
    {
        _client.Send(new ReqMktData(5, SimulatorClient.Spy));
        _client.SendFields("2", "2", "5");
        _client.SendFields("2", "1", "5");
        List<IResponse> seen = await _client.SyncAsync();

        // The second one finds nothing more to end.
        Assert.Equal([300], seen.OfType<ErrorMessage>().Where(e => e.ReqId == 5).Select(e => e.ErrorCode));
    }

    [Fact]
    public async Task Executions_are_told_also_when_the_filter_is_left_out()
    {
        _client.Place(1, Given.Market("BUY", 100));
        await _client.NextAsync<OrderStatus>(s => s.Status == OrderStatusKind.Filled);

        _client.SendFields("7", "3", "44");
        await _client.NextAsync<ExecDetailsEnd>(e => e.ReqId == 44);

        Assert.Equal(100, Assert.Single(_client.Seen.OfType<ExecDetails>(), e => e.ReqId == 44).Execution.Shares);
    }

    private void Send(int id, Order order, params (string Ours, string Theirs)[] changes) => _client.SendFields(Fields(id, order, changes));

    private static PlaceOrder Decoded(Order order, params (string Ours, string Theirs)[] changes)
    {
        byte[] payload = Encoding.UTF8.GetBytes(string.Join('\0', [.. Fields(1, order, changes), ""]));
        return (PlaceOrder)RequestDecoder.Decode(payload, 200);
    }

    // The official fields of an order, with some written as another client does; a bar stands between neighbours.
    private static string[] Fields(int id, Order order, (string Ours, string Theirs)[] changes)
    {
        byte[] frame = MessageEncoder.Frame(new PlaceOrder(id, SimulatorClient.Spy, order), 200);
        string text = Encoding.Latin1.GetString(frame.AsSpan(4)).Replace('\0', '|');
        foreach ((string ours, string theirs) in changes)
        {
            Assert.Contains($"|{ours}|", text, StringComparison.Ordinal);
            // Twice, because neighbours share their bar.
            for (int i = 0; i < 2; i++) text = text.Replace($"|{ours}|", $"|{theirs}|", StringComparison.Ordinal);
        }

        return text[..^1].Split('|');
    }
}
