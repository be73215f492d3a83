using TradingCore.Domain;
using TradingCore.Risk;
using TradingCore.Risk.Checks;
using TradingCore.Tests.Engine;

namespace TradingCore.Tests.Risk;

/// <summary>Every check at, just below and just above its limit.</summary>
public sealed class RiskCheckTests
{
    private static RiskContext Context(Func<OrderSpec, OrderSpec>? spec = null, Func<Quote, Quote>? quote = null, Func<Instrument, Instrument>? instrument = null)
    {
        var order = new OrderSpec { Ticker = "SPY", Side = OrderSide.Buy, Quantity = 100m, Type = OrderType.Limit, LimitPrice = 100m };
        var market = new Quote { Ticker = "SPY", ConId = Desk.Spy.ConId, Bid = 99.98m, Ask = 100m, Last = 99.99m, DataType = MarketDataType.Live, ReceivedTime = Desk.Start };
        var known = new Instrument { Contract = Desk.Spy };
        return new RiskContext
        {
            Spec = spec?.Invoke(order) ?? order,
            Quote = quote?.Invoke(market) ?? market,
            Instrument = instrument?.Invoke(known) ?? known,
            Now = Desk.Start,
            Account = Desk.Account,
            Accounts = [Desk.Account],
            Gate = TradingGate.Open,
            IsVerified = true,
            RateToBase = 1m,
        };
    }

    [Fact]
    public void R01_denies_everything_while_halted_and_the_default_is_halted()
    {
        RiskCheckResult halted = new StateGateCheck().Check(Context() with { Gate = default, GateReason = "Kill switch." });

        Assert.Equal((false, "No new order may leave now (R01). Kill switch."), (halted.IsPassed, halted.Message));
        Assert.True(new StateGateCheck().Check(Context()).IsPassed);
    }

    [Theory]
    [InlineData(100, OrderSide.Sell, 100, true)]    // 100 → 0
    [InlineData(100, OrderSide.Sell, 200, true)]    // 100 → -100, the worst case is as large as before
    [InlineData(100, OrderSide.Sell, 201, false)]
    [InlineData(100, OrderSide.Buy, 1, false)]
    [InlineData(-100, OrderSide.Buy, 100, true)]
    public void R01_reducing_lets_the_worst_case_shrink_or_stay(int position, OrderSide side, int quantity, bool passes)
    {
        RiskContext context = Context(s => s with { Side = side, Quantity = quantity }) with { Gate = TradingGate.Reducing, Position = position };

        Assert.Equal(passes, new StateGateCheck().Check(context).IsPassed);
    }

    [Fact]
    public void R02_denies_until_verified()
    {
        Assert.True(new SessionVerifiedCheck().Check(Context()).IsPassed);
        Assert.False(new SessionVerifiedCheck().Check(Context() with { IsVerified = false }).IsPassed);
    }

    [Fact]
    public void R03_denies_accounts_of_other_logins()
    {
        RiskCheckResult other = new AccountCheck().Check(Context() with { Account = new AccountId("DU9") });

        Assert.Equal("Account DU9 does not belong to this login (R03). Choose one of its accounts.", other.Message);
        Assert.True(new AccountCheck().Check(Context()).IsPassed);
        Assert.False(new AccountCheck().Check(Context() with { Accounts = [] }).IsPassed);
    }

    [Fact]
    public void R03_says_that_a_group_is_not_known()
    {
        RiskContext context = Context();

        RiskCheckResult unknown = new AccountCheck().Check(context with { Account = new AccountId(""), Spec = context.Spec with { Attributes = new OrderAttributes { FaGroup = "Growht" } } });

        Assert.Equal("The group Growht is not known, or has no account (R03). Choose one of the groups that TWS knows, or wait until the connection shows ready.", unknown.Message);
    }

