using TwsProtocol.Contracts;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Orders;
using TwsProtocol.Wire;

namespace TradingCore.Tests.TwsProtocol;

/// <summary>Market data must not feed the garbage collector.</summary>
public class AllocationTests
{
    private const int Rounds = 1000;

    public static TheoryData<string> HotMessages => [.. Hot.Keys];

    private static Dictionary<string, IResponse> Hot => new()
    {
        ["tickPrice"] = new TickPrice(1001, 1, 150.25, 300m, 1),
        ["tickSize"] = new TickSize(1001, 0, 300.5m),
        ["tickString: time of the last trade"] = new TickString(1001, 45, "1700000000"),
        ["tickString: volume of a trade"] = new TickString(1001, 48, "187.25;100;1700000000123;12345678;187.22123456;true"),
        ["tickOptionComputation"] = new TickOptionComputation(1001, 13, 0, 0.25, 0.55, 5.25, null, 0.03, 0.18, -0.04, 150.25),
        ["tickGeneric"] = new TickGeneric(1001, 49, 0),
        ["realTimeBar"] = new RealTimeBar(3001, 1_700_000_005, 150.25, 150.30, 150.20, 150.28, 1200m, 150.2512m, 42),
        ["marketDepth"] = new MarketDepth(1, 0, 1, 1, 150.25, 100m),
        ["marketDepthL2"] = new MarketDepthL2(1, 0, "ARCA", 1, 1, 150.25, 100m, true),
        ["tickByTickAllLast"] = new TickByTickAllLast(1, 1, 1_700_000_000, 150.25, 100m, 2, "NASDAQ", "ISO"),
        ["tickByTickBidAsk"] = new TickByTickBidAsk(1, 1_700_000_000, 150.25, 150.27, 300m, 1200m, 1),
        ["tickByTickMidPoint"] = new TickByTickMidPoint(1, 1_700_000_000, 150.26),
        ["orderStatus"] = new OrderStatus(5, OrderStatusKind.Submitted, 60m, 40m, 201.94, 600745656),
        ["orderStatus of a held order"] = new OrderStatus(5, OrderStatusKind.PreSubmitted, 0m, 100m, WhyHeld: "child,trigger"),
        ["pnl"] = new PnL(7, 12.5, -3.25, null),
        ["pnlSingle"] = new PnLSingle(8, 100m, 12.5, -3.25, null, 18725),
    };

    [Theory]
    [MemberData(nameof(HotMessages))]
    public void Hot_messages_decode_without_allocating(string name)
    {
        byte[] payload = MessageEncoder.Frame(Hot[name], 199)[4..];
        var handler = new Counter();
        for (int i = 0; i < Rounds; i++) ResponseDecoder.Decode(payload, 199, handler);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Rounds; i++) ResponseDecoder.Decode(payload, 199, handler);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
        Assert.Equal(2 * Rounds, handler.Count);
    }

    [Theory]
    [InlineData("MKT", 2_500)]
    [InlineData("PEG BENCH", 3_500)]
    public void An_open_order_is_built_once_and_not_copied_for_every_group_of_fields(string orderType, long bytesMax)
    {
        bool isFull = orderType == "PEG BENCH";
        var order = new Order { Action = "BUY", TotalQuantity = 100, OrderType = orderType, LmtPrice = 150.25, Tif = "DAY", OrderRef = "tb-1", DeltaNeutralOrderType = isFull ? "MKT" : "", ScalePriceIncrement = isFull ? 0.1 : null, HedgeType = isFull ? "B" : "" };
        var message = new OpenOrder(5, new Contract { ConId = 265598, Symbol = "AAPL", SecType = "STK", Exchange = "SMART", Currency = "USD" }, order, new OrderState { Status = "Submitted" });
        byte[] payload = MessageEncoder.Frame(message, 200)[4..];
        var handler = new Counter();
        for (int i = 0; i < Rounds; i++) ResponseDecoder.Decode(payload, 200, handler);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Rounds; i++) ResponseDecoder.Decode(payload, 200, handler);
        long each = (GC.GetAllocatedBytesForCurrentThread() - before) / Rounds;

        Assert.InRange(each, 1, bytesMax);
    }

    [Fact]
    public void A_warm_writer_encodes_ticks_without_allocating()
    {
        using var writer = new FieldWriter();
        var tick = new TickPrice(1001, 1, 150.25, 300m, 1);
        for (int i = 0; i < Rounds; i++)
        {
            writer.Reset();
            writer.WriteFrame(tick, 199);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Rounds; i++)
        {
            writer.Reset();
            writer.WriteFrame(tick, 199);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private sealed class Counter : ResponseHandler
    {
        public int Count { get; private set; }

        public override void On(in TickPrice message) => Count++;

        public override void On(in TickSize message) => Count++;

        public override void On(in TickGeneric message) => Count++;

        public override void On(in TickString message) => Count++;

        public override void On(in TickOptionComputation message) => Count++;

        public override void On(in PnL message) => Count++;

        public override void On(in PnLSingle message) => Count++;

        public override void On(OpenOrder message) => Count++;

        public override void On(in RealTimeBar message) => Count++;

        public override void On(in MarketDepth message) => Count++;

        public override void On(in MarketDepthL2 message) => Count++;

        public override void On(in TickByTickAllLast message) => Count++;

        public override void On(in TickByTickBidAsk message) => Count++;

        public override void On(in TickByTickMidPoint message) => Count++;

        public override void On(in OrderStatus message) => Count++;
    }
}
