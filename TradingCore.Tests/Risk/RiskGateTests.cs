using System.Globalization;
using FsCheck;
using FsCheck.Xunit;
using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;
using TradingCore.Risk;
using TradingCore.Risk.Limits;
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
        var gate = new RiskGate();
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
        Desk desk = Desk.Ready();
        bool before = desk.Submit(Desk.Buy(200m)).Outcome == SubmitOutcome.Accepted;

        desk.SetLimits(new RiskScope(RiskScopeKind.Symbol, "spy"), 0, (RiskLimit.OrderQuantityMax, 199m));
        bool after = desk.Submit(Desk.Buy(200m)).Outcome == SubmitOutcome.Accepted;

        Assert.Equal((true, false), (before, after));
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

    /// <summary>The same for exposures, when prices move too: an order is only let through while the worst case at its price is inside.</summary>
    [Property(MaxTest = 100)]
    public void No_accepted_order_leads_to_a_worst_case_over_the_exposure_limits_at_the_price_it_was_judged_at((byte What, byte Which, byte Size)[] steps)
    {
        Desk desk = Desk.Ready(risk: r => { r.ConcentrationPercentMax = 40m; r.GrossExposureMax = 0.4m; r.NetExposureMax = 0.4m; r.OrderNotionalMax = 1_000_000m; r.PositionMax = 100_000m; r.DailyLossPercentMax = 90m; r.DrawdownPercentMax = 90m; r.WorkingOrdersMax = 20; r.LuldBands = false; }, equity: 100_000m);
        var orders = new List<Order>();
        decimal price = 100m;
        int execution = 0;

        foreach ((byte what, byte which, byte size) in steps)
        {
            desk.Now += TimeSpan.FromSeconds(1);
            Order? order = orders.Count == 0 ? null : desk.Find(orders[which % orders.Count]);
            switch (what % 5)
            {
                case 0 or 1:
                    OrderSpec spec = Desk.Spec(what % 2 == 0 ? OrderSide.Buy : OrderSide.Sell, size + 1m, price);
                    bool isReduction = IsReducing(desk, spec);
                    SubmitResult result = desk.Submit(spec);
                    if (result.Outcome != SubmitOutcome.Accepted) break;
                    orders.Add(result.Order!);
                    desk.Open(result.Order!, BrokerOrderStatus.Submitted);
                    // Only what reduces may leave while the market itself has carried the exposure over its limit.
                    Assert.True(isReduction || Worst(desk) * price <= 40_000m, $"worst {Worst(desk)} at {price}");
                    break;
                case 2 when order is { State: OrderState.Working }:
                    desk.Fill(order, $"{execution++}.01", Math.Min(order.Remaining, size + 1m), price);
                    break;
                case 3:
                    price = Math.Max(50m, decimal.Round(price * (95m + size % 11) / 100m, 2));
                    desk.Market(price, price);
                    break;
                case 4 when order is { State: OrderState.Working }:
                    desk.Cancel(order);
                    desk.Status(order, BrokerOrderStatus.Cancelled, order.Filled);
                    break;
            }
        }

        static decimal Worst(Desk desk)
        {
            decimal position = desk.Core.State.Positions.QuantityOf(Desk.Account, Desk.Spy.ConId);
            (decimal buys, decimal sells) = desk.Core.State.Orders.WorkingQuantities(Desk.Account, Desk.Spy.ConId, null);
            return Math.Max(Math.Abs(position + buys), Math.Abs(position - sells));
        }

        static bool IsReducing(Desk desk, OrderSpec spec)
        {
            decimal position = desk.Core.State.Positions.QuantityOf(Desk.Account, Desk.Spy.ConId);
            (decimal buys, decimal sells) = desk.Core.State.Orders.WorkingQuantities(Desk.Account, Desk.Spy.ConId, null);
            return spec.Side == OrderSide.Sell ? position > 0m && sells + spec.Quantity <= position : position < 0m && buys + spec.Quantity <= -position;
        }
    }
}
