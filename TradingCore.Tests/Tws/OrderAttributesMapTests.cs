using TradingCore.Domain;
using TradingCore.Engine.Events;
using TradingCore.Tests.Risk;
using TradingCore.Tws.Mapping;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Wire;
using WireContract = TwsProtocol.Contracts.Contract;
using WireOrder = TwsProtocol.Orders.Order;
using WireOrderState = TwsProtocol.Orders.OrderState;

namespace TradingCore.Tests.Tws;

/// <summary>What is sent is what comes back, through the bytes of the wire.</summary>
public class OrderAttributesMapTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 15, 0, 0, TimeSpan.Zero);
    private const int Version = 200;
    private static readonly ConId Spy = new(756733);

    public static TheoryData<OrderType> Types => [.. OrderTypes.All];

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_type_comes_back_with_its_prices(OrderType type)
    {
        Order sent = OrderOf(OrderRulesTests.Whole(type));
        BrokerOrderReceived back = ThereAndBack(sent);
        Assert.Equal((type, sent.LimitPrice, sent.StopPrice, sent.Tif, sent.Attributes), (back.Type, back.LimitPrice, back.StopPrice, back.Tif, back.Attributes));
    }

    [Fact]
    public void Every_time_in_force_comes_back()
    {
        foreach (TimeInForce tif in TimesInForce.All)
            Assert.Equal(tif, ThereAndBack(OrderOf(OrderRulesTests.Whole(OrderType.Limit)) with { Tif = tif }).Tif);
    }

    [Fact]
    public void Every_attribute_comes_back()
    {
        var attributes = new OrderAttributes
        {
            GoodTill = Now.AddDays(2),
            GoodAfter = Now.AddMinutes(5),
            Hidden = true,
            DisplaySize = 10m,
            AllOrNone = true,
            MinQuantity = 20m,
            SweepToFill = true,
            CashQuantity = 1234.5m,
            OcaGroup = "exit",
            OcaType = OcaType.ReduceWithBlock,
            Algo = new OrderAlgo("Vwap", [new AlgoParameter("maxPctVol", "0.2"), new AlgoParameter("noTakeLiq", "1")]),
            Conditions = new OrderConditions(
                [
                    new PriceCondition(true, Spy, "SMART", true, 430.05m, 2), new TimeCondition(false, true, Now.AddHours(1)), new MarginCondition(true, false, 30),
                    new ExecutionCondition(false, "AAPL", SecurityType.Stock, "SMART"), new VolumeCondition(true, Spy, "SMART", true, 1_000_000), new PercentChangeCondition(true, Spy, "SMART", false, -1.5m),
                ],
                CancelOrder: true, IgnoreRth: true),
        };
        Order sent = OrderOf(OrderRulesTests.Whole(OrderType.Limit)) with { Tif = TimeInForce.Gtd, Attributes = attributes, ParentId = new OrderId(41) };

        BrokerOrderReceived back = ThereAndBack(sent);

        Assert.Equal(attributes, back.Attributes);
        Assert.Equal(new OrderId(41), back.ParentId);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1.25)]
    public void A_combination_is_sent_with_its_legs_and_its_net_price_and_comes_back(double net)
    {
        var legs = new ComboLegs([new ComboLeg(Spy, "SPY", 100, OrderSide.Buy), new ComboLeg(new ConId(9001), "SPY 270115C100", 1, OrderSide.Sell, "CBOE")]);
        var contract = new Contract { Ticker = legs.Name, Symbol = "SPY", SecurityType = SecurityType.Combo, Multiplier = 100m, Legs = legs };
        Order sent = OrderOf(OrderRulesTests.Whole(OrderType.Limit)) with { Contract = contract, LimitPrice = (decimal)net };

        byte[] request = MessageEncoder.Frame(new PlaceOrder(7, ContractMap.ToWire(contract), OrderMap.ToWire(sent)), Version);
        var asked = (PlaceOrder)RequestDecoder.Decode(request.AsSpan(4), Version);
        Contract back = ContractMap.ToDomain(asked.Contract);

        Assert.Equal(("BAG", 0, net), (asked.Contract.SecType, asked.Contract.ConId, asked.Order.LmtPrice));
        Assert.Equal(legs.Items.Select(l => (l.ConId, l.Ratio, l.Side, l.Exchange)), back.Legs!.Items.Select(l => (l.ConId, l.Ratio, l.Side, l.Exchange)));
    }

    [Fact]
    public void An_order_by_amount_leaves_its_quantity_to_the_broker()
    {
        Order sent = OrderOf(OrderRulesTests.Whole(OrderType.Market)) with { Attributes = new OrderAttributes { CashQuantity = 5000m } };
        WireOrder wire = OrderMap.ToWire(sent);
        Assert.Equal((0m, 5000d), (wire.TotalQuantity, wire.CashQty));
    }

    [Fact]
    public void A_held_order_of_a_group_is_not_transmitted() => Assert.False(OrderMap.ToWire(OrderOf(OrderRulesTests.Whole(OrderType.Limit)), transmit: false).Transmit);

    private static BrokerOrderReceived ThereAndBack(Order sent)
    {
        byte[] request = MessageEncoder.Frame(new PlaceOrder(7, new WireContract { ConId = Spy.Value }, OrderMap.ToWire(sent)), Version);
        WireOrder asked = ((PlaceOrder)RequestDecoder.Decode(request.AsSpan(4), Version)).Order;
        byte[] answer = MessageEncoder.Frame(new OpenOrder(7, new WireContract { ConId = Spy.Value, Symbol = "SPY", SecType = "STK" }, asked, new WireOrderState { Status = "Submitted" }), Version);
        var collector = new ResponseCollector();
        ResponseDecoder.Decode(answer.AsSpan(4), Version, collector);
        var told = (OpenOrder)Assert.Single(collector.Messages);
        return OrderMap.ToDomain(7, told.Contract, told.Order, told.OrderState, isCompleted: false, Now);
    }

    private static Order OrderOf(OrderSpec spec) => new()
    {
        OrderRef = new OrderRef("TB-1"),
        OrderId = new OrderId(7),
        Contract = new Contract { Ticker = "SPY", Symbol = "SPY", ConId = Spy },
        Side = spec.Side,
        Quantity = spec.Quantity,
        Type = spec.Type,
        LimitPrice = spec.LimitPrice,
        StopPrice = spec.StopPrice,
        Tif = spec.Tif,
        Attributes = spec.Attributes,
    };
}
