using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;
using TradingCore.Engine.Ports;
using TradingCore.Positions;
using TradingCore.Risk;
using TradingCore.Tws.Mapping;
using TwsProtocol.Contracts;
using DomainContract = TradingCore.Domain.Contract;
using WireContract = TwsProtocol.Contracts.Contract;

namespace TradingCore.Tests.Engine;

/// <summary>Contracts whose prices are told in cents: 5,000 bushels of corn at 450.25 cents are worth 22,512.50 dollars.</summary>
public sealed class PriceMagnifierTests
{
    private static readonly WireContract Wire = new() { ConId = 532513438, Symbol = "ZC", SecType = "FUT", LocalSymbol = "ZCK6", Exchange = "CBOT", Currency = "USD", Multiplier = "5000", LastTradeDateOrContractMonth = "20260514" };

    private static Instrument Corn() => ContractMap.ToInstrument(new ContractDetails { Contract = Wire, MinTick = 0.25, PriceMagnifier = 100 }, "", []);

    private static DomainContract Raw => ContractMap.ToDomain(Wire);

    private static Desk Ready()
    {
        Desk desk = Desk.Ready();
        desk.Apply(new CurrencyCashReceived(Desk.Account, "USD", 500_000m, 500_000m, null) { Time = desk.Now });
        desk.Wait(TimeSpan.FromSeconds(1));
        return desk;
    }

    private static void Resolve(Desk desk)
    {
        var add = new AddToWatchlist(new ContractQuery("ZC", SecurityType.Future, "CBOT", "USD", "202605")) { Time = desk.Now, Context = new CommandContext("user", "anna") };
        desk.Apply(add);
        desk.Apply(new InstrumentResolved(add.Query, Corn()) { Time = desk.Now });
        desk.Apply(new MarketTick(new ConId(Wire.ConId), TickField.DataType, (decimal)MarketDataType.Live, null, desk.Now));
        desk.Apply(new MarketTick(new ConId(Wire.ConId), TickField.Bid, 450.25m, 10m, desk.Now));
        desk.Apply(new MarketTick(new ConId(Wire.ConId), TickField.Ask, 450.50m, 10m, desk.Now));
    }

    private static void Trade(Desk desk, string execId, decimal signed, decimal price)
    {
        Order foreign = new() { OrderRef = new OrderRef(""), ClientId = 99, PermId = new PermId(5_000), Account = Desk.Account, Contract = Raw, Side = signed > 0m ? OrderSide.Buy : OrderSide.Sell };
        desk.Apply(new ExecutionReceived(Desk.FillOf(foreign, execId, Math.Abs(signed), price, desk.Now), IsReplay: false) { Time = desk.Now });
    }

    // As the session hands it on: the average cost of the wire, 22,512.50, over the multiplier of the message.
    private static void Told(Desk desk, decimal quantity) =>
        desk.Apply(new BrokerPositionReceived(Desk.Account, Raw, quantity, 22_512.50m / 5_000m) { Time = desk.Now });

    private static Position Held(Desk desk) => desk.Seen.Positions.Single(p => p.Contract.Symbol == "ZC");

    [Fact]
    public void The_multiplier_is_that_of_the_price_and_goes_out_as_the_gateway_knows_it()
    {
        DomainContract corn = Corn().Contract;

        Assert.Equal((50m, 100, "5000"), (corn.Multiplier, corn.PriceMagnifier, ContractMap.ToWire(corn).Multiplier));
        Assert.Equal((5_000m, 1, "5000"), (Raw.Multiplier, Raw.PriceMagnifier, ContractMap.ToWire(Raw).Multiplier));
    }

    [Fact]
    public void A_trade_makes_what_the_broker_says_it_makes()
    {
        Desk desk = Ready();
        Resolve(desk);

        Trade(desk, "a.01", 2m, 450.25m);
        Told(desk, 2m);
        desk.Wait(TimeSpan.FromSeconds(1));
        Position held = Held(desk);
        Trade(desk, "b.01", -2m, 451.25m);

        Assert.Equal((450.25m, 450.25m, 45_025m, 0m), (held.AverageCost, held.BrokerAverageCost, held.MarketValue, held.UnrealizedPnl));
        // One cent on 10,000 bushels.
        Assert.Equal(100m, Held(desk).RealizedPnl);
    }

