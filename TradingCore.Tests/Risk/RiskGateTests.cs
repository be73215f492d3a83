using System.Globalization;
using FsCheck;
using FsCheck.Xunit;
using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;
using TradingCore.Risk;
using TradingCore.Tests.Engine;

namespace TradingCore.Tests.Risk;

public sealed class RiskGateTests
{
    [Fact]
    public void A_verdict_without_checks_denies()
    {
        Assert.False(default(RiskVerdict).IsAllowed);
        Assert.False(new RiskVerdict([]).IsAllowed);
    }

    [Fact]
    public void All_failures_are_reported_and_none_hides_another()
    {
        var gate = new RiskGate(new RiskOptions());
        var context = new RiskContext { Spec = new OrderSpec { Ticker = "SPY", Side = OrderSide.Buy, Quantity = 1_000_000m, Type = OrderType.Limit, LimitPrice = 10_000.001m } };

        RiskVerdict verdict = gate.Evaluate(context);

        Assert.Equal(["R01", "R02", "R03", "R05", "R07", "R08", "R09", "R12", "R16", "R19"], verdict.Failures.Select(f => f.Code));
        Assert.All(verdict.Failures, f => Assert.Matches(@"^[^.].* \(R\d\d\)\. .+\.$", f.Message));
    }

    [Theory]
    [InlineData("7922816251426433759354395033", "7922816251426433759354395033")]
    [InlineData("79228162514264337593543950335", "100")]
    [InlineData("1", "79228162514264337593543950335")]
    public async Task An_order_too_large_to_calculate_with_is_denied_and_trading_goes_on(string quantity, string price)
    {
        Desk desk = Desk.Ready();
        OrderSpec huge = Desk.Buy(1m) with { Type = OrderType.Limit, Quantity = decimal.Parse(quantity, CultureInfo.InvariantCulture), LimitPrice = decimal.Parse(price, CultureInfo.InvariantCulture) };
        var preview = new PreviewOrder(huge, false) { Time = desk.Now, Context = new CommandContext("test", "test") };

        SubmitResult denied = desk.Submit(huge);
        desk.Apply(preview);
        SubmitResult next = desk.Submit(Desk.Buy(1m));

        Assert.Equal(SubmitOutcome.Denied, denied.Outcome);
        Assert.All(denied.Verdict.Failures, f => Assert.Matches(@"^[^.].* \(R\d\d\)\. .+\.$", f.Message));
        Assert.False((await preview.Reply.Task).Result.Verdict.IsAllowed);
        Assert.Equal(SubmitOutcome.Accepted, next.Outcome);
    }

    [Fact]
    public void A_limit_that_is_changed_counts_at_once()
    {
        var options = new RiskOptions();
        var check = new RiskGate(options);
        RiskContext context = new() { Spec = new OrderSpec { Ticker = "SPY", Side = OrderSide.Buy, Quantity = 1_500m } };

        bool before = check.Evaluate(context).Checks.Single(c => c.Code == "R08").IsPassed;
        options.OrderQuantityMax = 1_500m;
        bool after = check.Evaluate(context).Checks.Single(c => c.Code == "R08").IsPassed;

        Assert.Equal((false, true), (before, after));
    }

    /// <summary>Whatever people, the market and the broker do, what could be held at worst stays inside the limit.</summary>
    [Property(MaxTest = 200)]
    public void No_sequence_of_orders_fills_changes_and_cancels_gets_the_worst_case_over_the_limit((byte What, byte Which, byte Size)[] steps)
    {
        const decimal Limit = 300m;
        Desk desk = Desk.Ready(risk: r => { r.PositionMax = Limit; r.OrderNotionalMax = 1_000_000m; });
        var orders = new List<Order>();
        int execution = 0;

        foreach ((byte what, byte which, byte size) in steps)
        {
            desk.Now += TimeSpan.FromSeconds(1);
            decimal quantity = size + 1m;
            Order? order = orders.Count == 0 ? null : desk.Find(orders[which % orders.Count]);
            switch (what % 6)
            {
                case 0 or 1:
                    SubmitResult result = desk.Submit(Desk.Spec(what % 2 == 0 ? OrderSide.Buy : OrderSide.Sell, quantity, 100m));
                    if (result.Outcome == SubmitOutcome.Accepted)
                    {
                        orders.Add(result.Order!);
                        desk.Open(result.Order!, BrokerOrderStatus.Submitted);
                    }
                    break;
                case 2 or 3 when order is { State: OrderState.Working or OrderState.PendingCancel }:
                    desk.Fill(order, $"{execution++}.01", Math.Min(order.Remaining, quantity), 100m);
                    break;
                case 4 when order is { State: OrderState.Working, PendingChange: null } && desk.Modify(order, new OrderChange(Quantity: order.Filled + quantity)).Outcome == CommandOutcome.Accepted:
                    if (which % 2 == 0) desk.Open(order, BrokerOrderStatus.Submitted, e => e with { Quantity = order.Filled + quantity });
                    break;
                case 5 when order is { State: OrderState.Working }:
                    desk.Cancel(order);
                    if (which % 2 == 0) desk.Status(order, BrokerOrderStatus.Cancelled, order.Filled);
                    break;
            }

            decimal position = desk.Core.State.Positions.QuantityOf(Desk.Account, Desk.Spy.ConId);
            (decimal buys, decimal sells) = desk.Core.State.Orders.WorkingQuantities(Desk.Account, Desk.Spy.ConId, null);
            Assert.True(Math.Abs(position + buys) <= Limit && Math.Abs(position - sells) <= Limit, $"position {position}, buys {buys}, sells {sells}");
        }
    }
}
