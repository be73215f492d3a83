using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.MarketData;
using TradingCore.Risk;
using TradingCore.Risk.Checks;
using TradingCore.Tests.Engine;
using TradingCore.Tests.MarketData;
using TwsProtocol.Messages.Requests;

namespace TradingCore.Tests.Guarantees.Orders;

/// <summary>Prices stand on the steps of their band: our denial comes before the broker's, and what is calculated is rounded to a price that is never worse.</summary>
public sealed class TickGridGuaranteeTests
{
    private const int PriceOffTick = 110;

    // The market rule of index options: steps of 0.05 below 3 and of 0.10 from there.
    private static readonly Instrument IndexOption = Instruments.Of("SPXW", 7, SecurityType.Option) with
    {
        MinTick = 0.05m,
        PriceIncrements = [new PriceIncrement(0m, 0.05m), new PriceIncrement(3m, 0.10m)],
    };

    [Theory]
    [InlineData(2.97, OrderSide.Buy, 2.95)]
    [InlineData(2.97, OrderSide.Sell, 3.00)]
    [InlineData(3.05, OrderSide.Buy, 3.00)]
    [InlineData(3.05, OrderSide.Sell, 3.10)]
    [InlineData(3.10, OrderSide.Buy, 3.10)]
    [InlineData(2.95, OrderSide.Sell, 2.95)]
    [InlineData(0.02, OrderSide.Buy, 0)]
    [InlineData(0.02, OrderSide.Sell, 0.05)]
    // A spread below zero moves in the steps of its magnitude.
    [InlineData(-3.04, OrderSide.Buy, -3.10)]
    [InlineData(-3.04, OrderSide.Sell, -3.00)]
    public void A_calculated_price_goes_to_the_step_of_its_band_that_is_not_worse(double model, OrderSide side, double expected) =>
        Assert.Equal((decimal)expected, IndexOption.ToOrderPrice((decimal)model, side));

    [Fact]
    public void Any_calculated_price_of_any_rule_is_on_the_grid_not_worse_and_less_than_a_step_away()
    {
        var random = new Random(20260304);
        decimal[] steps = [0.0001m, 0.0005m, 0.005m, 0.01m, 0.05m, 0.1m, 0.25m, 0.5m, 1m];
        for (int i = 0; i < 5_000; i++)
        {
            decimal edge = random.Next(0, 200) * steps[random.Next(steps.Length)];
            PriceIncrement[] bands = [new(0m, steps[random.Next(3)]), new(edge, steps[random.Next(3, 6)]), new(edge * 3m, steps[random.Next(6, 9)])];
            Instrument instrument = IndexOption with { PriceIncrements = [.. bands.OrderBy(b => b.LowEdge)] };
            double model = (random.NextDouble() - 0.3) * 1_000;
            OrderSide side = random.Next(2) == 0 ? OrderSide.Buy : OrderSide.Sell;

            decimal price = instrument.ToOrderPrice(model, side);

            decimal worse = side == OrderSide.Buy ? price - (decimal)model : (decimal)model - price;
            bool isOnGrid = new TickAndLotCheck().Check(new RiskContext { Instrument = instrument, Spec = Desk.Spec(side, 1m, price) }).IsPassed;
            Assert.True(worse <= 0m && -worse < 2m && isOnGrid, $"{side} at {model} with {string.Join(' ', instrument.PriceIncrements)} gives {price}");
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e300)]
    public void A_price_that_is_none_is_an_error_and_never_an_order(double model) =>
        Assert.Throws<OverflowException>(() => IndexOption.ToOrderPrice(model, OrderSide.Buy));

    [Fact]
    public void A_price_off_the_grid_is_denied_with_the_two_prices_beside_it_by_its_band()
    {
        RiskCheckResult Check(decimal price) => new TickAndLotCheck().Check(new RiskContext { Instrument = IndexOption, Spec = Desk.Buy(1m, price) });

        Assert.Equal((false, true, false, true), (Check(2.97m).IsPassed, Check(2.95m).IsPassed, Check(3.05m).IsPassed, Check(3.10m).IsPassed));
        Assert.Contains("Use 3.00 or 3.10.", Check(3.05m).Message, StringComparison.Ordinal);
        Assert.Contains("Use 2.95 or 3.00.", Check(2.97m).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_each_product_our_denial_comes_before_the_brokers_and_the_rounded_price_is_taken()
    {
        using var traffic = new Traffic();
        await using FaultyDesk desk = await FaultyDesk.StartAsync(o => traffic.Record(o with { Symbols = ["SPY", "EUR.USD", "ES"] }));
        foreach (ContractQuery query in new[] { new ContractQuery("EUR.USD"), new ContractQuery("ES", SecurityType.Future, "CME") })
            await desk.System.Engine.Commands.AddToWatchlistAsync(query, new CommandContext("user", "anna"), desk.Test);
        await desk.UntilAsync(v => v.Watchlist.Count == 3 && v.Watchlist.All(i => i.State == WatchState.Subscribed && v.FindQuote(i.Ticker) is { Bid: not null, Ask: not null }));

        var taken = new List<OrderRef>();
        foreach (Instrument instrument in desk.View.Watchlist.Select(i => i.Instrument!))
        {
            decimal model = desk.View.FindQuote(instrument.Contract.Ticker)!.Bid!.Value * 0.97m + instrument.TickSizeAt(1m) / 3m;
            OrderSpec spec = new() { Ticker = instrument.Contract.Ticker, Side = OrderSide.Buy, Quantity = 1m, Type = OrderType.Limit, LimitPrice = model };
            SubmitResult denied = await desk.TrySubmitAsync(spec);
            Assert.Contains(denied.Verdict.Failures, f => f.Code == "R07");
            taken.Add(await desk.SubmitAsync(spec with { LimitPrice = instrument.ToOrderPrice(model, OrderSide.Buy) }));
        }
        foreach (OrderRef order in taken) await desk.UntilAsync(_ => desk.Find(order).State is OrderState.Working or OrderState.PreSubmitted);
        CommandResult change = await desk.ModifyAsync(taken[0], new OrderChange(LimitPrice: desk.FarPrice + 0.003m));

        Assert.NotEqual(CommandOutcome.Accepted, change.Outcome);
        await desk.Simulator.FlushCaptureAsync(desk.Test);
        Assert.Equal(taken.Count, traffic.Requests<PlaceOrder>().Count);
        Assert.DoesNotContain(traffic.Errors(), e => e.ErrorCode == PriceOffTick);
    }
}
