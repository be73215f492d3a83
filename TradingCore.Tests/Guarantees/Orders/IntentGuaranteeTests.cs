using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Commands;
using TradingCore.Tests.Engine;
using TwsProtocol.Messages.Requests;

namespace TradingCore.Tests.Guarantees.Orders;

/// <summary>A refused cancel says nothing about the order: the broker is asked, and nothing with the same intent leaves before the order has ended.</summary>
public sealed class IntentGuaranteeTests
{
    [Theory]
    [InlineData("Close")]
    [InlineData("Sell")]
    public async Task After_a_cancel_that_lost_against_a_fill_nothing_closes_the_position_a_second_time(string intent)
    {
        using var traffic = new Traffic();
        await using FaultyDesk desk = await FaultyDesk.StartAsync(traffic.Record, trade: o => o.AnswerWhen = AnswerMoment.Sent);
        OrderRef entry = await desk.SubmitAsync(Desk.Buy(100m));
        await desk.UntilAsync(v => desk.Find(entry).Filled == 100m && v.Positions is [{ IsTiedOut: true }]);
        await desk.Simulator.FlushCaptureAsync(desk.Test);
        int asked = traffic.Requests<ReqExecutions>().Count;
        // The exit fills and nobody tells; what the broker is asked after the refused cancel is not answered yet.
        await desk.PlayAsync("{ fault: loseExecution }\n");
        await desk.PlayAsync("{ fault: loseOrderAck }");
        OrderRef exit = await desk.SubmitAsync(Desk.Sell(100m));
        await desk.UntilAsync(_ => desk.Simulator.Truth.Positions.Count == 0);
        Task held = desk.PlayAsync("{ when: cancelRequested, fault: stopReading, client: 1 }");
        await desk.CancelAsync(exit);
        await held;
        await desk.UntilAsync(_ => desk.Find(exit).State == OrderState.Unknown);

        SubmitResult again = intent == "Close"
            ? await desk.System.Engine.Commands.ClosePositionAsync("SPY", null, new CommandContext("user", "anna"), desk.Test)
            : await desk.TrySubmitAsync(Desk.Sell(100m));
        SubmitResult otherWay = await desk.TrySubmitAsync(Desk.Buy(1m, desk.FarPrice));
        await desk.PlayAsync("fault: clear");
        await desk.UntilAsync(_ => desk.Find(exit) is { State: OrderState.Filled, Filled: 100m });

        Assert.Equal(SubmitOutcome.Denied, again.Outcome);
        Assert.True(otherWay.Outcome == SubmitOutcome.Accepted, otherWay.Message);
        await desk.AssertAgreesAsync();
        Assert.Equal(0m, desk.View.Positions.Single().Quantity);
        await desk.Simulator.FlushCaptureAsync(desk.Test);
        Assert.True(traffic.Requests<ReqExecutions>().Count > asked);
        Assert.Equal(3, desk.Simulator.Truth.Orders.Count);
    }

    [Theory]
    [InlineData(10147, "OrderId 7 that needs to be cancelled is not found.")]
    [InlineData(10148, "OrderId 7 that needs to be cancelled cannot be cancelled, state: Filled.")]
    [InlineData(10149, "Invalid order id: 7")]
    [InlineData(161, "Cancel attempted when order is not in a cancellable state.")]
    [InlineData(136, "This order cannot be cancelled.")]
    [InlineData(135, "Can't find order with id =7")]
    public void Every_code_that_refuses_a_cancel_asks_the_broker_and_holds_back_orders_of_that_side_until_he_answers(int code, string text)
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(60m, 99m));
        desk.Cancel(order);
        int rounds = desk.Gateway.Rounds.Count;

        desk.Error(order, code, text);
        OrderState asked = desk.Find(order).State;
        SubmitResult before = desk.Submit(Desk.Buy(60m, 99m));
        desk.CompleteRound();
        SubmitResult after = desk.Submit(Desk.Buy(60m, 99m));

        Assert.Equal((OrderState.Unknown, rounds + 1), (asked, desk.Gateway.Rounds.Count));
        Assert.Contains("What became of the order to buy 60 SPY is not known", before.Message, StringComparison.Ordinal);
        Assert.Equal(SubmitOutcome.Accepted, after.Outcome);
    }

    [Fact]
    public void A_closing_order_without_an_answer_is_not_repeated_and_an_opening_one_only_counts_in_the_limits()
    {
        Desk desk = Desk.Ready();
        Order entry = desk.Working(Desk.Buy(100m));
        desk.Fill(entry, "0001.01.01", 100m, 100m);
        desk.Position(100m);
        desk.Accepted(Desk.Sell(40m, 101m));
        desk.Accepted(Desk.Buy(10m, 99m));
        desk.Wait(TimeSpan.FromSeconds(6));

        SubmitResult closing = desk.Submit(Desk.Sell(40m, 101m));
        SubmitResult opening = desk.Submit(Desk.Buy(10m, 99m));

        Assert.Equal((SubmitOutcome.Denied, SubmitOutcome.Accepted), (closing.Outcome, opening.Outcome));
        Assert.Contains("What became of the order to sell 40 SPY is not known", closing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_confirmation_of_a_cancel_that_comes_late_is_no_error()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();
        OrderRef order = await desk.RestingAsync();

        // Longer than the engine waits for an answer: the order is unknown in between.
        await desk.PlayAsync("{ fault: stopSending, client: 1 }");
        await desk.CancelAsync(order);
        await desk.UntilAsync(_ => desk.Find(order).State == OrderState.Unknown);
        await desk.PlayAsync("fault: clear");

        await desk.UntilAsync(_ => desk.Find(order).State == OrderState.Cancelled);
        Assert.DoesNotContain(desk.View.NoticesSince(0), n => n.Severity == TradingCore.Engine.Views.NoticeSeverity.Error);
        Assert.DoesNotContain(desk.Find(order).History, e => e.Kind == "warning");
        Assert.Equal(1, desk.System.Statistics.Connects);
    }
}
