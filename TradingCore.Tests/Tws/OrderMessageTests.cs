using TradingCore.Domain;
using TradingCore.Engine.Events;
using TradingCore.Tws;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using WireContract = TwsProtocol.Contracts.Contract;
using WireOrder = TwsProtocol.Orders.Order;
using WireOrderState = TwsProtocol.Orders.OrderState;

namespace TradingCore.Tests.Tws;

public sealed class OrderMessageTests
{
    private static readonly WireContract Spy = new() { ConId = 756733, Symbol = "SPY", SecType = "STK" };

    [Fact]
    public async Task An_order_carries_our_own_id_and_is_transmitted_at_once()
    {
        await using var f = new GatewayFixture();
        FakeClient client = await f.ConnectAsync();

        f.Gateway.PlaceOrder(GatewayFixture.Limit(100) with { Type = OrderType.StopLimit, StopPrice = 149.9m, Tif = TimeInForce.Gtc, OutsideRth = true });

        PlaceOrder sent = await client.RequestAsync<PlaceOrder>();
        Assert.Equal((100, "BUY", 100m, "STP LMT", 150.25, 149.9, "GTC"), (sent.OrderId, sent.Order.Action, sent.Order.TotalQuantity, sent.Order.OrderType, sent.Order.LmtPrice, sent.Order.AuxPrice, sent.Order.Tif));
        Assert.Equal((true, true, false, "TB-100", "DU1234567"), (sent.Order.Transmit, sent.Order.OutsideRth, sent.Order.WhatIf, sent.Order.OrderRef, sent.Order.Account));
        Assert.Equal((756733, "SMART", "ARCA", "USD"), (sent.Contract.ConId, sent.Contract.Exchange, sent.Contract.PrimaryExch, sent.Contract.Currency));
    }

    [Fact]
    public async Task That_an_order_is_bound_to_a_client_is_told()
    {
        await using var f = new GatewayFixture();
        FakeClient client = await f.ConnectAsync();

        client.Send(new OrderBound(1_234_567_890, 0, 21));

        OrderBoundReceived bound = await f.Inbox.EventAsync<OrderBoundReceived>();
        Assert.Equal((1_234_567_890, 0, 21), (bound.PermId.Value, bound.ClientId, bound.OrderId.Value));
    }

    [Fact]
    public async Task A_commission_without_a_value_is_not_told_as_none()
    {
        await using var f = new GatewayFixture();
        FakeClient client = await f.ConnectAsync();

        client.Send(new CommissionReport("a.01", double.MaxValue, "USD", null, null, 0));
        client.Send(new CommissionReport("b.01", 1.25, "USD", null, null, 0));

        Assert.Equal("b.01", (await f.Inbox.EventAsync<CommissionReceived>()).ExecId.Value);
    }

    [Fact]
    public async Task A_market_order_has_no_prices()
    {
        await using var f = new GatewayFixture();
        FakeClient client = await f.ConnectAsync();

        f.Gateway.PlaceOrder(GatewayFixture.Limit(100, OrderSide.Sell) with { Type = OrderType.Market });

        PlaceOrder sent = await client.RequestAsync<PlaceOrder>();
        Assert.Equal(("SELL", "MKT", null, null), (sent.Order.Action, sent.Order.OrderType, sent.Order.LmtPrice, sent.Order.AuxPrice));
    }

