using FsCheck;
using FsCheck.Xunit;
using TradingCore.Positions;
using TradingCore.Tests.Engine;

namespace TradingCore.Tests.Positions;

public sealed class PositionLedgerTests
{
    private static PositionLedger Booked(decimal multiplier, params (decimal Quantity, decimal Price)[] trades)
    {
        var ledger = new PositionLedger(multiplier);
        for (int i = 0; i < trades.Length; i++) ledger.Book(new PositionBooking(Desk.Start.AddSeconds(i), $"{i}", trades[i].Quantity, trades[i].Price, 1m));
        return ledger;
    }

    // Expected figures: average price method worked by hand.
    [Fact]
    public void An_increase_moves_the_average_and_a_reduction_realises_against_it()
    {
        PositionLedger ledger = Booked(1m, (100m, 10m), (100m, 12m), (-50m, 13m));

        Assert.Equal((150m, 11m, 100m, 3m), (ledger.Quantity, ledger.AveragePrice, ledger.RealizedPnl, ledger.Commission));
        Assert.Equal(150m, ledger.UnrealizedPnl(12m));
    }

    [Fact]
    public void Going_through_zero_realises_everything_and_starts_at_the_price_of_the_trade()
    {
        PositionLedger ledger = Booked(1m, (100m, 10m), (-150m, 12m));

        Assert.Equal((-50m, 12m, 200m), (ledger.Quantity, ledger.AveragePrice, ledger.RealizedPnl));
    }

    [Fact]
    public void A_short_position_earns_when_the_price_falls()
    {
        PositionLedger ledger = Booked(1m, (-100m, 10m), (40m, 9m));

        Assert.Equal((-60m, 10m, 40m), (ledger.Quantity, ledger.AveragePrice, ledger.RealizedPnl));
        Assert.Equal(120m, ledger.UnrealizedPnl(8m));
    }

    [Fact]
    public void The_multiplier_counts_in_money_and_not_in_the_price()
    {
        PositionLedger ledger = Booked(50m, (2m, 5_000m), (-1m, 5_010.25m));

        Assert.Equal((1m, 5_000m, 512.50m), (ledger.Quantity, ledger.AveragePrice, ledger.RealizedPnl));
    }

    [Fact]
    public void A_correction_gives_what_the_corrected_trade_would_have_given()
    {
        PositionLedger ledger = Booked(1m, (100m, 10m), (-100m, 12m));

        ledger.Book(new PositionBooking(Desk.Start, "0", 60m, 10m, 1m));
        ledger.Book(new PositionBooking(Desk.Start, "0", 0m, 10m, 1m));

        Assert.Equal((-100m, 12m, 0m), (ledger.Quantity, ledger.AveragePrice, ledger.RealizedPnl));
    }

    [Property]
    public void Quantity_is_the_signed_sum_in_any_order_and_repeats_do_nothing((int Quantity, int Cents)[] trades, int seed)
    {
        PositionBooking[] bookings = Bookings(trades);
        PositionBooking[] shuffled = [.. bookings.Concat(bookings)];
        new Random(seed).Shuffle(shuffled);
        var inOrder = new PositionLedger(1m);
        var anyOrder = new PositionLedger(1m);

        foreach (PositionBooking booking in bookings) inOrder.Book(booking);
        foreach (PositionBooking booking in shuffled) anyOrder.Book(booking);

        Assert.Equal(trades.Sum(t => (decimal)t.Quantity), anyOrder.Quantity);
        Assert.Equal((inOrder.Quantity, inOrder.AveragePrice, inOrder.RealizedPnl), (anyOrder.Quantity, anyOrder.AveragePrice, anyOrder.RealizedPnl));
    }

    [Property]
    public void Realised_and_unrealised_are_cash_and_value((int Quantity, int Cents)[] trades, PositiveInt markCents)
    {
        PositionBooking[] bookings = Bookings(trades);
        decimal mark = markCents.Get / 100m, cash = -bookings.Sum(b => b.Quantity * b.Price) * 50m;
        var ledger = new PositionLedger(50m);

        foreach (PositionBooking booking in bookings) ledger.Book(booking);

        // The average price may need rounding in the 28th digit; the sum does not lose more than that.
        Assert.Equal(cash + ledger.MarketValue(mark), ledger.RealizedPnl + ledger.UnrealizedPnl(mark), 10);
    }

    [Property]
    public void A_flat_position_has_realised_exactly_its_cash((int Quantity, int Cents)[] trades)
    {
        PositionBooking[] bookings = Bookings(trades);
        decimal rest = bookings.Sum(b => b.Quantity);
        PositionBooking[] flat = [.. bookings, new PositionBooking(Desk.Start.AddDays(1), "close", -rest, 100.01m, 0m)];
        var ledger = new PositionLedger(1m);

        foreach (PositionBooking booking in flat) ledger.Book(booking);

        Assert.Equal((0m, 0m, -flat.Sum(b => b.Quantity * b.Price)), (ledger.Quantity, ledger.AveragePrice, ledger.RealizedPnl));
    }

    private static PositionBooking[] Bookings((int Quantity, int Cents)[] trades) =>
        [.. trades.Select((t, i) => new PositionBooking(Desk.Start.AddSeconds(i / 2), $"{i:0000}", t.Quantity, t.Cents / 100m, 0m))];
}
