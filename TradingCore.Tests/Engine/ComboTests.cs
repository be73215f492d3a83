using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;
using TradingCore.Risk.Limits;

namespace TradingCore.Tests.Engine;

/// <summary>Several contracts traded as one, at a net price.</summary>
public sealed class ComboTests
{
    private static readonly Contract Call = new() { ConId = new ConId(9001), Ticker = "SPY 270115C100", Symbol = "SPY", SecurityType = SecurityType.Option, Multiplier = 100m, Strike = 100m, Right = "C" };
    private static readonly Contract Qqq = new() { ConId = new ConId(320227571), Ticker = "QQQ", Symbol = "QQQ" };

    private static readonly ComboLegs Pair = new([new ComboLeg(default, "SPY", 1, OrderSide.Buy), new ComboLeg(default, "QQQ", 2, OrderSide.Sell)]);

    private static Desk WithLegs()
    {
        Desk desk = Desk.Ready();
        foreach (Contract contract in (Contract[])[Qqq, Call])
        {
            var query = new ContractQuery(contract.Ticker);
            desk.Apply(new AddToWatchlist(query) { Time = desk.Now, Context = new CommandContext("user", "anna") });
            desk.Apply(new InstrumentResolved(query, new Instrument { Contract = contract }) { Time = desk.Now });
        }
        Market(desk, Qqq, 50.00m, 50.01m);
        Market(desk, Call, 3.00m, 3.05m);
        return desk;
    }

    private static void Market(Desk desk, Contract contract, decimal bid, decimal ask)
    {
        desk.Apply(new MarketTick(contract.ConId, TickField.DataType, (decimal)MarketDataType.Live, null, desk.Now));
        desk.Apply(new MarketTick(contract.ConId, TickField.Bid, bid, 500m, desk.Now));
        desk.Apply(new MarketTick(contract.ConId, TickField.Ask, ask, 500m, desk.Now));
        desk.Apply(new MarketTick(contract.ConId, TickField.Last, bid, 100m, desk.Now));
    }

    private static OrderSpec Combo(ComboLegs legs, decimal quantity, decimal limit, OrderSide side = OrderSide.Buy) => Desk.Spec(side, quantity, limit) with { Ticker = legs.Name, Legs = legs };

    [Theory]
    [InlineData(0)]
    [InlineData(-0.05)]
    [InlineData(0.02)]
    public void A_net_price_may_be_zero_or_below(double limit)
    {
        Desk desk = WithLegs();

        Order order = desk.Accepted(Combo(Pair, 10m, (decimal)limit));

        Assert.Equal((SecurityType.Combo, (decimal)limit, "+1 SPY −2 QQQ"), (order.Contract.SecurityType, order.LimitPrice!.Value, order.Contract.Ticker));
        Assert.Equal([Desk.Spy.ConId, Qqq.ConId], order.Contract.Legs!.Items.Select(l => l.ConId));
    }

    [Fact]
    public void Distances_are_measured_by_the_prices_of_the_legs()
    {
        Desk desk = WithLegs();

        SubmitResult result = desk.Submit(Combo(Pair, 10m, 15m));   // the market is at 0.02; 5 % of 200 is 10

        Assert.Contains(result.Verdict.Failures, f => f.Code == "R12");
    }

    [Fact]
    public void A_covered_call_is_priced_by_the_share()
    {
        Desk desk = WithLegs();
        var legs = new ComboLegs([new ComboLeg(default, "SPY", 100, OrderSide.Buy), new ComboLeg(default, Call.Ticker, 1, OrderSide.Sell)]);

        Order order = desk.Accepted(Combo(legs, 2m, 97.02m));   // 100.02 - 3.00

        Assert.Equal(100m, order.Contract.Multiplier);
    }

    [Fact]
    public void Each_leg_is_judged_and_counted_for_its_own_position()
    {
        Desk desk = WithLegs();
        desk.Accepted(Combo(Pair, 400m, 0m));

        (decimal spyBuys, decimal spySells) = desk.Core.State.Orders.WorkingQuantities(Desk.Account, Desk.Spy.ConId, null);
        (decimal qqqBuys, decimal qqqSells) = desk.Core.State.Orders.WorkingQuantities(Desk.Account, Qqq.ConId, null);
        SubmitResult more = desk.Submit(Combo(Pair, 900m, 0m));

        Assert.Equal((400m, 0m, 0m, 800m), (spyBuys, spySells, qqqBuys, qqqSells));
        Assert.Contains(more.Verdict.Failures, f => f.Message.StartsWith("QQQ: With this order and all working ones the position in QQQ", StringComparison.Ordinal));
    }

