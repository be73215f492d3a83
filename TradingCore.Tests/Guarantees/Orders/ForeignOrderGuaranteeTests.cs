using TradingCore.Domain;
using TradingCore.Tests.Engine;
using TradingCore.Tests.Simulation;
using TradingCore.Tws;
using WireCancel = TwsProtocol.Messages.Requests.CancelOrder;
using WireOrder = TwsProtocol.Orders.Order;

namespace TradingCore.Tests.Guarantees.Orders;

/// <summary>Orders of other programs and of TWS itself are seen without being asked for by anybody, and count.</summary>
public sealed class ForeignOrderGuaranteeTests
{
    [Fact]
    public async Task An_order_entered_in_tws_appears_tagged_and_counts_for_risk()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync(change: o => o.OrderPollInterval = new TwsOptions().OrderPollInterval);

        await desk.PlayAsync($"{{ fault: manualOrder, symbol: SPY, quantity: 1990, limit: {desk.FarPrice} }}");

        await desk.UntilAsync(v => v.Orders.Any(o => o is { Source: "TWS", Quantity: 1990m }));
        var result = await desk.TrySubmitAsync(Desk.Buy(100m, desk.FarPrice));
        Assert.Contains(result.Verdict.Failures, f => f.Code == "R19");
    }

    [Fact]
    public async Task The_orders_of_another_client_appear_tagged_and_end_when_it_ends_them()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync(change: o => o.OrderPollInterval = new TwsOptions().OrderPollInterval);
        await using SimulatorClient other = await SimulatorClient.ConnectAsync(desk.Simulator.EndPoint, clientId: 5);

        other.Place(1, new WireOrder { Action = "BUY", TotalQuantity = 70m, OrderType = "LMT", LmtPrice = (double)desk.FarPrice, Tif = "DAY" });
        await desk.UntilAsync(v => v.Orders.Any(o => o is { Source: "client 5", Quantity: 70m, State: OrderState.Working or OrderState.PreSubmitted }));
        other.Send(new WireCancel(1));

        await desk.UntilAsync(v => v.Orders.Any(o => o is { Source: "client 5", State: OrderState.Cancelled }));
    }

    [Fact]
    public async Task Asking_for_them_all_the_time_leaves_the_budget_of_messages_alone()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync(change: o => o.OrderPollInterval = new TwsOptions().OrderPollInterval);
        long before = desk.System.Statistics.MessagesSent;
        DateTimeOffset from = desk.Simulator.Truth.MarketTime;

        await desk.UntilAsync(_ => desk.Simulator.Truth.MarketTime - from > TimeSpan.FromSeconds(3));

        // Two a second at most: the poll and the heartbeat.
        double seconds = (desk.Simulator.Truth.MarketTime - from).TotalSeconds;
        Assert.InRange(desk.System.Statistics.MessagesSent - before, 1, (long)(seconds * 3));
    }
}
