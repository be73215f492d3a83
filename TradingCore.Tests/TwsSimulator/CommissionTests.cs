using TwsSimulator.Accounts;
using TwsSimulator.Market;

namespace TradingCore.Tests.Simulation;

public sealed class CommissionTests
{
    // Source: IB's published fixed-price schedule (stocks 0.005 a share, at least 1.00, at most 1 % of the value; E-mini 2.25
    // a contract with fees; spot currencies 0.2 basis points, at least 2.00; coins 0.18 %, at least 1.75, at most 1 %).
    [Theory]
    [InlineData("SPY", 100, 43_000, 1.00)]
    [InlineData("SPY", 1_000, 430_000, 5.00)]
    [InlineData("SPY", 10, 20, 0.20)]
    [InlineData("ES", 2, 430_000, 4.50)]
    [InlineData("EUR.USD", 20_000, 21_700, 2.00)]
    [InlineData("EUR.USD", 1_000_000, 1_085_000, 21.70)]
    [InlineData("BTC", 1, 34_500, 62.10)]
    [InlineData("BTC", 1, 500, 1.75)]
    public void The_fixed_schedule_holds(string name, int quantity, int notional, double expected)
    {
        Instrument instrument = InstrumentCatalog.Build(new DateOnly(2025, 6, 10)).First(i => i.Name == name);

        Assert.Equal((decimal)expected, CommissionSchedule.Of(instrument, quantity, notional));
    }

    [Fact]
    public void A_position_is_kept_by_average_cost_through_opening_closing_and_turning_around()
    {
        Instrument spy = InstrumentCatalog.Build(new DateOnly(2025, 6, 10)).First(i => i.Name == "SPY");
        var position = new Position(spy);

        decimal? opened = position.Book("a", 100, 400m, 1m);
        decimal? added = position.Book("b", 100, 410m, 1m);
        decimal average = position.AverageCost;
        decimal? closed = position.Book("c", -150, 420m, 1.5m);
        decimal? turned = position.Book("d", -100, 430m, 1m);

        Assert.Null(opened);
        Assert.Null(added);
        Assert.Equal(405.01m, average);
        // 150 x (420 - 405.01) - 1.50, then 50 x (430 - 405.01) - 0.50 with the other half opening short.
        Assert.Equal(2_247m, closed);
        Assert.Equal(1_249m, turned);
        Assert.Equal((-50m, 429.99m), (position.Quantity, position.AverageCost));
    }

    [Fact]
    public void A_corrected_fill_leaves_the_position_as_if_it_had_been_right_from_the_start()
    {
        Instrument spy = InstrumentCatalog.Build(new DateOnly(2025, 6, 10)).First(i => i.Name == "SPY");
        var corrected = new Account("DU1", 100_000m, _ => 420m);
        var right = new Account("DU2", 100_000m, _ => 420m);
        foreach (Account account in new[] { corrected, right })
        {
            account.Book("a", spy, 100, 400m, 1m);
            account.Book("b", spy, -60, account == right ? 410m : 415m, 1m);
            account.Book("c", spy, 20, 405m, 1m);
        }

        decimal? realized = corrected.Correct("b", "b2", spy, -60, 415m, -60, 410m, 1m);

        Assert.Equal((right.Cash, right.QuantityOf(spy.ConId), right.PositionOf(spy).AverageCost, right.RealizedToday), (corrected.Cash, corrected.QuantityOf(spy.ConId), corrected.PositionOf(spy).AverageCost, corrected.RealizedToday));
        Assert.Equal((60 * (410m - 400.01m)) - 1m, realized);
    }

    [Theory]
    [InlineData("Equal", 100, "34 33 33")]
    [InlineData("Ratio", 60, "10 20 30")]
    [InlineData("Percent", 7, "1 2 4")]
    [InlineData("NetLiq", 90, "30 30 30")]
    public void A_fill_is_divided_by_the_method_without_losing_a_share(string method, int total, string parts)
    {
        var accounts = new AccountList(["DU1", "DU2", "DU3"], 1_000m, _ => 1m);
        var group = new AdvisorGroup("all", method, [new AdvisorShare("DU1", 1), new AdvisorShare("DU2", 2), new AdvisorShare("DU3", 3)]);

        IReadOnlyList<(Account Account, decimal Quantity)> split = Allocation.Split(group, "", accounts.Find, total, 1);

        Assert.Equal(parts, string.Join(' ', split.Select(s => (int)s.Quantity)));
    }

    [Fact]
    public void The_books_of_an_account_balance_for_every_kind_of_contract()
    {
        IReadOnlyList<Instrument> all = InstrumentCatalog.Build(new DateOnly(2025, 6, 10));
        var prices = new Dictionary<string, decimal> { ["SPY"] = 430m, ["ES"] = 4_300m, ["EUR.USD"] = 1.1m, ["BTC"] = 30_000m };
        var account = new Account("DU1", 1_000_000m, i => prices[i.Name]);
        decimal commissions = 0;

        foreach ((string name, decimal quantity) in new[] { ("SPY", 100m), ("ES", 2m), ("EUR.USD", 20_000m), ("BTC", 0.5m), ("SPY", -250m), ("ES", -3m) })
        {
            account.Book(name + quantity, all.First(i => i.Name == name), quantity, prices[name], 2m);
            commissions += 2m;
            // Trading at the value of the moment changes the wealth by the commission and nothing else.
            Assert.Equal(1_000_000m - commissions, Math.Round(account.NetLiquidation, 6));
        }

        prices["ES"] += 10m;
        Assert.Equal(1_000_000m - commissions - 500m, Math.Round(account.NetLiquidation, 6));
    }
}