    [Fact]
    public void The_executions_of_the_legs_move_positions_and_that_of_the_combination_fills_the_order()
    {
        Desk desk = WithLegs();
        Order order = desk.Accepted(Combo(Pair, 10m, 0.02m));
        desk.Open(order, BrokerOrderStatus.Submitted);
        Contract bag = order.Contract with { ConId = new ConId(28812380) };

        Execute(desk, order, "leg1.01", Desk.Spy, OrderSide.Buy, 10m, 100.02m);
        decimal afterLeg = desk.Find(order).Filled;
        Execute(desk, order, "leg2.01", Qqq, OrderSide.Sell, 20m, 50.00m);
        Execute(desk, order, "bag.01", bag, OrderSide.Buy, 10m, 0.02m);
        desk.Apply(new CommissionReceived(new ExecId("leg1.01"), 1m, "USD", null) { Time = desk.Now });

        Order done = desk.Find(order);
        Assert.Equal((0m, 10m, OrderState.Filled, 0.02m, 1m), (afterLeg, done.Filled, done.State, done.AverageFillPrice!.Value, done.Commission!.Value));
        Assert.Equal([(10m, "SPY"), (-20m, "QQQ")], desk.Seen.Positions.OrderByDescending(p => p.Quantity).Select(p => (p.Quantity, p.Contract.Ticker)));

        var again = new Desk(desk.Journal.Recover(), run: "2");
        Assert.Equal([(10m, "SPY"), (-20m, "QQQ")], again.Seen.Positions.OrderByDescending(p => p.Quantity).Select(p => (p.Quantity, p.Contract.Ticker)));
        Assert.Equal(1m, again.Core.State.Orders.Find(order.OrderRef)!.Sum().Commission);
    }

    [Fact]
    public void A_combination_out_of_the_queue_counts_its_legs_once()
    {
        Desk desk = WithLegs();
        desk.SetLimits(RiskScope.Firm, 0, (RiskLimit.PositionMax, 25m), (RiskLimit.GrossExposureMax, 0.003m));
        desk.Disconnect();
        Order order = desk.Submit(Combo(Pair, 10m, 0.02m) with { IfOffline = OfflineChoice.Queue }).Order!;
        desk.Connect();
        desk.CompleteRound();
        desk.Market(100.00m, 100.02m);
        Market(desk, Qqq, 50.00m, 50.01m);
        Market(desk, Call, 3.00m, 3.05m);

        desk.Wait(TimeSpan.FromMilliseconds(200));

        Assert.True(desk.Find(order).State == OrderState.PendingSubmit, desk.Find(order).Reason);
    }

    [Fact]
    public void A_kill_switch_of_a_strategy_closes_what_its_combinations_have_brought()
    {
        Desk desk = WithLegs();
        desk.Apply(new StrategyBeat("pairs", "", false) { Time = desk.Now, Context = new CommandContext("strategy", "pairs") });
        Order order = desk.Accepted(Combo(Pair, 10m, 0.02m) with { Strategy = "pairs" });
        desk.Open(order, BrokerOrderStatus.Submitted);
        Execute(desk, order, "leg1.01", Desk.Spy, OrderSide.Buy, 10m, 100.02m);
        Execute(desk, order, "leg2.01", Qqq, OrderSide.Sell, 20m, 50.00m);
        Execute(desk, order, "bag.01", order.Contract with { ConId = new ConId(28812380) }, OrderSide.Buy, 10m, 0.02m);
        desk.Position(10m);
        desk.Apply(new BrokerPositionReceived(Desk.Account, Qqq, -20m, 50m) { Time = desk.Now });
        int before = desk.Gateway.Placed.Count;

        desk.Apply(new EngageKillSwitch(new RiskScope(RiskScopeKind.Strategy, "pairs"), TradingCore.Risk.Kill.KillLevel.Flatten, "test") { Time = desk.Now, Context = new CommandContext("user", "anna") });
        for (int i = 0; i < 3; i++) desk.Wait(TimeSpan.FromMilliseconds(200));

        Assert.Equal([("QQQ", OrderSide.Buy, 20m), ("SPY", OrderSide.Sell, 10m)], desk.Gateway.Placed.Skip(before).Select(o => (o.Contract.Ticker, o.Side, o.Quantity)).OrderBy(o => o.Ticker));
    }

    [Fact]
    public void Legs_count_together_for_limits_of_the_whole_account()
    {
        Desk desk = WithLegs();
        // 100 SPY and 200 QQQ are 10,000 and 10,000: each alone is inside 15,000, both are not.
        desk.SetLimits(RiskScope.Firm, 0, (RiskLimit.GrossExposureMax, 0.015m));

        SubmitResult both = desk.Submit(Combo(Pair, 100m, 0.02m));
        SubmitResult half = desk.Submit(Combo(Pair, 70m, 0.02m));

        Assert.Contains(both.Verdict.Failures, f => f.Code == "R20");
        Assert.True(half.Outcome == SubmitOutcome.Accepted, half.Message);
        Assert.Equal(1, both.Verdict.LimitsVersion);
    }

