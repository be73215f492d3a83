using System.Globalization;
using TradingCore.Domain;
using TradingCore.Risk;
using TradingCore.Risk.Checks;
using TradingCore.Risk.Limits;
using TradingCore.Tests.Engine;
using static TradingCore.Tests.Risk.RiskGiven;

namespace TradingCore.Tests.Risk;

/// <summary>Checks against the market and its rules: at, just below and just above their limits.</summary>
public sealed class MarketCheckTests
{
    [Fact]
    public void R03_names_what_may_trade_and_keeps_live_accounts_out_of_paper_trading()
    {
        var check = new AccountCheck();

        Assert.False(Passes(check, Context() with { Limits = Lists(RiskList.AllowedAccounts, "DU9") }));
        Assert.True(Passes(check, Context() with { Limits = Lists(RiskList.AllowedAccounts, "DU1234567") }));
        Assert.False(Passes(check, Context(s => s with { Strategy = "ema" }) with { Limits = Lists(RiskList.AllowedStrategies, "vwap") }));
        Assert.True(Passes(check, Context(s => s with { Strategy = "ema" }) with { Limits = Lists(RiskList.AllowedStrategies, "ema") }));
        RiskContext live = Context() with { Account = new AccountId("U7654321"), Accounts = [new AccountId("U7654321")] };
        Assert.False(Passes(check, live));
        Assert.True(Passes(check, live with { Mode = TradingMode.Live }));
    }

    [Fact]
    public void R04_restricted_symbols_are_denied_and_a_list_of_allowed_ones_excludes_the_others()
    {
        var check = new SymbolListCheck();

        Assert.True(Passes(check, Context()));
        Assert.False(Passes(check, Context() with { Limits = Lists(RiskList.RestrictedSymbols, "spy") }));
        Assert.True(Passes(check, Context() with { Limits = Lists(RiskList.RestrictedSymbols, "QQQ") }));
        Assert.False(Passes(check, Context() with { Limits = Lists(RiskList.AllowedSymbols, "QQQ") }));
        Assert.True(Passes(check, Context() with { Limits = Lists(RiskList.AllowedSymbols, "QQQ", "SPY") }));
        Assert.Equal(1, (Context() with { Limits = Lists(RiskList.AllowedSymbols, "SPY") }).LimitsVersion);
    }

    [Theory]
    [InlineData("20260301", false)]
    [InlineData("20260302", true)]     // the day itself
    [InlineData("202603", true)]       // a month says no day
    public void R05_an_expired_contract_is_denied(string last, bool passes) =>
        Assert.Equal(passes, Passes(new InstrumentCheck(), Context() with { Now = Desk.Start.AddDays(1), Instrument = new Instrument { Contract = Desk.Spy with { LastTradeDateOrContractMonth = last } } }));

    [Fact]
    public void R05_without_a_currency_rate_is_denied() => Assert.False(Passes(new InstrumentCheck(), Context() with { RateToBase = null }));

    [Theory]
    [InlineData("99", false)]
    [InlineData("100", true)]
    [InlineData("101", true)]
    public void R10_the_smallest_order_by_quantity_and_by_notional(string quantity, bool passes)
    {
        var check = new OrderMinimumCheck();

        Assert.Equal(passes, Passes(check, Context(s => s with { Quantity = Number(quantity) }, limits: (RiskLimit.OrderQuantityMin, 100m))));
        Assert.Equal(passes, Passes(check, Context(s => s with { Quantity = Number(quantity) }, limits: (RiskLimit.OrderNotionalMin, 10_000m))));
        Assert.True(Passes(check, Context(s => s with { Quantity = Number(quantity) }, limits: (RiskLimit.OrderQuantityMin, 1_000m)) with { IsClosing = true }));
    }

    [Theory]
    [InlineData("99.99", true)]
    [InlineData("100", true)]
    [InlineData("100.01", false)]
    public void R11_a_share_of_the_volume_of_a_day_and_of_a_minute(string quantity, bool passes)
    {
        var check = new VolumeCheck();
        RiskContext order = Context(s => s with { Quantity = Number(quantity) });

        Assert.Equal(passes, Passes(check, order with { Quote = order.Quote! with { AverageVolume = 10_000m } }));             // 1 %
        Assert.Equal(passes, Passes(check, order with { Facts = new MarketFacts(500m, null, null) }));                        // 20 %
        Assert.True(Passes(check, order with { Facts = new MarketFacts(1m, null, null), Instrument = new Instrument { Contract = Desk.Spy with { SecurityType = SecurityType.Forex } } }));
    }

