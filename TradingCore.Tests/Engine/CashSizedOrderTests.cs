using FsCheck;
using FsCheck.Xunit;
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
        // It makes less at a worse price, so no collar comes on top.
        Assert.Equal(120m, sent.Verdict.Checks.Single(c => c.Code == "R09").Observed);
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

    [Theory]
    [InlineData(OrderSide.Buy, 102, 100.02, 200)]     // bought at the offer, which is lower: 20,000 / 100.02 are 199.96
    [InlineData(OrderSide.Buy, 99, 100.02, 203)]      // rests: at 99 at most
    [InlineData(OrderSide.Sell, 98, 100.02, 205)]     // sold at 98 at least
    public void What_it_may_make_is_counted_at_the_best_price_it_can_have(OrderSide side, double limit, double ask, double quantity)
    {
        Desk desk = Ready();
        desk.Market(100m, (decimal)ask);

        SubmitResult sent = desk.Submit(ByAmount(20_000m, "SPY") with { Side = side, Tif = TimeInForce.Day, Type = OrderType.Limit, LimitPrice = (decimal)limit });

        Assert.True(sent.Outcome == SubmitOutcome.Accepted, sent.Message);
        Assert.Equal((decimal)quantity, sent.Order!.Quantity);
        Assert.Equal(20_000m, sent.Verdict.Checks.Single(c => c.Code == "R09").Observed);
    }

    [Theory]
    [InlineData(20_000, true)]
    [InlineData(20_000.01, false)]
    public void It_may_spend_the_limit_of_an_order_and_the_settled_cash_to_the_cent(double cash, bool passes)
    {
        Desk desk = Ready(r =>
        {
            (r.OrderNotionalMax, r.SettledCashOnly, r.IntradayMarginPercent, r.MarginRatePercent) = (20_000m, true, 0m, 1m);
            (r.ConcentrationPercentMax, r.GrossExposureMax, r.NetExposureMax, r.DrawdownPercentMax) = (1_000m, 100m, 100m, 100m);
        });
        desk.Money(20_000m);

        SubmitResult sent = desk.Submit(ByAmount((decimal)cash, "SPY") with { Tif = TimeInForce.Day, Type = OrderType.Limit, LimitPrice = 104m });

        Assert.Equal(passes ? [] : ["R09", "R24"], sent.Verdict.Failures.Select(f => f.Code));
    }

    [Fact]
    public void One_that_was_entered_in_TWS_counts_in_steps_of_the_contracts_size()
    {
        Desk desk = Ready();

        desk.Apply(Entered(20_050m, 100m));

        // 200.5 shares are bought as 201 at most.
        Assert.Equal(201m, desk.Seen.Orders.Single(o => !o.OrderRef.IsOurs).Quantity);
    }

    /// <summary>Whatever comes first of fills and the broker's word that it is done, at every moment all that was made or can be made is counted, and in the end nothing else.</summary>
    [Property(MaxTest = 100)]
    public void Nothing_of_it_is_lost_or_counted_twice_in_any_order_of_reports(DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        Desk desk = Ready(r => { r.PositionMax = 100_000m; r.OrderNotionalMax = 10_000_000m; r.ConcentrationPercentMax = 1_000m; r.GrossExposureMax = 100m; r.NetExposureMax = 100m; r.UsualSizeMultipleMax = 0m; r.MarginRatePercent = 0m; });
        var untold = new List<Action>();
        decimal held = 0m, open = 0m;
        int executions = 0;

        for (int i = 0; i < 12; i++)
        {
            OrderSpec spec = ByAmount(1_000m + random.Next(20_000), "SPY") with { Tif = TimeInForce.Day, Type = OrderType.Limit, LimitPrice = 100m };
            Order order = desk.Accepted(spec);
            untold.Add(() => desk.Open(order, BrokerOrderStatus.Submitted, e => e with { Quantity = 0m, Attributes = spec.Attributes }));
            decimal left = Math.Floor(spec.Attributes.CashQuantity!.Value / 100m), done = 0m;
            bool isCancelled = random.Next(4) == 0;
            open += left;
            while (left > 0m)
            {
                decimal part = Math.Min(left, 1 + random.Next(80));
                string execId = $"c{++executions}.01";
                (left, done) = (left - part, done + part);
                decimal sum = done;
                BrokerOrderStatus status = left > 0m ? BrokerOrderStatus.Submitted : BrokerOrderStatus.Filled;
                untold.Add(() => { held += part; open -= part; desk.Fill(desk.Find(order), execId, part, 99.99m); });
                untold.Add(() => desk.Status(order, status, sum));
                if (!isCancelled || left == 0m || random.Next(2) == 0) continue;
                (decimal rest, decimal total) = (left, done);
                untold.Add(() => { open -= rest; desk.Status(order, BrokerOrderStatus.Cancelled, total); });
                break;
            }
            for (int k = random.Next(6); k > 0 && untold.Count > 0; k--) Tell();
        }
        while (untold.Count > 0) Tell();
        for (int i = 0; i < 3; i++)
        {
            desk.Position(held);
            if (desk.Core.State.RunningRound != 0) desk.CompleteRound();
            desk.Wait(TimeSpan.FromSeconds(61));
        }

        Assert.Equal(held, desk.Core.State.Positions.QuantityOf(Desk.Account, Desk.Spy.ConId));
        Assert.True(desk.Core.State.Orders.Open.Count == 0 && desk.Core.State.Orders.Owed.Count == 0, $"Seed {seed.Item}: {string.Join(", ", desk.Core.State.Orders.Open.Select(e => $"{e.Order.OrderRef} {e.Order.State} {e.Order.Filled} of {e.Order.Quantity}"))} are open.");

        void Tell()
        {
            int at = random.Next(untold.Count);
            Action tell = untold[at];
            untold.RemoveAt(at);
            tell();
            decimal position = desk.Core.State.Positions.QuantityOf(Desk.Account, Desk.Spy.ConId);
            Assert.True(position + desk.Core.State.Orders.WorkingQuantities(Desk.Account, Desk.Spy.ConId, null).Buys >= held + open, $"Seed {seed.Item}: {held} held and {open} open are not all counted.");
        }
    }

    [Fact]
    public void One_that_was_entered_in_TWS_counts_too()
    {
        Desk desk = Ready(risk => risk.PositionMax = 300m);
        desk.Apply(Entered(20_000m, 100m));

        SubmitResult second = desk.Submit(Desk.Buy(200m, 99m));

        Assert.Contains(second.Verdict.Failures, f => f is { Code: "R19", Observed: 400m });
    }

    private static BrokerOrderReceived Entered(decimal cash, decimal limit) => new()
    {
        Time = Desk.Start,
        PermId = new PermId(77_000),
        OrderRef = new OrderRef(""),
        Account = Desk.Account,
        Contract = Desk.Spy,
        Side = OrderSide.Buy,
        Type = OrderType.Limit,
        LimitPrice = limit,
        Tif = TimeInForce.Day,
        Status = BrokerOrderStatus.Submitted,
        Attributes = new OrderAttributes { CashQuantity = cash },
    };
}
