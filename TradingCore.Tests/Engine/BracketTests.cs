using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;
using TradingCore.Engine.Views;

namespace TradingCore.Tests.Engine;

/// <summary>An entry with its take profit and its stop loss, as one.</summary>
public sealed class BracketTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private static OrderSpec Bracket(decimal quantity = 100m, ExitSpec? profit = null, ExitSpec? loss = null) => Desk.Buy(quantity, 99m) with
    {
        Bracket = new BracketSpec(profit ?? new ExitSpec { Price = 105m }, loss ?? new ExitSpec { Price = 95m }),
    };

    private static (Order Entry, Order Profit, Order Loss) Sent(Desk desk, OrderSpec? spec = null)
    {
        Order entry = desk.Accepted(spec ?? Bracket());
        return (entry, Exit(desk, entry, "TP"), Exit(desk, entry, "SL"));
    }

    private static (Order Entry, Order Profit, Order Loss) Held(Desk desk)
    {
        (Order entry, Order profit, Order loss) = Sent(desk);
        desk.Open(entry, BrokerOrderStatus.Submitted);
        desk.Open(profit, BrokerOrderStatus.PreSubmitted);
        desk.Open(loss, BrokerOrderStatus.PreSubmitted);
        return (desk.Find(entry), desk.Find(profit), desk.Find(loss));
    }

    private static Order Exit(Desk desk, Order entry, string which) => desk.Core.State.Orders.Find(new OrderRef($"{entry.OrderRef}-{which}"))!.Order;

    private static bool HasAlarm(Desk desk, string text) => desk.Seen.NoticesSince(0).Any(n => n.Severity == NoticeSeverity.Error && n.Text.Contains(text, StringComparison.Ordinal));

    [Fact]
    public void The_three_orders_are_one_append_and_the_last_one_frees_them()
    {
        Desk desk = Desk.Ready();
        int attempts = desk.Journal.Attempts;
        desk.Trace.Clear();

        (Order entry, Order profit, Order loss) = Sent(desk);

        Assert.Equal(attempts + 1, desk.Journal.Attempts);
        Assert.Equal(["place", "place", "place"], desk.Trace.SkipWhile(t => t.StartsWith("journal", StringComparison.Ordinal)).Select(t => t.Split(' ')[0]));
        Assert.Equal([(entry.OrderRef, false), (profit.OrderRef, false), (loss.OrderRef, true)], desk.Gateway.Placed.Zip(desk.Gateway.Transmitted, (o, t) => (o.OrderRef, t)));
        Assert.Equal((entry.OrderId, entry.OrderId), (profit.ParentId, loss.ParentId));
        Assert.Equal((OrderSide.Sell, OrderType.Limit, 105m, TimeInForce.Gtc), (profit.Side, profit.Type, profit.LimitPrice!.Value, profit.Tif));
        Assert.Equal((OrderSide.Sell, OrderType.Stop, 95m), (loss.Side, loss.Type, loss.StopPrice!.Value));
        Assert.All([profit, loss], o => Assert.Equal(entry.Handling.CorrelationId, o.Handling.CorrelationId));
        Assert.Equal(3, new[] { entry.Version, profit.Version, loss.Version }.Distinct().Count());
    }

    [Fact]
    public void Offsets_and_percents_count_from_the_entry_and_stand_on_the_grid_never_worse_than_asked_for()
    {
        Desk desk = Desk.Ready();

        (_, Order profit, Order loss) = Sent(desk, Bracket(profit: new ExitSpec { Offset = 1.005m }, loss: new ExitSpec { Percent = 1.5m, LimitOffset = 0.25m }));

        Assert.Equal(100.01m, profit.LimitPrice);            // 100.005 is above the grid's 100.00
        Assert.Equal(97.52m, loss.StopPrice);                // 99 - 1.485 = 97.515
        Assert.Equal((OrderType.StopLimit, 97.27m), (loss.Type, loss.LimitPrice!.Value));
    }

    [Theory]
    [InlineData(OrderSide.Buy, "0.9985", "1.01", "0.9886")]       // above 1 the steps are ten times as large
    [InlineData(OrderSide.Sell, "1.005", "0.9949", "1.01")]
    [InlineData(OrderSide.Buy, "9.90", "10.05", "9.81")]          // 9.999 would be 10.02 in the steps of below 10
    public void A_percent_over_the_edge_of_a_band_stands_on_the_steps_beyond_it(OrderSide side, string entry, string profit, string loss)
    {
        var instrument = new Instrument { Contract = Desk.Spy, MinTick = 0.0001m, PriceIncrements = [new(0m, 0.0001m), new(1m, 0.01m), new(5m, 0.03m), new(10m, 0.05m)] };
        decimal price = decimal.Parse(entry, System.Globalization.CultureInfo.InvariantCulture);
        OrderSpec spec = Desk.Spec(side, 100m, price) with { Bracket = new BracketSpec(new ExitSpec { Percent = 1m }, new ExitSpec { Percent = 1m }) };

        OrderSpec[] exits = [.. TradingCore.Risk.Form.BracketExits.Make(spec, new OrderRef("TB-1"), instrument, price, []).Select(e => e.Spec)];

        Assert.Equal([profit, loss], exits.Select(e => (e.LimitPrice ?? e.StopPrice)!.Value.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture)));
        Assert.All(exits, e => Assert.True(TradingCore.Tests.Risk.RiskGiven.Passes(new TradingCore.Risk.Checks.TickAndLotCheck(), TradingCore.Tests.Risk.RiskGiven.Context(_ => e) with { Instrument = instrument })));
    }

    [Fact]
    public void A_short_entry_has_its_exits_on_the_other_sides()
    {
        Desk desk = Desk.Ready();

        (_, Order profit, Order loss) = Sent(desk, Desk.Sell(100m, 101m) with { Bracket = new BracketSpec(new ExitSpec { Offset = 2m }, new ExitSpec { Offset = 2m }) });

        Assert.Equal((OrderSide.Buy, 99m, OrderSide.Buy, 103m), (profit.Side, profit.LimitPrice!.Value, loss.Side, loss.StopPrice!.Value));
    }

    [Theory]
    [InlineData(98, 95, "not above")]
    [InlineData(105, 99, "not below")]
    [InlineData(150.001, 95, "R07")]
    [InlineData(200, 95, "R12")]
    public void None_is_sent_when_one_of_them_cannot_be(double profit, double loss, string reason)
    {
        Desk desk = Desk.Ready();

        SubmitResult result = desk.Submit(Bracket(profit: new ExitSpec { Price = (decimal)profit }, loss: new ExitSpec { Price = (decimal)loss }));

        Assert.Equal(SubmitOutcome.Denied, result.Outcome);
        Assert.Contains(result.Verdict.Failures, f => f.Message.Contains(reason, StringComparison.Ordinal) || f.Code == reason);
        Assert.Empty(desk.Gateway.Placed);
        Assert.Empty(desk.Core.State.Orders.Open);
    }

    [Fact]
    public void Nothing_leaves_when_the_bracket_cannot_be_made_durable()
    {
        Desk desk = Desk.Ready();
        desk.Journal.Failure = "The disk is full.";

        SubmitResult result = desk.Submit(Bracket());

        Assert.Equal(SubmitOutcome.NotDurable, result.Outcome);
        Assert.Empty(desk.Gateway.Placed);
        Assert.Empty(desk.Core.State.Orders.Snapshot);
    }

    [Fact]
    public async Task A_preview_covers_every_leg()
    {
        Desk desk = Desk.Ready();
        var command = new PreviewOrder(Bracket(loss: new ExitSpec { Price = 99.5m }), false) { Time = desk.Now, Context = new CommandContext("user", "anna") };

        desk.Apply(command);

        PreviewResult preview = (await command.Reply.Task).Result;
        Assert.Equal([OrderRole.Entry, OrderRole.TakeProfit, OrderRole.StopLoss], preview.Legs.Select(l => l.Role));
        Assert.Contains(preview.Verdict.Failures, f => f.Code == "R36");
    }

    [Fact]
    public void Exits_count_for_the_worst_case_only_as_far_as_their_entry_has_filled_and_once()
    {
        Desk desk = Desk.Ready();
        (Order entry, _, _) = Held(desk);

        (decimal _, decimal before) = desk.Core.State.Orders.WorkingQuantities(Desk.Account, Desk.Spy.ConId, null);
        desk.Fill(entry, "a.01", 40m, 99m);
        (decimal _, decimal after) = desk.Core.State.Orders.WorkingQuantities(Desk.Account, Desk.Spy.ConId, null);

        Assert.Equal((0m, 40m), (before, after));
    }

    [Fact]
    public void While_the_broker_holds_the_exits_a_partial_fill_needs_no_change()
    {
        Desk desk = Desk.Ready();
        (Order entry, _, _) = Held(desk);
        int placed = desk.Gateway.Placed.Count;

        desk.Fill(entry, "a.01", 40m, 99m);
        desk.Wait(Grace);
        desk.Fill(entry, "b.01", 60m, 99m);
        desk.Wait(Grace);

        Assert.Equal(placed, desk.Gateway.Placed.Count);
    }

    [Fact]
    public void Exits_that_work_after_a_partial_fill_are_cut_to_what_was_bought()
    {
        Desk desk = Desk.Ready();
        (Order entry, Order profit, Order loss) = Held(desk);
        int placed = desk.Gateway.Placed.Count;

        desk.Fill(entry, "a.01", 40m, 99m);
        desk.Status(profit, BrokerOrderStatus.Submitted);
        desk.Wait(TimeSpan.FromMilliseconds(500));
        int withinGrace = desk.Gateway.Placed.Count - placed;
        desk.Wait(Grace);

        Assert.Equal(0, withinGrace);
        Assert.Equal([(profit.OrderRef, 40m), (loss.OrderRef, 40m)], desk.Gateway.Placed.Skip(placed).Select(o => (o.OrderRef, o.Quantity)).OrderBy(o => o.OrderRef.Value, StringComparer.Ordinal).Reverse());
        Assert.Contains(desk.Find(loss).History, l => l.Kind == "modify requested" && l.Source == "engine" && l.Text.Contains("40 of 100", StringComparison.Ordinal));
    }

    [Fact]
    public void When_the_entry_ends_with_a_part_the_exits_become_that_part_if_the_broker_does_not_see_to_it()
    {
        Desk desk = Desk.Ready();
        (Order entry, Order profit, Order loss) = Held(desk);
        desk.Fill(entry, "a.01", 40m, 99m);
        desk.Cancel(entry);
        int placed = desk.Gateway.Placed.Count;

        desk.Status(entry, BrokerOrderStatus.Cancelled, 40m);
        desk.Open(profit, BrokerOrderStatus.Submitted, e => e with { Quantity = 40m });
        desk.Wait(Grace);
        desk.Wait(Grace);

        Order change = Assert.Single(desk.Gateway.Placed.Skip(placed));
        Assert.Equal((loss.OrderRef, 40m), (change.OrderRef, change.Quantity));
        desk.Open(loss, BrokerOrderStatus.PreSubmitted, e => e with { Quantity = 40m });
        desk.Wait(Grace);
        Assert.Equal(placed + 1, desk.Gateway.Placed.Count);
    }

    [Fact]
    public void A_fill_that_crosses_the_cancel_of_the_entry_raises_the_exits()
    {
        Desk desk = Desk.Ready();
        (Order entry, Order profit, Order loss) = Held(desk);
        desk.Fill(entry, "a.01", 40m, 99m);
        desk.Status(entry, BrokerOrderStatus.Cancelled, 40m);
        desk.Open(profit, BrokerOrderStatus.Submitted, e => e with { Quantity = 40m });
        desk.Open(loss, BrokerOrderStatus.PreSubmitted, e => e with { Quantity = 40m });
        int placed = desk.Gateway.Placed.Count;

        desk.Fill(entry, "b.01", 25m, 99m);
        desk.Wait(Grace);
        desk.Wait(Grace);

        Assert.Equal([65m, 65m], desk.Gateway.Placed.Skip(placed).Select(o => o.Quantity));
    }

    [Fact]
    public void When_one_exit_has_closed_all_the_other_one_is_cancelled()
    {
        Desk desk = Desk.Ready();
        (Order entry, Order profit, Order loss) = Held(desk);
        desk.Fill(entry, "a.01", 100m, 99m);
        desk.Fill(profit, "b.01", 100m, 105m);

        desk.Wait(Grace);
        desk.Wait(Grace);

        Assert.Equal([loss.OrderRef], desk.Gateway.Cancelled.Select(o => o.OrderRef));
    }

    [Fact]
    public void What_an_exit_closed_before_it_ended_counts_however_many_orders_came_after_it()
    {
        Desk desk = Desk.Ready(trading: t => t.KeptMax = 2, risk: r => r.OrderTradeRatioMax = 1_000m);
        (Order entry, Order profit, Order loss) = Held(desk);
        desk.Fill(entry, "e.01", 100m, 99m);
        desk.Open(profit, BrokerOrderStatus.Submitted);
        desk.Open(loss, BrokerOrderStatus.PreSubmitted);
        desk.Fill(profit, "p.01", 30m, 105m);
        desk.Open(loss, BrokerOrderStatus.PreSubmitted, e => e with { Quantity = 70m });
        desk.Cancel(profit);
        desk.Status(profit, BrokerOrderStatus.Cancelled, 30m);
        for (int i = 0; i < 5; i++)
        {
            Order other = desk.Working(Desk.Buy(1m, 90m));
            desk.Cancel(other);
            desk.Status(other, BrokerOrderStatus.Cancelled);
        }
        int placed = desk.Gateway.Placed.Count;

        desk.Open(loss, BrokerOrderStatus.PreSubmitted, e => e with { Quantity = 70m, StopPrice = 94m });
        desk.Wait(Grace);
        desk.Wait(Grace);

        Assert.Equal((70m, placed), (desk.Find(loss).Quantity, desk.Gateway.Placed.Count));
    }

    [Fact]
    public void A_changed_entry_takes_its_exits_along()
    {
        Desk desk = Desk.Ready();
        (Order entry, _, _) = Held(desk);
        desk.Modify(entry, new OrderChange(Quantity: 150m));
        int placed = desk.Gateway.Placed.Count;

        desk.Open(entry, BrokerOrderStatus.Submitted, e => e with { Quantity = 150m });
        desk.Wait(Grace);
        desk.Wait(Grace);

        Assert.Equal([150m, 150m], desk.Gateway.Placed.Skip(placed).Select(o => o.Quantity));
    }

    [Fact]
    public void The_size_of_an_exit_cannot_be_changed_by_hand_but_its_price_can()
    {
        Desk desk = Desk.Ready();
        (_, Order profit, _) = Held(desk);

        Assert.Equal(CommandOutcome.Refused, desk.Modify(profit, new OrderChange(Quantity: 500m)).Outcome);
        Assert.Equal(CommandOutcome.Accepted, desk.Modify(profit, new OrderChange(LimitPrice: 106m)).Outcome);
    }

    [Fact]
    public void A_stop_that_the_broker_rejects_is_told_loudly_and_the_entry_does_not_grow()
    {
        Desk desk = Desk.Ready();
        (Order entry, _, Order loss) = Held(desk);
        desk.Fill(entry, "a.01", 40m, 99m);

        desk.Error(loss, 201, "Order rejected - reason: no stops today");

        Assert.True(HasAlarm(desk, "R36"));
        Assert.Equal([entry.OrderRef], desk.Gateway.Cancelled.Select(o => o.OrderRef));
    }

    [Fact]
    public void A_stop_that_was_cancelled_on_request_is_only_remarked()
    {
        Desk desk = Desk.Ready();
        (Order entry, _, Order loss) = Held(desk);
        desk.Fill(entry, "a.01", 100m, 99m);
        desk.Cancel(loss);

        desk.Status(loss, BrokerOrderStatus.Cancelled);

        Assert.False(HasAlarm(desk, "R36"));
        Assert.Contains(desk.Seen.NoticesSince(0), n => n.Text.Contains("cancelled on request", StringComparison.Ordinal));
    }

    [Fact]
    public void A_bracket_that_reached_the_broker_only_in_part_is_taken_back_after_the_restart()
    {
        Desk first = Desk.Ready();
        (Order entry, Order profit, Order loss) = Sent(first);

        var second = new Desk(first.Journal.Recover(), run: "2");
        second.Connect();
        second.Open(entry, BrokerOrderStatus.PendingSubmit);   // held back by the gateway, because its last order never came
        second.Open(profit, BrokerOrderStatus.PendingSubmit);
        second.CompleteRound();
        second.Wait(TimeSpan.FromSeconds(5));
        second.Open(entry, BrokerOrderStatus.PendingSubmit);
        second.Open(profit, BrokerOrderStatus.PendingSubmit);
        second.CompleteRound();

        Assert.Equal(OrderState.Rejected, second.Find(loss).State);
        Assert.Equal([entry.OrderRef, profit.OrderRef], second.Gateway.Cancelled.Select(o => o.OrderRef));
        Assert.Empty(second.Gateway.Placed);
        Assert.True(HasAlarm(second, "Only a part of the bracket"));
    }

    [Fact]
    public void A_bracket_of_which_nothing_was_heard_is_decided_by_the_comparison_and_gets_no_cancels_for_ever()
    {
        Desk first = Desk.Ready();
        (Order entry, Order profit, Order loss) = Sent(first);
        var second = new Desk(first.Journal.Recover(), run: "2");
        second.Connect();
        second.CompleteRound();

        // The cancel of an exit finds nothing there. That says neither that the others did not come, nor that they were sent just now.
        second.Cancel(profit);
        for (int i = 0; i < 10; i++)
        {
            foreach (Order order in second.Gateway.Cancelled.Skip(i).ToArray()) second.Error(order, 10147, "OrderId that needs to be cancelled is not found.");
            second.CompleteRound();
        }
        OrderState[] meanwhile = [second.Find(entry).State, second.Find(profit).State];
        second.Wait(TimeSpan.FromSeconds(5));
        second.CompleteRound();

        Assert.Equal([OrderState.Unknown, OrderState.Unknown], meanwhile);
        Assert.All([entry, profit, loss], o => Assert.Equal(OrderState.Rejected, second.Find(o).State));
        Assert.Single(second.Gateway.Cancelled);
    }

    [Fact]
    public void Exits_of_an_entry_far_from_the_market_are_judged_by_the_band_of_its_price()
    {
        Desk desk = Desk.Ready();
        desk.Core.State.Bars.OnSubscriptionStarted(desk.Core.State.Market.FindInstrument(Desk.Spy.ConId)!, desk.Now);
        for (int i = 0; i < 24; i++)
        {
            desk.Apply(new BarReceived(Desk.Spy.ConId, new Bar { Time = desk.Now - TimeSpan.FromSeconds(5), Size = BarSize.FiveSeconds, Open = 100m, High = 100m, Low = 100m, Close = 100m, Wap = 100m, Volume = 10m, Count = 5, Parts = 1, IsClosed = true }) { Time = desk.Now });
            desk.Wait(TimeSpan.FromSeconds(5));
        }
        desk.Market(100.00m, 100.02m);
        OrderSpec far = Desk.Buy(100m, 80m) with { Bracket = new BracketSpec(new ExitSpec { Price = 84m }, new ExitSpec { Price = 78m }) };

        SubmitResult plain = desk.Submit(Desk.Sell(100m, 84m));
        SubmitResult result = desk.Submit(far);

        Assert.Contains(plain.Verdict.Failures, f => f.Code == "R14");

        Assert.True(result.Outcome == SubmitOutcome.Accepted, result.Message);
    }

    [Fact]
    public void A_broker_that_does_not_take_the_cancel_of_an_entry_without_its_stop_is_not_asked_for_ever()
    {
        Desk desk = Desk.Ready();
        (Order entry, _, Order loss) = Held(desk);
        desk.Status(loss, BrokerOrderStatus.Cancelled);

        for (int i = 0; i < 10; i++)
        {
            desk.Error(entry, 10148, "OrderId that needs to be cancelled cannot be cancelled.");
            desk.Open(entry, BrokerOrderStatus.Submitted);
        }

        Assert.Equal(3, desk.Gateway.Cancelled.Count(o => o.OrderRef == entry.OrderRef));
        Assert.True(HasAlarm(desk, "does not take the cancel"));
    }

    [Fact]
    public void A_bracket_of_which_nothing_reached_the_broker_ends_truthfully()
    {
        Desk first = Desk.Ready();
        (Order entry, _, _) = Sent(first);

        var second = new Desk(first.Journal.Recover(), run: "2");
        second.Connect();
        second.CompleteRound();
        second.Wait(TimeSpan.FromSeconds(5));
        second.CompleteRound();

        Assert.All(second.Seen.Orders, o => Assert.Equal(OrderState.Rejected, o.State));
        Assert.Empty(second.Gateway.Cancelled);
        Assert.False(HasAlarm(second, "R36"));
        Assert.Equal(3, second.Seen.Orders.Count);
        Assert.Equal(OrderRole.Entry, second.Find(entry).Handling.Role);
    }

    [Fact]
    public void A_live_entry_without_its_stop_is_found_after_the_restart()
    {
        Desk first = Desk.Ready();
        (Order entry, Order profit, Order loss) = Held(first);

        var second = new Desk(first.Journal.Recover(), run: "2");
        second.Connect();
        second.Open(entry, BrokerOrderStatus.Submitted);
        second.Open(profit, BrokerOrderStatus.PreSubmitted);
        second.CompleteRound();

        Assert.Equal(OrderState.Cancelled, second.Find(loss).State);
        Assert.True(HasAlarm(second, "without its stop (R36)"));
        Assert.Equal(entry.OrderRef, second.Gateway.Cancelled[0].OrderRef);
    }

    [Fact]
    public void After_a_restart_nothing_is_to_be_protected_that_was_closed_otherwise()
    {
        Desk first = Desk.Ready();
        (Order entry, Order profit, Order loss) = Held(first);
        first.Fill(entry, "e.01", 100m, 99m);
        first.Status(loss, BrokerOrderStatus.Cancelled);
        bool whileHeld = HasAlarm(first, "Protect the position");
        first.Cancel(profit);
        first.Status(profit, BrokerOrderStatus.Cancelled);
        Order close = first.Close("SPY").Order!;
        first.Fill(close, "c1.01", 60m, 100m);

        Desk partly = Again(first, 40m), flat;
        first.Fill(close, "c2.01", 40m, 100m);
        flat = Again(first, 0m);

        Assert.True(whileHeld);
        Assert.True(HasAlarm(partly, "40 SPY bought have no stop (R36)"));
        Assert.False(HasAlarm(flat, "R36"));

        static Desk Again(Desk before, decimal held)
        {
            var next = new Desk(before.Journal.Recover(), run: "2") { Now = before.Now + TimeSpan.FromMinutes(1) };
            next.Connect();
            next.Position(held);
            next.CompleteRound();
            next.Wait(TimeSpan.FromSeconds(1));
            return next;
        }
    }

    [Fact]
    public void After_a_restart_the_last_order_of_a_bracket_is_the_one_that_was_sent_last()
    {
        Desk first = Desk.Ready();
        (Order entry, Order profit, Order loss) = Held(first);
        first.Modify(profit, new OrderChange(LimitPrice: 106m));

        var second = new Desk(first.Journal.Recover(), run: "2");

        Assert.Equal([profit.OrderRef, loss.OrderRef], second.Core.State.Orders.ExitsOf(entry.OrderRef).Select(e => e.Order.OrderRef));
    }

    [Fact]
    public void A_queued_bracket_waits_leaves_and_is_withdrawn_as_one()
    {
        Desk desk = Desk.Ready();
        desk.Disconnect();
        Order leaving = desk.Submit(Bracket() with { IfOffline = OfflineChoice.Queue }).Order!;
        Order withdrawn = desk.Submit(Bracket(50m) with { IfOffline = OfflineChoice.Queue }).Order!;
        desk.Cancel(withdrawn);
        desk.Modify(leaving, new OrderChange(Quantity: 80m));

        desk.Connect();
        desk.CompleteRound();
        desk.Market(100.00m, 100.02m);
        desk.Wait(TimeSpan.FromSeconds(1));

        Assert.Equal([80m, 80m, 80m], desk.Gateway.Placed.Select(o => o.Quantity));
        Assert.Equal([false, false, true], desk.Gateway.Transmitted);
        Assert.Equal(desk.Find(leaving).OrderId, Exit(desk, leaving, "SL").ParentId);
        Assert.All(desk.Seen.Orders.Where(o => o.OrderRef.Value.StartsWith(withdrawn.OrderRef.Value, StringComparison.Ordinal)), o => Assert.Equal(OrderState.Cancelled, o.State));
    }

    [Fact]
    public void A_queued_bracket_whose_stop_the_market_has_passed_is_denied_as_one()
    {
        Desk desk = Desk.Ready();
        desk.Disconnect();
        Order entry = desk.Submit(Desk.Buy(100m) with { IfOffline = OfflineChoice.Queue, Bracket = new BracketSpec(new ExitSpec { Price = 105m }, new ExitSpec { Price = 99m }) }).Order!;

        desk.Connect();
        desk.CompleteRound();
        desk.Market(98.00m, 98.02m);
        desk.Wait(TimeSpan.FromSeconds(1));

        Assert.Equal(3, desk.Seen.Orders.Count(o => o.State == OrderState.Denied));
        Assert.Contains("R36", desk.Find(entry).Reason, StringComparison.Ordinal);
        Assert.Empty(desk.Gateway.Placed);
    }

    [Fact]
    public void One_order_triggers_another_one_by_its_id()
    {
        Desk desk = Desk.Ready();
        Order parent = desk.Working(Desk.Buy(100m, 99m));

        Order child = desk.Accepted(Desk.Sell(100m, 101m) with { Attributes = new OrderAttributes { Parent = parent.OrderRef } });

        Assert.Equal((parent.OrderId, OrderRole.Triggered), (child.ParentId, child.Handling.Role));
    }

    [Fact]
    public void An_order_cannot_wait_for_one_that_has_ended_or_does_not_exist()
    {
        Desk desk = Desk.Ready();
        Order done = desk.Working(Desk.Buy(100m, 99m));
        desk.Fill(done, "a.01", 100m, 99m);

        SubmitResult ended = desk.Submit(Desk.Sell(100m, 101m) with { Attributes = new OrderAttributes { Parent = done.OrderRef } });
        SubmitResult unknown = desk.Submit(Desk.Sell(100m, 101m) with { Attributes = new OrderAttributes { Parent = new OrderRef("TB-none") } });

        Assert.Contains("filled already", ended.Message, StringComparison.Ordinal);
        Assert.Contains("no order TB-none", unknown.Message, StringComparison.Ordinal);
    }
}
