using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;
using TradingCore.Engine.Views;
using TradingCore.Risk.Kill;
using TradingCore.Tests.Killing;

namespace TradingCore.Tests.Engine;

/// <summary>The tables have taken nothing for too long: nothing new leaves until they do, what ends orders and positions does.</summary>
public sealed class HistoryGateTests
{
    private const string Locked = "The history cannot be written. The database is locked by another program.";

    [Fact]
    public void No_order_leaves_while_the_history_cannot_be_written_and_the_reason_is_told()
    {
        Desk desk = Desk.Ready();
        Order working = desk.Working(Desk.Buy(100m, 99m));
        int before = desk.Gateway.Placed.Count;

        Tell(desk, Locked);
        SubmitResult entry = desk.Submit(Desk.Buy(100m, 98m));
        SessionStatus session = desk.Seen.Session;
        CommandResult cancel = desk.Cancel(working);
        int during = desk.Gateway.Placed.Count;
        Tell(desk, "");
        SubmitResult after = desk.Submit(Desk.Buy(100m, 98m));

        Assert.Equal(SubmitOutcome.Denied, entry.Outcome);
        Assert.Contains(Locked, entry.Message, StringComparison.Ordinal);
        Assert.Equal((false, Locked), (session.IsTradingEnabled, session.TradingDisabledReason));
        Assert.Equal(CommandOutcome.Accepted, cancel.Outcome);
        Assert.Equal([working.OrderRef], desk.Gateway.Cancelled.Select(o => o.OrderRef));
        Assert.Equal((before, before + 1), (during, desk.Gateway.Placed.Count));
        Assert.Equal(SubmitOutcome.Accepted, after.Outcome);
    }

    [Fact]
    public void The_kill_switch_closes_positions_all_the_same()
    {
        Desk desk = Desk.Ready();
        desk.Fill(desk.Working(Desk.Buy(10m, 99m)), "a.01", 10m, 99m);
        int before = desk.Gateway.Placed.Count;

        Tell(desk, Locked);
        desk.Kill(KillLevel.Flatten);
        for (int i = 0; i < 4; i++) desk.Wait(TimeSpan.FromMilliseconds(250));

        Assert.Equal((OrderSide.Sell, 10m), desk.Gateway.Placed.Skip(before).Select(o => (o.Side, o.Quantity)).Single());
    }

    [Fact]
    public void What_may_wait_waits_and_leaves_when_the_history_is_written_again()
    {
        Desk desk = Desk.Ready();
        Tell(desk, Locked);

        SubmitResult taken = desk.Submit(Desk.Buy(100m, 99m) with { IfOffline = OfflineChoice.Queue });
        desk.Wait(TimeSpan.FromSeconds(1));
        int during = desk.Gateway.Placed.Count;
        Tell(desk, "");
        desk.Wait(TimeSpan.FromSeconds(1));

        Assert.Equal((SubmitOutcome.Queued, 0), (taken.Outcome, during));
        Assert.Equal([taken.Order!.OrderRef], desk.Gateway.Placed.Select(o => o.OrderRef));
    }

    [Fact]
    public void What_has_waited_too_long_says_that_the_history_stood_still()
    {
        Desk desk = Desk.Ready();
        Tell(desk, Locked);
        Order order = desk.Submit(Desk.Buy(100m, 99m) with { IfOffline = OfflineChoice.Queue, QueueFor = TimeSpan.FromMinutes(1) }).Order!;

        desk.Wait(TimeSpan.FromMinutes(2));

        Assert.Equal((OrderState.Expired, $"It could not leave in time, so it was never sent. {Locked}"), (desk.Find(order).State, desk.Find(order).Reason));
    }

    [Fact]
    public void It_is_told_once_and_its_end_too()
    {
        Desk desk = Desk.Ready();

        Tell(desk, Locked);
        Tell(desk, $"{Locked} Still.");
        Tell(desk, "");

        Assert.Equal([NoticeSeverity.Error, NoticeSeverity.Success], desk.Seen.NoticesSince(0).Where(n => n.Text.Contains("history", StringComparison.OrdinalIgnoreCase)).OrderBy(n => n.Sequence).Select(n => n.Severity));
    }

    private static void Tell(Desk desk, string problem) => desk.Apply(new HistoryChanged(problem) { Time = desk.Now });
}