    [Fact]
    public void R11_without_a_known_volume_says_so_and_denies_only_when_the_limits_want_it()
    {
        RiskCheckResult passed = new VolumeCheck().Check(Context());

        Assert.Equal((true, "The usual volume is not known."), (passed.IsPassed, passed.Message));
        Assert.False(Passes(new VolumeCheck(), Context(limits: (RiskLimit.MissingDataDenies, 1m))));
    }

    [Theory]
    [InlineData(OrderSide.Buy, "103.00", true)]     // 100 + 3 x 1.00
    [InlineData(OrderSide.Buy, "103.01", false)]
    [InlineData(OrderSide.Sell, "96.98", true)]     // 99.98 - 3 x 1.00
    [InlineData(OrderSide.Sell, "96.97", false)]
    public void R12_three_true_ranges_narrow_the_collar(OrderSide side, string price, bool passes) =>
        Assert.Equal(passes, Passes(new PriceCollarCheck(), Context(s => s with { Side = side, LimitPrice = Number(price) }) with { Facts = new MarketFacts(null, 1m, null) }));

    [Theory]
    [InlineData("101.00", true)]     // a true range of 0.05 would leave 0.15; the floor is 1 %
    [InlineData("101.01", false)]
    public void R12_a_quiet_minute_does_not_narrow_the_collar_below_its_floor(string price, bool passes) =>
        Assert.Equal(passes, Passes(new PriceCollarCheck(), Context(s => s with { LimitPrice = Number(price) }) with { Facts = new MarketFacts(null, 0.05m, null) }));

    [Theory]
    [InlineData("0.05", "104.00 is more than 1 % above the market of 100.00 (R12). Use 101.00 or better, or ask an admin to widen the collar.")]
    [InlineData("1", "104.00 is more than 3 (3 true ranges of a minute) above the market of 100.00 (R12). Use 103.00 or better, or ask an admin to widen the collar.")]
    [InlineData("1.9", "")]
    public void R12_says_which_collar_it_was(string range, string message) =>
        Assert.Equal(message, new PriceCollarCheck().Check(Context(s => s with { LimitPrice = 104m }) with { Facts = new MarketFacts(null, Number(range), null) }).Message);

    [Theory]
    [InlineData("110", true)]
    [InlineData("110.01", false)]
    [InlineData("90", true)]
    [InlineData("89.99", false)]
    public void R13_own_fills_stay_near_the_market(string mean, bool passes) =>
        Assert.Equal(passes, Passes(new FillDriftCheck(), Context() with { RecentFillPrice = Number(mean) }));

    [Theory]
    [InlineData("100", false, "105.00", true)]
    [InlineData("100", false, "105.01", false)]
    [InlineData("100", true, "110.00", true)]
    [InlineData("100", true, "110.01", false)]
    [InlineData("3", false, "3.60", true)]          // 0.75 to 3 USD: 20 %
    [InlineData("3", true, "3.61", false)]
    [InlineData("0.75", false, "0.90", true)]
    [InlineData("0.75", false, "0.91", false)]
    [InlineData("0.50", false, "0.65", true)]       // below: 0.15 USD
    [InlineData("0.50", false, "0.66", false)]
    [InlineData("0.10", false, "0.175", true)]      // or 75 %
    [InlineData("0.10", false, "0.1751", false)]
    public void R14_the_upper_band_by_price_and_tier(string reference, bool isTier2, string price, bool passes)
    {
        RiskContext context = Context(s => s with { LimitPrice = Number(price) }) with { Facts = new MarketFacts(null, null, Number(reference)) };

        Assert.Equal(passes, Passes(new LuldCheck(), isTier2 ? context with { Limits = Lists(RiskList.LuldTier2Symbols, "SPY") } : context));
    }