    [Fact]
    public void R05_denies_what_is_unknown_unresolved_or_data_only()
    {
        var check = new InstrumentCheck();

        Assert.True(check.Check(Context()).IsPassed);
        Assert.False(check.Check(Context() with { Instrument = null }).IsPassed);
        Assert.False(check.Check(Context(instrument: i => i with { Contract = Desk.Spy with { ConId = default } })).IsPassed);
        Assert.False(check.Check(Context(instrument: i => i with { Contract = Desk.Spy with { SecurityType = SecurityType.Index } })).IsPassed);
    }

    [Theory]
    [InlineData("-1", OrderType.Limit, "100", null, TimeInForce.Day, false)]
    [InlineData("0", OrderType.Limit, "100", null, TimeInForce.Day, false)]
    [InlineData("0.01", OrderType.Limit, "100", null, TimeInForce.Day, true)]
    [InlineData("1", OrderType.Limit, null, null, TimeInForce.Day, false)]
    [InlineData("1", OrderType.Limit, "0", null, TimeInForce.Day, false)]
    [InlineData("1", OrderType.Limit, "0.01", null, TimeInForce.Gtc, true)]
    [InlineData("1", OrderType.Limit, "100", "99", TimeInForce.Day, false)]
    [InlineData("1", OrderType.Market, null, null, TimeInForce.Ioc, true)]
    [InlineData("1", OrderType.Market, "100", null, TimeInForce.Day, false)]
    [InlineData("1", OrderType.Stop, null, "101", TimeInForce.Day, true)]
    [InlineData("1", OrderType.Stop, null, null, TimeInForce.Day, false)]
    [InlineData("1", OrderType.StopLimit, "101", "101", TimeInForce.Day, true)]
    [InlineData("1", OrderType.StopLimit, "101", null, TimeInForce.Day, false)]
    [InlineData("1", OrderType.Other, null, null, TimeInForce.Day, false)]
    [InlineData("1", OrderType.Market, null, null, TimeInForce.Other, false)]
    public void R06_wants_a_whole_order(string quantity, OrderType type, string? limit, string? stop, TimeInForce tif, bool passes)
    {
        RiskContext context = Context(s => s with { Quantity = Number(quantity)!.Value, Type = type, LimitPrice = Number(limit), StopPrice = Number(stop), Tif = tif });

        Assert.Equal(passes, new OrderFormCheck().Check(context).IsPassed);
    }

    [Fact]
    public void R06_a_combination_may_cost_nothing_or_less()
    {
        RiskContext context = Context(s => s with { LimitPrice = -0.05m }, instrument: i => i with { Contract = Desk.Spy with { SecurityType = SecurityType.Combo } });

        Assert.True(new OrderFormCheck().Check(context).IsPassed);
    }

    [Theory]
    [InlineData("30", false)]
    [InlineData("31", true)]
    public void R06_a_change_cannot_go_below_what_has_filled(string quantity, bool passes)
    {
        var working = new Order { OrderRef = new OrderRef("TB-1"), Contract = Desk.Spy, Quantity = 100m, Filled = 30m, State = OrderState.Working };

        Assert.Equal(passes, new OrderFormCheck().Check(Context(s => s with { Quantity = Number(quantity)!.Value }) with { Replaces = working }).IsPassed);
    }

    [Theory]
    [InlineData("100.00", true)]
    [InlineData("100.01", true)]
    [InlineData("100.005", false)]
    [InlineData("0.9999", true)]     // the lower band has smaller steps
    [InlineData("1.0001", false)]
    public void R07_wants_prices_on_the_steps_of_their_band(string price, bool passes)
    {
        RiskContext context = Context(s => s with { LimitPrice = Number(price) }, instrument: i => i with { PriceIncrements = [new PriceIncrement(0m, 0.0001m), new PriceIncrement(1m, 0.01m)] });

        Assert.Equal(passes, new TickAndLotCheck().Check(context).IsPassed);
    }

    [Fact]
    public void R07_names_the_two_nearest_prices_and_rounds_nothing()
    {
        RiskCheckResult result = new TickAndLotCheck().Check(Context(s => s with { LimitPrice = 100.005m }));

        Assert.Equal("The limit price 100.005 is between two price steps of 0.01 (R07). Use 100.00 or 100.01.", result.Message);
    }

