using TradingCore.Domain;
using TradingCore.Risk;
using TradingCore.Risk.Activity;
using TradingCore.Risk.Checks;
using TradingCore.Risk.Limits;
using TradingCore.Tests.Engine;
using static TradingCore.Tests.Risk.RiskGiven;

namespace TradingCore.Tests.Risk;

/// <summary>Checks of how orders are sent, and what is looked at after a trade: at, just below and just above their limits.</summary>
public sealed class ConductCheckTests
{
    [Fact]
    public void R28_an_account_has_a_bucket_of_its_own()
    {
        var rates = new OrderRates();
        RiskContext Of(string strategy) => Context(s => s with { Strategy = strategy }, limits: (RiskLimit.AccountOrdersPerSecond, 2m));
        rates.Take(Of("a"));
        bool second = Passes(new OrderRateCheck(rates), Of("c"));
        rates.Take(Of("b"));

        Assert.Equal((true, false), (second, Passes(new OrderRateCheck(rates), Of("c"))));
        Assert.True(Passes(new OrderRateCheck(rates), Of("c") with { Account = new AccountId("DU2") }));
    }

    [Theory]
    [InlineData(33, true)]
    [InlineData(34, true)]      // this one is the 35th; 10 of 45 are kept for cancels
    [InlineData(35, false)]
    public void R29_room_is_kept_for_cancels(int sent, bool passes) => Assert.Equal(passes, Passes(new MessageBudgetCheck(), Context() with { MessagesLastSecond = sent }));

    [Theory]
    [InlineData(18, 0, true)]
    [InlineData(19, 0, true)]
    [InlineData(20, 0, false)]
    [InlineData(0, 199, true)]
    [InlineData(0, 200, false)]
    public void R30_a_strategy_does_not_repeat_itself(int minute, int day, bool passes)
    {
        RiskContext context = Context(s => s with { Strategy = "ema" }) with { RepeatsMinute = minute, RepeatsDay = day };

        Assert.Equal(passes, Passes(new RepeatCheck(), context));
        Assert.True(Passes(new RepeatCheck(), context with { Spec = context.Spec with { Strategy = "" } }));
    }

    [Theory]
    [InlineData(99, 0, true)]       // counts from 100 on
    [InlineData(100, 0, false)]
    [InlineData(1_999, 100, true)]
    [InlineData(2_000, 100, false)]
    public void R31_messages_stand_in_proportion_to_fills(int messages, int fills, bool passes) =>
        Assert.Equal(passes, Passes(new OrderTradeRatioCheck(), Context() with { MessagesToday = messages, FillsToday = fills }));

    [Theory]
    [InlineData(999, false)]
    [InlineData(1_000, true)]
    public void R31_warns_before_it_denies(int messages, bool warns) =>
        Assert.Equal(warns, new OrderTradeRatioCheck().Check(Context() with { MessagesToday = messages, FillsToday = 100 }).Message.Length > 0);

    [Theory]
    [InlineData(13, true)]
    [InlineData(14, true)]
    [InlineData(15, false)]
    public void R32_working_orders_of_a_side(int working, bool passes) => Assert.Equal(passes, Passes(new WorkingOrdersCheck(), Context() with { WorkingCount = working }));