    [Theory]
    [InlineData("95.00", true)]
    [InlineData("94.99", false)]
    public void R14_the_lower_band_holds_sales_and_the_passive_side_passes(string price, bool passes)
    {
        RiskContext context = Context(s => s with { Side = OrderSide.Sell, LimitPrice = Number(price) }) with { Facts = new MarketFacts(null, null, 100m) };

        Assert.Equal(passes, Passes(new LuldCheck(), context));
        Assert.True(Passes(new LuldCheck(), context with { Spec = context.Spec with { Side = OrderSide.Buy } }));
    }

    [Theory]
    [InlineData("3.05", "2.90", "3.04", true)]      // closed above 3 USD: 5 % all day, 3.045
    [InlineData("3.05", "2.90", "3.05", false)]
    [InlineData("3.00", "3.10", "3.72", true)]      // closed at 3 USD: 20 %
    [InlineData("3.00", "3.10", "3.73", false)]
    [InlineData("0.74", "0.80", "0.95", true)]      // closed below 0.75 USD: 0.15 USD
    [InlineData("0.74", "0.80", "0.96", false)]
    public void R14_the_close_of_the_day_before_decides_which_percentage_holds(string close, string reference, string price, bool passes)
    {
        RiskContext context = Context(s => s with { LimitPrice = Number(price) }, q => q with { Close = Number(close) }) with { Facts = new MarketFacts(null, null, Number(reference)) };

        Assert.Equal(passes, Passes(new LuldCheck(), context));
    }

    [Fact]
    public void R14_the_band_of_the_feed_wins_and_other_products_hours_and_switches_are_left_alone()
    {
        var check = new LuldCheck();
        RiskContext above = Context(s => s with { LimitPrice = 120m }) with { Facts = new MarketFacts(null, null, 100m) };

        Assert.False(Passes(check, above));
        Assert.True(Passes(check, above with { LiveBand = (80m, 120m) }));
        Assert.False(Passes(check, above with { LiveBand = (80m, 119.99m) }));
        Assert.True(Passes(check, above with { Hours = new SessionHours(true, false) }));
        Assert.True(Passes(check, above with { Instrument = new Instrument { Contract = Desk.Spy with { Currency = "EUR" } } }));
        Assert.True(Passes(check, above with { Limits = Limits((RiskLimit.LuldBands, 0m)) }));
    }

    [Theory]
    [InlineData(OrderSide.Buy, "100.00", false)]    // at the ask
    [InlineData(OrderSide.Buy, "100.01", true)]
    [InlineData(OrderSide.Buy, "99.99", false)]
    [InlineData(OrderSide.Sell, "99.98", false)]    // at the bid
    [InlineData(OrderSide.Sell, "99.97", true)]
    [InlineData(OrderSide.Sell, "99.99", false)]
    public void R15_a_stop_does_not_trigger_at_once_unless_that_is_meant(OrderSide side, string stop, bool passes)
    {
        RiskContext context = Context(s => s with { Side = side, Type = OrderType.Stop, LimitPrice = null, StopPrice = Number(stop) });

        Assert.Equal(passes, Passes(new StopSanityCheck(), context));
        Assert.True(Passes(new StopSanityCheck(), context with { Spec = context.Spec with { MayTriggerNow = true } }));
        Assert.True(Passes(new StopSanityCheck(), context with { Spec = context.Spec with { Type = OrderType.MarketIfTouched } }));
    }

    [Theory]
    [InlineData(true, 5_000, true)]
    [InlineData(true, 5_001, false)]
    [InlineData(false, 60_000, true)]
    [InlineData(false, 60_001, false)]
    public void R16_quotes_may_be_older_outside_regular_hours(bool isRegular, int milliseconds, bool passes) =>
        Assert.Equal(passes, Passes(new StalePriceCheck(), Context() with { Now = Desk.Start.AddMilliseconds(milliseconds), Hours = new SessionHours(true, isRegular) }));

    [Theory]
    [InlineData(true, true, false, true)]
    [InlineData(true, false, false, false)]
    [InlineData(true, false, true, true)]
    [InlineData(false, false, true, false)]
    public void R17_an_order_is_sent_when_it_can_work(bool isOpen, bool isRegular, bool outsideRth, bool passes)
    {
        RiskContext context = Context(s => s with { OutsideRth = outsideRth }) with { Hours = new SessionHours(isOpen, isRegular) };

        Assert.Equal(passes, Passes(new MarketHoursCheck(), context));
        Assert.True(Passes(new MarketHoursCheck(), context with { Limits = Limits((RiskLimit.MarketHours, 0m)) }));
    }