    [Fact]
    public async Task Read_only_refuses_orders_and_lets_cancels_pass()
    {
        await using var f = new GatewayFixture(configure: o => o.ReadOnly = true);
        FakeClient client = await f.ConnectAsync();

        f.Gateway.PlaceOrder(GatewayFixture.Limit(100));
        f.Gateway.CancelOrder(GatewayFixture.Limit(99));

        OrderErrorReceived refused = await f.Inbox.EventAsync<OrderErrorReceived>();
        await client.RequestAsync<CancelOrder>();
        Assert.Equal((100, false), (refused.OrderId.Value, refused.IsWarning));
        Assert.Contains("Tws:ReadOnly", refused.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(client.Requests, r => r is PlaceOrder);
    }

    [Fact]
    public async Task Text_that_the_wire_cannot_carry_is_refused_with_the_reason()
    {
        await using var f = new GatewayFixture();
        FakeClient client = await f.ConnectAsync();

        f.Gateway.PlaceOrder(GatewayFixture.Limit(100) with { OrderRef = new OrderRef("TB-ü") });
        f.Gateway.PlaceOrder(GatewayFixture.Limit(101));

        OrderErrorReceived refused = await f.Inbox.EventAsync<OrderErrorReceived>();
        PlaceOrder sent = await client.RequestAsync<PlaceOrder>();
        Assert.Equal((100, 579, false), (refused.OrderId.Value, refused.Code, refused.IsWarning));
        Assert.Equal(101, sent.OrderId);
    }

    [Fact]
    public async Task A_preview_is_answered_by_its_what_if_order_and_no_order_appears()
    {
        await using var f = new GatewayFixture();
        f.Fake.Script = (client, request) =>
        {
            if (request is not PlaceOrder { Order.WhatIf: true } what) return false;
            client.Send(new OpenOrder(what.OrderId, what.Contract, what.Order, new WireOrderState { Status = "PreSubmitted", InitMarginChange = "4507.5", InitMarginAfter = "7008.0", CommissionAndFees = 1.25, CommissionAndFeesCurrency = "USD", WarningText = "careful" }));
            return true;
        };
        await f.ConnectAsync();

        MarginPreview? preview = await f.Gateway.PreviewMarginAsync(GatewayFixture.Limit(500), TestContext.Current.CancellationToken);

        Assert.Equal(new MarginPreview(1.25m, "USD", 4507.5m, 7008.0m, null, null, null, "careful"), preview);
        Assert.Empty(f.Inbox.Events<BrokerOrderReceived>());
    }

    [Fact]
    public async Task A_refused_preview_tells_the_reason_and_touches_no_order()
    {
        await using var f = new GatewayFixture();
        f.Fake.Script = (client, request) =>
        {
            if (request is not PlaceOrder what) return false;
            client.Error(what.OrderId, 201, "Order rejected - reason: margin");
            return true;
        };
        await f.ConnectAsync();

        MarginPreview? preview = await f.Gateway.PreviewMarginAsync(GatewayFixture.Limit(500), TestContext.Current.CancellationToken);

        Assert.Equal("Order rejected - reason: margin (201)", preview?.Warning);
        Assert.Empty(f.Inbox.Events<OrderErrorReceived>());
    }

    [Fact]
    public async Task A_preview_without_a_connection_is_nothing()
    {
        await using var f = new GatewayFixture();

        Assert.Null(await f.Gateway.PreviewMarginAsync(GatewayFixture.Limit(500), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(201, false)] // rejected
    [InlineData(202, false)] // cancelled
    [InlineData(110, false)] // a new order with a bad price step
    [InlineData(321, false)]
    [InlineData(103, false)]
    [InlineData(10147, false)] // a cancel of an order that is unknown there
    [InlineData(10148, false)]
    [InlineData(161, false)]
    [InlineData(105, true)] // only ever answers a modification
    [InlineData(329, true)]
    [InlineData(2102, true)]
    [InlineData(399, true)] // warnings
    [InlineData(404, true)]
    [InlineData(2109, true)]
    [InlineData(2137, true)]
    [InlineData(10349, true)] // not documented: "Order TIF was set to DAY based on order preset."
    [InlineData(987654, true)]
    public void An_error_of_a_new_order_tells_whether_it_lives_on(int code, bool livesOn) => Assert.Equal(livesOn, ErrorCodes.OrderLivesOn(code, isModification: false));

    [Theory]
    [InlineData(110, true)]
    [InlineData(321, true)]
    [InlineData(201, true)]
    [InlineData(202, false)]
    [InlineData(10148, false)]
    public void A_refused_modification_leaves_the_order_alive(int code, bool livesOn) => Assert.Equal(livesOn, ErrorCodes.OrderLivesOn(code, isModification: true));

    [Fact]
    public void An_error_answers_a_modification_when_the_broker_holds_the_order()
    {
        using var f = new PartsFixture();
        f.Parts.Orders.Sending(5, "c1");
        f.Receiver.On(new ErrorMessage(5, 110, "tick"));
        f.Parts.Orders.Sending(6, "c1");
        f.Receiver.On(new OpenOrder(6, Spy, new WireOrder { ClientId = 1, OrderType = "LMT" }, new WireOrderState { Status = "Submitted" }));
        f.Parts.Orders.Sending(6, "c1");
        f.Receiver.On(new ErrorMessage(6, 110, "tick"));

        Assert.Equal([(5, false), (6, true)], f.Posted.Events<OrderErrorReceived>().Select(e => (e.OrderId.Value, e.IsWarning)));
    }

    [Fact]
    public void Errors_go_to_whom_they_concern()
    {
        using var f = new PartsFixture();
        f.Parts.Resolver.Ask(new ContractQuery("NOPE", SecurityType.Stock));
        int id = f.Sent<ReqContractDetails>().Single().ReqId;

        f.Receiver.On(new ErrorMessage(id, 200, "No security definition has been found for the request"));
        f.Receiver.On(new ErrorMessage(77, 201, "Order rejected - reason: no"));
        f.Receiver.On(new ErrorMessage(-1, 2104, "Market data farm connection is OK:usfarm"));

        Assert.Equal(200, Assert.Single(f.Posted.Events<InstrumentNotResolved>()).Code);
        Assert.Equal((77, 201), (Assert.Single(f.Posted.Events<OrderErrorReceived>()).OrderId.Value, f.Posted.Events<OrderErrorReceived>()[0].Code));
        Assert.Equal(2104, Assert.Single(f.Posted.Events<GatewayNotice>()).Code);
        Assert.True(id >= RequestBook.FirstId);
    }

    [Fact]
    public void Request_ids_keep_away_from_order_ids_that_have_grown_into_their_range()
    {
        using var f = new PartsFixture();
        f.Receiver.On(new NextValidId(10_000_001));

        f.Parts.Resolver.Ask(new ContractQuery("SPY", SecurityType.Stock));
        f.Receiver.On(new ErrorMessage(10_000_001, 201, "Order rejected"));

        Assert.True(f.Sent<ReqContractDetails>().Single().ReqId >= 1_500_000_000);
        Assert.Equal(10_000_001, Assert.Single(f.Posted.Events<OrderErrorReceived>()).OrderId.Value);
    }
}