    [Theory]
    [InlineData(OrderSide.Buy, 99.99, false)]
    [InlineData(OrderSide.Buy, 100.00, true)]
    [InlineData(OrderSide.Buy, 100.01, true)]
    [InlineData(OrderSide.Sell, 100.01, false)]
    [InlineData(OrderSide.Sell, 100.00, true)]
    public void R34_an_order_that_reaches_an_own_one_on_the_other_side_would_match(OrderSide side, double price, bool matches)
    {
        var resting = new Order { OrderRef = new OrderRef("TB-1"), Contract = Desk.Spy, Side = side == OrderSide.Buy ? OrderSide.Sell : OrderSide.Buy, Quantity = 100m, Type = OrderType.Limit, LimitPrice = 100m, State = OrderState.Working };
        OrderSpec order = Context(s => s with { Side = side, LimitPrice = (decimal)price }).Spec;

        Assert.Equal(matches, SelfMatchCheck.WouldMatch(order, resting, null));
        Assert.True(SelfMatchCheck.WouldMatch(order with { Type = OrderType.Market, LimitPrice = null }, resting, null));
        Assert.False(SelfMatchCheck.WouldMatch(order, resting with { Type = OrderType.StopLimit }, null));
        Assert.False(SelfMatchCheck.WouldMatch(order, resting with { Side = side }, null));
        Assert.Equal(!matches, Passes(new SelfMatchCheck(), Context() with { Crossing = matches ? resting : null }));
        Assert.True(Passes(new SelfMatchCheck(), Context(limits: (RiskLimit.SelfMatch, 0m)) with { Crossing = resting }));
    }

    [Theory]
    [InlineData("Sell STP 95", "Buy 95", true)]
    [InlineData("Sell STP 95", "Buy 94.98", true)]         // the spread is 0.02
    [InlineData("Sell STP 95", "Buy 94.97", false)]
    [InlineData("Sell STP 95", "Buy 95.01", false)]        // has filled before the stop triggers
    [InlineData("Sell STP 95/94.99", "Buy 94.98", false)]
    [InlineData("Sell STP 95/94.99", "Buy 94.99", true)]
    [InlineData("Buy STP 105", "Sell 105.02", true)]
    [InlineData("Buy STP 105", "Sell 105.03", false)]
    [InlineData("Buy STP 105", "Sell 104.99", false)]
    [InlineData("Sell STP 95", "Sell 95", false)]
    [InlineData("Sell STP 95", "Buy STP 95", false)]
    public void R34_a_stop_meets_what_rests_where_it_trades_when_it_triggers(string stop, string other, bool matches)
    {
        Quote quote = Context().Quote! with { Bid = 100.00m, Ask = 100.02m };
        OrderSpec waiting = Of(stop), resting = Of(other);

        Assert.Equal(matches, SelfMatchCheck.WouldMatch(waiting, Made(resting), quote));
        Assert.Equal(matches, SelfMatchCheck.WouldMatch(resting, Made(waiting), quote));

        static OrderSpec Of(string text)
        {
            string[] words = text.Split(' '), prices = words[^1].Split('/');
            decimal[] values = [.. prices.Select(p => decimal.Parse(p, System.Globalization.CultureInfo.InvariantCulture))];
            bool isStop = words.Length == 3;
            return Desk.Spec(Enum.Parse<OrderSide>(words[0]), 10m) with { Type = !isStop ? OrderType.Limit : values.Length == 2 ? OrderType.StopLimit : OrderType.Stop, StopPrice = isStop ? values[0] : null, LimitPrice = isStop ? values.Length == 2 ? values[1] : null : values[0] };
        }

        static Order Made(OrderSpec spec) => new() { OrderRef = new OrderRef("TB-1"), Contract = Desk.Spy, Side = spec.Side, Quantity = 10m, Type = spec.Type, StopPrice = spec.StopPrice, LimitPrice = spec.LimitPrice, State = OrderState.PreSubmitted };
    }

    [Theory]
    [InlineData("93.99", OrderState.PreSubmitted, true)]
    [InlineData("94.00", OrderState.PreSubmitted, false)]
    [InlineData("100", OrderState.Working, false)]
    public void R34_a_stop_with_a_limit_that_the_market_has_passed_rests_in_the_book(string bid, OrderState state, bool matches)
    {
        decimal at = decimal.Parse(bid, System.Globalization.CultureInfo.InvariantCulture);
        Quote quote = Context().Quote! with { Bid = at, Ask = at + 0.02m };
        var stop = new Order { OrderRef = new OrderRef("TB-1"), Contract = Desk.Spy, Side = OrderSide.Sell, Quantity = 10m, Type = OrderType.StopLimit, StopPrice = 95m, LimitPrice = 94m, State = state };

        Assert.Equal(matches, SelfMatchCheck.WouldMatch(Desk.Buy(10m, 94m), stop, quote));
        Assert.False(SelfMatchCheck.WouldMatch(Desk.Buy(10m, 93.9m), stop, quote));
    }

