using BenchmarkDotNet.Attributes;
using TwsProtocol.Contracts;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Orders;
using TwsProtocol.Wire;

namespace Benchmarks.TwsProtocol;

/// <summary>What a request costs from values to bytes: the last step before the socket on the trading path.</summary>
[MemoryDiagnoser]
public class EncodeBenchmarks
{
    private const int ServerVersion = 199;
    private static readonly FieldWriter Writer = new();
    private static readonly Contract Aapl = new() { Symbol = "AAPL", SecType = "STK", Exchange = "SMART", Currency = "USD" };
    private readonly PlaceOrder _order = new(1, Aapl, new Order { Action = "BUY", TotalQuantity = 100, OrderType = "LMT", LmtPrice = 150.25, Tif = "DAY" });
    private readonly CancelOrder _cancel = new(1);

    [Benchmark(Baseline = true)]
    public int Place_order()
    {
        Writer.Reset();
        Writer.WriteFrame(_order, ServerVersion);
        return Writer.Written.Length;
    }

    [Benchmark]
    public int Cancel_order()
    {
        Writer.Reset();
        Writer.WriteFrame(_cancel, ServerVersion);
        return Writer.Written.Length;
    }
}
