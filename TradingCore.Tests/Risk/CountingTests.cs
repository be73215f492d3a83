using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;
using TradingCore.Risk;
using TradingCore.Risk.Checks;
using TradingCore.Risk.Limits;
using TradingCore.Tests.Engine;
using static TradingCore.Tests.Risk.RiskGiven;

namespace TradingCore.Tests.Risk;

/// <summary>What the checks of conduct count: whose limit counts what, orders that leave together, cancels, days and restarts.</summary>
public sealed class CountingTests
{
    private static readonly RiskScope OfSpy = new(RiskScopeKind.Symbol, "SPY");

    [Fact]
    public void R28_the_rate_of_a_symbol_counts_that_symbol_and_leaves_the_firms_rate_to_the_others()
    {
        RiskLimitBook book = With(OfSpy, (RiskLimit.OrdersPerSecond, 1m));
        RiskContext spy = Context() with { Limits = book.For("DU1234567", "", "SPY") }, qqq = Context(s => s with { Ticker = "QQQ" }) with { Limits = book.For("DU1234567", "", "QQQ") };
        var rates = new OrderRates();
        var check = new OrderRateCheck(rates);

        rates.Take(spy);
        bool spyAgain = Passes(check, spy);
        int others = 0;
        while (Passes(check, qqq) && others < 10)
        {
            rates.Take(qqq);
            others++;
        }

        // One of the five of the firm was for SPY.
        Assert.Equal((false, 4), (spyAgain, others));
    }

    [Fact]
    public void R28_and_R29_all_orders_of_a_bracket_find_room_or_none_leaves()
    {
        Desk rate = Desk.Ready(risk: r => r.OrdersPerSecond = 4), budget = Desk.Ready(risk: r => (r.MessagesPerSecond, r.MessagesKeptForCancels) = (6, 2));
        rate.Accepted(Desk.Buy(1m, 99m));
        rate.Accepted(Desk.Buy(2m, 99m));
        budget.Accepted(Desk.Buy(1m, 99m));
        budget.Accepted(Desk.Buy(2m, 99m));

        SubmitResult overRate = rate.Submit(Bracket()), overBudget = budget.Submit(Bracket());

        Assert.Equal(["R28"], overRate.Verdict.Failures.Select(f => f.Code).Distinct());
        Assert.Equal(["R29"], overBudget.Verdict.Failures.Select(f => f.Code).Distinct());
        Assert.Equal((2, 2), (rate.Gateway.Placed.Count, budget.Gateway.Placed.Count));
        Assert.Equal(SubmitOutcome.Accepted, rate.Submit(Desk.Buy(3m, 99m)).Outcome);
        rate.Now += TimeSpan.FromSeconds(1);
        Assert.Equal(SubmitOutcome.Accepted, rate.Submit(Bracket()).Outcome);
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(3, true)]
    [InlineData(2, false)]
    public void R32_exits_of_a_bracket_are_working_orders_of_their_side(int limit, bool passes)
    {
        Desk desk = Desk.Ready(risk: r => r.WorkingOrdersMax = limit);
        desk.Working(Desk.Sell(1m, 110m));

        SubmitResult result = desk.Submit(Bracket());

        Assert.Equal(passes, result.Outcome == SubmitOutcome.Accepted);
        Assert.All(result.Verdict.Failures, f => Assert.Equal("R32", f.Code));
    }

    [Fact]
    public void R30_exits_are_no_repetition_of_their_entry()
    {
        Desk desk = Desk.Ready(risk: r => r.RepeatsPerMinute = 2);
        desk.Apply(new StrategyBeat("ema", "", false) { Time = desk.Now, Context = new CommandContext("strategy", "ema") });
        desk.Accepted(Bracket() with { Strategy = "ema" });
        desk.Accepted(Bracket() with { Strategy = "ema", LimitPrice = 98m });

        // Four exits to sell are under way, and the strategy itself has sold nothing.
        SubmitResult sale = desk.Submit(Desk.Sell(5m, 120m) with { Strategy = "ema" });
        SubmitResult third = desk.Submit(Bracket() with { Strategy = "ema", LimitPrice = 97m });

        Assert.True(sale.Outcome == SubmitOutcome.Accepted, sale.Message);
        Assert.Equal("R30", Assert.Single(third.Verdict.Failures).Code);
    }