    [Theory]
    [InlineData("99.97", false)]    // the bid is 99.98
    [InlineData("99.98", true)]
    [InlineData("99.99", true)]
    public void R34_a_market_order_meets_only_what_rests_at_the_market(string price, bool matches)
    {
        RiskContext sale = Context(s => s with { Side = OrderSide.Sell, Type = OrderType.Market, LimitPrice = null });
        var resting = new Order { OrderRef = new OrderRef("TB-1"), Contract = Desk.Spy, Side = OrderSide.Buy, Quantity = 100m, Type = OrderType.Limit, LimitPrice = decimal.Parse(price, System.Globalization.CultureInfo.InvariantCulture), State = OrderState.Working };

        Assert.Equal(matches, SelfMatchCheck.WouldMatch(sale.Spec, resting, sale.Quote));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void R36_exits_are_not_larger_than_their_entry(int siblings, bool passes) =>
        Assert.Equal(passes, Passes(new BracketCheck(), Context() with { ParentQuantity = 100m, SiblingQuantity = siblings }));

    [Fact]
    public void R36_a_protective_stop_comes_with_what_opens_when_the_limits_demand_it()
    {
        RiskContext open = Context(limits: (RiskLimit.ProtectiveStop, 1m));

        Assert.False(Passes(new BracketCheck(), open));
        Assert.True(Passes(new BracketCheck(), open with { HasProtectiveStop = true }));
        Assert.True(Passes(new BracketCheck(), open with { Position = -100m }));
        Assert.True(Passes(new BracketCheck(), Context()));
    }

    [Theory]
    [InlineData(299, true)]
    [InlineData(300, true)]
    [InlineData(301, false)]
    public void R37_a_person_confirms_an_unusual_size(int quantity, bool passes)
    {
        RiskContext context = Context(s => s with { Quantity = quantity }) with { Source = "user", UsualSize = 100m };

        Assert.Equal(passes, Passes(new UnusualSizeCheck(), context));
        Assert.True(Passes(new UnusualSizeCheck(), context with { Spec = context.Spec with { IsConfirmed = true } }));
        Assert.True(Passes(new UnusualSizeCheck(), context with { Source = "api" }));
    }

    [Fact]
    public void R37_the_usual_size_is_the_middle_of_at_least_five_orders_of_thirty_days()
    {
        var sizes = new UsualSizes();
        foreach (decimal size in new[] { 10m, 1_000m, 30m, 20m }) sizes.Add("SPY", size, Desk.Start);
        decimal? four = sizes.Median("SPY", Desk.Start);
        sizes.Add("SPY", 40m, Desk.Start.AddDays(1));

        Assert.Null(four);
        Assert.Equal(30m, sizes.Median("SPY", Desk.Start.AddDays(30)));
        Assert.Null(sizes.Median("SPY", Desk.Start.AddDays(30).AddTicks(1)));
    }

    [Theory]
    [InlineData(9_999, true)]
    [InlineData(10_000, true)]
    [InlineData(10_001, false)]
    public void R39_a_strategy_gives_signs_of_life(int milliseconds, bool passes)
    {
        RiskContext context = Context(s => s with { Strategy = "ema" }) with { Now = Desk.Start.AddMilliseconds(milliseconds), Heartbeat = new Heartbeat(Desk.Start, "abc", false) };

        Assert.Equal(passes, Passes(new StrategyHealthCheck(), context));
    }

    [Fact]
    public void R39_a_model_that_drifts_and_code_that_is_not_approved_for_real_money_are_denied()
    {
        var check = new StrategyHealthCheck();
        RiskContext context = Context(s => s with { Strategy = "ema" }) with { Heartbeat = new Heartbeat(Desk.Start, "abc", false) };

        Assert.False(Passes(check, context with { Heartbeat = null }));
        Assert.False(Passes(check, context with { Heartbeat = new Heartbeat(Desk.Start, "abc", true) }));
        Assert.False(Passes(check, context with { Mode = TradingMode.Live }));
        Assert.True(Passes(check, context with { Mode = TradingMode.Live, Limits = Lists(RiskList.ApprovedCode, "abc") }));
        Assert.True(Passes(check, Context()));
    }

    [Fact]
    public void R39_gives_the_figures_of_the_sign_of_life_alone()
    {
        var check = new StrategyHealthCheck();
        RiskContext context = Context(s => s with { Strategy = "ema" }) with { Now = Desk.Start.AddSeconds(3), Heartbeat = new Heartbeat(Desk.Start, "abc", true) };

        RiskCheckResult drifting = check.Check(context), notApproved = check.Check(context with { Mode = TradingMode.Live, Heartbeat = new Heartbeat(Desk.Start, "abc", false) });

        Assert.Equal((null, null, null, null), (drifting.Observed, drifting.Limit, notApproved.Observed, notApproved.Limit));
    }

    [Theory]
    [InlineData(OrderSide.Buy, 105.00, false)]
    [InlineData(OrderSide.Buy, 105.01, true)]
    [InlineData(OrderSide.Buy, 90, false)]          // better for us
    [InlineData(OrderSide.Sell, 95.00, false)]
    [InlineData(OrderSide.Sell, 94.99, true)]
    public void R40_a_fill_outside_the_collar_is_found(OrderSide side, double price, bool isFound)
    {
        Quote quote = Context(quote: q => q with { Bid = 100m, Ask = 100m }).Quote!;

        Assert.Equal(isFound, PostTrade.PriceFinding(Fill(side, 10m, (decimal)price, null), quote, 5m) is not null);
        Assert.Null(PostTrade.PriceFinding(Fill(side, 10m, (decimal)price, null), null, 5m));
    }

    [Theory]
    [InlineData(10.00, null, false)]    // 1 % of 1,000
    [InlineData(10.01, null, true)]
    [InlineData(8.00, 0.4, false)]      // twice what was announced
    [InlineData(8.01, 0.4, true)]
    [InlineData(5.00, 0.1, false)]      // a minimum commission is no mistake
    public void R40_a_commission_that_was_not_agreed_is_found(double commission, double? announced, bool isFound) =>
        Assert.Equal(isFound, PostTrade.FeeFinding(Fill(OrderSide.Buy, 10m, 100m, (decimal)commission), (decimal?)announced, 1m) is not null);

    [Theory]
    [InlineData(10.5, null, "The commission of 10.50 USD on 10 ")]
    [InlineData(18.255, 0.45, "is more than twice the 4.50 USD that the broker announced")]
    public void R40_a_commission_is_told_as_money(double commission, double? announced, string said) =>
        Assert.Contains(said, PostTrade.FeeFinding(Fill(OrderSide.Buy, 10m, 100m, (decimal)commission), (decimal?)announced, 1m), StringComparison.Ordinal);

    [Theory]
    [InlineData(1_000, false)]
    [InlineData(1_001, true)]
    [InlineData(-1_001, true)]
    public void R40_a_large_difference_of_positions_halts(int difference, bool halts) => Assert.Equal(halts, PostTrade.IsMismatchTooLarge(difference, 1_000m));

    private static Fill Fill(OrderSide side, decimal quantity, decimal price, decimal? commission) => new()
    {
        ExecId = new ExecId("1.01"),
        Contract = Desk.Spy,
        Side = side,
        Quantity = quantity,
        Price = price,
        Commission = commission,
    };
}