    [Theory]
    [InlineData(OrderType.Trail, "1.005", null, "The trailing amount 1.005 is not a multiple of the price step 0.01 (R07). Use 1 or 1.01.")]
    [InlineData(OrderType.Trail, "0.005", null, "The trailing amount 0.005 is not a multiple of the price step 0.01 (R07). Use 0.01.")]
    [InlineData(OrderType.Trail, "1.01", null, "")]
    [InlineData(OrderType.TrailLimit, "1", "0.105", "The offset 0.105 is not a multiple of the price step 0.01 (R07). Use 0.1 or 0.11.")]
    [InlineData(OrderType.TrailLimit, "1", "0", "")]
    [InlineData(OrderType.Relative, null, "0.015", "The offset 0.015 is not a multiple of the price step 0.01 (R07). Use 0.01 or 0.02.")]
    [InlineData(OrderType.Relative, null, "0.02", "")]
    [InlineData(OrderType.PeggedToMidpoint, null, "0.005", "")]
    public void R07_wants_distances_on_the_steps_too(OrderType type, string? trail, string? offset, string message)
    {
        RiskContext context = Context(s => s with { Type = type, LimitPrice = null, Attributes = new OrderAttributes { TrailAmount = Number(trail), Offset = Number(offset) } });

        Assert.Equal(message, new TickAndLotCheck().Check(context).Message);
    }

    [Theory]
    [InlineData("0.0005", true)]
    [InlineData("0.00005", false)]
    public void R07_takes_a_distance_that_fits_into_the_steps_of_any_band(string trail, bool passes)
    {
        RiskContext context = Context(
            s => s with { Type = OrderType.Trail, LimitPrice = null, Attributes = new OrderAttributes { TrailAmount = Number(trail) } },
            instrument: i => i with { PriceIncrements = [new PriceIncrement(0m, 0.0001m), new PriceIncrement(1m, 0.01m)] });

        Assert.Equal(passes, new TickAndLotCheck().Check(context).IsPassed);
    }

    [Theory]
    [InlineData("9", false)]
    [InlineData("10", true)]
    [InlineData("15", true)]
    [InlineData("16", false)]
    public void R07_wants_quantities_on_the_size_steps(string quantity, bool passes)
    {
        RiskContext context = Context(s => s with { Quantity = Number(quantity)!.Value }, instrument: i => i with { MinSize = 10m, SizeIncrement = 5m });

        Assert.Equal(passes, new TickAndLotCheck().Check(context).IsPassed);
    }

    [Theory]
    [InlineData("999", true)]
    [InlineData("1000", true)]
    [InlineData("1000.00000001", false)]
    [InlineData("1001", false)]
    public void R08_the_quantity_of_one_order(string quantity, bool passes)
    {
        RiskCheckResult result = new OrderQuantityCheck().Check(Context(s => s with { Quantity = Number(quantity)!.Value }));

        Assert.Equal((passes, Number(quantity), 1_000m), (result.IsPassed, result.Observed, result.Limit));
    }

    [Theory]
    [InlineData("50000", true)]
    [InlineData("50001", false)]
    public void R08_currency_pairs_have_their_own_limit(string quantity, bool passes) =>
        Assert.Equal(passes, new OrderQuantityCheck().Check(Forex(s => s with { Quantity = Number(quantity)!.Value })).IsPassed);

    [Fact]
    public void R08_an_order_that_was_counted_to_close_passes_and_one_that_goes_further_does_not()
    {
        RiskContext close = Context(s => s with { Side = OrderSide.Sell, Quantity = 1_500m }) with { IsClosing = true, Position = 1_500m };

        Assert.True(new OrderQuantityCheck().Check(close).IsPassed);
        Assert.False(new OrderQuantityCheck().Check(close with { Position = 1_499m }).IsPassed);
        Assert.False(new OrderQuantityCheck().Check(close with { IsClosing = false }).IsPassed);
    }

