using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;

namespace TradingCore.Tests.Engine;

/// <summary>No second order on an intent before the first one has ended, whatever was asked for in between.</summary>
public sealed class IntentTests
{
    private static OrderSpec Intended(decimal quantity = 100m) => Desk.Buy(quantity, 99m) with { Intent = "open-spy" };

    [Fact]
    public void A_second_order_waits_for_the_end_of_the_first()
    {
        Desk desk = Desk.Ready();
        Order first = desk.Working(Intended());

        SubmitResult whileWorking = desk.Submit(Intended(50m));
        desk.Cancel(first);
        SubmitResult whileCancelling = desk.Submit(Intended(50m));
        desk.Error(first, 10148, "OrderId 1 that needs to be cancelled cannot be cancelled, state: PendingCancel.");
        SubmitResult whileUnknown = desk.Submit(Intended(50m));
        desk.Status(first, BrokerOrderStatus.Cancelled);
        SubmitResult afterwards = desk.Submit(Intended(50m));

        Assert.All([whileWorking, whileCancelling, whileUnknown], r => Assert.Contains(r.Verdict.Failures, f => f.Code == "R33"));
        Assert.Equal(SubmitOutcome.Accepted, afterwards.Outcome);
    }

    [Fact]
    public void A_refused_cancel_makes_the_state_unknown_and_asks_the_broker()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Intended());
        int rounds = desk.Gateway.Rounds.Count;
        desk.Cancel(order);

        desk.Error(order, 10148, "OrderId 1 that needs to be cancelled cannot be cancelled, state: Filled.");

        Assert.Equal(OrderState.Unknown, desk.Find(order).State);
        Assert.Equal(rounds + 1, desk.Gateway.Rounds.Count);
    }

    [Fact]
    public void Other_intents_and_orders_without_one_go()
    {
        Desk desk = Desk.Ready();
        desk.Working(Intended());

        Assert.Equal(SubmitOutcome.Accepted, desk.Submit(Intended() with { Intent = "hedge" }).Outcome);
        Assert.Equal(SubmitOutcome.Accepted, desk.Submit(Desk.Buy(10m, 99m)).Outcome);
    }

    [Fact]
    public void An_intent_is_still_busy_after_a_restart()
    {
        Desk first = Desk.Ready();
        Order order = first.Working(Intended());

        var second = new Desk(first.Journal.Recover(), run: "2");
        second.Connect();
        second.Open(order, BrokerOrderStatus.Submitted);
        second.CompleteRound();
        second.Market(100.00m, 100.02m);
        SubmitResult result = second.Submit(Intended());

        Assert.Contains(result.Verdict.Failures, f => f.Code == "R33");
    }
}
