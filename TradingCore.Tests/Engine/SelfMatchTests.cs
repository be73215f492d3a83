using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;
using TradingCore.Engine.Ports;
using TradingCore.Risk.Kill;
using TradingCore.Risk.Limits;

namespace TradingCore.Tests.Engine;

/// <summary>R34 with the policy that resting orders give way: they are cancelled, and the newer order waits for that.</summary>
public sealed class SelfMatchTests
{
    private static Desk Ready(Action<TradingCore.Risk.RiskOptions>? risk = null, RecoveredState? recovered = null) => Desk.Ready(recovered, risk: r =>
    {
        r.SelfMatchDeniesNewest = false;
        risk?.Invoke(r);
    });

    private static (Desk Desk, Order Resting, Order Held) Waiting(Action<TradingCore.Risk.RiskOptions>? risk = null)
    {
        Desk desk = Ready(risk);
        Order resting = desk.Working(Desk.Buy(100m, 99.99m));
        SubmitResult result = desk.Submit(Desk.Sell(50m, 99.98m));
        Assert.True(result.Outcome == SubmitOutcome.Queued, result.Message);
        return (desk, resting, result.Order!);
    }

    [Fact]
    public void The_newer_order_is_denied_unless_the_limits_say_otherwise()
    {
        Desk desk = Desk.Ready();
        desk.Working(Desk.Buy(100m, 99.99m));

        SubmitResult result = desk.Submit(Desk.Sell(50m, 99.98m));

        Assert.Equal(["R34"], result.Verdict.Failures.Select(f => f.Code));
        Assert.Empty(desk.Gateway.Cancelled);
    }

    [Fact]
    public void A_change_that_is_not_confirmed_counts_at_both_prices()
    {
        Desk desk = Desk.Ready();
        Order resting = desk.Working(Desk.Buy(100m, 99.50m));
        desk.Modify(resting, new OrderChange(LimitPrice: 99.99m));

        SubmitResult result = desk.Submit(Desk.Sell(50m, 99.98m));

        Assert.Equal(["R34"], result.Verdict.Failures.Select(f => f.Code));
    }

