using TwsSimulator.Market;

namespace TradingCore.Tests.Simulation.Load;

public sealed class BusyMarketTests
{
    private const long Slot = 1_750_000_000 / 5 * 5;
    private static readonly IReadOnlyList<Instrument> Instruments = InstrumentCatalog.Build(new DateOnly(2025, 6, 10));
    private readonly SyntheticMarket _inner = new(1, Instruments, new TradingCalendar(realHours: false));

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(100)]
    public void The_quantity_at_the_bid_counts_every_change_over_slots(int rate)
    {
        var busy = new BusyMarket(_inner, rate);
        List<MarketTick> ticks = [];
        for (int i = 0; i < 12; i++) busy.AddTicks(Spy, Slot + (5 * i), ticks);

        decimal[] counted = [.. ticks.Select(t => t.BidSize).Distinct()];

        Assert.Equal(60 * rate, counted.Length);
        Assert.All(counted.Zip(counted.Skip(1)), pair => Assert.True(pair.Second - pair.First is 100 or -999_900, $"{pair.First} is followed by {pair.Second}"));
    }

    [Fact]
    public void Trades_and_prices_stay_those_of_the_market()
    {
        List<MarketTick> own = [], busy = [];
        _inner.AddTicks(Spy, Slot, own);

        new BusyMarket(_inner, 10).AddTicks(Spy, Slot, busy);

        Assert.Equal(own.Select(t => (t.OffsetMs, t.Bid, t.Ask, t.TradePrice, t.TradedVolume)), busy.Where(t => t.TradePrice is not null).Select(t => (t.OffsetMs, t.Bid, t.Ask, t.TradePrice, t.TradedVolume)));
        Assert.True(busy.Zip(busy.Skip(1)).All(p => p.First.OffsetMs <= p.Second.OffsetMs));
    }

    [Fact]
    public void Prices_that_move_climb_tick_by_tick_and_fall_back_and_each_step_is_a_trade()
    {
        var busy = new BusyMarket(_inner, 10, movesPrices: true);
        List<MarketTick> moving = [];
        for (int i = 0; i < 2; i++) busy.AddTicks(Spy, Slot + (5 * i), moving);

        MarketTick[] steps = [.. moving.Where(t => t.TradePrice is not null && t.TradePrice == t.Bid && t.TradedVolume == 100m)];

        Assert.True(steps.Length >= 100, $"{steps.Length} steps");
        Assert.All(moving.Where(t => t.Bid is not null), t => Assert.True(t.Bid < t.Ask));
        Assert.True(steps.Select(t => t.Bid).Distinct().Count() >= BusyMarket.Climb, "The price does not climb.");
    }

    [Fact]
    public void An_index_without_quotes_gets_none()
    {
        Instrument index = Instruments.First(i => !i.IsTradable);
        List<MarketTick> own = [], busy = [];
        _inner.AddTicks(index, Slot, own);

        new BusyMarket(_inner, 10).AddTicks(index, Slot, busy);

        Assert.Equal(own, busy);
    }

    private static Instrument Spy => Instruments.First(i => i.Name == "SPY");
}
