using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;
using TradingCore.Engine.Ports;
using TradingCore.Risk;
using TradingCore.Risk.Kill;
using TradingCore.Risk.Limits;

namespace TradingCore.Tests.Engine;

/// <summary>The queue when things go wrong around it: kill switches, limits, brackets, a journal that fails, a program that ends.</summary>
public sealed class QueueTroubleTests
{
    private static OrderSpec Waiting(decimal quantity = 100m, decimal? limit = 99m) => Desk.Buy(quantity, limit) with { IfOffline = OfflineChoice.Queue };

    private static OrderSpec Bracket(decimal quantity = 100m) => Waiting(quantity) with { Bracket = new BracketSpec(new ExitSpec { Price = 105m }, new ExitSpec { Price = 95m }) };

    private static Desk Away(Action<RiskOptions>? risk = null)
    {
        Desk desk = Desk.Ready(risk: risk);
        desk.Disconnect();
        return desk;
    }

    private static void Back(Desk desk, decimal bid = 100.00m)
    {
        desk.Connect(nextValidId: 50);
        desk.CompleteRound();
        desk.Market(bid, bid + 0.02m);
        desk.Wait(TimeSpan.FromSeconds(1));
    }

    private static KillResult Kill(Desk desk, RiskScope scope, KillLevel level)
    {
        var command = new EngageKillSwitch(scope, level, "test") { Time = desk.Now, Context = new CommandContext("user", "anna") };
        desk.Apply(command);
        Assert.True(command.Reply.Task.IsCompletedSuccessfully);
        return command.Reply.Task.Result;
    }

    private static OrderState[] States(Desk desk) => [.. desk.Core.State.Orders.Snapshot.OrderBy(o => o.OrderRef.Value, StringComparer.Ordinal).Select(o => o.State)];

    [Fact]
    public void A_bracket_that_waits_leaves_whole_and_held_until_its_last_order()
    {
        Desk desk = Away();
        Order entry = desk.Submit(Bracket()).Order!;

        Back(desk);

        Assert.Equal([OrderRole.Entry, OrderRole.TakeProfit, OrderRole.StopLoss], desk.Gateway.Placed.Select(o => o.Handling.Role));
        Assert.Equal([false, false, true], desk.Gateway.Transmitted);
        Assert.All(desk.Gateway.Placed.Skip(1), exit => Assert.Equal(desk.Find(entry).OrderId, exit.ParentId));
        Assert.Equal(3, desk.Gateway.Placed.Select(o => o.OrderId).Distinct().Count());
    }

    [Fact]
    public void A_bracket_that_waits_has_its_stop_where_the_limits_demand_one()
    {
        Desk desk = Away(r => r.ProtectiveStop = true);

        SubmitResult bare = desk.Submit(Waiting()), bracket = desk.Submit(Bracket());
        Back(desk);

        Assert.Contains(bare.Verdict.Failures, f => f.Code == "R36");
        Assert.Equal(SubmitOutcome.Queued, bracket.Outcome);
        Assert.Equal(3, desk.Gateway.Placed.Count);
    }

    [Fact]
    public void The_entry_of_a_bracket_can_be_changed_where_the_limits_demand_a_stop()
    {
        Desk desk = Desk.Ready(risk: r => r.ProtectiveStop = true);
        Order entry = desk.Working(Desk.Buy(100m, 99m) with { Bracket = new BracketSpec(new ExitSpec { Price = 105m }, new ExitSpec { Price = 95m }) });

        CommandResult change = desk.Modify(entry, new OrderChange(LimitPrice: 99.50m));

        Assert.True(change.Outcome == CommandOutcome.Accepted, change.Message);
    }

    [Fact]
    public void A_bracket_without_its_stop_does_not_leave_where_the_limits_demand_one()
    {
        Desk desk = Away(r => r.ProtectiveStop = true);
        desk.Submit(Bracket());
        Order stop = desk.Core.State.Orders.Snapshot.Single(o => o.Handling.Role == OrderRole.StopLoss);

        desk.Cancel(stop);
        Back(desk);

        Assert.Empty(desk.Gateway.Placed);
        Assert.All(desk.Core.State.Orders.Snapshot, o => Assert.True(o.State.IsFinal()));
    }