    [Fact]
    public void Combinations_meet_each_other_when_their_legs_do()
    {
        Desk desk = WithLegs();
        var mirrored = new ComboLegs([new ComboLeg(default, "QQQ", 2, OrderSide.Buy), new ComboLeg(default, "SPY", 1, OrderSide.Sell)]);
        var covered = new ComboLegs([new ComboLeg(default, "SPY", 100, OrderSide.Buy), new ComboLeg(default, Call.Ticker, 1, OrderSide.Sell)]);
        desk.Working(Combo(Pair, 10m, 0.02m));

        SubmitResult sale = desk.Submit(Combo(Pair, 10m, 0m, OrderSide.Sell));
        SubmitResult above = desk.Submit(Combo(Pair, 11m, 0.03m, OrderSide.Sell));
        SubmitResult purchase = desk.Submit(Combo(mirrored, 12m, 0m));         // buys what the first one sells, for nothing
        SubmitResult another = desk.Submit(Combo(covered, 1m, 96.50m, OrderSide.Sell));

        Assert.Equal(["R34"], sale.Verdict.Failures.Select(f => f.Code));
        Assert.True(above.Outcome == SubmitOutcome.Accepted, above.Message);
        Assert.Equal(["R34"], purchase.Verdict.Failures.Select(f => f.Code));
        Assert.True(another.Outcome == SubmitOutcome.Accepted, another.Message);
    }

    [Fact]
    public void The_brokers_margin_of_one_combination_says_nothing_of_another()
    {
        Desk desk = WithLegs();
        desk.Apply(new MarginPreviewed(Desk.Account, default, OrderSide.Buy, 10m, new MarginPreview(null, "USD", 5_000_000m, null, null, null, null, "")) { Time = desk.Now });

        SubmitResult sent = desk.Submit(Combo(Pair, 10m, 0.02m));

        Assert.True(sent.Outcome == SubmitOutcome.Accepted, sent.Message);
    }

    [Fact]
    public void What_a_strategy_makes_with_a_combination_is_what_its_legs_make()
    {
        Desk desk = WithLegs();
        desk.Apply(new StrategyBeat("pairs", "", false) { Time = desk.Now, Context = new CommandContext("strategy", "pairs") });
        Order buy = desk.Working(Combo(Pair, 10m, 0.02m) with { Strategy = "pairs" });
        Execute(desk, buy, "1.01", Desk.Spy, OrderSide.Buy, 10m, 100m);
        Execute(desk, buy, "2.01", Qqq, OrderSide.Sell, 20m, 50m);
        Execute(desk, buy, "3.01", buy.Contract with { ConId = new ConId(28812380) }, OrderSide.Buy, 10m, 0m);
        Order sell = desk.Working(Combo(Pair, 10m, 0m, OrderSide.Sell) with { Strategy = "pairs" });
        Execute(desk, sell, "4.01", Desk.Spy, OrderSide.Sell, 10m, 101m);
        Execute(desk, sell, "5.01", Qqq, OrderSide.Buy, 20m, 50m);
        Execute(desk, sell, "6.01", sell.Contract with { ConId = new ConId(28812380) }, OrderSide.Sell, 10m, 1m);

        Assert.Equal(10m, desk.Core.State.Risk.Strategies.DayPnl("pairs", desk.Core.State.Today));
        var next = new Desk(desk.Journal.Recover(), run: "2") { Now = desk.Now };
        Assert.Equal(10m, next.Core.State.Risk.Strategies.DayPnl("pairs", desk.Core.State.Today));
    }

    [Fact]
    public void What_cannot_be_combined_is_refused_with_a_sentence()
    {
        Desk desk = WithLegs();

        SubmitResult unknown = desk.Submit(Combo(new ComboLegs([new ComboLeg(default, "SPY", 1, OrderSide.Buy), new ComboLeg(default, "XYZ", 1, OrderSide.Sell)]), 1m, 0m));
        SubmitResult single = desk.Submit(Combo(new ComboLegs([new ComboLeg(default, "SPY", 1, OrderSide.Buy)]), 1m, 0m));
        SubmitResult stop = desk.Submit(Combo(Pair, 1m, 0m) with { Type = OrderType.Stop, LimitPrice = null, StopPrice = 1m });

        Assert.Contains("XYZ", unknown.Verdict.Failures.First(f => f.Code == "R05").Message, StringComparison.Ordinal);
        Assert.Contains("two to six", single.Verdict.Failures.First(f => f.Code == "R05").Message, StringComparison.Ordinal);
        Assert.Contains(stop.Verdict.Failures, f => f.Code == "R06");
    }

    [Fact]
    public void More_of_a_combination_is_a_new_order()
    {
        Desk desk = WithLegs();
        Order order = desk.Working(Combo(Pair, 10m, 0m));

        Assert.Equal(CommandOutcome.Refused, desk.Modify(order, new OrderChange(Quantity: 20m)).Outcome);
        Assert.Equal(CommandOutcome.Accepted, desk.Modify(order, new OrderChange(LimitPrice: 0.01m)).Outcome);
    }

    private static void Execute(Desk desk, Order order, string execId, Contract contract, OrderSide side, decimal quantity, decimal price) =>
        desk.Apply(new ExecutionReceived(Desk.FillOf(order, execId, quantity, price, desk.Now) with { Contract = contract, Side = side }, false) { Time = desk.Now });
}