    [Theory]
    [InlineData("499.99", true)]
    [InlineData("500.00", true)]
    [InlineData("500.01", false)]
    public void R09_the_value_of_a_limit_order(string price, bool passes) =>
        Assert.Equal(passes, new OrderNotionalCheck().Check(Context(s => s with { LimitPrice = Number(price) })).IsPassed);

    [Theory]
    [InlineData(OrderSide.Buy, "476", true)]      // 476 x 100 x 1.05 = 49,980
    [InlineData(OrderSide.Buy, "477", false)]     // 50,085
    [InlineData(OrderSide.Sell, "476", true)]
    [InlineData(OrderSide.Sell, "477", false)]
    public void R09_a_market_order_is_valued_at_the_worse_side_with_the_collar(OrderSide side, string quantity, bool passes)
    {
        RiskCheckResult result = new OrderNotionalCheck().Check(Context(s => s with { Side = side, Type = OrderType.Market, LimitPrice = null, Quantity = Number(quantity)!.Value }));

        Assert.Equal((passes, Number(quantity) * 105m), (result.IsPassed, result.Observed));
    }

    [Fact]
    public void R09_counts_multiplier_and_rate_and_denies_without_either_price_or_rate()
    {
        var check = new OrderNotionalCheck();
        RiskContext future = Context(s => s with { Quantity = 2m, LimitPrice = 5_000m }, instrument: i => i with { Contract = Desk.Spy with { Multiplier = 5m, Currency = "EUR" } });

        Assert.Equal(50_000m, check.Check(future).Observed);
        Assert.True(check.Check(future).IsPassed);
        Assert.False(check.Check(future with { RateToBase = 1.0000001m }).IsPassed);
        Assert.Contains("No rate from EUR to USD", check.Check(future with { RateToBase = null }).Message, StringComparison.Ordinal);
        Assert.False(check.Check(Context(s => s with { Type = OrderType.Market, LimitPrice = null }) with { Quote = null }).IsPassed);
    }

    [Theory]
    [InlineData(OrderSide.Buy, "105.00", true)]
    [InlineData(OrderSide.Buy, "105.01", false)]
    [InlineData(OrderSide.Buy, "50.00", true)]
    [InlineData(OrderSide.Buy, "49.99", false)]
    [InlineData(OrderSide.Sell, "94.981", true)]      // 99.98 x 0.95
    [InlineData(OrderSide.Sell, "94.98", false)]
    [InlineData(OrderSide.Sell, "149.97", true)]      // 99.98 x 1.5
    [InlineData(OrderSide.Sell, "149.98", false)]
    public void R12_limits_near_the_market(OrderSide side, string price, bool passes) =>
        Assert.Equal(passes, new PriceCollarCheck().Check(Context(s => s with { Side = side, LimitPrice = Number(price) })).IsPassed);

    [Theory]
    [InlineData("101.00", true)]
    [InlineData("101.01", false)]
    public void R12_currency_pairs_have_a_narrower_collar(string price, bool passes) =>
        Assert.Equal(passes, new PriceCollarCheck().Check(Forex(s => s with { LimitPrice = Number(price) })).IsPassed);

    [Theory]
    [InlineData("110", "115.5", true)]
    [InlineData("110", "115.51", false)]
    [InlineData("150", "150", true)]
    [InlineData("150.01", "150.01", false)]
    public void R12_a_stop_limit_is_held_against_its_trigger_and_the_trigger_against_the_market(string stop, string limit, bool passes) =>
        Assert.Equal(passes, new PriceCollarCheck().Check(Context(s => s with { Type = OrderType.StopLimit, StopPrice = Number(stop), LimitPrice = Number(limit) })).IsPassed);

