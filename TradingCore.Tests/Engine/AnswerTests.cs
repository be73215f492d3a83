using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;

namespace TradingCore.Tests.Engine;

/// <summary>When "accepted" is said.</summary>
public class AnswerTests
{
    [Fact]
    public void An_order_on_the_wire_is_not_accepted_before_the_broker_has_told_of_it()
    {
        Desk desk = Waiting();
        SubmitOrder command = Send(desk);
        OrderId id = desk.Gateway.Placed[^1].OrderId;
        desk.Apply(new OrderOnWire(id, Desk.ClientId) { Time = desk.Now });
        Assert.False(command.Reply.Task.IsCompleted);

        desk.Open(desk.Gateway.Placed[^1], BrokerOrderStatus.Submitted);

        Assert.Equal(SubmitOutcome.Accepted, Answer(command).Outcome);
    }

    [Fact]
    public void An_order_that_the_broker_rejects_is_answered_as_rejected_with_its_reason()
    {
        Desk desk = Waiting();
        SubmitOrder command = Send(desk);
        desk.Apply(new OrderOnWire(desk.Gateway.Placed[^1].OrderId, Desk.ClientId) { Time = desk.Now });

        desk.Error(desk.Gateway.Placed[^1], 201, "Order rejected - reason: no buying power");

        SubmitResult answer = Answer(command);
        Assert.Equal((SubmitOutcome.Rejected, OrderState.Rejected), (answer.Outcome, answer.Order!.State));
        Assert.Contains("no buying power", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void By_setting_an_order_is_accepted_when_it_is_on_the_wire_and_not_before()
    {
        Desk desk = Desk.Ready(trading: o => o.AnswerWhen = AnswerMoment.Sent);
        SubmitOrder command = Send(desk);
        Assert.False(command.Reply.Task.IsCompleted);

        desk.Apply(new OrderOnWire(desk.Gateway.Placed[^1].OrderId, Desk.ClientId) { Time = desk.Now });

        Assert.Equal(SubmitOutcome.Accepted, Answer(command).Outcome);
    }

    [Fact]
    public void An_answer_of_the_broker_that_overtakes_the_word_of_the_wire_is_enough()
    {
        Desk desk = Waiting();
        SubmitOrder command = Send(desk);

        desk.Open(desk.Gateway.Placed[^1], BrokerOrderStatus.Submitted);

        Assert.Equal(SubmitOutcome.Accepted, Answer(command).Outcome);
    }

    [Fact]
    public void A_connection_that_is_lost_in_between_leaves_it_unconfirmed_and_the_order_known()
    {
        Desk desk = Waiting();
        SubmitOrder command = Send(desk);

        desk.Disconnect();

        SubmitResult answer = Answer(command);
        Assert.Equal((SubmitOutcome.Unconfirmed, OrderState.Unknown), (answer.Outcome, answer.Order!.State));
    }

    [Fact]
    public void A_session_that_refuses_to_send_it_denies_it()
    {
        Desk desk = Waiting();
        SubmitOrder command = Send(desk);

        desk.Error(desk.Gateway.Placed[^1], 201, "Tws:ReadOnly is on; no order leaves this session");

        SubmitResult answer = Answer(command);
        Assert.Equal(SubmitOutcome.Denied, answer.Outcome);
        Assert.Contains("ReadOnly", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_answer_at_all_ends_as_unconfirmed_when_the_order_becomes_unknown()
    {
        Desk desk = Waiting();
        SubmitOrder command = Send(desk);

        desk.Wait(TimeSpan.FromSeconds(6));

        Assert.Equal(SubmitOutcome.Unconfirmed, Answer(command).Outcome);
    }

    [Fact]
    public void A_repeated_request_is_answered_when_the_broker_has_told_of_the_order_and_not_before()
    {
        Desk desk = Waiting();
        SubmitOrder first = Send(desk);
        SubmitOrder again = Send(desk);
        Assert.False(again.Reply.Task.IsCompleted);

        desk.Open(desk.Gateway.Placed[^1], BrokerOrderStatus.Submitted);

        Assert.Equal((SubmitOutcome.Accepted, SubmitOutcome.AlreadyAccepted), (Answer(first).Outcome, Answer(again).Outcome));
        Assert.Single(desk.Gateway.Placed);
    }

    [Fact]
    public void A_repeated_request_for_an_order_of_which_nobody_knows_is_unconfirmed_also_when_its_cancel_was_asked_for()
    {
        Desk desk = Waiting();
        SubmitOrder first = Send(desk);
        desk.Disconnect();

        SubmitOrder unknown = Send(desk);
        desk.Connect();
        desk.Cancel(Answer(first).Order!);
        SubmitOrder cancelled = Send(desk);
        Assert.False(cancelled.Reply.Task.IsCompleted);
        desk.CompleteRound();
        desk.Wait(TimeSpan.FromSeconds(6));
        desk.CompleteRound();
        desk.Wait(TimeSpan.FromSeconds(6));
        SubmitOrder late = Send(desk);

        Assert.Equal((SubmitOutcome.Unconfirmed, SubmitOutcome.Unconfirmed), (Answer(unknown).Outcome, Answer(cancelled).Outcome));
        Assert.Equal(OrderState.Rejected, Answer(late).Order!.State);
        Assert.Single(desk.Gateway.Placed);
    }

    private static Desk Waiting() => Desk.Ready(trading: o => o.AnswerWhen = AnswerMoment.Acknowledged);

    private static SubmitOrder Send(Desk desk)
    {
        var command = new SubmitOrder(new OrderRef("TB-answer-1"), Desk.Buy(10m, 99m)) { Time = desk.Now, Context = new CommandContext("api", "anna") };
        desk.Apply(command);
        return command;
    }

    private static SubmitResult Answer(SubmitOrder command)
    {
        Assert.True(command.Reply.Task.IsCompletedSuccessfully, "The engine has not answered the command.");
        return command.Reply.Task.GetAwaiter().GetResult();
    }
}
