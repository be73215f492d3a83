using BenchmarkDotNet.Attributes;
using TwsProtocol.Contracts;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Orders;
using TwsProtocol.Wire;

namespace Benchmarks.TwsProtocol;

/// <summary>What one server message costs from payload to handler. The hot ones must show no allocation; an open order is the measure of a large one.</summary>
[MemoryDiagnoser]
public class DecodeBenchmarks
{
    private const int ServerVersion = 199;
    private const int FramePrefixBytes = 4;
    private readonly Sink _sink = new();
    private byte[] _payload = [];

    public static IEnumerable<string> Names => Messages.Keys;

    [ParamsSource(nameof(Names))]
    public string Message { get; set; } = "";

    private static Dictionary<string, IResponse> Messages => new()
    {
        ["tickPrice"] = new TickPrice(1001, 1, 150.25, 300m, 1),
        ["tickSize"] = new TickSize(1001, 0, 300m),
        ["tickString"] = new TickString(1001, 45, "1700000000"),
        ["tickString, trade"] = new TickString(1001, 48, "187.25;100;1700000000123;12345678;187.22123456;true"),
        ["tickOptionComputation"] = new TickOptionComputation(1001, 13, 0, 0.25, 0.55, 5.25, null, 0.03, 0.18, -0.04, 150.25),
        ["tickGeneric"] = new TickGeneric(1001, 49, 0),
        ["realTimeBar"] = new RealTimeBar(3001, 1_700_000_005, 150.25, 150.30, 150.20, 150.28, 1200m, 150.2512m, 42),
        ["marketDepth"] = new MarketDepth(1, 0, 1, 1, 150.25, 100m),
        ["marketDepthL2"] = new MarketDepthL2(1, 0, "ARCA", 1, 1, 150.25, 100m, true),
        ["tickByTickAllLast"] = new TickByTickAllLast(1, 1, 1_700_000_000, 150.25, 100m, 2, "NASDAQ", "ISO"),
        ["tickByTickBidAsk"] = new TickByTickBidAsk(1, 1_700_000_000, 150.25, 150.27, 300m, 1200m, 1),
        ["tickByTickMidPoint"] = new TickByTickMidPoint(1, 1_700_000_000, 150.26),
        ["pnl"] = new PnL(7, 12.5, -3.25, null),
        ["pnlSingle"] = new PnLSingle(8, 100m, 12.5, -3.25, null, 18725),
        ["orderStatus"] = new OrderStatus(5, OrderStatusKind.Submitted, 60m, 40m, 201.94, 600745656),
        ["openOrder"] = new OpenOrder(
            5,
            new Contract { ConId = 265598, Symbol = "AAPL", SecType = "STK", Exchange = "SMART", Currency = "USD" },
            new Order { Action = "BUY", TotalQuantity = 100, OrderType = "LMT", LmtPrice = 150.25, Tif = "DAY" },
            new OrderState { Status = "Submitted" }),
    };

    [GlobalSetup]
    public void Setup() => _payload = MessageEncoder.Frame(Messages[Message], ServerVersion)[FramePrefixBytes..];

    [Benchmark]
    public int Decode()
    {
        ResponseDecoder.Decode(_payload, ServerVersion, _sink);
        return _sink.Count;
    }

    private sealed class Sink : ResponseHandler
    {
        public int Count { get; private set; }

        public override void On(in TickPrice message) => Count += message.TickType;

        public override void On(in TickSize message) => Count += message.TickType;

        public override void On(in TickGeneric message) => Count += message.TickType;

        public override void On(in TickString message) => Count += message.TickType;

        public override void On(in TickOptionComputation message) => Count += message.TickType;

        public override void On(in MarketDepth message) => Count += message.Position;

        public override void On(in TickByTickBidAsk message) => Count += message.AttribMask;

        public override void On(in TickByTickMidPoint message) => Count += message.ReqId;

        public override void On(in PnL message) => Count += message.ReqId;

        public override void On(in PnLSingle message) => Count += message.ReqId;

        public override void On(in RealTimeBar message) => Count += message.Count;

        public override void On(in MarketDepthL2 message) => Count += message.Position;

        public override void On(in TickByTickAllLast message) => Count += message.TickType;

        public override void On(in OrderStatus message) => Count += message.OrderId;

        public override void On(OpenOrder message) => Count += message.OrderId;
    }
}
