using System.Globalization;
using TradingCore.Domain;
using TradingCore.Risk;
using TradingCore.Risk.Checks;
using TradingCore.Risk.Limits;
using TradingCore.Tests.Engine;
using static TradingCore.Tests.Risk.RiskGiven;

namespace TradingCore.Tests.Risk;

/// <summary>Checks of exposure, margin and loss, in the worst case with working orders: at, just below and just above their limits. Equity is 100,000, the price 100.</summary>
public sealed class MoneyCheckTests
{
    private const decimal Tiny = 0.00000001m;

    [Theory]
    [InlineData("0", true)]
    [InlineData("0.00000001", false)]
    public void R20_gross_exposure_with_all_working_orders(string more, bool passes)
    {
        // 900 long and working purchases of 400 make 1,300 at worst, with this order 1,400: 140,000 and the others' 60,000 are twice the equity.
        RiskContext context = Context() with { Position = 900m, WorkingBuys = 400m, WorkingSells = 50m, Others = new ExposureSum(60_000m + Number(more), 0m, 0m, 0m, 0m) };

        Assert.Equal(passes, Passes(new GrossExposureCheck(), context));
    }

    [Theory]
    [InlineData("0", true)]
    [InlineData("0.00000001", false)]
    public void R21_net_exposure_in_either_direction(string more, bool passes)
    {
        var check = new NetExposureCheck();
        RiskContext longs = Context() with { Position = 500m, WorkingBuys = 100m, Others = new ExposureSum(30_000m, 30_000m + Number(more), -90_000m, 0m, 0m) };
        RiskContext shorts = Context(s => s with { Side = OrderSide.Sell }) with { Position = -500m, WorkingSells = 100m, Others = new ExposureSum(30_000m, 0m, -30_000m - Number(more), 0m, 0m) };

        Assert.Equal(passes, Passes(check, longs));
        Assert.Equal(passes, Passes(check, shorts));
    }

    [Theory]
    [InlineData("150", true)]           // 250 shares at 100 are 25 % of the equity
    [InlineData("150.00000001", false)]
    public void R22_one_contract(string position, bool passes) =>
        Assert.Equal(passes, Passes(new ConcentrationCheck(), Context() with { Position = Number(position) }));

