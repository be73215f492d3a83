using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;

namespace TradingCore.Tests.Engine;

/// <summary>Prices in sentences have the decimals that the desk shows.</summary>
public sealed class SayPriceTests
{
    [Theory]
    [InlineData(0.01, 399.3, "399.30")]
    [InlineData(0.01, 399, "399.00")]
    [InlineData(0.01, 399.305, "399.305")]
    [InlineData(0.25, 6000.5, "6,000.50")]
    [InlineData(0.00005, 1.08, "1.08000")]
    [InlineData(1, 17500, "17,500")]
    [InlineData(0.01, -0.5, "-0.50")]
    public void A_price_is_written_with_the_decimals_of_its_steps_and_never_rounded(double step, double price, string text)
    {
        var instrument = new Instrument { Contract = Desk.Spy, MinTick = (decimal)step };

        Assert.Equal(text, Say.Price((decimal)price, instrument));
        Assert.Equal(Say.Number((decimal)price), Say.Price((decimal)price, null));
    }

    [Fact]
    public void The_finest_of_several_steps_counts_and_zeros_at_its_end_do_not()
    {
        var instrument = new Instrument { Contract = Desk.Spy, MinTick = 0.0100m, PriceIncrements = [new PriceIncrement(0m, 0.0001m), new PriceIncrement(1m, 0.01m)] };

        Assert.Equal("399.3000", Say.Price(399.3m, instrument));
        Assert.Equal("399.30", Say.Price(399.3m, instrument with { PriceIncrements = [] }));
    }

    [Fact]
    public void Fills_changes_and_late_executions_are_told_as_the_desk_shows_them()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m, 99.5m));
        desk.Fill(order, "e.01", 100m, 99.5m);

        Assert.Contains("at limit 99.50", desk.Find(order).History[0].Text, StringComparison.Ordinal);
        Assert.Contains(desk.Seen.NoticesSince(0), n => n.Text.StartsWith("Bought 100 SPY at 99.50", StringComparison.Ordinal));
    }

    [Fact]
    public void A_repeated_command_is_known_though_the_steps_of_the_contract_were_learned_meanwhile()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Submit(Desk.Buy(100m, 99.5m), "key-1").Order!;
        desk.Apply(new InstrumentResolved(Desk.SpyQuery, new Instrument { Contract = Desk.Spy, PriceIncrements = [new PriceIncrement(0m, 0.0001m), new PriceIncrement(1m, 0.01m)] }) { Time = desk.Now });

        SubmitResult again = desk.Submit(Desk.Buy(100m, 99.5m), "key-1"), other = desk.Submit(Desk.Buy(100m, 99.05m), "key-1");

        Assert.Equal((SubmitOutcome.AlreadyAccepted, order.OrderRef, SubmitOutcome.KeyConflict), (again.Outcome, again.Order?.OrderRef, other.Outcome));
    }
}
