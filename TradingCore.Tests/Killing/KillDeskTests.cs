using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;
using TradingCore.Engine.Ports;
using TradingCore.Risk.Kill;
using TradingCore.Risk.Limits;
using TradingCore.Tests.Engine;

namespace TradingCore.Tests.Killing;

public class KillDeskTests
{
    private static readonly RiskScope Spy = new(RiskScopeKind.Symbol, "SPY");

    [Fact]
    public void K1_blocks_new_orders_and_changes_and_leaves_what_works_alone()
    {
        var desk = Desk.Ready();
        Order working = desk.Working(Desk.Buy(10m, 99m));

        KillResult result = desk.Kill(KillLevel.Block);

        Assert.Equal(CommandOutcome.Accepted, result.Outcome);
        SubmitResult denied = desk.Submit(Desk.Buy(10m, 98m));
        Assert.Equal(SubmitOutcome.Denied, denied.Outcome);
        Assert.Contains(denied.Verdict.Failures, f => f.Code == "R01" && f.Message.Contains("K1", StringComparison.Ordinal));
        Assert.Equal(CommandOutcome.Refused, desk.Modify(working, new OrderChange(Quantity: 5m)).Outcome);
        Assert.Empty(desk.Gateway.Cancelled);
        Assert.Equal(KillPhase.Blocked, Assert.Single(desk.Seen.KillSwitches).Phase);
    }

    [Fact]
    public void The_code_of_an_account_may_be_written_in_small_letters()
    {
        var desk = Desk.Ready();
        Order working = desk.Working(Desk.Buy(10m, 99m));
        Assert.True(KillWords.TryScope("account:" + Desk.Account.Value.ToLowerInvariant(), out RiskScope scope));

        desk.Kill(KillLevel.Cancel, scope);

        Assert.Equal([working.OrderId], desk.Gateway.Cancelled.Select(o => o.OrderId));
        Assert.Equal("R01", desk.Submit(Desk.Buy(10m, 98m)).Verdict.Failures.First().Code);
    }

    [Fact]
    public void A_limit_of_an_account_in_small_letters_holds()
    {
        var desk = Desk.Ready();

        desk.SetLimits(new RiskScope(RiskScopeKind.Account, Desk.Account.Value.ToLowerInvariant()), desk.Core.State.Limits.Version, (RiskLimit.OrderQuantityMax, 5m));

        Assert.Contains(desk.Preview(Desk.Buy(6m, 99m)).Failures, f => f is { Code: "R08", Limit: 5m });
    }