    [Theory]
    [InlineData("15000", true)]
    [InlineData("15000.01", false)]
    public void R22_its_sector(string others, bool passes)
    {
        RiskContext context = Context() with { SectorOthers = Number(others), Instrument = new Instrument { Contract = Desk.Spy, Sector = "Technology" } };

        Assert.Equal(passes, Passes(new ConcentrationCheck(), context));
        if (!passes) Assert.Contains("sector Technology", new ConcentrationCheck().Check(context).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1000", true)]          // 1,000 elsewhere and 100 here with this order
    [InlineData("1000.00000001", false)]
    public void R19_the_position_over_all_accounts(string elsewhere, bool passes)
    {
        RiskContext context = Context(limits: (RiskLimit.PositionTotalMax, 1_100m)) with { OtherAccountsWorst = Number(elsewhere) };

        Assert.Equal(passes, Passes(new PositionLimitCheck(), context));
        Assert.True(Passes(new PositionLimitCheck(), Context() with { OtherAccountsWorst = Number(elsewhere) }));
        if (!passes) Assert.Contains("all accounts", new PositionLimitCheck().Check(context).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("90000", true)]         // 10,000 of this order more
    [InlineData("90000.01", false)]
    [InlineData(null, false)]           // cannot be valued
    public void R20_gross_exposure_over_all_accounts(string? elsewhere, bool passes)
    {
        RiskContext context = Context(limits: (RiskLimit.GrossExposureTotalMax, 100_000m)) with { OtherAccountsGross = elsewhere is null ? null : Number(elsewhere) };

        Assert.Equal(passes, Passes(new GrossExposureCheck(), context));
        Assert.True(Passes(new GrossExposureCheck(), Context() with { OtherAccountsGross = 1_000_000m }));
    }

    [Theory]
    [InlineData("-999.99", true)]
    [InlineData("-1000", false)]
    [InlineData("-1000.01", false)]
    [InlineData(null, false)]           // not known
    public void R25_the_loss_of_all_accounts(string? pnl, bool passes)
    {
        RiskContext context = Context(limits: (RiskLimit.DailyLossTotalMax, 1_000m)) with { TotalDayPnl = pnl is null ? null : Number(pnl) };

        Assert.Equal(passes, Passes(new DailyLossCheck(), context));
        Assert.True(Passes(new DailyLossCheck(), Context() with { TotalDayPnl = -1_000_000m }));
    }

    [Fact]
    public void R20_to_R22_deny_when_equity_or_a_value_is_not_known()
    {
        foreach (RiskCheck check in new RiskCheck[] { new GrossExposureCheck(), new NetExposureCheck(), new ConcentrationCheck() })
        {
            Assert.False(Passes(check, Context() with { Equity = null }));
            Assert.False(Passes(check, Context() with { MarkPrice = null }));
            Assert.False(Passes(check, Context() with { Others = null, Unvalued = "ESZ6" }));
        }
    }

    [Theory]
    [InlineData("85000", true)]         // 100 x 100 x 50 % = 5,000; 90,000 of 100,000 are free
    [InlineData("85000.01", false)]
    [InlineData("84999.99", true)]
    public void R23_the_estimate_with_orders_in_flight_fits_into_excess_liquidity_less_a_cushion(string inFlight, bool passes)
    {
        RiskCheckResult result = new MarginCheck().Check(Context() with { Others = new ExposureSum(0m, 0m, 0m, Number(inFlight), 0m) });

        Assert.Equal((passes, 90_000m), (result.IsPassed, result.Limit));
        Assert.Contains("stimated from the notional", result.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("900", true)]
    [InlineData("900.01", false)]
    public void R23_a_fresh_answer_of_the_broker_takes_the_place_of_the_estimate(string perUnit, bool passes)
    {
        RiskCheckResult result = new MarginCheck().Check(Context() with { PreviewedMargin = Number(perUnit) });

        Assert.Equal((passes, Number(perUnit) * 100m), (result.IsPassed, result.Observed));
        Assert.Contains("what-if", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void R23_an_order_whose_price_is_changed_counts_once_by_the_answer_of_the_broker_and_not_as_it_works_now_too()
    {
        RiskContext asNew = Context() with { PreviewedMargin = 600m };

        RiskCheckResult changed = new MarginCheck().Check(asNew with { Replaces = new Order { OrderRef = new OrderRef("TB-1"), Contract = Desk.Spy, Quantity = 100m, LimitPrice = 99m, State = OrderState.Working }, ReplacedRemaining = 100m });

        Assert.Equal((true, 60_000m), (changed.IsPassed, changed.Observed));
        Assert.Equal(new MarginCheck().Check(asNew).Observed, changed.Observed);
    }

    [Theory]
    [InlineData(SecurityType.Stock, 50)]
    [InlineData(SecurityType.Forex, 5)]
    [InlineData(SecurityType.Future, 15)]
    public void R23_each_kind_of_product_has_its_rate(SecurityType type, int percent) =>
        Assert.Equal(10_000m * percent / 100m, new MarginCheck().Check(Context() with { Instrument = new Instrument { Contract = Desk.Spy with { SecurityType = type } } }).Observed);

    [Theory]
    [InlineData("50", true)]            // working purchases of 50 and this 100 at 100
    [InlineData("50.01", false)]
    public void R24_a_cash_account_pays_with_settled_cash(string working, bool passes)
    {
        RiskContext context = Context(limits: (RiskLimit.SettledCashOnly, 1m)) with { WorkingBuys = Number(working), SettledCash = 20_000m, Others = new ExposureSum(0m, 0m, 0m, 0m, 5_000m) };

        Assert.Equal(passes, Passes(new CashCheck(), context));
        Assert.True(Passes(new CashCheck(), context with { Limits = EffectiveLimits.Defaults }));
        Assert.False(Passes(new CashCheck(), context with { SettledCash = null }));
    }

    [Theory]
    [InlineData("390000", true)]        // with this order 400,000, a quarter of it is the equity
    [InlineData("390000.01", false)]
    public void R24_a_quarter_of_the_gross_exposure_is_covered_by_equity(string others, bool passes)
    {
        RiskContext context = Context() with { Others = new ExposureSum(Number(others), 0m, 0m, 0m, 0m) };

        Assert.Equal(passes, Passes(new CashCheck(), context));
        Assert.True(Passes(new CashCheck(), context with { Limits = Limits((RiskLimit.IntradayMarginPercent, 0m)) }));
    }

    [Theory]
    [InlineData("-1999.99", true)]
    [InlineData("-2000", false)]        // 2 %, inclusive
    [InlineData("-2000.01", false)]
    public void R25_the_loss_of_the_day(string pnl, bool passes)
    {
        RiskContext context = Context() with { DayPnl = Number(pnl) };

        Assert.Equal(passes, Passes(new DailyLossCheck(), context));
        Assert.True(Passes(new DailyLossCheck(), context with { Position = -100m }));   // it only reduces
        Assert.False(Passes(new DailyLossCheck(), context with { DayPnl = null }));
    }

    [Theory]
    [InlineData("95000.01", true)]
    [InlineData("95000", false)]        // 5 % below the peak, inclusive
    [InlineData("94999.99", false)]
    public void R26_the_fall_from_the_peak(string equity, bool passes) =>
        Assert.Equal(passes, Passes(new DrawdownCheck(), Context() with { Equity = Number(equity) }));

    [Theory]
    [InlineData(4, "-999.99", true)]
    [InlineData(5, "0", false)]
    [InlineData(6, "0", false)]
    [InlineData(0, "-1000", false)]     // 1 % of the equity, inclusive
    [InlineData(0, "-1000.01", false)]
    public void R27_a_strategy_that_loses(int streak, string pnl, bool passes)
    {
        RiskContext context = Context(s => s with { Strategy = "ema" }) with { StrategyStreak = streak, StrategyPnl = Number(pnl) };

        Assert.Equal(passes, Passes(new StrategyLossCheck(), context));
        Assert.True(Passes(new StrategyLossCheck(), context with { Spec = context.Spec with { Strategy = "" } }));
    }

    [Fact]
    public void R19_to_R27_let_pass_what_only_reduces_and_changes_that_only_ease()
    {
        RiskCheck[] checks = [new PositionLimitCheck(), new GrossExposureCheck(), new NetExposureCheck(), new ConcentrationCheck(), new MarginCheck(), new CashCheck(), new DailyLossCheck(), new DrawdownCheck(), new StrategyLossCheck()];
        RiskContext bad = Context(s => s with { Strategy = "ema" }) with
        {
            Equity = 1m,
            ExcessLiquidity = 0m,
            DayPnl = -50_000m,
            StrategyStreak = 9,
            Position = 3_000m,
            WorkingBuys = 0m,
            Others = new ExposureSum(9_000_000m, 9_000_000m, 0m, 9_000_000m, 0m),
        };
        var working = new Order { OrderRef = new OrderRef("TB-1"), Contract = Desk.Spy, Quantity = 100m, LimitPrice = 100m, State = OrderState.Working };
        RiskContext change = bad with { Replaces = working, ReplacedRemaining = 100m };

        Assert.All(checks, c => Assert.False(Passes(c, bad)));
        Assert.All(checks, c => Assert.True(Passes(c, bad with { Spec = bad.Spec with { Side = OrderSide.Sell, Quantity = 3_000m } })));
        Assert.All(checks, c => Assert.True(Passes(c, change with { Spec = bad.Spec with { Quantity = 99m } })));
        Assert.All(checks, c => Assert.True(Passes(c, change with { Spec = bad.Spec with { LimitPrice = 99.99m } })));
        Assert.All(checks, c => Assert.False(Passes(c, change with { Spec = bad.Spec with { LimitPrice = 100.01m } })));
        Assert.All(checks, c => Assert.False(Passes(c, change with { Spec = bad.Spec with { Quantity = 100m + Tiny } })));
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
