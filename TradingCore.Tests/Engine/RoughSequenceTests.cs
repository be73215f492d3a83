using FsCheck;
using FsCheck.Xunit;
using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;
using TradingCore.Risk;

namespace TradingCore.Tests.Engine;

/// <summary>
/// Orders of several contracts, accounts or parts, told in every order that chance finds: none that is let through gets a worst case by the broker's truth over its
/// limit, and when all has been told, positions, orders and what still works are the broker's.
/// </summary>
public sealed class RoughSequenceTests
{
    private const decimal Limit = 300m, GrossLimit = 40_000m;
    private static readonly Contract Qqq = new() { ConId = new ConId(320227571), Ticker = "QQQ", Symbol = "QQQ" };
    private static readonly ComboLegs Pair = new([new ComboLeg(default, "SPY", 1, OrderSide.Buy), new ComboLeg(default, "QQQ", 2, OrderSide.Sell)]);
    private static readonly AccountId One = Desk.Account, Two = new("DU7654321");

    [Property(MaxTest = 150)]
    public void Combinations(DoNotSize<int> seed)
    {
        Desk desk = Wide(r => r.GrossExposureMax = GrossLimit / 1_000_000m);
        Watch(desk);
        var broker = new RoughSequence(seed.Item, desk, Limit)
        {
            Places = [(One, Desk.Spy), (One, Qqq)],
            AfterAccepted = b => Assert.True(b.WorstOf(One, Desk.Spy.ConId) * 100m + b.WorstOf(One, Qqq.ConId) * 50m <= GrossLimit, $"The gross exposure is {b.WorstOf(One, Desk.Spy.ConId) * 100m + b.WorstOf(One, Qqq.ConId) * 50m}. {b.Story}"),
        };

        for (int i = 0; i < 40; i++)
        {
            desk.Now += TimeSpan.FromSeconds(1);
            OrderSide side = broker.Random.Next(2) == 0 ? OrderSide.Buy : OrderSide.Sell, other = side == OrderSide.Buy ? OrderSide.Sell : OrderSide.Buy;
            switch (broker.Random.Next(10))
            {
                case 0 or 1 or 2: broker.Submit(Desk.Spec(side, 1 + broker.Random.Next(120), 0m) with { Ticker = Pair.Name, Legs = Pair }, [One], (Desk.Spy, side, 1m), (Qqq, other, 2m)); break;
                case 3: broker.Submit(Desk.Spec(side, 1 + broker.Random.Next(150), 100m), [One], (Desk.Spy, side, 1m)); break;
                case 4 or 5 when broker.Pick(broker.Working) is { } order: broker.Fill(order, 1 + broker.Random.Next(60)); break;
                case 6 when broker.Pick(broker.Working) is { } order: broker.Cancel(order); break;
                case 7: broker.CompleteRound(); break;
                case 8: desk.Apply(new ClockTick { Time = desk.Now }); break;
                default: broker.TellOne(); break;
            }
        }

        broker.EndInTruth();
    }

    [Property(MaxTest = 150)]
    public void Orders_to_an_advisors_group(DoNotSize<int> seed)
    {
        Desk desk = Wide();
        desk.Apply(new SessionChanged(desk.Status(SessionState.Ready, true, One, Two)) { Time = desk.Now });
        desk.Apply(new AccountValuesReceived(new AccountState { Account = Two, Currency = "USD", NetLiquidation = 1_000_000m, TotalCash = 1_000_000m, ExcessLiquidity = 1_000_000m, UpdatedTime = desk.Now }) { Time = desk.Now });
        desk.Apply(new AdvisorReceived([new AdvisorGroup("Growth", "Equal", [new AdvisorShare(One, 1m), new AdvisorShare(Two, 1m)])], null) { Time = desk.Now });
        var broker = new RoughSequence(seed.Item, desk, Limit) { Places = [(One, Desk.Spy), (Two, Desk.Spy)] };

        for (int i = 0; i < 40; i++)
        {
            desk.Now += TimeSpan.FromSeconds(1);
            OrderSide side = broker.Random.Next(2) == 0 ? OrderSide.Buy : OrderSide.Sell;
            OrderSpec spec = Desk.Spec(side, 1 + broker.Random.Next(200), 100m);
            AccountId account = broker.Random.Next(2) == 0 ? One : Two;
            switch (broker.Random.Next(10))
            {
                case 0 or 1 or 2: broker.Submit(spec with { Attributes = new OrderAttributes { FaGroup = "Growth" } }, [One, Two], (Desk.Spy, side, 1m)); break;
                case 3: broker.Submit(spec with { Account = account.Value }, [account], (Desk.Spy, side, 1m)); break;
                case 4 or 5 when broker.Pick(broker.Working) is { } order: broker.Fill(order, 1 + broker.Random.Next(80)); break;
                case 6 when broker.Pick(broker.Working) is { } order: broker.Cancel(order); break;
                case 7: broker.CompleteRound(); break;
                case 8: desk.Apply(new ClockTick { Time = desk.Now }); break;
                default: broker.TellOne(); break;
            }
        }

        broker.EndInTruth();
    }

