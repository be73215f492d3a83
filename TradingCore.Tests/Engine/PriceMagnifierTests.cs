using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;
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
    public void Risk_counts_the_value_and_not_a_hundred_times_of_it()
    {
        Desk desk = Ready();
        Resolve(desk);

        decimal? notional = desk.Previewed(new OrderSpec { Ticker = "ZCK6", Side = OrderSide.Buy, Quantity = 1m, Type = OrderType.Limit, LimitPrice = 450.25m }).Verdict.Checks!.Single(r => r.Code == "R09").Observed;

        Assert.Equal(22_512.50m, notional);
    }
}
