using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;

namespace TradingCore.Tests.Engine;

public sealed class SubmitToPositionTests
{
    [Fact]
    public void An_order_goes_from_submit_over_fill_to_position_and_profit()
    {
        Desk desk = Desk.Ready();

        Order order = desk.Accepted(Desk.Buy(100m));
        desk.Open(order, BrokerOrderStatus.Submitted);
        desk.Fill(order, "a.01", 60m, 100.02m);
        desk.Fill(order, "b.01", 40m, 100.04m);
        desk.Status(order, BrokerOrderStatus.Filled, filled: 100m);
        desk.Market(101.00m, 101.02m);
        desk.Wait(TimeSpan.FromMilliseconds(250));

        Order filled = desk.Find(order);
        Assert.Equal((OrderState.Filled, 100m, 100.028m), (filled.State, filled.Filled, filled.AverageFillPrice));
        Assert.Equal((100m, 100.028m, 97.20m), (desk.Held!.Quantity, desk.Held.AveragePrice, desk.Held.UnrealizedPnl));
        Assert.Contains(desk.Seen.NoticesSince(0), n => n.Text == "Bought 60 SPY at 100.02: 60 of 100 are filled.");
    }

    [Fact]
    public void An_order_is_in_the_journal_before_it_is_on_the_wire()
    {
        Desk desk = Desk.Ready();
        desk.Trace.Clear();

        desk.Accepted(Desk.Buy(100m));

        Assert.Equal(["journal OrderIdsReserved", "journal OrderWritten", "place 1"], desk.Trace);
    }

    [Fact]
    public void Selling_what_was_bought_realises_the_profit_and_leaves_nothing()
    {
        Desk desk = Desk.Ready();
        Order buy = desk.Working(Desk.Buy(100m));
        desk.Fill(buy, "a.01", 100m, 100.02m);
        desk.Now += TimeSpan.FromSeconds(1);

        SubmitResult close = desk.Close("spy");
        desk.Fill(close.Order!, "b.01", 100m, 100.52m);

        Assert.Equal((OrderSide.Sell, 100m, OrderType.Market), (close.Order!.Side, close.Order.Quantity, close.Order.Type));
        Assert.Equal((0m, 50m, 0m), (desk.Held!.Quantity, desk.Held.RealizedPnl, desk.Held.UnrealizedPnl));
    }
}
