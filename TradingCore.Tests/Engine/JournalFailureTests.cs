using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;
using TradingCore.Engine.Ports;
using TradingCore.Risk.Kill;
using TradingCore.Tests.Killing;

namespace TradingCore.Tests.Engine;

public sealed class JournalFailureTests
{
    private const string Full = "The disk is full.";

    [Fact]
    public void An_order_that_cannot_be_made_durable_is_not_sent_and_not_known()
    {
        Desk desk = Desk.Ready();
        desk.Journal.Failure = Full;

        SubmitResult result = desk.Submit(Desk.Buy(100m), key: "k1");

        Assert.Equal((SubmitOutcome.NotDurable, (Order?)null), (result.Outcome, result.Order));
        Assert.Contains(Full, result.Message, StringComparison.Ordinal);
        Assert.Empty(desk.Gateway.Placed);
        Assert.Empty(desk.Seen.Orders);
    }

    [Fact]
    public void The_refused_order_may_be_sent_again_with_its_key_when_the_journal_is_back()
    {
        Desk desk = Desk.Ready();
        desk.Journal.Failure = Full;
        desk.Submit(Desk.Buy(100m), key: "k1");
        desk.Journal.Failure = null;

        SubmitResult again = desk.Submit(Desk.Buy(100m), key: "k1");

        Assert.Equal(SubmitOutcome.Accepted, again.Outcome);
        Assert.Single(desk.Gateway.Placed);
        Assert.Single(desk.Journal.Entries.OfType<OrderIdsReserved>());
    }

    [Fact]
    public void A_change_that_cannot_be_made_durable_is_refused_and_changes_nothing()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m, 99m));
        Order before = desk.Find(order);
        desk.Journal.Failure = Full;

        CommandResult result = desk.Modify(order, new OrderChange(LimitPrice: 99.5m));

        Assert.Equal(CommandOutcome.Refused, result.Outcome);
        Assert.Same(before, desk.Find(order));
        Assert.Single(desk.Gateway.Placed);
    }

    [Fact]
    public void Cancels_go_out_without_a_journal()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m, 99m));
        desk.Journal.Failure = Full;

        CommandResult result = desk.Cancel(order);

        Assert.Equal(CommandOutcome.Accepted, result.Outcome);
        Assert.Single(desk.Gateway.Cancelled);
    }

    [Fact]
    public void Fills_are_booked_without_a_journal_and_written_when_it_is_back()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m));
        desk.Journal.Failure = Full;

        desk.Fill(order, "a.01", 100m, 100.02m);
        decimal held = desk.Held!.Quantity;
        desk.Journal.Failure = null;
        desk.Wait(TimeSpan.FromSeconds(1));

        desk.Accepted(Desk.Buy(1m, 99m));

        Assert.Equal(100m, held);
        Assert.Single(desk.Journal.Entries.OfType<FillWritten>());
        RecoveredState stored = desk.Journal.Recover();
        Assert.Equal("a.01", stored.Fills.Single().ExecId.Value);
        Assert.Equal(OrderState.Filled, stored.Orders[0].State);
    }

    [Fact]
    public void The_reason_is_shown_and_goes_by_itself()
    {
        Desk desk = Desk.Ready();
        desk.Accepted(Desk.Buy(10m));
        desk.Journal.Failure = Full;
        desk.Submit(Desk.Buy(100m));

        SessionStatus failing = desk.Seen.Session;
        desk.Journal.Failure = null;
        desk.Wait(TimeSpan.FromSeconds(1));

        Assert.False(failing.IsTradingEnabled);
        Assert.Contains(Full, failing.TradingDisabledReason, StringComparison.Ordinal);
        Assert.True(desk.Seen.Session.IsTradingEnabled);
    }

    [Fact]
    public void A_kill_switch_that_is_not_stored_says_so_until_it_is()
    {
        Desk desk = Desk.Ready();
        desk.Accepted(Desk.Buy(10m));
        desk.Journal.Failure = Full;
        desk.Submit(Desk.Buy(100m));

        KillResult answer = desk.Kill(KillLevel.Block);
        string failing = desk.Seen.KillSwitches.Single().WaitsFor;
        desk.Journal.Failure = null;
        for (int i = 0; i < 3; i++) desk.Wait(TimeSpan.FromSeconds(1));

        Assert.Contains("It is not stored", answer.Message, StringComparison.Ordinal);
        Assert.Contains("A file 'kill' in the data folder", failing, StringComparison.Ordinal);
        Assert.Equal("", desk.Seen.KillSwitches.Single().WaitsFor);
    }

    [Fact]
    public void A_failing_journal_is_tried_once_a_second_and_not_more()
    {
        Desk desk = Desk.Ready();
        desk.Accepted(Desk.Buy(10m));
        desk.Journal.Failure = Full;
        desk.Submit(Desk.Buy(100m));
        int before = desk.Journal.Attempts;

        for (int i = 0; i < 8; i++) desk.Wait(TimeSpan.FromMilliseconds(250));

        Assert.Equal(2, desk.Journal.Attempts - before);
    }

    [Fact]
    public void An_order_that_could_not_be_stored_as_acknowledged_is_written_before_the_next_order()
    {
        Desk desk = Desk.Ready();
        Order first = desk.Accepted(Desk.Buy(100m, 99m));
        desk.Journal.Failure = Full;
        desk.Open(first, BrokerOrderStatus.Submitted);
        desk.Journal.Failure = null;

        desk.Accepted(Desk.Buy(50m, 99m));

        Order[] written = [.. desk.Journal.Entries.OfType<OrderWritten>().Select(e => e.Order)];
        Assert.Equal((first.OrderRef, OrderState.Working), (written[^2].OrderRef, written[^2].State));
    }
}
