using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;
using TradingCore.Engine.Ports;
using TradingCore.Tests.Engine;

namespace TradingCore.Tests.Risk;

/// <summary>What a strategy made follows the broker's corrections, the day and the currency of what it was charged.</summary>
public sealed class StrategyRecountTests
{
    private const string Name = "mean";

    [Fact]
    public void A_loss_that_the_broker_takes_back_is_no_loss_of_the_strategy()
    {
        Desk desk = Beating();
        Trade(desk, "a", 100.02m, 99.02m);
        (int Streak, decimal Pnl) before = Made(desk);

        desk.Apply(new ExecutionReceived(desk.Core.State.Fills.Find(new ExecId("a2.01"))! with { ExecId = new ExecId("a2.02"), Price = 101.02m }, false) { Time = desk.Now });

        Assert.Equal((1, -10m), before);
        Assert.Equal((0, 10m), Made(desk));
    }

    [Fact]
    public void A_commission_that_is_told_again_is_paid_once_and_a_corrected_one_replaces()
    {
        Desk desk = Beating();
        Order order = desk.Working(Desk.Buy(10m, 100.02m) with { Strategy = Name });
        desk.Fill(order, "c.01", 10m, 100.02m);
        var commission = new CommissionReceived(new ExecId("c.01"), 1.50m, "USD", null) { Time = desk.Now };
        desk.Apply(commission);
        decimal once = Made(desk).Pnl;

        for (int i = 0; i < 3; i++) desk.Apply(commission);
        decimal again = Made(desk).Pnl;
        desk.Apply(commission with { Commission = 1.25m });

        Assert.Equal((-1.50m, -1.50m, -1.25m), (once, again, Made(desk).Pnl));
    }

    [Fact]
    public void An_order_that_fills_in_parts_is_one_trade()
    {
        Desk desk = Beating();
        Order bought = desk.Working(Desk.Buy(10m, 100.02m) with { Strategy = Name });
        desk.Fill(bought, "p1.01", 10m, 100.02m);
        Order sold = desk.Working(Desk.Sell(10m, 99.98m) with { Strategy = Name });

        for (int i = 0; i < 5; i++) desk.Fill(sold, $"p2{i}.01", 1m, 99.98m);
        int losing = Made(desk).Streak;
        desk.Fill(sold, "p29.01", 5m, 101m);

        Assert.Equal((1, 0), (losing, Made(desk).Streak));
        Assert.False(desk.Core.State.Latches.IsTripped(TradingCore.Risk.Latches.RiskLatch.IdOf("R27", new TradingCore.Risk.Limits.RiskScope(TradingCore.Risk.Limits.RiskScopeKind.Strategy, Name))));
    }

    [Fact]
    public void A_trade_that_breaks_even_is_no_losing_one_whatever_its_average_price()
    {
        Desk desk = Beating();
        Order bought = desk.Working(Desk.Buy(3m, 100.02m) with { Strategy = Name });
        desk.Fill(bought, "b1.01", 1m, 100.00m);
        desk.Fill(bought, "b2.01", 2m, 100.01m);
        Order sold = desk.Working(Desk.Sell(3m, 99.98m) with { Strategy = Name });

        desk.Fill(sold, "s1.01", 1m, 100.00m);
        desk.Fill(sold, "s2.01", 2m, 100.01m);

        Assert.Equal((0, 0m), Made(desk));
    }

    [Fact]
    public void The_day_of_a_strategy_after_a_restart_is_that_of_its_fills()
    {
        Desk desk = Beating();
        Trade(desk, "a", 100.02m, 99.02m);
        RecoveredState stored = desk.Journal.Recover();

        var sameDay = Desk.Ready(stored);
        Desk nextDay = OnTheNextDay(stored);
        Desk laterThatDay = OnTheNextDay(stored with { Settings = stored.Settings.Concat(nextDay.Journal.Recover().Settings).GroupBy(x => x.Key).ToDictionary(g => g.Key, g => g.Last().Value) });

        Assert.Equal((1, -10m), Made(sameDay));
        Assert.Equal((1, 0m), Made(nextDay));
        Assert.Equal((1, 0m), Made(laterThatDay));
    }

