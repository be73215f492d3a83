using TradingCore.Positions;

namespace TradingCore.Tests.Positions;

/// <summary>The broker's way of counting: commissions of opening in the cost, those of closing in the profit. All numbers worked out by hand.</summary>
public sealed class BrokerCostTests
{
    private static readonly DateTimeOffset Day1 = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);
    private static readonly TradingDay NewYork = new(TimeZoneInfo.FindSystemTimeZoneById("America/New_York"), TimeSpan.Zero);

    private static PositionLedger Ledger(decimal multiplier, params PositionBooking[] bookings)
    {
        var ledger = new PositionLedger(multiplier, NewYork);
        foreach (PositionBooking booking in bookings) ledger.Book(booking);
        return ledger;
    }

    private static PositionBooking At(int minute, decimal quantity, decimal price, decimal commission) =>
        new(Day1.AddMinutes(minute), $"e{minute}", quantity, price, commission);

    [Fact]
    public void A_long_position_costs_its_commission_and_realises_less_the_commission_of_the_sale()
    {
        // 100 at 50.00 for 1.00: cost 5,001.00, 50.01 a share. 40 sold at 52.00 for 0.40: 40 x (52.00 - 50.01) - 0.40 = 79.20.
        PositionLedger ledger = Ledger(1m, At(0, 100m, 50m, 1m), At(1, -40m, 52m, 0.40m));

        Assert.Equal((60m, 50.01m, 79.20m), (ledger.Quantity, ledger.AverageCost, ledger.RealizedNetPnl));
        // Before commission: 40 x 2.00, average 50.00.
        Assert.Equal((80m, 50m, 1.40m), (ledger.RealizedPnl, ledger.AveragePrice, ledger.Commission));
        // At 53.00 the 60 are worth 3,180.00; their cost is 60 x 50.01 = 3,000.60.
        Assert.Equal(179.40m, ledger.UnrealizedNetPnl(3_180m));
        // Paid 5,000.00 + 1.00, received 2,080.00 - 0.40.
        Assert.Equal(-2_921.40m, ledger.NetCash);
    }

    [Fact]
    public void A_short_position_of_a_future_receives_less_by_its_commission()
    {
        // 2 ES sold at 5,000.00, multiplier 50, 4.50 in all: received 500,000.00 - 4.50, 4,999.955 a point. One bought at 4,990.00 for 2.25:
        // 249,997.75 - 249,500.00 - 2.25 = 495.50.
        PositionLedger ledger = Ledger(50m, At(0, -2m, 5_000m, 4.50m), At(1, 1m, 4_990m, 2.25m));

        Assert.Equal((-1m, 4_999.955m, 495.50m), (ledger.Quantity, ledger.AverageCost, ledger.RealizedNetPnl));
    }

    [Fact]
    public void A_trade_through_zero_divides_its_commission_between_what_it_closes_and_what_it_opens()
    {
        // 10 at 100.00 for 1.00: 1,001.00. 30 sold at 110.00 for 3.00: a third of the commission closes: 1,100.00 - 1,001.00 - 1.00 = 98.00;
        // 20 short received 2,200.00 - 2.00, 109.90 a share.
        PositionLedger ledger = Ledger(1m, At(0, 10m, 100m, 1m), At(1, -30m, 110m, 3m));

        Assert.Equal((-20m, 109.90m, 98m), (ledger.Quantity, ledger.AverageCost, ledger.RealizedNetPnl));
    }

    [Fact]
    public void Prices_below_zero_and_parts_of_a_unit_are_booked_like_others()
    {
        // A spread bought at -3.05, sold at -2.80: 0.5 x 0.25 x 100 = 12.50; -152.50 is received when it is opened.
        PositionLedger ledger = Ledger(100m, At(0, 0.5m, -3.05m, 0m), At(1, -0.5m, -2.80m, 0m));

        Assert.Equal((0m, 12.50m, 12.50m, 0m), (ledger.Quantity, ledger.RealizedPnl, ledger.NetCash, ledger.AverageCost));
    }

    [Fact]
    public void Each_day_has_its_own_profit_fees_and_start()
    {
        // Monday: 100 at 50.00. Tuesday: 30 sold at 55.00 for 0.30 realise 150.00.
        PositionLedger ledger = Ledger(1m, At(0, 100m, 50m, 1m), At(24 * 60, -30m, 55m, 0.30m));

        LedgerDay monday = ledger.Of(new DateOnly(2026, 3, 2)), tuesday = ledger.Of(new DateOnly(2026, 3, 3)), wednesday = ledger.Of(new DateOnly(2026, 3, 4));
        Assert.Equal((0m, -5_000m, 1m, 0m), (monday.StartQuantity, monday.Flow, monday.Fees, monday.RealizedPnl));
        Assert.Equal((100m, 1_650m, 0.30m, 150m), (tuesday.StartQuantity, tuesday.Flow, tuesday.Fees, tuesday.RealizedPnl));
        Assert.Equal((70m, 0m, 0m), (wednesday.StartQuantity, wednesday.Flow, wednesday.Fees));
        Assert.Equal(0m, ledger.Of(new DateOnly(2026, 3, 1)).StartQuantity);
    }

    [Fact]
    public void A_correction_of_a_fill_of_yesterday_changes_yesterday()
    {
        PositionLedger ledger = Ledger(1m, At(0, 100m, 50m, 0m), At(1, -100m, 51m, 0m), At(24 * 60, 10m, 52m, 0m));

        ledger.Book(At(1, -100m, 51.50m, 0m));

        Assert.Equal((150m, 0m), (ledger.Of(new DateOnly(2026, 3, 2)).RealizedPnl, ledger.Of(new DateOnly(2026, 3, 3)).RealizedPnl));
    }

    [Fact]
    public void A_fee_in_another_currency_is_kept_apart_by_day_and_currency()
    {
        var ledger = new PositionLedger(1m, NewYork);

        ledger.Book(new PositionBooking(Day1, "a", 100m, 20m, 0m, 2.50m, "USD"));
        ledger.Book(new PositionBooking(Day1, "a", 100m, 20m, 0m, 2.75m, "USD"));

        Assert.Equal(2.75m, ledger.OtherFees[(new DateOnly(2026, 3, 2), "USD")]);
        Assert.Equal((0m, 20m), (ledger.Commission, ledger.AverageCost));
    }

    [Fact]
    public void Any_order_of_arrival_repeats_and_corrections_come_to_the_same_figures()
    {
        for (int seed = 1; seed <= 200; seed++)
        {
            var random = new Random(seed);
            PositionBooking[] right =
            [
                .. Enumerable.Range(0, 20).Select(i => new PositionBooking(
                    Day1.AddHours(i * 3 + random.Next(3)), $"e{i}", random.Next(-50, 51) / 2m, random.Next(-300, 4_000) / 4m, random.Next(0, 500) / 100m)),
            ];
            PositionLedger expected = Ledger(50m, right);

            // Some come wrong first, all come twice, in any order; the right one of a key comes last.
            var arrival = right.SelectMany(b => new[] { b with { Price = b.Price + 1m, Quantity = -b.Quantity }, b }).ToArray();
            random.Shuffle(arrival);
            var ledger = new PositionLedger(50m, NewYork);
            foreach (PositionBooking booking in arrival) ledger.Book(booking);
            PositionBooking[] again = [.. right];
            random.Shuffle(again);
            foreach (PositionBooking booking in again.Concat(right)) ledger.Book(booking);

            Assert.True(
                (expected.Quantity, expected.NetCash, expected.Commission) == (ledger.Quantity, ledger.NetCash, ledger.Commission)
                && Math.Abs(expected.RealizedNetPnl - ledger.RealizedNetPnl) < 0.000001m
                && expected.Days.Select(d => (d.Day, d.Flow, d.Fees)).SequenceEqual(ledger.Days.Select(d => (d.Day, d.Flow, d.Fees))),
                $"Seed {seed}: {expected.Quantity}/{expected.NetCash} became {ledger.Quantity}/{ledger.NetCash}.");
            // What was made, realised or not, is cash and value, however the days divide it.
            decimal total = ledger.NetCash + ledger.MarketValue(100m);
            Assert.True(Math.Abs(total - (ledger.RealizedNetPnl + ledger.UnrealizedNetPnl(ledger.MarketValue(100m)))) < 0.000001m, $"Seed {seed}.");
        }
    }
}