    [Fact]
    public void Whoever_stops_an_account_that_there_is_not_is_told_so()
    {
        var desk = Desk.Ready();

        KillResult mistyped = desk.Kill(KillLevel.Block, new RiskScope(RiskScopeKind.Account, "DU7"));
        KillResult meant = desk.Kill(KillLevel.Block, new RiskScope(RiskScopeKind.Account, Desk.Account.Value));

        Assert.EndsWith("The login has no account DU7, so nothing is stopped by it.", mistyped.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("no account", meant.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void K3_of_a_strategy_closes_what_it_holds_once_and_leaves_what_others_hold()
    {
        var scope = new RiskScope(RiskScopeKind.Strategy, "ema");
        var desk = Desk.Ready();
        desk.Apply(new StrategyBeat("ema", "hash", false) { Time = desk.Now, Context = new CommandContext("strategy", "ema") });
        foreach ((string strategy, decimal quantity) in new[] { ("ema", 10m), ("", 30m) })
        {
            Order bought = desk.Working(Desk.Buy(quantity, 100.02m) with { Strategy = strategy });
            desk.Fill(bought, $"b{quantity}.01", quantity, 100.02m);
        }
        desk.Position(40m);

        desk.Kill(KillLevel.Flatten, scope);
        desk.Wait(TimeSpan.FromSeconds(1));
        Order close = desk.Gateway.Placed[^1];
        desk.Open(close, BrokerOrderStatus.Submitted);
        desk.Fill(desk.Find(close), "k.01", 10m, 99.99m);
        desk.Position(30m);
        for (int i = 0; i < 5; i++)
        {
            desk.Wait(TimeSpan.FromSeconds(1));
            if (desk.Core.State.RunningRound != 0) desk.CompleteRound();
        }

        Assert.Equal((OrderSide.Sell, 10m), (close.Side, close.Quantity));
        Assert.Same(close, desk.Gateway.Placed[^1]);
        Assert.Equal((30m, 0m), (desk.Held!.Quantity, desk.Core.State.Risk.Strategies.Quantity("ema", Desk.Account, Desk.Spy.ConId)));
        Assert.Equal(KillPhase.Flat, desk.Switch.Phase);
    }

    [Fact]
    public void The_latch_is_in_the_journal_before_the_first_cancel_is_sent()
    {
        var desk = Desk.Ready();
        desk.Working(Desk.Buy(10m, 99m));
        desk.Trace.Clear();

        desk.Kill(KillLevel.Cancel);

        Assert.True(desk.Trace.FindIndex(t => t.StartsWith("journal", StringComparison.Ordinal)) < desk.Trace.FindIndex(t => t.Contains("cancel", StringComparison.Ordinal)));
        Assert.Contains(desk.Journal.Entries.OfType<SettingWritten>(), s => s.Key == "kill-switch:firm" && s.Value.Length > 0);
    }

    [Fact]
    public void K2_cancels_everything_and_is_done_only_when_the_broker_confirmed_each()
    {
        var desk = Desk.Ready();
        Order first = desk.Working(Desk.Buy(10m, 99m)), second = desk.Working(Desk.Sell(20m, 101m));

        desk.Kill(KillLevel.Cancel);

        Assert.Contains("global cancel", desk.Trace);
        Assert.Equal(2, desk.Gateway.Cancelled.Count);
        Assert.Equal((KillPhase.Cancelling, 2), (desk.Switch.Phase, desk.Switch.OpenOrders));
        desk.Status(first, BrokerOrderStatus.Cancelled);
        desk.Wait(TimeSpan.FromMilliseconds(250));
        Assert.Equal((KillPhase.Cancelling, 1), (desk.Switch.Phase, desk.Switch.OpenOrders));
        desk.Status(second, BrokerOrderStatus.Cancelled);
        desk.Wait(TimeSpan.FromMilliseconds(250));
        Assert.Equal(KillPhase.Cancelled, desk.Switch.Phase);
        Assert.True(desk.Switch.IsDone);
    }

    [Fact]
    public void A_cancel_that_stays_unconfirmed_is_sent_again_and_a_person_is_called()
    {
        var desk = Desk.Ready();
        desk.Working(Desk.Buy(10m, 99m));
        desk.Kill(KillLevel.Cancel);

        desk.Wait(TimeSpan.FromSeconds(3));
        desk.Wait(TimeSpan.FromSeconds(16));

        Assert.True(desk.Gateway.Cancelled.Count >= 3);
        Assert.Contains(desk.Seen.NoticesSince(0), n => n.Kind == "kill" && n.Text.Contains("does not come to an end", StringComparison.Ordinal));
    }

    [Fact]
    public void A_switch_of_one_symbol_leaves_the_others_alone_and_sends_no_global_cancel()
    {
        var desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(10m, 99m));

        desk.Kill(KillLevel.Cancel, new RiskScope(RiskScopeKind.Symbol, "QQQ"));

        Assert.Empty(desk.Gateway.Cancelled);
        Assert.DoesNotContain("global cancel", desk.Trace);
        Assert.Equal(KillPhase.Cancelled, desk.Switch.Phase);
        Assert.Equal(SubmitOutcome.Accepted, desk.Submit(Desk.Buy(1m, 98m)).Outcome);
        Assert.True(desk.Find(order).State.IsWorking());
    }

    [Fact]
    public void K3_closes_what_is_held_and_says_flat_only_after_the_broker_said_so()
    {
        var desk = Desk.Ready();
        desk.Held100();

        desk.Kill(KillLevel.Flatten);

        Order close = desk.Gateway.Placed[^1];
        Assert.Equal((OrderSide.Sell, 100m, OrderType.Limit, (decimal?)99.00m), (close.Side, close.Quantity, close.Type, close.LimitPrice));
        desk.Fill(close, "k1.01", 100m, 99.99m);
        desk.Position(0m);
        desk.Wait(TimeSpan.FromMilliseconds(250));
        Assert.Equal(KillPhase.Verifying, desk.Switch.Phase);
        Assert.NotEqual(KillPhase.Flat, desk.Switch.Phase);
        desk.CompleteRound();
        desk.Wait(TimeSpan.FromMilliseconds(250));
        Assert.Equal(KillPhase.Flat, desk.Switch.Phase);
    }

    [Fact]
    public void A_limit_that_does_not_fill_in_time_makes_room_for_a_market_order()
    {
        var desk = Desk.Ready();
        desk.Held100();
        desk.Kill(KillLevel.Flatten);
        Order limit = desk.Gateway.Placed[^1];
        desk.Open(limit, BrokerOrderStatus.Submitted);

        desk.Wait(TimeSpan.FromSeconds(6));
        Assert.Contains(desk.Gateway.Cancelled, o => o.OrderRef == limit.OrderRef);
        desk.Status(limit, BrokerOrderStatus.Cancelled);
        desk.Wait(TimeSpan.FromMilliseconds(250));

        Order market = desk.Gateway.Placed[^1];
        Assert.Equal((OrderSide.Sell, 100m, OrderType.Market), (market.Side, market.Quantity, market.Type));
    }

    [Fact]
    public void A_partly_filled_close_is_followed_by_exactly_the_rest()
    {
        var desk = Desk.Ready();
        desk.Held100();
        desk.Kill(KillLevel.Flatten);
        Order limit = desk.Gateway.Placed[^1];
        desk.Open(limit, BrokerOrderStatus.Submitted);
        desk.Fill(limit, "k1.01", 40m, 99.99m);
        desk.Position(60m);

        desk.Wait(TimeSpan.FromSeconds(6));
        desk.Status(limit, BrokerOrderStatus.Cancelled, 40m);
        desk.Wait(TimeSpan.FromMilliseconds(250));

        Assert.Equal(60m, desk.Gateway.Placed[^1].Quantity);
    }

    [Fact]
    public void K4_disconnects_when_flat_and_stays_so_until_it_is_armed_again()
    {
        var desk = Desk.Ready();
        desk.Kill(KillLevel.Disconnect);
        desk.Wait(TimeSpan.FromMilliseconds(250));
        desk.CompleteRound();
        desk.Wait(TimeSpan.FromMilliseconds(250));

        Assert.Contains("suspend", desk.Trace);
        Assert.Equal(KillPhase.Disconnected, desk.Switch.Phase);
        desk.Rearm("looked at everything");
        Assert.Contains("resume", desk.Trace);
        Assert.Empty(desk.Seen.KillSwitches);
    }

    [Fact]
    public void K4_disconnects_after_its_time_also_when_it_is_not_flat_and_says_what_is_open()
    {
        var desk = Desk.Ready();
        desk.Working(Desk.Buy(10m, 99m));
        desk.Kill(KillLevel.Disconnect);

        desk.Wait(TimeSpan.FromSeconds(61));

        Assert.Contains("suspend", desk.Trace);
        Assert.Contains(desk.Seen.NoticesSince(0), n => n.Text.Contains("without being flat", StringComparison.Ordinal));
    }

    [Fact]
    public void Engaging_twice_is_engaging_once_and_a_higher_level_raises_it()
    {
        var desk = Desk.Ready();
        desk.Working(Desk.Buy(10m, 99m));
        desk.Kill(KillLevel.Cancel);

        KillResult again = desk.Kill(KillLevel.Cancel), lower = desk.Kill(KillLevel.Block), higher = desk.Kill(KillLevel.Flatten);

        Assert.All([again, lower, higher], r => Assert.Equal(CommandOutcome.Accepted, r.Outcome));
        Assert.Contains("already", again.Message, StringComparison.Ordinal);
        Assert.Equal(KillLevel.Flatten, Assert.Single(desk.Seen.KillSwitches).Level);
    }

    [Fact]
    public void A_restart_keeps_the_switch_and_takes_up_what_was_under_way()
    {
        var desk = Desk.Ready();
        desk.Kill(KillLevel.Cancel);
        string stored = desk.Journal.Entries.OfType<SettingWritten>().Last(s => s.Key == "kill-switch:firm").Value;

        var next = Desk.Ready(new RecoveredState { Settings = new Dictionary<string, string> { ["kill-switch:firm"] = stored } });

        Assert.Equal(KillLevel.Cancel, Assert.Single(next.Seen.KillSwitches).Level);
        Assert.Equal(SubmitOutcome.Denied, next.Submit(Desk.Buy(1m, 99m)).Outcome);
        next.Rearm("checked");
        Assert.Equal(SubmitOutcome.Accepted, next.Submit(Desk.Buy(1m, 99m)).Outcome);
    }

    [Fact]
    public void Arming_again_needs_a_reason()
    {
        var desk = Desk.Ready();
        desk.Kill(KillLevel.Block);

        KillResult refused = desk.Rearm("  ");

        Assert.Equal(CommandOutcome.Refused, refused.Outcome);
        Assert.Single(desk.Seen.KillSwitches);
        Assert.Equal(CommandOutcome.NotFound, desk.Rearm("x", Spy).Outcome);
    }

    [Fact]
    public void A_switch_that_was_raised_or_engaged_anew_since_it_was_looked_at_stays_engaged()
    {
        var desk = Desk.Ready();
        desk.Kill(KillLevel.Block);
        KillStatus seen = desk.Switch;
        desk.Kill(KillLevel.Cancel);

        KillResult raised = desk.Rearm("looked at K1", seen: seen);
        Assert.Equal((CommandOutcome.ChangedMeanwhile, KillLevel.Cancel), (raised.Outcome, desk.Switch.Level));
        Assert.Contains("it is K2 since", raised.Message, StringComparison.Ordinal);
        desk.Rearm("looked at K2", seen: desk.Switch);
        desk.Wait(TimeSpan.FromSeconds(1));
        desk.Kill(KillLevel.Block);
        Assert.Equal(CommandOutcome.ChangedMeanwhile, desk.Rearm("looked at K1", seen: seen).Outcome);
        Assert.Equal(CommandOutcome.Accepted, desk.Rearm("looked at it now", seen: desk.Switch).Outcome);
        Assert.Empty(desk.Seen.KillSwitches);
    }

    [Fact]
    public void With_a_journal_that_fails_cancels_and_closing_orders_leave_all_the_same()
    {
        var desk = Desk.Ready();
        desk.Working(Desk.Buy(10m, 99m));
        desk.Held100();
        desk.Journal.Failure = "the disk is full";

        KillResult result = desk.Kill(KillLevel.Flatten);

        Assert.Equal(CommandOutcome.Accepted, result.Outcome);
        Assert.Single(desk.Gateway.Cancelled);
        Assert.Equal(SubmitOutcome.Denied, desk.Submit(Desk.Buy(1m, 99m)).Outcome);
    }

    [Fact]
    public void An_order_that_appears_later_is_cancelled_too()
    {
        var desk = Desk.Ready();
        desk.Kill(KillLevel.Cancel);
        desk.Wait(TimeSpan.FromMilliseconds(250));
        Assert.Equal(KillPhase.Cancelled, desk.Switch.Phase);
        desk.Trace.Clear();

        desk.Foreign();
        desk.Wait(TimeSpan.FromSeconds(3));

        Assert.Contains("global cancel", desk.Trace);
        Assert.Equal(KillPhase.Cancelling, desk.Switch.Phase);
    }

    [Fact]
    public void What_was_engaged_before_everything_else_in_the_inbox_is_applied_first()
    {
        var inbox = new TradingCore.Engine.EngineInbox(64);
        Assert.True(inbox.TryPost(new ClockTick { Time = Desk.Start }));
        Assert.True(inbox.TryPostUrgent(new EngageKillSwitch(RiskScope.Firm, KillLevel.Block, "x") { Time = Desk.Start, Context = new CommandContext("api", "x") }));

        Assert.True(inbox.TryRead(out TradingCore.Engine.EngineInput first));
        Assert.True(inbox.TryRead(out TradingCore.Engine.EngineInput second));

        Assert.IsType<EngageKillSwitch>(first.Event);
        Assert.IsType<ClockTick>(second.Event);
        Assert.False(inbox.TryRead(out _));
    }
}