    [Fact]
    public void A_queued_order_of_a_strategy_is_one_of_its_orders_and_not_two()
    {
        Desk desk = Desk.Ready();
        desk.SetLimits(new RiskScope(RiskScopeKind.Strategy, "ema"), 0, (RiskLimit.RepeatsPerMinute, 1m));
        Beat(desk);
        desk.Disconnect();

        SubmitResult first = desk.Submit(Waiting() with { Strategy = "ema" });
        Beat(desk);
        Back(desk);
        Beat(desk);
        SubmitResult second = desk.Submit(Desk.Buy(100m, 98m) with { Strategy = "ema" });

        Assert.Equal(SubmitOutcome.Queued, first.Outcome);
        Assert.Single(desk.Gateway.Placed);
        Assert.Equal("R30", Assert.Single(second.Verdict.Failures).Code);
    }

    private static void Beat(Desk desk) => desk.Apply(new StrategyBeat("ema", "abc", false) { Time = desk.Now, Context = new CommandContext("strategy", "ema") });

    [Theory]
    [InlineData(KillLevel.Block)]
    [InlineData(KillLevel.Cancel)]
    public void Nothing_that_waits_leaves_after_a_kill_switch_not_even_after_a_restart(KillLevel level)
    {
        Desk desk = Away();
        desk.Submit(Waiting());
        desk.Submit(Bracket(10m));

        Kill(desk, RiskScope.Firm, level);
        var next = new Desk(desk.Journal.Recover(), run: "2") { Now = desk.Now };
        Back(desk);
        Back(next);
        desk.Wait(TimeSpan.FromSeconds(1));
        next.Wait(TimeSpan.FromSeconds(1));

        Assert.Empty(desk.Gateway.Placed);
        Assert.Empty(next.Gateway.Placed);
        Assert.All(States(desk).Concat(States(next)), s => Assert.True(s is OrderState.Denied or OrderState.Cancelled, s.ToString()));
        Assert.Equal(SubmitOutcome.Denied, next.Submit(Waiting()).Outcome);
    }

    [Fact]
    public void A_kill_switch_of_one_symbol_leaves_what_waits_in_another()
    {
        Desk desk = Away();
        Order order = desk.Submit(Waiting()).Order!;

        Kill(desk, new RiskScope(RiskScopeKind.Symbol, "AAPL"), KillLevel.Cancel);
        Back(desk);

        Assert.Equal(order.OrderRef, Assert.Single(desk.Gateway.Placed).OrderRef);
    }

    [Fact]
    public void A_cancel_of_what_waits_says_that_it_is_not_written_when_the_journal_fails_and_writes_it_when_it_can()
    {
        Desk desk = Away();
        Order order = desk.Submit(Waiting()).Order!;
        desk.Journal.Failure = "The disk is full.";

        CommandResult cancel = desk.Cancel(order);
        RecoveredState ifItEndsNow = desk.Journal.Recover();
        desk.Journal.Failure = null;
        desk.Wait(TimeSpan.FromSeconds(2));
        RecoveredState later = desk.Journal.Recover();

        Assert.Equal((CommandOutcome.Accepted, OrderState.Cancelled), (cancel.Outcome, desk.Find(order).State));
        Assert.Contains("cannot be written", cancel.Message, StringComparison.Ordinal);
        Assert.Equal((OrderState.Queued, OrderState.Cancelled), (ifItEndsNow.Orders.Single().State, later.Orders.Single().State));
    }