    [Fact]
    public void R31_cancels_are_messages_too()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(1m, 99m));

        desk.Cancel(order);

        Assert.Equal((2, 0), desk.Core.State.Risk.Ratio.Of(Desk.Account.Value, desk.Core.State.Today));
    }

    [Fact]
    public void R30_and_R31_count_by_the_day_of_the_account()
    {
        // 20:00 in New York is midnight UTC; the account's day goes on.
        Desk desk = Desk.Ready();
        desk.Now = new DateTimeOffset(2026, 3, 2, 23, 59, 0, TimeSpan.Zero);
        desk.Market(100.00m, 100.02m);
        Beat(desk);
        desk.Accepted(Desk.Buy(1m, 99m) with { Strategy = "ema" });
        desk.Now = new DateTimeOffset(2026, 3, 3, 0, 1, 0, TimeSpan.Zero);
        Beat(desk);
        desk.Accepted(Desk.Buy(1m, 98m) with { Strategy = "ema" });
        DateOnly evening = desk.Core.State.Today;
        (int evenings, int repeats) = (desk.Core.State.Risk.Ratio.Of(Desk.Account.Value, evening).Messages, desk.Core.State.Risk.Repeats.Of("ema", "SPY", OrderSide.Buy, evening, desk.Now).Day);
        desk.Now = new DateTimeOffset(2026, 3, 3, 5, 1, 0, TimeSpan.Zero);
        Beat(desk);

        Assert.Equal((2, 2), (evenings, repeats));
        Assert.Equal((0, 0), (desk.Core.State.Risk.Ratio.Of(Desk.Account.Value, desk.Core.State.Today).Messages, desk.Core.State.Risk.Repeats.Of("ema", "SPY", OrderSide.Buy, desk.Core.State.Today, desk.Now).Day));
    }

    [Fact]
    public void R30_and_R31_count_on_over_a_restart()
    {
        Desk desk = Desk.Ready();
        Beat(desk);
        Order first = desk.Working(Desk.Buy(1m, 99m) with { Strategy = "ema" });
        desk.Accepted(Bracket() with { Strategy = "ema" });
        desk.Fill(first, "a.01", 1m, 99m);
        desk.Modify(desk.Find(desk.Working(Desk.Buy(1m, 97m))), new OrderChange(LimitPrice: 97.5m));
        (int Messages, int Fills) before = desk.Core.State.Risk.Ratio.Of(Desk.Account.Value, desk.Core.State.Today);

        var next = new Desk(desk.Journal.Recover(), run: "2") { Now = desk.Now };
        next.Connect();

        Assert.Equal((6, 1), before);
        Assert.Equal(before, next.Core.State.Risk.Ratio.Of(Desk.Account.Value, next.Core.State.Today));
        Assert.Equal((2, 2), next.Core.State.Risk.Repeats.Of("ema", "SPY", OrderSide.Buy, next.Core.State.Today, next.Now));
        Assert.Equal((0, 0), next.Core.State.Risk.Repeats.Of("ema", "SPY", OrderSide.Sell, next.Core.State.Today, next.Now));
    }

    [Fact]
    public void R37_exits_make_no_size_usual_after_a_restart_either()
    {
        Desk desk = Desk.Ready();
        for (int i = 0; i < 2; i++) desk.Accepted(Bracket() with { Quantity = 10m + i });
        decimal? before = desk.Core.State.Risk.Sizes.Median("SPY", desk.Now);

        var next = new Desk(desk.Journal.Recover(), run: "2") { Now = desk.Now };

        Assert.Equal((null, null), (before, next.Core.State.Risk.Sizes.Median("SPY", next.Now)));
    }

    [Fact]
    public void R37_what_closes_a_position_makes_no_size_usual_after_a_restart_either()
    {
        Desk desk = Desk.Ready();
        for (int i = 0; i < 4; i++) desk.Accepted(Desk.Buy(10m + i, 99m));
        Order held = desk.Working(Desk.Buy(100m, 100.02m));
        desk.Fill(held, "h.01", 100m, 100.02m);
        desk.SetLimits(RiskScope.Firm, 0, (RiskLimit.SelfMatch, 0m));
        for (int i = 0; i < 3; i++)
        {
            Order closing = desk.Close("SPY").Order!;
            desk.Open(closing, BrokerOrderStatus.Submitted);
            desk.Cancel(closing);
            desk.Status(closing, BrokerOrderStatus.Cancelled);
        }
        decimal? before = desk.Core.State.Risk.Sizes.Median("SPY", desk.Now);

        var next = new Desk(desk.Journal.Recover(), run: "2") { Now = desk.Now };

        Assert.Equal((12m, 12m), (before, next.Core.State.Risk.Sizes.Median("SPY", next.Now)));
    }

    [Fact]
    public void R33_a_longer_window_of_one_symbol_is_not_cut_short_by_orders_in_another()
    {
        RiskLimitBook book = With(OfSpy, (RiskLimit.DuplicateWindow, 60m));
        RiskContext spy = Context() with { Limits = book.For("DU1234567", "", "SPY") }, qqq = Context(s => s with { Ticker = "QQQ" }) with { Limits = book.For("DU1234567", "", "QQQ") };
        var recent = new RecentOrders();
        var check = new DuplicateCheck(recent);
        recent.Add(spy);

        recent.Add(qqq with { Now = Desk.Start.AddSeconds(10) });
        recent.Add(qqq with { Now = Desk.Start.AddSeconds(20) });

        Assert.False(Passes(check, spy with { Now = Desk.Start.AddSeconds(59.999) }));
        Assert.True(Passes(check, spy with { Now = Desk.Start.AddSeconds(60) }));
        Assert.False(Passes(check, qqq with { Now = Desk.Start.AddSeconds(21.999) }));
        Assert.True(Passes(check, qqq with { Now = Desk.Start.AddSeconds(22) }));
    }

    [Fact]
    public void R33_the_size_of_an_order_by_amount_is_its_amount_and_the_account_of_a_group_its_group()
    {
        static RiskContext Amount(decimal cash) => Context(s => s with { Quantity = 0m, Attributes = new OrderAttributes { CashQuantity = cash } });
        static RiskContext Group(string name, string account) => Context(s => s with { Attributes = new OrderAttributes { FaGroup = name } }) with { Account = new AccountId(account) };
        var recent = new RecentOrders();
        var check = new DuplicateCheck(recent);
        recent.Add(Amount(1_000m));
        recent.Add(Group("Growth", "DU1"));

        Assert.False(Passes(check, Amount(1_000m)));
        Assert.True(Passes(check, Amount(2_000m)));
        // Which account of the group is worst off can change from one order to the next.
        Assert.False(Passes(check, Group("Growth", "DU2")));
        Assert.True(Passes(check, Group("Value", "DU1")));
        Assert.True(Passes(check, Context() with { Account = new AccountId("DU1") }));
    }

    [Fact]
    public void R33_equal_exits_of_two_entries_are_no_repetition()
    {
        Desk desk = Desk.Ready(risk: r => r.DuplicateWindow = TimeSpan.FromSeconds(2));
        desk.Accepted(Bracket());

        SubmitResult scaledIn = desk.Submit(Bracket() with { LimitPrice = 98m });
        SubmitResult twice = desk.Submit(Bracket());

        Assert.True(scaledIn.Outcome == SubmitOutcome.Accepted, scaledIn.Message);
        Assert.Equal(["R33"], twice.Verdict.Failures.Select(f => f.Code));
    }

    [Fact]
    public void R34_a_stop_limit_that_has_begun_to_fill_rests_in_the_book()
    {
        var stop = new Order { OrderRef = new OrderRef("TB-1"), Contract = Desk.Spy, Side = OrderSide.Sell, Quantity = 100m, Type = OrderType.StopLimit, StopPrice = 101m, LimitPrice = 100m, State = OrderState.Working };
        OrderSpec below = Context(s => s with { LimitPrice = 99.99m }).Spec, at = Context().Spec;

        Assert.False(SelfMatchCheck.WouldMatch(at, stop, null));
        Assert.True(SelfMatchCheck.WouldMatch(at, stop with { Filled = 1m }, null));
        Assert.False(SelfMatchCheck.WouldMatch(below, stop with { Filled = 1m }, null));
    }

    private static OrderSpec Bracket() => Desk.Buy(10m, 99m) with { Bracket = new BracketSpec(new ExitSpec { Price = 105m }, new ExitSpec { Price = 95m }) };

    private static void Beat(Desk desk) => desk.Apply(new StrategyBeat("ema", "", false) { Time = desk.Now, Context = new CommandContext("strategy", "ema") });

    private static RiskLimitBook With(RiskScope scope, params (RiskLimit Limit, decimal Value)[] limits)
    {
        var book = new RiskLimitBook(new RiskOptions());
        var edit = new RiskLimitEdit(scope, 0, "test", limits.ToDictionary(l => l.Limit, l => (decimal?)l.Value), new Dictionary<RiskList, IReadOnlyList<string>?>());
        return book.With(book.Draft(edit, "test", Desk.Start));
    }
}