    [Property(MaxTest = 150)]
    public void Groups_of_which_a_fill_cancels_or_reduces_the_others(DoNotSize<int> seed)
    {
        Desk desk = Wide();
        var broker = new RoughSequence(seed.Item, desk, Limit) { Places = [(One, Desk.Spy)] };
        var groups = new List<(OcaType Type, List<RoughSequence.Held> Orders)>();

        for (int i = 0; i < 40; i++)
        {
            desk.Now += TimeSpan.FromSeconds(1);
            switch (broker.Random.Next(9))
            {
                case 0 or 1:
                    var type = (OcaType)(1 + broker.Random.Next(3));
                    var members = new List<RoughSequence.Held>();
                    for (int k = 0; k < 3; k++)
                    {
                        OrderSide side = broker.Random.Next(2) == 0 ? OrderSide.Buy : OrderSide.Sell;
                        if (broker.Submit(Desk.Spec(side, 1 + broker.Random.Next(100), 100m) with { Attributes = new OrderAttributes { OcaGroup = $"g{i}", OcaType = type } }, [One], (Desk.Spy, side, 1m)) is { } held) members.Add(held);
                    }
                    groups.Add((type, members));
                    break;
                case 2 or 3 or 4 when broker.Pick(broker.Working) is { } order:
                    decimal before = order.Filled;
                    broker.Fill(order, 1 + broker.Random.Next(60));
                    (OcaType kind, List<RoughSequence.Held> group) = groups.First(g => g.Orders.Contains(order));
                    foreach (RoughSequence.Held other in group.Where(o => o != order))
                    {
                        if (kind == OcaType.CancelWithBlock) broker.End(other);
                        else broker.Reduce(other, order.Filled - before);
                    }
                    break;
                case 5 when broker.Pick(broker.Working) is { } order: broker.Cancel(order); break;
                case 6: broker.CompleteRound(); break;
                case 7: desk.Apply(new ClockTick { Time = desk.Now }); break;
                default: broker.TellOne(); break;
            }
        }

        broker.EndInTruth();
    }

    private static Desk Wide(Action<RiskOptions>? risk = null) => Desk.Ready(risk: r =>
    {
        r.PositionMax = Limit;
        r.OrderNotionalMax = 1_000_000m;
        r.SelfMatch = false;
        r.WorkingOrdersMax = 100;
        r.ConcentrationPercentMax = 1_000m;
        r.GrossExposureMax = 100m;
        r.NetExposureMax = 100m;
        r.UsualSizeMultipleMax = 0m;
        r.MarginRatePercent = 0m;
        risk?.Invoke(r);
    });

    private static void Watch(Desk desk)
    {
        var query = new ContractQuery("QQQ");
        desk.Apply(new AddToWatchlist(query) { Time = desk.Now, Context = new CommandContext("user", "anna") });
        desk.Apply(new InstrumentResolved(query, new Instrument { Contract = Qqq }) { Time = desk.Now });
        foreach ((Contract contract, decimal price) in ((Contract, decimal)[])[(Desk.Spy, 100m), (Qqq, 50m)])
        {
            desk.Apply(new MarketTick(contract.ConId, TickField.DataType, (decimal)MarketDataType.Live, null, desk.Now));
            foreach (TickField field in (TickField[])[TickField.Bid, TickField.Ask, TickField.Last]) desk.Apply(new MarketTick(contract.ConId, field, price, 500m, desk.Now));
        }
    }
}
