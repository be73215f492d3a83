using BenchmarkDotNet.Attributes;
using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Indicators;
using TradingCore.MarketData;

namespace Benchmarks.Bars;

/// <summary>What a five-second part costs the engine with five days of minutes kept, what a day's history costs, and what a reader's EMA costs.</summary>
[MemoryDiagnoser]
public class BarBookBenchmarks : IMarketDataRequests
{
    private static readonly DateTimeOffset Start = new(2026, 10, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Instrument Spy = new() { Contract = new Contract { ConId = new ConId(756733), Ticker = "SPY", Symbol = "SPY" } };

    private readonly Bar[] _day = [.. Enumerable.Range(0, 1_440).Select(i => Bar(BarSize.OneMinute, Start.AddDays(-1).AddMinutes(i), 12))];
    private readonly HistoryRequest _request = new(Spy, BarSize.OneMinute, Start.AddDays(-1), Start, "gap");
    private readonly IndicatorSeries _indicators = new(Specs());
    private BarBook _book = null!;
    private DateTimeOffset _time;

    [GlobalSetup]
    public void Setup()
    {
        _book = new BarBook(new BarsOptions(), this);
        _book.OnSubscriptionStarted(Spy, Start);
        for (_time = Start; _time < Start.AddDays(5); _time = _time.AddSeconds(5)) _book.Apply(Spy.Contract.ConId, Bar(BarSize.FiveSeconds, _time, 1), _time);
        _indicators.Update(_book.Series("SPY", BarSize.OneMinute));
    }

    [Benchmark(Baseline = true)]
    public void Apply_part()
    {
        _book.Apply(Spy.Contract.ConId, Bar(BarSize.FiveSeconds, _time, 1), _time);
        _time = _time.AddSeconds(5);
    }

    [Benchmark]
    public int Apply_part_and_update_two_emas()
    {
        Apply_part();
        return _indicators.Update(_book.Series("SPY", BarSize.OneMinute));
    }

    [Benchmark]
    public void Clock() => _book.OnClock(_time);

    [Benchmark]
    public BarBook Day_of_history()
    {
        var book = new BarBook(new BarsOptions(), this);
        book.OnSubscriptionStarted(Spy, Start);
        book.OnHistory(_request, _day);
        return book;
    }

    public void ResolveInstrument(ContractQuery query) { }
    public void Subscribe(Instrument instrument) { }
    public void Unsubscribe(ConId conId) { }
    public void AskBarsAgain(ConId conId) { }
    public void RequestHistory(HistoryRequest request) { }

    private static IReadOnlyList<IndicatorSpec> Specs() =>
        IndicatorSpec.TryParseList("ema:20,ema:50", out IReadOnlyList<IndicatorSpec> specs, out string error) ? specs : throw new FormatException(error);

    private static Bar Bar(BarSize size, DateTimeOffset time, int parts)
    {
        decimal price = 450m + time.Minute / 10m + time.Second / 100m;
        return new Bar { Time = time, Size = size, Open = price, High = price + 0.05m, Low = price - 0.04m, Close = price + 0.01m, Volume = 1_234m, Wap = price, Count = 17, Parts = parts };
    }
}