    // The limit of a trailing stop limit is its stop with the offset.
    [Theory]
    [InlineData(OrderSide.Buy, "110", "5.5", "")]
    [InlineData(OrderSide.Buy, "110", "5.51", "115.51 is more than 5 % above the stop price of 110.00 (R12). Use an offset of 5.50 or less, or ask an admin to widen the collar.")]
    [InlineData(OrderSide.Sell, "90", "4.5", "")]
    [InlineData(OrderSide.Sell, "90", "4.51", "85.49 is more than 5 % below the stop price of 90.00 (R12). Use an offset of 4.50 or less, or ask an admin to widen the collar.")]
    [InlineData(OrderSide.Buy, "150.01", "0", "150.01 is more than 50 % away from 100.00, which looks like a typing error (R12). Check the price.")]
    public void R12_a_trailing_stop_limit_is_held_against_its_trigger_too(OrderSide side, string stop, string offset, string message)
    {
        RiskContext context = Context(s => s with { Side = side, Type = OrderType.TrailLimit, LimitPrice = null, StopPrice = Number(stop), Attributes = new OrderAttributes { TrailAmount = 2m, Offset = Number(offset) } });

        Assert.Equal(message, new PriceCollarCheck().Check(context).Message);
    }

    // A relative order is as far through the market as its offset from the near side, and no further than its cap. Bid 99.98, ask 100.
    [Theory]
    [InlineData(OrderSide.Buy, OrderType.Relative, "5.02", null, "")]
    [InlineData(OrderSide.Buy, OrderType.Relative, "5.03", null, "105.01 is more than 5 % above the market of 100.00 (R12). Use an offset of 5.02 or less, or ask an admin to widen the collar.")]
    [InlineData(OrderSide.Buy, OrderType.Relative, "5.03", "104", "")]
    [InlineData(OrderSide.Sell, OrderType.Relative, "5.02", null, "94.98 is more than 5 % below the market of 99.98 (R12). Use an offset of 5.01 or less, or ask an admin to widen the collar.")]
    [InlineData(OrderSide.Sell, OrderType.Relative, "5.01", null, "")]
    [InlineData(OrderSide.Buy, OrderType.PeggedToMidpoint, "5.02", null, "105.01 is more than 5 % above the market of 100.00 (R12). Use an offset of 5.01 or less, or ask an admin to widen the collar.")]
    [InlineData(OrderSide.Buy, OrderType.PeggedToMidpoint, "5.01", null, "")]
    [InlineData(OrderSide.Buy, OrderType.Relative, null, "49.99", "49.99 is more than 50 % away from 100.00, which looks like a typing error (R12). Check the price.")]
    public void R12_the_offset_of_a_pegged_order_keeps_the_collar(OrderSide side, OrderType type, string? offset, string? cap, string message)
    {
        RiskContext context = Context(s => s with { Side = side, Type = type, LimitPrice = Number(cap), Attributes = new OrderAttributes { Offset = Number(offset) } });

        Assert.Equal(message, new PriceCollarCheck().Check(context).Message);
    }

    [Theory]
    [InlineData(OrderSide.Buy, "50", null, "")]
    [InlineData(OrderSide.Buy, "50.01", null, "It would trigger at 150.01, which is more than 50 % away from 100.00 and looks like a typing error (R12). Check the trailing distance.")]
    [InlineData(OrderSide.Sell, null, "50", "")]
    [InlineData(OrderSide.Sell, null, "60", "It would trigger at 39.992, which is more than 50 % away from 99.98 and looks like a typing error (R12). Check the trailing distance.")]
    public void R12_a_trailing_distance_is_no_typing_error(OrderSide side, string? amount, string? percent, string message)
    {
        RiskContext context = Context(s => s with { Side = side, Type = OrderType.Trail, LimitPrice = null, Attributes = new OrderAttributes { TrailAmount = Number(amount), TrailPercent = Number(percent) } });

        Assert.Equal(message, new PriceCollarCheck().Check(context).Message);
    }