    [Fact]
    public void The_newer_order_is_durable_before_the_cancel_of_the_resting_one_and_leaves_when_that_is_confirmed()
    {
        Desk desk = Ready();
        Order resting = desk.Working(Desk.Buy(100m, 99.99m));
        desk.Trace.Clear();

        SubmitResult result = desk.Submit(Desk.Sell(50m, 99.98m), "key-1");

        Assert.Equal((SubmitOutcome.Queued, OrderState.Queued), (result.Outcome, result.Order!.State));
        Assert.Equal(["journal OrderWritten", "journal OrderWritten", $"cancel {resting.OrderId}"], desk.Trace);
        Assert.Equal(OrderState.PendingCancel, desk.Find(resting).State);
        Assert.Single(desk.Gateway.Placed);
        Assert.Equal(SubmitOutcome.AlreadyAccepted, desk.Submit(Desk.Sell(50m, 99.98m), "key-1").Outcome);

        desk.Status(resting, BrokerOrderStatus.Cancelled);

        Order sent = desk.Find(result.Order!);
        Assert.Equal(OrderState.PendingSubmit, sent.State);
        // A next start must know that it left: it would send it again otherwise.
        Assert.Equal(OrderState.PendingSubmit, desk.Journal.Recover().Orders.Single(o => o.OrderRef == sent.OrderRef).State);
        Assert.Equal((OrderSide.Sell, 50m), (desk.Gateway.Placed[^1].Side, desk.Gateway.Placed[^1].Quantity));
        Assert.Single(desk.Gateway.Cancelled);
        Assert.Equal(["submitted", "waiting", "waiting", "released"], sent.History.Select(h => h.Kind));
        Assert.Contains("buy 100 SPY", sent.History[1].Text, StringComparison.Ordinal);
        Assert.Equal("Your own order to buy 100 SPY at 99.99 is cancelled.", sent.History[2].Text);
        Assert.Null(sent.Handling.Hold);
        Assert.Contains(desk.Find(resting).History, h => h.Kind == "cancel requested" && h.Text.Contains(sent.OrderRef.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_is_cancelled_for_an_order_that_fails_another_check()
    {
        Desk desk = Ready();
        desk.Working(Desk.Buy(100m, 99.99m));

        SubmitResult result = desk.Submit(Desk.Sell(5_000m, 99.98m));

        Assert.Equal(SubmitOutcome.Denied, result.Outcome);
        Assert.DoesNotContain(result.Verdict.Failures, f => f.Code == "R34");
        Assert.Empty(desk.Gateway.Cancelled);
    }

    [Fact]
    public void Nothing_is_cancelled_for_an_order_that_cannot_be_made_durable()
    {
        Desk desk = Ready();
        Order resting = desk.Working(Desk.Buy(100m, 99.99m));
        desk.Journal.Failure = "The disk is full.";

        SubmitResult result = desk.Submit(Desk.Sell(50m, 99.98m));

        Assert.Equal(SubmitOutcome.NotDurable, result.Outcome);
        Assert.Empty(desk.Gateway.Cancelled);
        Assert.Equal(OrderState.Working, desk.Find(resting).State);
    }

    [Fact]
    public void A_preview_names_what_would_be_cancelled_and_cancels_nothing()
    {
        Desk desk = Ready();
        Order resting = desk.Working(Desk.Buy(100m, 99.99m));

        PreviewResult preview = desk.Previewed(Desk.Sell(50m, 99.98m));

        Assert.True(preview.Verdict.IsAllowed);
        Assert.Equal([resting.OrderRef], preview.WouldCancel.Select(o => o.OrderRef));
        Assert.Empty(desk.Previewed(Desk.Sell(50m, 100.05m)).WouldCancel);
        Assert.Empty(desk.Gateway.Cancelled);
    }

    [Fact]
    public void All_that_it_would_trade_with_gives_way_and_each_gets_one_cancel()
    {
        Desk desk = Ready();
        Order first = desk.Working(Desk.Buy(100m, 99.99m)), second = desk.Working(Desk.Buy(10m, 99.98m)), far = desk.Working(Desk.Buy(10m, 99.50m));
        desk.Cancel(first);

        Order one = desk.Submit(Desk.Sell(50m, 99.98m)).Order!;
        Order other = desk.Submit(Desk.Sell(20m, 99.97m)).Order!;
        desk.Status(first, BrokerOrderStatus.Cancelled);
        int whileOneIsLeft = desk.Gateway.Placed.Count;
        desk.Status(second, BrokerOrderStatus.Cancelled);
        desk.Wait(TimeSpan.FromMilliseconds(100));

        Assert.Equal(3, whileOneIsLeft);
        Assert.Equal([first.OrderId, second.OrderId], desk.Gateway.Cancelled.Select(o => o.OrderId));
        Assert.Equal((OrderState.PendingSubmit, OrderState.PendingSubmit, OrderState.Working), (desk.Find(one).State, desk.Find(other).State, desk.Find(far).State));
    }

    [Fact]
    public void When_the_resting_order_fills_instead_the_newer_one_is_judged_by_the_position_of_then()
    {
        (Desk desk, Order resting, Order held) = Waiting(r => r.PositionMax = 100m);

        desk.Fill(resting, "e1", 100m, 99.99m);

        Assert.Equal((OrderState.Filled, OrderState.PendingSubmit), (desk.Find(resting).State, desk.Find(held).State));
        Assert.Contains(desk.Find(held).History, h => h.Text == "Your own order to buy 100 SPY at 99.99 has filled.");
    }

    [Fact]
    public void When_the_cancel_is_refused_the_newer_order_is_denied_at_once()
    {
        (Desk desk, Order resting, Order held) = Waiting();

        desk.Error(resting, 161, "Cancel attempted when order is not in a cancellable state.");

        Order denied = desk.Find(held);
        Assert.Equal(OrderState.Denied, denied.State);
        Assert.Contains("R34", denied.Reason, StringComparison.Ordinal);
        Assert.Single(desk.Gateway.Placed);
        Assert.Single(desk.Gateway.Cancelled);
    }

    [Fact]
    public void When_the_cancel_is_not_confirmed_in_time_the_newer_order_is_denied()
    {
        (Desk desk, Order _, Order held) = Waiting();

        desk.Wait(TimeSpan.FromSeconds(14));
        OrderState before = desk.Find(held).State;
        desk.Wait(TimeSpan.FromSeconds(1));

        Assert.Equal((OrderState.Queued, OrderState.Denied), (before, desk.Find(held).State));
        Assert.Contains("R34", desk.Find(held).Reason, StringComparison.Ordinal);
        Assert.Single(desk.Gateway.Placed);
    }

    [Fact]
    public void It_can_be_cancelled_while_it_waits_and_cannot_be_changed()
    {
        (Desk desk, Order resting, Order held) = Waiting();

        CommandResult changed = desk.Modify(held, new OrderChange(LimitPrice: 99.97m));
        CommandResult cancelled = desk.Cancel(held);
        desk.Status(resting, BrokerOrderStatus.Cancelled);

        Assert.Equal((CommandOutcome.Refused, CommandOutcome.Accepted), (changed.Outcome, cancelled.Outcome));
        Assert.Equal(OrderState.Cancelled, desk.Find(held).State);
        Assert.Single(desk.Gateway.Placed);
    }

    [Fact]
    public void The_kill_switch_ends_it()
    {
        (Desk desk, Order resting, Order held) = Waiting();

        desk.Apply(new EngageKillSwitch(RiskScope.Firm, KillLevel.Cancel, "test") { Time = desk.Now, Context = new CommandContext("user", "anna") });
        desk.Status(resting, BrokerOrderStatus.Cancelled);
        desk.Wait(TimeSpan.FromSeconds(1));

        Assert.Equal(OrderState.Cancelled, desk.Find(held).State);
        Assert.Single(desk.Gateway.Placed);
    }

    [Fact]
    public void A_state_that_allows_no_more_than_closing_wins()
    {
        (Desk desk, Order resting, Order held) = Waiting();

        desk.Apply(new EngageKillSwitch(RiskScope.Firm, KillLevel.Block, "test") { Time = desk.Now, Context = new CommandContext("user", "anna") });
        desk.Status(resting, BrokerOrderStatus.Cancelled);

        Assert.Equal(OrderState.Denied, desk.Find(held).State);
        Assert.Contains("R01", desk.Find(held).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Orders_that_cannot_be_cancelled_from_here_deny_it()
    {
        Desk desk = Ready();
        Order resting = desk.Working(Desk.Buy(100m, 99.99m));
        desk.Open(resting, BrokerOrderStatus.Submitted, e => e with { OrderRef = new OrderRef(""), OrderId = new OrderId(0), ClientId = 0, PermId = new PermId(77), LimitPrice = 99.99m });

        SubmitResult result = desk.Submit(Desk.Sell(50m, 99.98m));

        Assert.Equal(["R34"], result.Verdict.Failures.Select(f => f.Code));
        Assert.Contains("TWS", result.Message, StringComparison.Ordinal);
        Assert.Empty(desk.Gateway.Cancelled);
    }

    [Fact]
    public void The_exit_of_a_bracket_is_not_cancelled_for_another_order()
    {
        Desk desk = Ready();
        Order entry = desk.Accepted(Desk.Buy(100m, 100.02m) with { Bracket = new BracketSpec { TakeProfit = new ExitSpec { Price = 100.10m }, StopLoss = new ExitSpec { Price = 99m } } });
        Order[] exits = [.. desk.Seen.Orders.Where(o => o.Handling.Role.IsExit())];
        desk.Fill(entry, "e1", 100m, 100.02m);
        foreach (Order exit in exits) desk.Open(exit, exit.Type == OrderType.Limit ? BrokerOrderStatus.Submitted : BrokerOrderStatus.PreSubmitted);

        SubmitResult result = desk.Submit(Desk.Buy(10m, 100.10m));

        Assert.Equal(["R34"], result.Verdict.Failures.Select(f => f.Code));
        Assert.Contains("closes what its entry has filled", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stop_is_not_cancelled_for_a_newer_order_and_a_newer_stop_waits_for_what_it_would_meet()
    {
        Desk desk = Ready();
        Order held = desk.Working(Desk.Buy(100m, 100.02m));
        desk.Fill(held, "h.01", 100m, 100.02m);
        Order stop = desk.Accepted(Desk.Sell(50m) with { Type = OrderType.Stop, StopPrice = 95m });
        desk.Open(stop, BrokerOrderStatus.PreSubmitted);

        SubmitResult meets = desk.Submit(Desk.Buy(10m, 95m)), scalesIn = desk.Submit(Desk.Buy(10m, 96m));
        desk.Open(scalesIn.Order!, BrokerOrderStatus.Submitted);
        SubmitResult newer = desk.Submit(Desk.Sell(50m) with { Type = OrderType.Stop, StopPrice = 96m });

        Assert.Equal(["R34"], meets.Verdict.Failures.Select(f => f.Code));
        Assert.Contains("when that triggers at 95.00", meets.Message, StringComparison.Ordinal);
        Assert.Equal((SubmitOutcome.Accepted, SubmitOutcome.Queued), (scalesIn.Outcome, newer.Outcome));
        Assert.Equal([scalesIn.Order!.OrderRef], desk.Gateway.Cancelled.Select(o => o.OrderRef));
    }

    [Fact]
    public void A_stop_is_not_moved_to_where_it_would_meet_an_own_order_and_an_unconfirmed_move_counts_at_both_prices()
    {
        Desk desk = Desk.Ready();
        Order held = desk.Working(Desk.Buy(100m, 100.02m));
        desk.Fill(held, "h.01", 100m, 100.02m);
        desk.Working(Desk.Buy(10m, 96m));
        Order stop = desk.Accepted(Desk.Sell(50m) with { Type = OrderType.Stop, StopPrice = 95m });
        desk.Open(stop, BrokerOrderStatus.PreSubmitted);

        CommandResult onto = desk.Modify(stop, new OrderChange(StopPrice: 96m));
        CommandResult beside = desk.Modify(stop, new OrderChange(StopPrice: 94m));
        SubmitResult[] atEither = [desk.Submit(Desk.Buy(10m, 95m)), desk.Submit(Desk.Buy(10m, 94m))];

        Assert.Contains("R34", onto.Message, StringComparison.Ordinal);
        Assert.Equal(CommandOutcome.Accepted, beside.Outcome);
        Assert.All(atEither, r => Assert.Equal(["R34"], r.Verdict.Failures.Select(f => f.Code)));
    }

    [Fact]
    public void A_bracket_waits_and_leaves_as_a_whole()
    {
        Desk desk = Ready();
        Order resting = desk.Working(Desk.Sell(100m, 100.03m));

        Order entry = desk.Submit(Desk.Buy(50m, 100.04m) with { Bracket = new BracketSpec { TakeProfit = new ExitSpec { Offset = 1m }, StopLoss = new ExitSpec { Offset = 1m } } }).Order!;
        OrderState[] waiting = [.. desk.Seen.Orders.Where(o => o.OrderRef != resting.OrderRef).Select(o => o.State)];
        desk.Status(resting, BrokerOrderStatus.Cancelled);

        Assert.Equal([OrderState.Queued, OrderState.Queued, OrderState.Queued], waiting);
        Assert.Equal([false, false, true], desk.Gateway.Transmitted.TakeLast(3));
        Assert.Equal(4, desk.Gateway.Placed.Count);
        Assert.Equal(OrderState.PendingSubmit, desk.Find(entry).State);
    }

    [Fact]
    public void A_newer_order_that_would_trade_with_a_waiting_one_takes_its_place()
    {
        (Desk desk, Order resting, Order held) = Waiting();

        Order newest = desk.Submit(Desk.Buy(30m, 99.98m)).Order!;
        desk.Wait(TimeSpan.FromMilliseconds(100));

        Assert.Equal(OrderState.Cancelled, desk.Find(held).State);
        Assert.Equal(OrderState.PendingSubmit, desk.Find(newest).State);
        Assert.Equal(OrderState.PendingCancel, desk.Find(resting).State);
    }

    [Fact]
    public void A_restart_keeps_it_waiting_and_sends_the_cancel_once_more_only_if_it_never_left()
    {
        (Desk desk, Order resting, Order held) = Waiting();
        // What the journal had when the program ended between the order and the cancel.
        var journal = new FakeJournal();
        journal.Append([.. desk.Journal.Entries.TakeWhile(e => e is not OrderWritten { Order.State: OrderState.PendingCancel })]);
        var again = new Desk(journal.Recover(), risk: r => r.SelfMatchDeniesNewest = false, run: "2");
        again.Connect(200);
        again.Open(resting, BrokerOrderStatus.Submitted, e => e with { PermId = desk.Find(resting).PermId });
        again.CompleteRound();
        again.Market(100.00m, 100.02m);

        again.Wait(TimeSpan.FromMilliseconds(100));
        again.Wait(TimeSpan.FromMilliseconds(100));
        OrderId[] cancelled = [.. again.Gateway.Cancelled.Select(o => o.OrderId)];
        again.Status(resting, BrokerOrderStatus.Cancelled);
        again.Wait(TimeSpan.FromMilliseconds(100));

        Assert.Equal([resting.OrderId], cancelled);
        Assert.Equal(OrderState.PendingSubmit, again.Find(held).State);
        Assert.Single(again.Gateway.Placed);
    }

    [Fact]
    public void A_restart_after_the_cancel_waits_for_what_the_broker_says_of_it()
    {
        (Desk desk, Order resting, Order held) = Waiting();
        var again = new Desk(desk.Journal.Recover(), risk: r => r.SelfMatchDeniesNewest = false, run: "2");
        again.Connect(200);
        again.Market(100.00m, 100.02m);
        again.Wait(TimeSpan.FromMilliseconds(100));
        OrderState whileUnverified = again.Find(held).State;

        // The broker names it neither open nor filled: it is gone.
        again.CompleteRound();
        again.Wait(TimeSpan.FromMilliseconds(100));

        Assert.Equal((OrderState.Queued, OrderState.Cancelled), (whileUnverified, again.Find(resting).State));
        Assert.Equal(OrderState.PendingSubmit, again.Find(held).State);
    }

    [Fact]
    public void When_the_gateway_goes_away_it_does_not_wait_for_its_return()
    {
        (Desk desk, Order _, Order held) = Waiting();
        desk.Disconnect();

        desk.Wait(TimeSpan.FromSeconds(15));

        Assert.Equal(OrderState.Expired, desk.Find(held).State);
        Assert.Single(desk.Gateway.Placed);
    }

    [Fact]
    public void An_order_out_of_the_offline_queue_waits_for_the_resting_ones_too()
    {
        Desk desk = Ready();
        Order resting = desk.Working(Desk.Buy(100m, 99.99m));
        desk.Disconnect();
        SubmitResult queued = desk.Submit(Desk.Sell(50m, 99.98m) with { IfOffline = OfflineChoice.Queue });
        Assert.True(queued.Outcome == SubmitOutcome.Queued, queued.Message);
        int cancelledAway = desk.Gateway.Cancelled.Count;
        desk.Connect();
        desk.Open(resting, BrokerOrderStatus.Submitted);
        desk.CompleteRound();
        desk.Market(100.00m, 100.02m);
        desk.Wait(TimeSpan.FromMilliseconds(100));
        (int Cancels, int Placed) before = (desk.Gateway.Cancelled.Count, desk.Gateway.Placed.Count);

        desk.Status(resting, BrokerOrderStatus.Cancelled);

        Assert.Equal(0, cancelledAway);
        Assert.Equal((1, 1), before);
        Assert.Equal(OrderState.PendingSubmit, desk.Find(queued.Order!).State);
    }

    [Fact]
    public void A_close_whose_position_changed_while_it_waited_does_not_open_the_other_side()
    {
        Desk desk = Ready();
        Order bought = desk.Working(Desk.Buy(100m, 100.02m));
        desk.Fill(bought, "e1", 100m, 100.02m);
        Order resting = desk.Working(Desk.Buy(10m, 100.00m));

        SubmitResult close = desk.Close("SPY");
        desk.Apply(new ExecutionReceived(Desk.FillOf(bought, "other", 60m, 100m, desk.Now) with { OrderRef = new OrderRef(""), OrderId = new OrderId(0), ClientId = 0, PermId = new PermId(99), Side = OrderSide.Sell }, false) { Time = desk.Now });
        desk.Status(resting, BrokerOrderStatus.Cancelled);

        Assert.True(close.Outcome == SubmitOutcome.Queued, close.Message);
        Assert.Equal(OrderState.Denied, desk.Find(close.Order!).State);
        Assert.Contains("40 SPY are left to close", desk.Find(close.Order!).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_scopes_the_one_that_denies_wins()
    {
        Desk desk = Ready();
        desk.SetLimits(new RiskScope(RiskScopeKind.Symbol, "SPY"), 0, (RiskLimit.SelfMatchDeniesNewest, 1m));
        desk.Working(Desk.Buy(100m, 99.99m));

        Assert.Equal(["R34"], desk.Submit(Desk.Sell(50m, 99.98m)).Verdict.Failures.Select(f => f.Code));
    }
}
