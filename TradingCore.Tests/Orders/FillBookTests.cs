using TradingCore.Domain;
using TradingCore.Orders;
using TradingCore.Tests.Engine;

namespace TradingCore.Tests.Orders;

public sealed class FillBookTests
{
    private static Fill Report(string execId, decimal quantity = 100m, decimal price = 10m) =>
        new() { ExecId = new ExecId(execId), OrderRef = new OrderRef("TB-1"), Contract = Desk.Spy, Side = OrderSide.Buy, Quantity = quantity, Price = price };

    [Fact]
    public void The_same_execution_is_booked_once()
    {
        var fills = new FillBook(100);

        FillOutcome first = fills.Book(Report("0000e0d5.67fe667b.01.01"), out _);
        FillOutcome second = fills.Book(Report("0000e0d5.67fe667b.01.01"), out _);

        Assert.Equal((FillOutcome.Added, FillOutcome.Repeated, 1), (first, second, fills.Count));
    }

    [Fact]
    public void A_correction_replaces_and_an_older_revision_does_not_come_back()
    {
        var fills = new FillBook(100);
        fills.Book(Report("x.01"), out _);

        FillOutcome corrected = fills.Book(Report("x.02", quantity: 90m), out Fill booked);
        FillOutcome late = fills.Book(Report("x.01"), out Fill known);

        Assert.Equal((FillOutcome.Corrected, FillOutcome.Repeated), (corrected, late));
        Assert.Equal((90m, 90m, 1), (booked.Quantity, known.Quantity, fills.Count));
    }

    [Fact]
    public void A_commission_that_comes_first_waits_for_its_execution()
    {
        var fills = new FillBook(100);

        Fill? before = fills.BookCommission(new ExecId("x.01"), 1.05m, "USD", out _);
        fills.Book(Report("x.01"), out Fill booked);

        Assert.Null(before);
        Assert.Equal((1.05m, "USD"), (booked.Commission, booked.CommissionCurrency));
    }

    [Fact]
    public void The_commission_of_a_replaced_report_does_not_overwrite_the_newer_one()
    {
        var fills = new FillBook(100);
        fills.Book(Report("x.01"), out _);
        fills.Book(Report("x.02", 90m), out _);
        fills.BookCommission(new ExecId("x.02"), 0.90m, "USD", out _);

        Fill? late = fills.BookCommission(new ExecId("x.01"), 1.00m, "USD", out _);

        Assert.Null(late);
        Assert.Equal(0.90m, fills.Find(new ExecId("x.02"))!.Commission);
    }
}
