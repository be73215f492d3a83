using BenchmarkDotNet.Attributes;
using TradingCore.Domain;
using TradingCore.MarketData;

namespace Benchmarks.MarketData;

/// <summary>What a tick costs with a hundred contracts subscribed.</summary>
[MemoryDiagnoser]
public class MarketDataBookBenchmarks : IMarketDataRequests
{
    private static readonly DateTimeOffset Start = new(2026, 10, 1, 14, 0, 0, TimeSpan.Zero);
    private readonly MarketTick _tick = new(new ConId(42), TickField.Bid, 449.9m, 300m, Start);
    private MarketDataBook _book = null!;

    [GlobalSetup]
    public void Setup()
    {
        _book = new MarketDataBook(new MarketDataOptions(), this);
        for (int i = 1; i <= 100; i++) _book.EnsureInstrument(new Instrument { Contract = new Contract { ConId = new ConId(i), Ticker = $"T{i}", Symbol = $"T{i}" } });
        _book.Apply(in _tick);
    }

    [Benchmark(Baseline = true)]
    public bool Apply_tick() => _book.Apply(in _tick);

    [Benchmark]
    public Quote? Find_by_ticker() => _book.Find("T42");

    public void ResolveInstrument(ContractQuery query) { }
    public void Subscribe(Instrument instrument) { }
    public void Unsubscribe(ConId conId) { }
    public void AskBarsAgain(ConId conId) { }
    public void RequestHistory(HistoryRequest request) { }
}
