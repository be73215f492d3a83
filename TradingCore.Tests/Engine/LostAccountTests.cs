using TradingCore.Domain;
using TradingCore.Engine.Events;

namespace TradingCore.Tests.Engine;

/// <summary>An account that the login does not have any more: nothing that the broker leaves out of it is a word about it.</summary>
public sealed class LostAccountTests
{
    private static readonly AccountId Other = new("DU7654321");

    private static Desk Ready()
    {
        Desk desk = Desk.Ready();
        Connect(desk, Desk.Account, Other);
        desk.Apply(new AccountValuesReceived(new AccountState { Account = Other, Currency = "USD", NetLiquidation = 1_000_000m, TotalCash = 1_000_000m, ExcessLiquidity = 1_000_000m, UpdatedTime = desk.Now }) { Time = desk.Now });
        return desk;
    }

    private static void Connect(Desk desk, params AccountId[] accounts)
    {
        desk.Disconnect();
        desk.Apply(new SessionChanged(desk.Status(SessionState.Connecting, true, accounts)) { Time = desk.Now });
        desk.Apply(new SessionChanged(desk.Status(SessionState.Reconciling, true, accounts)) { Time = desk.Now });
        foreach (Order order in desk.Seen.Orders.Where(o => o.State.IsAtBroker() && accounts.Contains(o.Account)).ToArray()) desk.Open(order, BrokerOrderStatus.Submitted);
        foreach (Position held in desk.Seen.Positions.Where(p => accounts.Contains(p.Account)).ToArray()) desk.Apply(new BrokerPositionReceived(held.Account, held.Contract, held.Quantity, 100m) { Time = desk.Now });
        desk.CompleteRound();
        desk.Market(100m, 100.02m);
    }

    [Fact]
    public void Its_orders_are_not_known_and_not_cancelled()
    {
        Desk desk = Ready();
        Order order = desk.Working(Desk.Buy(100m, 99m) with { Account = Other.Value });

        Connect(desk, Desk.Account);
        Order without = desk.Find(order);
        int rounds = desk.Gateway.Rounds.Count;
        for (int i = 0; i < 20; i++) desk.Wait(TimeSpan.FromSeconds(1));
        desk.Apply(new OpenOrdersPolled(desk.Now) { Time = desk.Now });
        int more = desk.Gateway.Rounds.Count - rounds;
        Connect(desk, Desk.Account, Other);

        Assert.Equal((OrderState.Unknown, OrderState.Working), (without.State, desk.Find(order).State));
        Assert.Contains("not of this login any more", without.Reason, StringComparison.Ordinal);
        Assert.Equal(0, more);
    }

    [Fact]
    public void Its_positions_are_not_called_closed()
    {
        Desk desk = Ready();
        Order order = desk.Working(Desk.Buy(100m, 100.02m) with { Account = Other.Value });
        desk.Fill(order, "e.01", 100m, 100.02m);
        desk.Apply(new BrokerPositionReceived(Other, Desk.Spy, 100m, 100.02m) { Time = desk.Now });

        Connect(desk, Desk.Account);
        for (int i = 0; i < 20; i++)
        {
            desk.Wait(TimeSpan.FromSeconds(1));
            if (desk.Core.State.RunningRound != 0) desk.CompleteRound();
        }

        Position held = desk.Seen.Positions.Single(p => p.Account == Other);
        Assert.Equal((100m, null), (held.Quantity, held.BrokerQuantity));
        Assert.DoesNotContain(desk.Seen.NoticesSince(0), n => n.Kind == "tie-out");
    }
}
