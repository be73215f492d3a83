using TradingCore.Domain;
using TradingCore.Orders;
using TradingCore.Tests.Engine;

namespace TradingCore.Tests.Orders;

public sealed class OrderBookTests
{
    private static readonly OrderRemark Remark = new(Desk.Start, "submitted", "user");

    private static OrderEntry Add(OrderBook book, string orderRef, int orderId, long permId = 0, OrderState state = OrderState.Working) =>
        book.Add(book.Draft(new Order { OrderRef = new OrderRef(orderRef), OrderId = new OrderId(orderId), ClientId = 7, PermId = new PermId(permId), Contract = Desk.Spy, Side = OrderSide.Buy, Quantity = 100m, State = state }, Remark));

    [Fact]
    public void An_order_id_that_the_gateway_uses_again_does_not_hit_the_old_order()
    {
        var book = new OrderBook(100);
        Add(book, "TB-1", orderId: 5, permId: 900);

        OrderEntry? found = book.Find(new OrderRef(""), new PermId(901), 7, new OrderId(5));

        Assert.Null(found);
    }

    [Fact]
    public void An_order_of_ours_is_found_by_its_reference_before_it_has_a_permId()
    {
        var book = new OrderBook(100);
        OrderEntry entry = Add(book, "TB-1", orderId: 5);

        Assert.Same(entry, book.Find(new OrderRef("TB-1"), new PermId(901), 7, new OrderId(0)));
    }

    [Fact]
    public void Old_final_orders_leave_memory_and_open_ones_stay()
    {
        var book = new OrderBook(keptMax: 2);
        Add(book, "TB-1", 1);
        Add(book, "TB-2", 2, state: OrderState.Filled);
        Add(book, "TB-3", 3, state: OrderState.Filled);
        Add(book, "TB-4", 4, state: OrderState.Filled);

        Assert.Equal(["TB-4", "TB-3", "TB-1"], book.Snapshot.Select(o => o.OrderRef.Value));
        Assert.Null(book.Find(new OrderRef("TB-2")));
    }

    [Fact]
    public void A_bracket_stays_whole_as_long_as_one_of_its_orders_can_fill()
    {
        var book = new OrderBook(keptMax: 3);
        Add(book, "TB-1", 1, state: OrderState.Filled);
        OrderEntry profit = AddExit(book, "TB-1-TP", OrderRole.TakeProfit, OrderState.Cancelled), stop = AddExit(book, "TB-1-SL", OrderRole.StopLoss, OrderState.Working);

        for (int i = 2; i < 6; i++) Add(book, $"TB-{i}", i, state: OrderState.Filled);
        OrderEntry[] whole = [.. book.ExitsOf(new OrderRef("TB-1"))];
        book.Put(stop, stop.Order with { State = OrderState.Filled });
        for (int i = 6; i < 12; i++) Add(book, $"TB-{i}", i, state: OrderState.Filled);

        Assert.Equal([profit, stop], whole);
        Assert.DoesNotContain(book.Snapshot, o => o.OrderRef.Value.StartsWith("TB-1-", StringComparison.Ordinal) || o.OrderRef.Value == "TB-1");

        static OrderEntry AddExit(OrderBook book, string orderRef, OrderRole role, OrderState state) =>
            book.Add(TradingCore.Tests.Persistence.Given.Order(orderRef, state) with { OrderId = default, PermId = default, Attributes = new OrderAttributes { Parent = new OrderRef("TB-1") }, Handling = new OrderHandling { Role = role } });
    }

    [Fact]
    public void The_history_is_bounded_and_keeps_the_beginning_and_the_end()
    {
        var book = new OrderBook(100);
        OrderEntry entry = Add(book, "TB-1", 1);

        for (int i = 0; i < 100; i++) book.Update(entry, entry.Order, new OrderRemark(Desk.Start, "warning", "broker", $"{i}"));

        Assert.Equal(OrderHistory.KeptMax, entry.Order.History.Count);
        Assert.Equal(("submitted", "99"), (entry.Order.History[0].Kind, entry.Order.History[^1].Text));
    }

    [Fact]
    public void A_state_that_has_no_line_of_its_own_in_the_history_is_told_too()
    {
        var book = new OrderBook(100);
        OrderEntry entry = Add(book, "TB-1", 1);
        OrderNewsReader reader = book.News.Follow();

        book.Update(entry, entry.Order with { Filled = 100m }, new OrderRemark(Desk.Start, "filled", "broker", "100 at 412.34"));
        book.Transition(entry, OrderEventKind.FullyFilled, new OrderRemark(Desk.Start, "", "broker"));
        book.Update(entry, entry.Order with { Commission = 1m }, new OrderRemark(Desk.Start, "", "broker"));

        List<(string, OrderState?)> told = [];
        while (reader.TryTake(out OrderNews news)) told.Add((news.Kind, news.Order?.State));
        Assert.Equal([("filled", OrderState.Working), (OrderNews.State, OrderState.Filled)], told);
    }

    [Fact]
    public void The_worst_case_counts_the_larger_of_old_and_wanted_quantity()
    {
        var book = new OrderBook(100);
        OrderEntry entry = Add(book, "TB-1", 1);
        book.Update(entry, entry.Order with { Filled = 30m, PendingChange = new OrderChange(Quantity: 150m) }, Remark);

        Assert.Equal((120m, 0m), book.WorkingQuantities(default, Desk.Spy.ConId, null));
    }
}
