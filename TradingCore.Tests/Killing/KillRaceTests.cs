using TradingCore.Domain;
using TradingCore.Engine.Events;
using TradingCore.Engine.Ports;
using TradingCore.Risk.Kill;
using TradingCore.Risk.Limits;
using TradingCore.Tests.Engine;

namespace TradingCore.Tests.Killing;

/// <summary>A kill switch whose closing orders race with what the broker tells of its positions.</summary>
public sealed class KillRaceTests
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    [Fact]
    public void A_position_that_is_told_late_is_not_closed_twice()
    {
        Desk desk = Desk.Ready();
        desk.Held100();
        desk.Kill(KillLevel.Flatten);
        Order close = desk.Gateway.Placed[^1];
        desk.Open(close, BrokerOrderStatus.Submitted);

        desk.Fill(close, "k.01", 100m, 99.9m);   // the broker's position still says 100
        for (int i = 0; i < 4; i++) desk.Wait(Beat);
        KillPhase whileLate = desk.Switch.Phase;
        desk.Position(0m);
        desk.Wait(Beat);
        desk.CompleteRound();
        desk.Wait(Beat);

        Assert.Equal(KillPhase.Flattening, whileLate);
        Assert.Equal(2, desk.Gateway.Placed.Count);
        Assert.Equal(KillPhase.Flat, desk.Switch.Phase);
    }

    [Fact]
    public void More_than_the_broker_holds_is_not_sold_and_what_a_comparison_confirms_is()
    {
        Desk desk = Desk.Ready();
        desk.Held100();
        desk.Position(60m);

        desk.Kill(KillLevel.Flatten);
        decimal sure = desk.Gateway.Placed[^1].Quantity;
        Order close = desk.Gateway.Placed[^1];
        desk.Open(close, BrokerOrderStatus.Submitted);
        desk.Fill(close, "k.01", 60m, 99.9m);
        desk.Position(0m);
        desk.Wait(Patience);   // the difference is older than its grace: the broker is asked
        desk.CompleteRound();
        desk.Wait(Beat);
        desk.Wait(Beat);

        Assert.Equal(60m, sure);
        Assert.Equal(2, desk.Gateway.Placed.Count);
    }

    [Fact]
    public void What_only_the_broker_holds_is_closed_when_a_comparison_has_confirmed_it()
    {
        Desk desk = Desk.Ready();
        desk.Position(70m);

        desk.Kill(KillLevel.Flatten);
        desk.Wait(Beat);
        int before = desk.Gateway.Placed.Count;
        desk.Wait(Patience);   // longer than the grace: the broker is asked for its lists
        desk.Position(70m);
        desk.CompleteRound();
        desk.Wait(Patience);
        for (int i = 0; i < 3; i++) desk.Wait(Beat);

        Assert.Equal(0, before);
        Order close = Assert.Single(desk.Gateway.Placed);
        Assert.Equal((OrderSide.Sell, 70m), (close.Side, close.Quantity));
    }

    [Fact]
    public void A_switch_of_a_symbol_cancels_the_combinations_that_have_it_as_a_leg()
    {
        Desk desk = Desk.Ready();
        var legs = new ComboLegs([new ComboLeg(Desk.Spy.ConId, "SPY", 1, OrderSide.Buy), new ComboLeg(new ConId(5), "QQQ", 1, OrderSide.Sell)]);
        desk.Foreign();
        Order combo = new() { OrderRef = new OrderRef("TB-combo"), OrderId = new OrderId(40), ClientId = Desk.ClientId, PermId = new PermId(5_001), Account = Desk.Account, Contract = new Contract { Ticker = legs.Name, Symbol = "SPY", SecurityType = SecurityType.Combo, Legs = legs }, Side = OrderSide.Buy, Quantity = 1m, Type = OrderType.Limit, LimitPrice = 1m };
        desk.Open(combo, BrokerOrderStatus.Submitted);

        desk.Kill(KillLevel.Cancel, new RiskScope(RiskScopeKind.Symbol, "QQQ"));

        Assert.Equal([combo.OrderRef], desk.Gateway.Cancelled.Select(o => o.OrderRef));
    }

    [Fact]
    public void A_stored_switch_that_cannot_be_read_blocks_everything_until_somebody_arms_it_again()
    {
        RecoveredState stored = RecoveredState.Empty with { Settings = new Dictionary<string, string> { ["kill-switch:account DU1"] = "{ not what was written" } };
        Desk desk = Desk.Ready(stored);

        string denied = desk.Submit(Desk.Buy(1m, 99m)).Verdict.Failures.First().Code;
        KillStatus engaged = desk.Switch;
        desk.Rearm("looked at");
        IReadOnlyDictionary<string, string> kept = desk.Journal.Recover().Settings;

        Assert.Equal(("R01", KillLevel.Block, RiskScope.Firm), (denied, engaged.Level, engaged.Scope));
        Assert.All(kept.Where(s => s.Key.StartsWith("kill-switch:", StringComparison.Ordinal)), s => Assert.Empty(s.Value));
    }
}