    [Fact]
    public void What_is_held_before_the_contract_is_known_is_valued_anew_when_it_is_and_after_a_restart()
    {
        var desk = new Desk();
        desk.Connect();
        Told(desk, 2m);
        desk.CompleteRound();
        Position before = Held(desk);

        Resolve(desk);
        desk.Wait(TimeSpan.FromSeconds(1));
        Told(desk, 2m);
        Position after = Held(desk);
        Trade(desk, "b.01", -1m, 451.25m);
        var next = new Desk(desk.Journal.Recover(), run: "2") { Now = desk.Now };
        next.Connect();
        Resolve(next);

        Assert.Equal(4.5025m, before.AverageCost);
        Assert.Equal((450.25m, 450.25m, 45_025m, 0m), (after.AverageCost, after.BrokerAverageCost, after.MarketValue, after.UnrealizedPnl));
        Assert.Equal((50m, 450.25m), (Held(desk).RealizedPnl, Held(desk).AverageCost));
        Assert.Equal((50m, 450.25m, 1m), (Held(next).RealizedPnl, Held(next).AverageCost, Held(next).Quantity));
    }

    [Fact]
    public void A_ledger_that_was_summed_up_before_the_contract_was_known_is_valued_anew()
    {
        // Two bought at 450.25 cents with 4.50 of commission, summed up as if the price were dollars.
        var balance = new LedgerBalance(2m, -900.5m, 900.5m, 4.5m, 900.5m * 5_000m + 4.5m, 0m, Desk.Start.AddDays(-60));
        Desk desk = Opened(balance);

        Resolve(desk);
        desk.Wait(TimeSpan.FromSeconds(1));
        Position held = Held(desk);
        Trade(desk, "b.01", -1m, 451.25m);

        Assert.Equal((450.25m + 0.045m, 45_025m, 0m), (held.AverageCost, held.MarketValue, held.UnrealizedPnl));
        Assert.Equal((50m, 50m), (Held(desk).RealizedPnl, desk.Core.State.Positions.Find(Desk.Account, new ConId(Wire.ConId))!.Ledger.Multiplier));
        Assert.NotEqual("R01", desk.Preview(Corn1()).Failures.FirstOrDefault().Code);
    }

    [Fact]
    public void One_that_was_taken_over_keeps_what_it_cost_in_money()
    {
        // Taken over at 4.5025 in the unit of before: 45,025 dollars.
        var balance = new LedgerBalance(2m, -9.005m, 9.005m, 0m, 45_025m, -45_025m, Desk.Start.AddDays(-60));
        Desk desk = Opened(balance);

        Resolve(desk);
        desk.Wait(TimeSpan.FromSeconds(1));

        Assert.Equal((450.25m, 45_025m, 0m, 0m), (Held(desk).AverageCost, Held(desk).MarketValue, Held(desk).UnrealizedPnl, Held(desk).RealizedPnl));
    }

    [Fact]
    public void One_that_mixes_both_waits_for_the_brokers_cost_and_no_order_leaves_until_then()
    {
        // One taken over for 22,512.50 dollars and one bought at 460.25 cents.
        var balance = new LedgerBalance(2m, -4.5025m - 460.25m, 464.7525m, 0m, 464.7525m * 5_000m, -22_512.5m, Desk.Start.AddDays(-60));
        Desk desk = Opened(balance);

        Resolve(desk);
        RiskVerdict waiting = desk.Preview(Corn1());
        desk.Apply(new BrokerPositionReceived(Desk.Account, Raw, 2m, 22_762.50m / 5_000m) { Time = desk.Now });
        desk.Wait(TimeSpan.FromSeconds(1));

        Assert.Contains(waiting.Failures, f => f.Code == "R01" && f.Message.Contains("turned out to be told in a part of USD", StringComparison.Ordinal));
        Assert.Equal((455.25m, 455.25m, -500m), (Held(desk).AverageCost, Held(desk).BrokerAverageCost, Held(desk).UnrealizedPnl));
        Assert.DoesNotContain(desk.Preview(Corn1()).Failures, f => f.Code == "R01");
    }