    [Fact]
    public void Nothing_leaves_while_the_journal_fails_and_each_once_when_it_writes_again()
    {
        Desk desk = Away();
        desk.Submit(Waiting());
        desk.Submit(Waiting(50m));
        desk.Journal.Failure = "The disk is full.";
        Back(desk);
        desk.Wait(TimeSpan.FromSeconds(1));
        int whileFull = desk.Gateway.Placed.Count;

        desk.Journal.Failure = null;
        for (int i = 0; i < 5; i++) desk.Wait(TimeSpan.FromSeconds(1));

        Assert.Equal(0, whileFull);
        Assert.Equal([100m, 50m], desk.Gateway.Placed.Select(o => o.Quantity));
    }

    [Fact]
    public void What_expired_while_the_program_was_not_running_does_not_leave()
    {
        Desk desk = Away();
        desk.Submit(Bracket() with { QueueFor = TimeSpan.FromMinutes(10) });

        var next = new Desk(desk.Journal.Recover(), run: "2") { Now = desk.Now.AddMinutes(10) };
        Back(next);

        Assert.Empty(next.Gateway.Placed);
        Assert.All(States(next), s => Assert.Equal(OrderState.Expired, s));
    }

    [Fact]
    public void What_was_changed_while_it_waited_leaves_as_changed_also_after_a_restart()
    {
        Desk desk = Away();
        Order entry = desk.Submit(Bracket()).Order!;
        Order profit = desk.Core.State.Orders.Snapshot.Single(o => o.Handling.Role == OrderRole.TakeProfit);

        CommandResult first = desk.Modify(entry, new OrderChange(Quantity: 60m, LimitPrice: 98m));
        CommandResult second = desk.Modify(desk.Find(profit), new OrderChange(LimitPrice: 104m));
        var next = new Desk(desk.Journal.Recover(), run: "2") { Now = desk.Now };
        Back(next);

        Assert.True(first.Outcome == CommandOutcome.Accepted, first.Message);
        Assert.True(second.Outcome == CommandOutcome.Accepted, second.Message);
        Assert.Equal([(60m, (decimal?)98m), (60m, 104m), (60m, null)], next.Gateway.Placed.Select(o => (o.Quantity, o.LimitPrice)));
    }

    [Fact]
    public void An_exit_that_the_market_has_passed_while_it_waited_stops_the_whole_bracket()
    {
        Desk desk = Away();
        desk.Submit(Bracket() with { Type = OrderType.Market, LimitPrice = null });

        Back(desk, bid: 94.00m);   // the stop at 95 would fill at once

        Assert.Empty(desk.Gateway.Placed);
        Assert.All(States(desk), s => Assert.Equal(OrderState.Denied, s));
    }

    [Fact]
    public void One_without_a_price_does_not_hold_up_the_others_and_leaves_when_it_has_one()
    {
        Contract ibm = new() { ConId = new ConId(8314), Ticker = "IBM", Symbol = "IBM" };
        Desk desk = Desk.Ready();
        var add = new AddToWatchlist(new ContractQuery("IBM")) { Time = desk.Now, Context = new CommandContext("user", "anna") };
        desk.Apply(add);
        desk.Apply(new InstrumentResolved(add.Query, new Instrument { Contract = ibm }) { Time = desk.Now });
        Quote(100m);
        desk.Disconnect();
        desk.Submit(Waiting() with { Ticker = "IBM" });
        desk.Now += TimeSpan.FromSeconds(1);
        desk.Submit(Waiting());

        Back(desk);
        desk.Wait(TimeSpan.FromSeconds(1));
        string[] first = [.. desk.Gateway.Placed.Select(o => o.Contract.Ticker)];
        Quote(100m);
        desk.Wait(TimeSpan.FromSeconds(1));

        Assert.Equal(["SPY"], first);
        Assert.Equal(["SPY", "IBM"], desk.Gateway.Placed.Select(o => o.Contract.Ticker));

        void Quote(decimal bid)
        {
            desk.Apply(new MarketTick(ibm.ConId, TickField.DataType, (decimal)MarketDataType.Live, null, desk.Now));
            desk.Apply(new MarketTick(ibm.ConId, TickField.Bid, bid, 500m, desk.Now));
            desk.Apply(new MarketTick(ibm.ConId, TickField.Ask, bid + 0.02m, 500m, desk.Now));
        }
    }