    [Theory]
    [InlineData(OrderSide.Buy, OrderType.TrailLimit, "110", "5", "11500")]    // it can pay stop and offset
    [InlineData(OrderSide.Sell, OrderType.TrailLimit, "90", "5", "9000")]
    [InlineData(OrderSide.Buy, OrderType.Trail, null, null, "13000")]         // it triggers 30 above the ask of 100
    [InlineData(OrderSide.Sell, OrderType.Trail, null, null, "10500")]        // below the bid: the worse side and the collar
    public void R09_a_trailing_order_is_valued_where_it_can_trade(OrderSide side, OrderType type, string? stop, string? offset, string value)
    {
        RiskContext context = Context(s => s with { Side = side, Type = type, LimitPrice = null, StopPrice = Number(stop), Attributes = new OrderAttributes { TrailAmount = 30m, Offset = Number(offset) } });

        Assert.Equal(Number(value), new OrderNotionalCheck().Check(context).Observed);
    }

    [Theory]
    [InlineData(OrderSide.Buy, "200", "Use 104.98 or better")]   // 99.99 x 1.05 = 104.9895
    [InlineData(OrderSide.Sell, "51", "Use 94.99 or better")]    // 99.98 x 0.95 = 94.981
    public void R12_advises_a_price_that_can_be_sent(OrderSide side, string price, string advice)
    {
        RiskContext context = Context(s => s with { Side = side, LimitPrice = Number(price) }, q => q with { Bid = 99.98m, Ask = 99.99m });

        Assert.Contains(advice, new PriceCollarCheck().Check(context).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void R12_takes_the_last_trade_without_a_side_and_denies_without_any_price()
    {
        var check = new PriceCollarCheck();

        Assert.Equal(104.9895m, check.Check(Context(quote: q => q with { Ask = null })).Limit);
        Assert.False(check.Check(Context() with { Quote = null }).IsPassed);
    }

    [Fact]
    public void R12_below_zero_the_collar_is_a_share_of_the_magnitude()
    {
        RiskContext context = Context(s => s with { LimitPrice = -9.5m }, q => q with { Bid = -10.1m, Ask = -10m });

        Assert.True(new PriceCollarCheck().Check(context).IsPassed);
        Assert.False(new PriceCollarCheck().Check(context with { Spec = context.Spec with { LimitPrice = -9.49m } }).IsPassed);
    }

    [Theory]
    [InlineData(4_999, true)]
    [InlineData(5_000, true)]
    [InlineData(5_001, false)]
    public void R16_the_age_of_the_quote(int milliseconds, bool passes) =>
        Assert.Equal(passes, new StalePriceCheck().Check(Context() with { Now = Desk.Start.AddMilliseconds(milliseconds) }).IsPassed);

    [Theory]
    [InlineData(MarketDataType.None)]
    [InlineData(MarketDataType.Frozen)]
    [InlineData(MarketDataType.Delayed)]
    [InlineData(MarketDataType.DelayedFrozen)]
    public void R16_only_live_data(MarketDataType type) => Assert.False(new StalePriceCheck().Check(Context(quote: q => q with { DataType = type })).IsPassed);

    [Fact]
    public void R16_interrupted_or_no_data_is_denied()
    {
        Assert.False(new StalePriceCheck().Check(Context(quote: q => q with { IsInterrupted = true })).IsPassed);
        Assert.Equal("No price of SPY has come yet (R16). Add it to the watchlist, or wait for a price.", new StalePriceCheck().Check(Context() with { Quote = null }).Message);
    }

    [Fact]
    public void R16_a_market_order_wants_a_two_sided_book_that_is_not_crossed()
    {
        var check = new StalePriceCheck();
        RiskContext market = Context(s => s with { Type = OrderType.Market, LimitPrice = null });

        Assert.True(check.Check(market with { Quote = market.Quote! with { Bid = 100m } }).IsPassed);       // locked
        Assert.False(check.Check(market with { Quote = market.Quote! with { Bid = 100.01m } }).IsPassed);   // crossed
        Assert.False(check.Check(market with { Quote = market.Quote! with { Bid = null } }).IsPassed);
        Assert.False(check.Check(market with { Quote = market.Quote! with { Ask = null } }).IsPassed);
        Assert.True(check.Check(Context(quote: q => q with { Bid = null })).IsPassed);                       // a limit order may meet a one-sided book
    }

    [Fact]
    public void R16_gives_the_figures_of_what_it_tells_and_none_of_an_age_that_is_not_the_matter()
    {
        var check = new StalePriceCheck();
        RiskContext market = Context(s => s with { Type = OrderType.Market, LimitPrice = null });

        Assert.Equal((null, null), Figures(market with { Quote = null }));
        Assert.Equal((null, null), Figures(market with { Quote = market.Quote! with { IsInterrupted = true } }));
        Assert.Equal((null, null), Figures(market with { Quote = market.Quote! with { DataType = MarketDataType.Delayed } }));
        Assert.Equal((null, null), Figures(market with { Quote = market.Quote! with { Bid = null } }));
        Assert.Equal((100.01m, 100m), Figures(market with { Quote = market.Quote! with { Bid = 100.01m } }));
        Assert.Equal((6m, 5m), Figures(market with { Now = Desk.Start.AddSeconds(6) }));

        (decimal? Observed, decimal? Limit) Figures(RiskContext context) => check.Check(context) is { IsPassed: false } denied ? (denied.Observed, denied.Limit) : throw new InvalidOperationException("It passed.");
    }

    [Theory]
    [InlineData(OrderSide.Buy, 0, 0, 0, 2_000, true)]
    [InlineData(OrderSide.Buy, 0, 0, 0, 2_001, false)]
    [InlineData(OrderSide.Buy, 1_000, 900, 0, 100, true)]
    [InlineData(OrderSide.Buy, 1_000, 900, 0, 101, false)]
    [InlineData(OrderSide.Sell, -1_000, 0, 900, 100, true)]
    [InlineData(OrderSide.Sell, -1_000, 0, 900, 101, false)]
    [InlineData(OrderSide.Sell, 1_000, 0, 2_900, 100, true)]
    [InlineData(OrderSide.Sell, 1_000, 0, 2_900, 101, false)]
    [InlineData(OrderSide.Sell, 3_000, 0, 0, 3_000, true)]     // over the limit already: what only reduces passes
    [InlineData(OrderSide.Sell, 3_000, 0, 1, 3_000, false)]    // could go through zero
    [InlineData(OrderSide.Sell, 3_000, 0, 0, 3_001, false)]
    [InlineData(OrderSide.Buy, -3_000, 0, 0, 3_000, true)]
    public void R19_the_position_when_everything_fills(OrderSide side, int position, int buys, int sells, int quantity, bool passes)
    {
        RiskContext context = Context(s => s with { Side = side, Quantity = quantity }) with { Position = position, WorkingBuys = buys, WorkingSells = sells };

        Assert.Equal(passes, new PositionLimitCheck().Check(context).IsPassed);
    }

    // A stop that waits above the market comes nearer when it falls; a purchase that waits for a touch below, when it rises.
    [Theory]
    [InlineData(OrderType.Stop, OrderSide.Buy, "104", "105", true)]
    [InlineData(OrderType.Stop, OrderSide.Buy, "104", "103", false)]
    [InlineData(OrderType.MarketIfTouched, OrderSide.Buy, "96", "95", true)]
    [InlineData(OrderType.MarketIfTouched, OrderSide.Buy, "96", "97", false)]
    [InlineData(OrderType.MarketIfTouched, OrderSide.Sell, "104", "105", true)]
    [InlineData(OrderType.MarketIfTouched, OrderSide.Sell, "104", "103", false)]
    public void A_change_passes_as_a_reduction_when_its_trigger_comes_no_nearer(OrderType type, OrderSide side, string before, string after, bool passes)
    {
        var working = new Order { OrderRef = new OrderRef("TB-1"), Contract = Desk.Spy, Side = side, Type = type, Quantity = 2_500m, StopPrice = Number(before), State = OrderState.Working };
        RiskContext context = Context(s => s with { Type = type, Side = side, Quantity = 2_500m, LimitPrice = null, StopPrice = Number(after) }) with { Replaces = working, ReplacedRemaining = 2_500m };

        Assert.Equal(passes, new PositionLimitCheck().Check(context).IsPassed);
    }

    [Theory]
    [InlineData(2_500, true)]
    [InlineData(2_400, true)]
    [InlineData(2_501, false)]
    public void R19_a_change_that_does_not_raise_what_can_fill_passes_also_over_the_limit(int quantity, bool passes)
    {
        var working = new Order { OrderRef = new OrderRef("TB-1"), Contract = Desk.Spy, Quantity = 2_500m, LimitPrice = 100m, State = OrderState.Working };
        RiskContext context = Context(s => s with { Quantity = quantity }) with { Replaces = working, ReplacedRemaining = 2_500m };

        Assert.Equal(passes, new PositionLimitCheck().Check(context).IsPassed);
    }

    [Fact]
    public void R28_five_in_a_second_and_the_sixth_is_denied_until_a_token_is_back()
    {
        var rates = new OrderRates();
        var check = new OrderRateCheck(rates);
        for (int i = 0; i < 4; i++) rates.Take(Context());

        bool fifth = check.Check(Context()).IsPassed;
        rates.Take(Context());
        RiskCheckResult sixth = check.Check(Context());
        bool early = check.Check(Context() with { Now = Desk.Start.AddTicks(199 * TimeSpan.TicksPerMillisecond) }).IsPassed;
        bool back = check.Check(Context() with { Now = Desk.Start.AddMilliseconds(200) }).IsPassed;

        Assert.Equal((true, false, false, true), (fifth, sixth.IsPassed, early, back));
        Assert.Equal((6m, 5m), (sixth.Observed, sixth.Limit));
        Assert.True(check.Check(Context(s => s with { Strategy = "ema" })).IsPassed);
    }

    [Fact]
    public void R28_sixty_in_a_minute_and_the_next_is_denied()
    {
        var rates = new OrderRates();
        var check = new OrderRateCheck(rates);
        // One order each 200 ms: the bucket of the second never runs dry; the minute gives one token back each second.
        DateTimeOffset now = Desk.Start;
        int left = 0;
        while (check.Check(Context() with { Now = now }).IsPassed && left < 1_000)
        {
            rates.Take(Context() with { Now = now });
            left++;
            now += TimeSpan.FromMilliseconds(200);
        }

        // After n orders 60 - n + 0.2 n tokens are left, so the 75th is the first that finds less than one.
        Assert.Equal(74, left);
        Assert.Contains("More than 60 orders in a minute", check.Check(Context() with { Now = now }).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1_999, false)]
    [InlineData(2_000, true)]
    [InlineData(2_001, true)]
    public void R33_the_same_order_within_the_window(int milliseconds, bool passes)
    {
        var recent = new RecentOrders();
        recent.Add(Context());

        Assert.Equal(passes, new DuplicateCheck(recent).Check(Context() with { Now = Desk.Start.AddMilliseconds(milliseconds) }).IsPassed);
    }

    [Fact]
    public void R33_another_order_is_none_of_the_same()
    {
        var recent = new RecentOrders();
        recent.Add(Context());
        var check = new DuplicateCheck(recent);

        Assert.False(check.Check(Context(s => s with { Ticker = "spy" })).IsPassed);
        Assert.True(check.Check(Context(s => s with { Quantity = 101m })).IsPassed);
        Assert.True(check.Check(Context(s => s with { LimitPrice = 100.01m })).IsPassed);
        Assert.True(check.Check(Context(s => s with { Side = OrderSide.Sell })).IsPassed);
        Assert.True(check.Check(Context(s => s with { Strategy = "ema" })).IsPassed);
        Assert.True(check.Check(Context() with { Account = new AccountId("DU2") }).IsPassed);
    }

    private static RiskContext Forex(Func<OrderSpec, OrderSpec> spec) =>
        Context(spec, instrument: i => i with { Contract = Desk.Spy with { SecurityType = SecurityType.Forex, Ticker = "EUR.USD" } });

    private static decimal? Number(string? text) => text is null ? null : decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
