using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Tests.Engine;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Orders;
using Order = TradingCore.Domain.Order;
using OrderState = TradingCore.Domain.OrderState;
using WireCancel = TwsProtocol.Messages.Requests.CancelOrder;
using WireOrder = TwsProtocol.Orders.Order;
using WireOrderState = TwsProtocol.Orders.OrderState;

namespace TradingCore.Tests.Tws;

/// <summary>What real gateways say of orders, message by message over a real socket: late ids, repeats, executions before everything else, codes that mean less than they seem.</summary>
public sealed class ScriptedOrderTests
{
    [Fact]
    public async Task Commission_then_execution_then_statuses_without_and_with_an_id_and_all_of_them_twice_make_one_fill()
    {
        await using ScriptedDesk desk = await ScriptedDesk.StartAsync();
        Task<SubmitResult> submit = desk.SubmitAsync(Desk.Buy(100m, 100.02m));
        PlaceOrder sent = await desk.PlacedAsync();

        for (int i = 0; i < 2; i++)
        {
            desk.Status(sent, OrderStatusKind.PendingSubmit, permId: 0);
            desk.Client.Send(new CommissionReport("0001.01.01", 1.0, "USD", null, 0, 0));
            desk.Client.Send(new CommissionReport("0002.01.01", 0.5, "USD", double.MaxValue, 0, 0));
            desk.Executes(desk.ExecutionOf(sent, "0001.01.01", 33m, 100.01, 71));
            desk.Describe(sent, "Submitted", 71);
            desk.Status(sent, OrderStatusKind.Submitted, 71, 33m, 100.00999999999999);
            desk.Executes(desk.ExecutionOf(sent, "0002.01.01", 67m, 100.02, 71));
            desk.Status(sent, OrderStatusKind.Filled, 71, 100m, 100.01669999999999);
        }

        await desk.OrderAsync(sent, o => o is { State: OrderState.Filled, Commission: 1.5m });
        Order order = desk.Find(sent);
        Assert.Equal(SubmitOutcome.Accepted, (await submit).Outcome);
        Assert.Equal((100m, (33m * 100.01m + 67m * 100.02m) / 100m, new PermId(71)), (order.Filled, order.AverageFillPrice, order.PermId));
        await desk.UntilAsync(v => v.Positions.SingleOrDefault()?.Quantity == 100m);
        Assert.Equal(2, desk.Engine.View.Fills.Count);
    }

