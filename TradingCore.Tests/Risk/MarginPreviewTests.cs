using TradingCore.Domain;
using TradingCore.Engine.Events;
using TradingCore.Risk;
using TradingCore.Tests.Engine;

namespace TradingCore.Tests.Risk;

/// <summary>A what-if answer says something of orders like the one that was asked about, and nothing of others.</summary>
public sealed class MarginPreviewTests
{
    private static MarginPreview Answer(decimal change) => new(1m, "USD", change, change, 0m, 0m, 1_000_000m, "");

    private static Desk Short()
    {
        Desk desk = Desk.Ready(risk: r => r.ShortLocate = false);
        Order order = desk.Working(Desk.Sell(100m, 100m));
        desk.Fill(order, "1.01", 100m, 100m);
        desk.Position(-100m);
        return desk;
    }

    private static RiskCheckResult Margin(Desk desk, decimal quantity) => desk.Preview(Desk.Buy(quantity, 100m)).Checks.Single(c => c.Code == "R23");

    [Fact]
    public void An_order_that_closes_and_frees_margin_does_not_make_one_that_opens_free()
    {
        Desk desk = Short();

        desk.Apply(new MarginPreviewed(Desk.Account, Desk.Spy.ConId, OrderSide.Buy, 100m, Answer(-3_000m)) { Time = desk.Now });

        // 1,000 bought make 900 long where 100 are short: 800 more than are held, of 100.00 each at half.
        Assert.Equal(40_000m, Margin(desk, 1_000m).Observed);
    }

    [Fact]
    public void An_order_through_zero_says_nothing_of_a_larger_one()
    {
        Desk desk = Short();

        desk.Apply(new MarginPreviewed(Desk.Account, Desk.Spy.ConId, OrderSide.Buy, 250m, Answer(1_500m)) { Time = desk.Now });

        Assert.Equal(40_000m, Margin(desk, 1_000m).Observed);
    }

    [Fact]
    public void A_hedge_that_frees_margin_frees_none_of_a_larger_order()
    {
        Desk desk = Desk.Ready();

        desk.Apply(new MarginPreviewed(Desk.Account, Desk.Spy.ConId, OrderSide.Buy, 10m, Answer(-500m)) { Time = desk.Now });

        Assert.Equal((0m, 1_000m), (Margin(desk, 10m).Observed, Margin(desk, 20m).Observed));
    }
}
