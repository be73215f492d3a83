using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;

namespace TradingCore.Tests.Engine;

/// <summary>Orders for an amount of money: what they may make counts while they work, and they end when the broker says so.</summary>
public sealed class CashSizedOrderTests
{
    private static readonly Contract Btc = new() { ConId = new ConId(479624278), Ticker = "BTC", Symbol = "BTC", SecurityType = SecurityType.Crypto, Exchange = "PAXOS" };

    private static Desk Ready(Action<TradingCore.Risk.RiskOptions>? risk = null)
    {
        Desk desk = Desk.Ready(risk: risk);
        var add = new AddToWatchlist(new ContractQuery("BTC", SecurityType.Crypto, "PAXOS", "USD")) { Time = desk.Now, Context = new CommandContext("user", "anna") };
        desk.Apply(add);
        desk.Apply(new InstrumentResolved(add.Query, new Instrument { Contract = Btc, MinTick = 0.25m, MinSize = 0.00000001m, SizeIncrement = 0.00000001m }) { Time = desk.Now });
        desk.Apply(new MarketTick(Btc.ConId, TickField.DataType, (decimal)MarketDataType.Live, null, desk.Now));
        desk.Apply(new MarketTick(Btc.ConId, TickField.Bid, 59_990m, 1m, desk.Now));
        desk.Apply(new MarketTick(Btc.ConId, TickField.Ask, 60_000m, 1m, desk.Now));
        return desk;
    }

    private static OrderSpec ByAmount(decimal cash, string ticker = "BTC") => new()
    {
        Ticker = ticker,
        Side = OrderSide.Buy,
        Type = OrderType.Market,
        Tif = TimeInForce.Ioc,
        Attributes = new OrderAttributes { CashQuantity = cash },
    };

    [Fact]
    public void A_small_amount_of_a_dear_coin_is_valued_at_the_amount()
    {
        Desk desk = Ready();

        SubmitResult sent = desk.Submit(ByAmount(120m));

        Assert.True(sent.Outcome == SubmitOutcome.Accepted, sent.Message);
        Assert.Equal((0.002m, 120m), (sent.Order!.Quantity, sent.Order.Attributes.CashQuantity));
        // 0.002 at 60,000 and the collar of 5 % for a market order.
        Assert.Equal(126m, sent.Verdict.Checks.Single(c => c.Code == "R09").Observed);
    }

    [Fact]
    public void Orders_by_amount_that_work_count_in_the_worst_case()
    {
        Desk desk = Ready(risk => risk.PositionMax = 300m);
        OrderSpec spec = ByAmount(20_000m, "SPY") with { Tif = TimeInForce.Day, Type = OrderType.Limit, LimitPrice = 100m };
        Order first = desk.Accepted(spec);
        desk.Open(first, BrokerOrderStatus.Submitted, e => e with { Quantity = 0m, Attributes = spec.Attributes });

        SubmitResult second = desk.Submit(spec);

        Assert.Equal(200m, desk.Find(first).Quantity);
        Assert.Contains(second.Verdict.Failures, f => f is { Code: "R19", Observed: 400m, Limit: 300m });
    }

    [Fact]
    public void It_is_filled_when_the_broker_says_so_though_the_amount_made_less()
    {
        Desk desk = Ready();
        Order order = desk.Accepted(ByAmount(120m));
        desk.Open(order, BrokerOrderStatus.Submitted, e => e with { Quantity = 0m, Attributes = order.Attributes });

        desk.Fill(desk.Find(order), "a.01", 0.001m, 60_000m);
        OrderState half = desk.Find(order).State;
        desk.Fill(desk.Find(order), "b.01", 0.00099m, 60_010m);
        desk.Status(order, BrokerOrderStatus.Filled, 0.00199m);

        Assert.Equal((OrderState.Working, OrderState.Filled, 0.00199m), (half, desk.Find(order).State, desk.Find(order).Filled));
        Assert.Empty(desk.Core.State.Orders.Open);
    }

    [Fact]
    public void The_broker_may_call_it_filled_before_the_last_execution_comes()
    {
        Desk desk = Ready();
        Order order = desk.Accepted(ByAmount(120m));
        desk.Open(order, BrokerOrderStatus.Submitted, e => e with { Quantity = 0m, Attributes = order.Attributes });

        desk.Status(order, BrokerOrderStatus.Filled, 0.00199m);
        desk.Fill(desk.Find(order), "a.01", 0.001m, 60_000m);
        OrderState early = desk.Find(order).State;
        desk.Fill(desk.Find(order), "b.01", 0.00099m, 60_010m);

        Assert.Equal((OrderState.Working, OrderState.Filled), (early, desk.Find(order).State));
    }

    [Fact]
    public void Its_quantity_cannot_be_changed_and_its_price_can()
    {
        Desk desk = Ready();
        OrderSpec spec = ByAmount(20_000m, "SPY") with { Tif = TimeInForce.Day, Type = OrderType.Limit, LimitPrice = 100m };
        Order order = desk.Accepted(spec);
        desk.Open(order, BrokerOrderStatus.Submitted, e => e with { Quantity = 0m, Attributes = spec.Attributes });

        CommandResult quantity = desk.Modify(desk.Find(order), new OrderChange(Quantity: 100m));
        CommandResult price = desk.Modify(desk.Find(order), new OrderChange(LimitPrice: 99.50m));

        Assert.Contains("no quantity to change", quantity.Message, StringComparison.Ordinal);
        Assert.True(price.Outcome == CommandOutcome.Accepted, price.Message);
    }

    [Fact]
    public void One_that_was_entered_in_TWS_counts_too()
    {
        Desk desk = Ready(risk => risk.PositionMax = 300m);
        desk.Apply(new BrokerOrderReceived
        {
            Time = desk.Now,
            PermId = new PermId(77_000),
            OrderRef = new OrderRef(""),
            Account = Desk.Account,
            Contract = Desk.Spy,
            Side = OrderSide.Buy,
            Type = OrderType.Limit,
            LimitPrice = 100m,
            Tif = TimeInForce.Day,
            Status = BrokerOrderStatus.Submitted,
            Attributes = new OrderAttributes { CashQuantity = 20_000m },
        });

        SubmitResult second = desk.Submit(Desk.Buy(200m, 99m));

        Assert.Contains(second.Verdict.Failures, f => f is { Code: "R19", Observed: 400m });
    }
}
