using TradingBlazor.State.Charts;
using TradingBlazor.Tests.Components.Fakes;
using TradingCore.Domain;

namespace TradingBlazor.Tests.State.Charts;

public sealed class ChartDraftTests
{
    [Theory]
    [InlineData(OrderSide.Buy)]
    [InlineData(OrderSide.Sell)]
    public void A_bracket_begins_with_its_target_on_the_winning_side_and_its_stop_on_the_other(OrderSide side)
    {
        var draft = new ChartDraft(Given.Instrument(), side, OrderType.Limit, 430m, "100", hasExits: true);

        decimal up = side == OrderSide.Buy ? 1m : -1m;
        Assert.Equal((430m + up * 2.58m, 430m - up * 1.29m), (draft.Profit!.Value, draft.Loss!.Value));
        Assert.Equal(["entry", "profit", "loss"], draft.Lines().Select(l => l.Kind));
    }

    [Fact]
    public void A_moved_entry_takes_its_exits_along_and_a_moved_exit_stays_alone()
    {
        var draft = new ChartDraft(Given.Instrument(), OrderSide.Buy, OrderType.Limit, 430m, "100", hasExits: true);

        draft.Move("profit", 431.004m);
        draft.Move("entry", 429.50m);

        Assert.Equal((429.50m, 430.50m, 428.21m), (draft.Price, draft.Profit!.Value, draft.Loss!.Value));
    }

    [Fact]
    public void The_order_is_the_one_that_the_ticket_would_send()
    {
        OrderSpec bracket = new ChartDraft(Given.Instrument(), OrderSide.Buy, OrderType.Limit, 430m, "100", hasExits: true).Read("DU1", out _)!;
        OrderSpec stop = new ChartDraft(Given.Instrument(), OrderSide.Sell, OrderType.Stop, 429m, "5", hasExits: false).Read(null, out _)!;
        OrderSpec? none = new ChartDraft(Given.Instrument(), OrderSide.Sell, OrderType.Stop, 429m, "x", hasExits: false).Read(null, out string problem);

        Assert.Equal((430m, null, "DU1", 432.58m, 428.71m), (bracket.LimitPrice, bracket.StopPrice, bracket.Account, bracket.Bracket!.TakeProfit!.Price, bracket.Bracket.StopLoss!.Price));
        Assert.Equal((null, 429m, null), (stop.LimitPrice, stop.StopPrice, stop.Bracket));
        Assert.Null(none);
        Assert.Contains("quantity", problem, StringComparison.Ordinal);
    }
}