    [Fact]
    public async Task An_order_that_is_inactive_for_want_of_shares_to_borrow_wakes_up_and_fills()
    {
        await using ScriptedDesk desk = await ScriptedDesk.StartAsync();
        _ = desk.SubmitAsync(Desk.Buy(10m, 100m));
        PlaceOrder sent = await desk.PlacedAsync();

        desk.Client.Error(sent.OrderId, 404, "Order held while securities are located.");
        desk.Describe(sent, "PreSubmitted", 72);
        desk.Status(sent, OrderStatusKind.PreSubmitted, 72, whyHeld: "locate");
        await desk.OrderAsync(sent, o => o.State == OrderState.PreSubmitted);
        desk.Status(sent, OrderStatusKind.Inactive, 72);
        await desk.OrderAsync(sent, o => o.State == OrderState.Inactive);
        desk.Status(sent, OrderStatusKind.Submitted, 72);
        await desk.OrderAsync(sent, o => o.State == OrderState.Working);
        desk.Executes(desk.ExecutionOf(sent, "0003.01.01", 10m, 100, 72));

        await desk.OrderAsync(sent, o => o is { State: OrderState.Filled, Filled: 10m });
        Assert.Contains(desk.Find(sent).History, l => l.Text.Contains("securities are located", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_code_that_nobody_documented_does_not_reject_an_order_that_works()
    {
        await using ScriptedDesk desk = await ScriptedDesk.StartAsync();
        Task<SubmitResult> submit = desk.SubmitAsync(Desk.Buy(10m, 99m));
        PlaceOrder sent = await desk.PlacedAsync();

        desk.Client.Error(sent.OrderId, 10349, "Order TIF was set to DAY based on order preset.");
        desk.Describe(sent, "Submitted", 73);
        desk.Status(sent, OrderStatusKind.Submitted, 73);

        Assert.Equal(SubmitOutcome.Accepted, (await submit).Outcome);
        await desk.OrderAsync(sent, o => o.State == OrderState.Working);
        Assert.DoesNotContain(desk.Find(sent).History, l => l.State is OrderState.Rejected or OrderState.Unknown);
        Assert.Contains(desk.Find(sent).History, l => l.Kind == "warning" && l.Text.Contains("10349", StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_an_undocumented_code_and_silence_the_brokers_list_decides()
    {
        await using ScriptedDesk desk = await ScriptedDesk.StartAsync(unknownAfter: TimeSpan.FromMilliseconds(300));
        Task<SubmitResult> submit = desk.SubmitAsync(Desk.Buy(10m, 99m));
        PlaceOrder sent = await desk.PlacedAsync();

        desk.Client.Error(sent.OrderId, 12999, "Something that nobody wrote down.");

        await desk.OrderAsync(sent, o => o.State == OrderState.Rejected);
        Assert.NotEqual(SubmitOutcome.Accepted, (await submit).Outcome);
        Assert.Contains(desk.Find(sent).History, l => l.Text.Contains("12999", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_cancel_with_fills_that_its_status_tells_first_keeps_them_and_refused_changes_leave_the_order()
    {
        await using ScriptedDesk desk = await ScriptedDesk.StartAsync();
        _ = desk.SubmitAsync(Desk.Buy(100m, 99m));
        PlaceOrder sent = await desk.PlacedAsync();
        desk.Describe(sent, "Submitted", 74);
        await desk.OrderAsync(sent, o => o.State == OrderState.Working);

        await desk.ModifyAsync(desk.Find(sent), new OrderChange(LimitPrice: 99.5m));
        await desk.PlacedAsync(2);
        desk.Client.Error(sent.OrderId, 201, "Order rejected - reason:The order is too far along.");
        await desk.OrderAsync(sent, o => o is { PendingChange: null, LimitPrice: 99m, State: OrderState.Working });
        desk.Client.Error(sent.OrderId, 399, "Order Message:\nWarning: held until open");
        await desk.CancelAsync(desk.Find(sent));
        await desk.Client.RequestAsync<WireCancel>();
        desk.Status(sent, OrderStatusKind.Cancelled, 74, filled: 40m, average: 98.99);
        desk.Client.Error(sent.OrderId, 202, "Order Canceled - reason:");
        desk.Executes(desk.ExecutionOf(sent, "0004.01.01", 40m, 98.99, 74));

        await desk.OrderAsync(sent, o => o is { State: OrderState.Cancelled, Filled: 40m, AverageFillPrice: 98.99m });
        await desk.UntilAsync(v => v.Positions.SingleOrDefault()?.Quantity == 40m);
    }

    [Theory]
    [InlineData(135, "Can't find order with id")]
    [InlineData(161, "Cancel attempted when order is not in a cancellable state.")]
    [InlineData(10147, "OrderId that needs to be cancelled is not found.")]
    [InlineData(10148, "OrderId that needs to be cancelled can not be cancelled, state: Filled.")]
    public async Task A_refused_cancel_ends_in_what_the_brokers_lists_say(int code, string text)
    {
        await using ScriptedDesk desk = await ScriptedDesk.StartAsync();
        _ = desk.SubmitAsync(Desk.Buy(100m, 99m));
        PlaceOrder sent = await desk.PlacedAsync();
        desk.Describe(sent, "Submitted", 75);
        await desk.OrderAsync(sent, o => o.State == OrderState.Working);

        desk.Executions.Enqueue(desk.ExecutionOf(sent, "0005.01.01", 100m, 99, 75));   // never told while it happened
        desk.Held = 100m;
        await desk.CancelAsync(desk.Find(sent));
        await desk.Client.RequestAsync<WireCancel>();
        desk.Client.Error(sent.OrderId, code, text);

        await desk.OrderAsync(sent, o => o is { State: OrderState.Filled, Filled: 100m });
        await desk.UntilAsync(v => v.Positions.SingleOrDefault()?.Quantity == 100m);
    }

    [Fact]
    public async Task The_line_to_the_broker_breaks_over_an_order_and_the_lists_say_what_became_of_it()
    {
        await using ScriptedDesk desk = await ScriptedDesk.StartAsync();
        Task<SubmitResult> filled = desk.SubmitAsync(Desk.Buy(100m, 100.02m)), open = desk.SubmitAsync(Desk.Buy(50m, 99m));
        PlaceOrder first = await desk.PlacedAsync(1), second = await desk.PlacedAsync(2);

        desk.Client.Error(-1, 1100, "Connectivity between IBKR and Trader Workstation has been lost.");
        await desk.OrderAsync(second, o => o.State == OrderState.Unknown);
        desk.Executions.Enqueue(desk.ExecutionOf(first, "0006.01.01", 100m, 100.02, 76));
        desk.OpenOrders.Enqueue(desk.Describes(second, "Submitted", 77));
        desk.Held = 100m;
        desk.Client.Error(-1, 1102, "Connectivity between IBKR and Trader Workstation has been restored - data maintained.");

        await desk.OrderAsync(first, o => o.State == OrderState.Filled);
        await desk.OrderAsync(second, o => o.State == OrderState.Working);
        await desk.UntilAsync(v => v.Session.IsVerified);
        Assert.Equal(2, desk.Client.Requests.OfType<PlaceOrder>().Count());
        Assert.Equal((SubmitOutcome.Unconfirmed, SubmitOutcome.Unconfirmed), ((await filled).Outcome, (await open).Outcome));
    }

    [Fact]
    public async Task Order_ids_follow_a_jump_forward_and_no_jump_back()
    {
        await using ScriptedDesk desk = await ScriptedDesk.StartAsync();
        foreach (int next in new[] { 50, 900, 3 }) desk.Client.Send(new NextValidId(next));
        desk.Client.Send(new ErrorMessage(-1, 2104, "Market data farm connection is OK:usfarm"));
        await desk.UntilAsync(v => v.Session.Farms?.Count > 0);

        _ = desk.SubmitAsync(Desk.Buy(1m, 99m));
        _ = desk.SubmitAsync(Desk.Buy(2m, 99m));

        PlaceOrder first = await desk.PlacedAsync(1), second = await desk.PlacedAsync(2);
        Assert.Equal((900, 901), (first.OrderId, second.OrderId));
    }

    [Fact]
    public async Task Fractions_of_a_share_and_prices_that_are_not_set_are_read_as_they_are()
    {
        await using ScriptedDesk desk = await ScriptedDesk.StartAsync();
        var terms = new WireOrder { Action = "SELL", TotalQuantity = 0.3m, OrderType = "TRAIL", AuxPrice = null, TrailingPercent = 1.5, TrailStopPrice = null, LmtPrice = null, Tif = "GTC", Account = ScriptedDesk.Account, PermId = 78, ClientId = 0 };

        desk.Client.Send(new OpenOrder(0, ScriptedDesk.Spy, terms, new WireOrderState { Status = "Submitted" }));
        foreach (string id in new[] { "0007.01.01", "0008.01.01", "0009.01.01" })
            desk.Client.Send(new ExecDetails(-1, ScriptedDesk.Spy, new Execution { PermId = 78, ExecId = id, Time = "20260115 10:00:00 US/Eastern", AcctNumber = ScriptedDesk.Account, Side = "SLD", Shares = 0.1m, Price = 100.005, Exchange = "ARCA" }));

        await desk.UntilAsync(v => v.Orders.Any(o => o.State == OrderState.Filled));
        Order order = desk.Engine.View.Orders.Single();
        Assert.Equal(("X-78", "TWS", 0.3m, 100.005m, (decimal?)null, (decimal?)null, 1.5m), (order.OrderRef.Value, order.Source, order.Filled, order.AverageFillPrice, order.LimitPrice, order.StopPrice, order.Attributes.TrailPercent));
        await desk.UntilAsync(v => v.Positions.SingleOrDefault()?.Quantity == -0.3m);
    }
}
