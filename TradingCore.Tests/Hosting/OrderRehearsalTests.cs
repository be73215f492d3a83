using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Hosting.Rehearsing;

namespace TradingCore.Tests.Hosting;

public sealed class OrderRehearsalTests
{
    [Fact]
    public async Task Every_order_of_the_rehearsal_passes_risk_and_becomes_the_bytes_of_a_message()
    {
        await using var rehearsal = new OrderRehearsal(TimeProvider.System);
        for (int i = 0; i < 300; i++)
        {
            SubmitResult answer = await rehearsal.OnceAsync();
            Assert.True(answer.Outcome == SubmitOutcome.Accepted, $"{i}: {answer.Message}");
        }

        Assert.Equal(300, rehearsal.Orders);
    }

    [Fact]
    public async Task An_order_that_keeps_the_way_warm_becomes_the_bytes_of_a_message_each_time()
    {
        await using var practice = new OrderPractice(TimeProvider.System);
        Order order = Sample;

        for (int i = 0; i < 300; i++) practice.Write(order);
        for (int i = 0; i < 10; i++) practice.Write(order with { OrderId = new OrderId(6 + i), Type = OrderType.Market, LimitPrice = null });

        Assert.Equal(310, practice.Orders);
    }

    [Fact]
    public async Task An_order_that_cannot_be_written_is_tried_once()
    {
        await using var practice = new OrderPractice(TimeProvider.System);
        // A stop without its price.
        Order refused = Sample with { Type = OrderType.Stop };

        for (int i = 0; i < 300; i++) practice.Write(refused);
        practice.Write(Sample);

        Assert.Equal((1, 1), (practice.Orders, practice.Waiting));
    }

    private static Order Sample => new()
    {
        OrderRef = new OrderRef("a"),
        OrderId = new OrderId(5),
        ClientId = 7,
        Account = RehearsalDesk.Account,
        Contract = RehearsalDesk.Contract,
        Side = OrderSide.Buy,
        Quantity = 100m,
        Type = OrderType.Limit,
        LimitPrice = 99m,
        Tif = TimeInForce.Ioc,
    };
}