    [Fact]
    public void A_random_day_of_the_queue_sends_each_order_at_most_once_and_none_that_was_ended()
    {
        for (int seed = 1; seed <= 40; seed++) RandomDay(seed);
    }

    // Connection, price, journal, kill switch, cancels, changes and restarts at random; what counts is what was placed over all runs.
    private static void RandomDay(int seed)
    {
        var random = new Random(seed);
        var journal = new FakeJournal();
        Desk desk = new(journal: journal, run: "0");
        var placed = new List<Order>();
        var ended = new Dictionary<OrderRef, int>();   // how many were placed when the end was answered
        int runs = 0;
        desk.Connect();
        desk.CompleteRound();
        desk.Market(100.00m, 100.02m);
        for (int step = 0; step < 120; step++)
        {
            int before = desk.Gateway.Placed.Count;
            Order[] open = [.. desk.Core.State.Orders.Open.Select(o => o.Order).Where(o => o.State == OrderState.Queued)];
            switch (random.Next(12))
            {
                case 0: desk.Disconnect(); break;
                case 1: desk.Connect(nextValidId: 1); break;
                case 2 when desk.Gateway.Rounds.Count > 0: desk.CompleteRound(); break;
                case 3: desk.Market(96m + random.Next(8), 97m + random.Next(8)); break;
                case 4: journal.Failure = journal.Failure is null ? "The disk is full." : null; break;
                case 5 when open.Length > 0:
                    Order victim = open[random.Next(open.Length)];
                    if (desk.Cancel(victim).Outcome == CommandOutcome.Accepted && journal.Failure is null) ended.TryAdd(victim.OrderRef, placed.Count(o => o.OrderRef == victim.OrderRef) + desk.Gateway.Placed.Count(o => o.OrderRef == victim.OrderRef));
                    break;
                case 6 when open.Length > 0: desk.Modify(open[random.Next(open.Length)], new OrderChange(LimitPrice: 95m + random.Next(5))); break;
                case 7 or 8: desk.Submit((random.Next(2) == 0 ? Waiting(10m + random.Next(5)) : Bracket(10m + random.Next(5))) with { QueueFor = TimeSpan.FromSeconds(5 + random.Next(60)) }); break;
                case 9 when random.Next(3) == 0:
                    placed.AddRange(desk.Gateway.Placed);
                    DateTimeOffset now = desk.Now;
                    journal.Failure = null;
                    desk = new Desk(journal.Recover(), journal: journal, run: $"{++runs}") { Now = now };
                    break;
                default: desk.Wait(TimeSpan.FromSeconds(random.Next(4))); break;
            }
            if (desk.Gateway.Placed.Count < before) continue;
        }
        placed.AddRange(desk.Gateway.Placed);

        string where = $"Seed {seed}: {string.Join(", ", placed.Select(o => o.OrderRef))}.";
        Order[] fresh = [.. placed.Where(o => o.PendingChange is null && o.PermId.Value == 0)];
        Assert.True(fresh.GroupBy(o => o.OrderRef).All(g => g.Count() == 1), where);
        Assert.True(fresh.Select(o => o.OrderId).Distinct().Count() == fresh.Length, where);
        Assert.True(ended.All(e => placed.Count(o => o.OrderRef == e.Key) == e.Value), where);
        // A bracket left whole or not at all.
        foreach (Order entry in fresh.Where(o => o.Handling.Role == OrderRole.Entry))
            Assert.True(fresh.Where(o => o.Attributes.Parent == entry.OrderRef).All(o => o.ParentId == entry.OrderId && o.Quantity == entry.Quantity), where);
        Assert.True(fresh.Where(o => o.Handling.Role.IsExit()).All(o => fresh.Any(e => e.OrderRef == o.Attributes.Parent)), where);
    }
}