    [Fact]
    public void What_was_traded_before_the_contract_was_known_is_no_loss_of_the_day_and_no_missing_cash_when_it_is()
    {
        Desk desk = Ready();
        // Ten dollars of loss that looked like a thousand: bought and sold by somebody else, in a contract that nobody had looked up.
        Trade(desk, "a.01", 2m, 450.25m);
        Trade(desk, "b.01", -2m, 450.15m);
        desk.Wait(TimeSpan.FromSeconds(1));
        decimal before = desk.Core.State.Cash.Own(Desk.Account)["USD"];
        desk.Now = desk.Now.AddDays(1);
        desk.Money(desk.Equity);
        desk.Wait(TimeSpan.FromSeconds(1));

        Resolve(desk);
        desk.Wait(TimeSpan.FromSeconds(1));
        decimal after = desk.Core.State.Cash.Own(Desk.Account)["USD"];
        decimal? day = desk.Core.State.RiskDesk.Losses.DayPnl(Desk.Account);
        var next = new Desk(desk.Journal.Recover(), run: "2") { Now = desk.Now };
        next.Connect();
        next.CompleteRound();
        next.Wait(TimeSpan.FromSeconds(1));
        decimal unresolved = next.Core.State.Cash.Own(Desk.Account)["USD"];
        decimal? again = next.Core.State.RiskDesk.Losses.DayPnl(Desk.Account);
        Resolve(next);
        next.Wait(TimeSpan.FromSeconds(1));

        Assert.Equal((499_000m, 499_990m, 0m), (before, after, day));
        Assert.Equal((499_990m, 0m), (unresolved, again));
        Assert.Equal((499_990m, 0m), (next.Core.State.Cash.Own(Desk.Account)["USD"], next.Core.State.RiskDesk.Losses.DayPnl(Desk.Account)));
        Assert.Equal(-10m, Held(next).RealizedPnl);
    }

    private static OrderSpec Corn1() => new() { Ticker = "ZCK6", Side = OrderSide.Buy, Quantity = 1m, Type = OrderType.Limit, LimitPrice = 450.25m };

    private static Desk Opened(LedgerBalance balance)
    {
        var desk = new Desk(new RecoveredState { Balances = [new PositionBalance(Desk.Account, Raw, balance, Desk.Start.AddDays(-50))], Settings = new Dictionary<string, string> { [EngineState.MetAccountKey + Desk.Account.Value] = "yes" } });
        desk.Connect();
        desk.CompleteRound();
        return desk;
    }

    [Fact]
    public void A_combination_of_shares_in_pence_is_priced_in_pence()
    {
        Desk desk = Ready();
        foreach ((int id, string name) in ((int, string)[])[(8_001, "BP."), (8_002, "SHEL")])
        {
            var add = new AddToWatchlist(new ContractQuery(name, SecurityType.Stock, "LSE", "GBP")) { Time = desk.Now, Context = new CommandContext("user", "anna") };
            desk.Apply(add);
            desk.Apply(new InstrumentResolved(add.Query, ContractMap.ToInstrument(new ContractDetails { Contract = new WireContract { ConId = id, Symbol = name, SecType = "STK", Exchange = "LSE", Currency = "GBP" }, MinTick = 0.05, PriceMagnifier = 100 }, "", [])) { Time = desk.Now });
        }
        var legs = new ComboLegs([new TradingCore.Domain.ComboLeg(default, "BP.", 5, OrderSide.Buy), new TradingCore.Domain.ComboLeg(default, "SHEL", 1, OrderSide.Sell)]);

        PreviewResult preview = desk.Previewed(new OrderSpec { Ticker = legs.Name, Side = OrderSide.Buy, Quantity = 2m, Type = OrderType.Limit, LimitPrice = 100m, Legs = legs });

        // Two times 100 pence are 2 pounds.
        Assert.Equal((2m, ""), (preview.Notional, desk.Core.State.Fault));
    }

    [Fact]
    public void Risk_counts_the_value_and_not_a_hundred_times_of_it()
    {
        Desk desk = Ready();
        Resolve(desk);

        decimal? notional = desk.Previewed(new OrderSpec { Ticker = "ZCK6", Side = OrderSide.Buy, Quantity = 1m, Type = OrderType.Limit, LimitPrice = 450.25m }).Verdict.Checks!.Single(r => r.Code == "R09").Observed;

        Assert.Equal(22_512.50m, notional);
    }
}