    [Fact]
    public void What_a_strategy_holds_is_its_own_however_many_orders_came_after_it()
    {
        Desk desk = Beating(t => t.KeptMax = 2);
        Order held = desk.Working(Desk.Buy(10m, 100.02m) with { Strategy = Name });
        desk.Fill(held, "h.01", 10m, 100.02m);
        Trade(desk, "a", 100.02m, 99.02m);
        for (int i = 0; i < 4; i++)
        {
            Order other = desk.Working(Desk.Buy(1m, 90m));
            desk.Cancel(other);
            desk.Status(other, BrokerOrderStatus.Cancelled);
        }

        desk.Apply(new ExecutionReceived(desk.Core.State.Fills.Find(new ExecId("a2.01"))! with { ExecId = new ExecId("a2.02"), Price = 101.02m }, false) { Time = desk.Now });
        desk.Apply(new CommissionReceived(new ExecId("h.01"), 1m, "USD", null) { Time = desk.Now });
        Desk next = Desk.Ready(desk.Journal.Recover(), t => t.KeptMax = 2);

        Assert.Null(desk.Core.State.Orders.Find(held.OrderRef));
        Assert.Equal((10m, 0, 9m), (desk.Core.State.Risk.Strategies.Quantity(Name, Desk.Account, Desk.Spy.ConId), Made(desk).Streak, Made(desk).Pnl));
        Assert.Equal((10m, 0, 9m), (next.Core.State.Risk.Strategies.Quantity(Name, Desk.Account, Desk.Spy.ConId), Made(next).Streak, Made(next).Pnl));
    }

    [Fact]
    public void A_commission_in_another_currency_counts_at_the_rate_of_that_currency()
    {
        var yen = new Contract { ConId = new ConId(15016059), Ticker = "USD.JPY", Symbol = "USD", Currency = "JPY", SecurityType = SecurityType.Forex };
        Desk desk = Beating();
        Order order = desk.Working(Desk.Buy(10m, 100.02m) with { Strategy = Name });
        desk.Apply(new InstrumentResolved(new ContractQuery("USD.JPY", SecurityType.Forex), new Instrument { Contract = yen }) { Time = desk.Now });
        desk.Apply(new MarketTick(yen.ConId, TickField.Bid, 150m, 1m, desk.Now));
        desk.Apply(new MarketTick(yen.ConId, TickField.Ask, 150m, 1m, desk.Now));

        desk.Apply(new ExecutionReceived(Desk.FillOf(order, "y.01", 10m, 150m, desk.Now) with { Contract = yen }, false) { Time = desk.Now });
        desk.Apply(new CommissionReceived(new ExecId("y.01"), 2m, "USD", null) { Time = desk.Now });

        Assert.Equal(-2m, Made(desk).Pnl);
    }

    [Fact]
    public void The_loss_of_the_day_counts_fees_that_are_charged_in_another_currency()
    {
        var yen = new Contract { ConId = new ConId(15016059), Ticker = "USD.JPY", Symbol = "USD", Currency = "JPY", SecurityType = SecurityType.Forex };
        Desk desk = Beating();
        Order order = desk.Working(Desk.Buy(10m, 100.02m));
        desk.Wait(TimeSpan.FromSeconds(1));
        decimal? before = desk.Core.Risk.Losses.DayPnl(Desk.Account);

        foreach ((string id, OrderSide side) in new[] { ("y1.01", OrderSide.Buy), ("y2.01", OrderSide.Sell) })
        {
            desk.Apply(new ExecutionReceived(Desk.FillOf(order, id, 10m, 150m, desk.Now) with { Contract = yen, Side = side }, false) { Time = desk.Now });
            desk.Apply(new CommissionReceived(new ExecId(id), 2m, "USD", null) { Time = desk.Now });
        }
        desk.Wait(TimeSpan.FromSeconds(1));

        Assert.Equal((0m, -4m), (before, desk.Core.Risk.Losses.DayPnl(Desk.Account)));
    }

    private static Desk Beating(Action<TradingCore.Engine.TradingOptions>? trading = null)
    {
        Desk desk = Desk.Ready(trading: trading);
        desk.Wait(TimeSpan.FromSeconds(1));
        desk.Apply(new StrategyBeat(Name, "hash", false) { Time = desk.Now, Context = new CommandContext("strategy", Name) });
        return desk;
    }

    private static Desk OnTheNextDay(RecoveredState stored)
    {
        var desk = new Desk(stored) { Now = Desk.Start.AddDays(1) };
        desk.Connect();
        desk.CompleteRound();
        desk.Market(100.00m, 100.02m);
        desk.Wait(TimeSpan.FromSeconds(40));
        return desk;
    }

    private static void Trade(Desk desk, string id, decimal bought, decimal sold)
    {
        Order buy = desk.Working(Desk.Buy(10m, 100.02m) with { Strategy = Name });
        desk.Fill(buy, $"{id}1.01", 10m, bought);
        desk.Wait(TimeSpan.FromSeconds(1));
        Order sell = desk.Working(Desk.Sell(10m, 99.5m) with { Strategy = Name });
        desk.Fill(sell, $"{id}2.01", 10m, sold);
    }

    private static (int Streak, decimal Pnl) Made(Desk desk) =>
        (desk.Core.State.Risk.Strategies.Streak(Name), desk.Core.State.Risk.Strategies.DayPnl(Name, desk.Core.Risk.Losses.DayOf(Desk.Account)));
}