    [Theory]
    [InlineData(false, 6)]
    [InlineData(true, 1)]
    public void R17_says_when_the_order_could_work(bool outsideRth, int hours)
    {
        RiskContext context = Context(s => s with { OutsideRth = outsideRth }) with { Hours = new SessionHours(false, false, NextRegularOpen: Desk.Start.AddHours(6), NextOpen: Desk.Start.AddHours(1)) };

        Assert.Contains(Say.Moment(Desk.Start.AddHours(hours)), new MarketHoursCheck().Check(context).Message, StringComparison.Ordinal);
        // The clock of the desk is the exchange's.
        Assert.Contains($" UTC ({TimeZoneInfo.ConvertTime(Desk.Start.AddHours(hours), TimeZoneInfo.FindSystemTimeZoneById("America/New_York")):HH:mm:ss} ET)", new MarketHoursCheck().Check(context).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(931, true)]
    [InlineData(930, true)]       // 15.5 minutes before
    [InlineData(929, false)]
    public void R17_orders_of_the_closing_auction_come_before_its_cut_off_also_on_half_days(int seconds, bool passes)
    {
        RiskContext close = Context(s => s with { Type = OrderType.MarketOnClose, LimitPrice = null }) with { Hours = new SessionHours(true, true, Desk.Start.AddSeconds(seconds)) };
        RiskContext open = Context(s => s with { Tif = TimeInForce.Opg }) with { Hours = new SessionHours(true, false, null, Desk.Start.AddSeconds(seconds)) };

        Assert.Equal(passes, Passes(new MarketHoursCheck(), close));
        Assert.Equal(passes, Passes(new MarketHoursCheck(), open));
        Assert.False(Passes(new MarketHoursCheck(), open with { Hours = new SessionHours(true, true, Desk.Start.AddHours(1)) }));
    }

    [Fact]
    public void R18_a_halted_contract_is_not_traded()
    {
        Assert.True(Passes(new HaltCheck(), Context()));
        Assert.False(Passes(new HaltCheck(), Context(quote: q => q with { IsHalted = true })));
    }

    [Theory]
    [InlineData("99.98", true)]     // at the bid
    [InlineData("99.97", false)]
    [InlineData("99.99", true)]
    [InlineData(null, false)]       // nothing holds a market order above the bid
    public void R18_a_restricted_short_sale_stays_at_or_above_the_bid(string? price, bool passes)
    {
        RiskContext sale = Context(s => s with { Side = OrderSide.Sell, Type = price is null ? OrderType.Market : OrderType.Limit, LimitPrice = price is null ? null : Number(price) }) with { IsShortSaleRestricted = true };

        Assert.Equal(passes, Passes(new HaltCheck(), sale));
        Assert.True(Passes(new HaltCheck(), sale with { Position = 100m }));
        Assert.True(Passes(new HaltCheck(), sale with { IsShortSaleRestricted = false }));
    }

    [Theory]
    [InlineData("1.5", false)]
    [InlineData("1.51", false)]     // needs a locate
    [InlineData("2.5", false)]
    [InlineData("2.51", true)]
    public void R35_shares_that_are_sold_short_can_be_borrowed(string level, bool passes)
    {
        RiskContext sale = Context(s => s with { Side = OrderSide.Sell }, q => q with { ShortableLevel = Number(level), ShortableShares = 100m });

        Assert.Equal(passes, Passes(new ShortLocateCheck(), sale));
        Assert.Equal(level != "1.5", Passes(new ShortLocateCheck(), sale with { Spec = sale.Spec with { IsConfirmed = true } }));
        Assert.True(Passes(new ShortLocateCheck(), sale with { Position = 100m }));
    }

    [Theory]
    [InlineData("100", true)]
    [InlineData("99", false)]
    public void R35_no_more_is_sold_short_than_can_be_borrowed(string shares, bool passes) =>
        Assert.Equal(passes, Passes(new ShortLocateCheck(), Context(s => s with { Side = OrderSide.Sell }, q => q with { ShortableLevel = 3m, ShortableShares = Number(shares) })));

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
