using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;
using TradingCore.Engine.Views;

namespace TradingCore.Tests.Engine;

/// <summary>What an engine does whose lease is in doubt: nothing new leaves until it is held again, what ends orders does.</summary>
public sealed class LeaseGateTests
{
    private const string Doubt = "The lease of this engine cannot be renewed.";

    [Fact]
    public void Between_the_loss_of_the_lease_and_its_retake_no_order_leaves()
    {
        Desk desk = Desk.Ready();
        Order working = desk.Working(Desk.Buy(100m, 99m));
        desk.Fill(desk.Working(Desk.Buy(10m, 99m)), "a.01", 10m, 99m);
        int before = desk.Gateway.Placed.Count;

        desk.Apply(new LeaseChanged(Doubt) { Time = desk.Now });
        SubmitResult entry = desk.Submit(Desk.Buy(100m, 98m)), close = desk.Close("SPY");
        CommandResult change = desk.Modify(working, new OrderChange(LimitPrice: 98m));
        int during = desk.Gateway.Placed.Count;
        desk.Apply(new LeaseChanged("") { Time = desk.Now });
        SubmitResult after = desk.Submit(Desk.Buy(100m, 98m));

        Assert.Equal((SubmitOutcome.Denied, SubmitOutcome.Denied, CommandOutcome.Refused), (entry.Outcome, close.Outcome, change.Outcome));
        Assert.All(new[] { entry.Message, close.Message, change.Message }, m => Assert.Contains(Doubt, m, StringComparison.Ordinal));
        Assert.Equal(before, during);
        Assert.Equal(SubmitOutcome.Accepted, after.Outcome);
        Assert.Equal(before + 1, desk.Gateway.Placed.Count);
    }

    [Fact]
    public void Orders_are_cancelled_without_the_lease_and_the_screen_says_why_nothing_else_is_sent()
    {
        Desk desk = Desk.Ready();
        Order working = desk.Working(Desk.Buy(100m, 99m));

        desk.Apply(new LeaseChanged(Doubt) { Time = desk.Now });
        CommandResult cancel = desk.Cancel(working);

        Assert.Equal(CommandOutcome.Accepted, cancel.Outcome);
        Assert.Equal([working.OrderRef], desk.Gateway.Cancelled.Select(o => o.OrderRef));
        Assert.Equal((false, Doubt), (desk.Seen.Session.IsTradingEnabled, desk.Seen.Session.TradingDisabledReason));
        Assert.Contains(desk.Seen.NoticesSince(0), n => n.Text == Doubt && n.Severity == NoticeSeverity.Error);
    }
}
