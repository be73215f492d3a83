using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;
using TradingCore.Engine.Ports;

namespace TradingCore.Tests.Engine;

/// <summary>What the broker does to positions without a trade of ours. Numbers by hand.</summary>
public sealed class DifferenceTests
{
    // Last day Friday 27 February 2026; Desk.Start is Monday 2 March.
    private static readonly Contract Call = new()
    {
        ConId = new ConId(7001),
        Ticker = "SPY   260227C00100000",
        Symbol = "SPY",
        SecurityType = SecurityType.Option,
        Multiplier = 100m,
        Strike = 100m,
        Right = "C",
        LastTradeDateOrContractMonth = "20260227",
    };

    private static void Trade(Desk desk, string execId, Contract contract, decimal signed, decimal price)
    {
        Order foreign = new() { OrderRef = new OrderRef(""), ClientId = 99, PermId = new PermId(5_000), Account = Desk.Account, Contract = contract, Side = signed > 0m ? OrderSide.Buy : OrderSide.Sell };
        desk.Apply(new ExecutionReceived(Desk.FillOf(foreign, execId, Math.Abs(signed), price, desk.Now), IsReplay: false) { Time = desk.Now });
    }

    private static void Broker(Desk desk, Contract contract, decimal quantity, decimal cost = 0m) =>
        desk.Apply(new BrokerPositionReceived(Desk.Account, contract, quantity, cost) { Time = desk.Now });

    // The difference outlives its grace, the broker is asked, and says the same in a complete comparison.
    private static void Confirm(Desk desk, params (Contract Contract, decimal Quantity, decimal Cost)[] held)
    {
        for (int i = 0; i < 3; i++)
        {
            desk.Wait(TimeSpan.FromSeconds(6));
            if (desk.Core.State.RunningRound == 0) continue;
            foreach ((Contract contract, decimal quantity, decimal cost) in held) Broker(desk, contract, quantity, cost);
            desk.CompleteRound();
        }
    }

    private static Position Held(Desk desk, Contract contract) => desk.Seen.Positions.Single(p => p.Contract.ConId == contract.ConId);

    [Fact]
    public void An_option_that_is_gone_after_its_last_day_has_expired()
    {
        Desk desk = Desk.Ready();
        Trade(desk, "a.01", Call, 2m, 1.50m);
        Broker(desk, Call, 2m, 1.50m);
        Broker(desk, Call, 0m);

        Confirm(desk);

        // Two contracts of 100 bought at 1.50 are worth nothing: 300.00 are lost.
        Position option = Held(desk, Call);
        Assert.Equal((0m, -300m, true), (option.Quantity, option.RealizedPnl, option.IsTiedOut));
        Assert.Equal((-2m, 0m, "Expired on 20260227."), (desk.Seen.Money.Adjustments.Single().Quantity, desk.Seen.Money.Adjustments.Single().Price, desk.Seen.Money.Adjustments.Single().Cause));
        Assert.Contains(desk.Seen.NoticesSince(0), n => n.Text.EndsWith("booked without a trade. Expired on 20260227.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_short_call_that_becomes_a_short_stock_was_assigned_at_the_strike()
    {
        Desk desk = Desk.Ready();
        Trade(desk, "a.01", Call, -1m, 2.50m);
        Broker(desk, Call, -1m, 2.50m);
        Broker(desk, Call, 0m);
        Broker(desk, Desk.Spy, -100m, 100m);

        Confirm(desk, (Desk.Spy, -100m, 100m));

        // The premium of 250.00 stays; 100 shares are short at the strike of 100.00, bought back at the ask of 100.02 they would lose 2.00.
        Assert.Equal((0m, 250m), (Held(desk, Call).Quantity, Held(desk, Call).RealizedPnl));
        Assert.Equal((-100m, 100m, -2m, true), (desk.Held!.Quantity, desk.Held.AveragePrice, desk.Held.UnrealizedPnl, desk.Held.IsTiedOut));
        Assert.Contains(desk.Seen.Money.Adjustments, a => a.Ticker == "SPY" && a.Cause.StartsWith("Assigned: 1 ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_holding_that_nothing_explains_waits_for_a_person_and_is_booked_with_the_cause()
    {
        Desk desk = Desk.Ready();
        Broker(desk, Desk.Spy, 70m, 90m);
        CommandResult early = Accept(desk, DifferenceCause.Transfer);
        Confirm(desk, (Desk.Spy, 70m, 90m));

        SubmitResult blocked = desk.Submit(Desk.Buy(1m, 99m));
        CommandResult booked = Accept(desk, DifferenceCause.Transfer);
        desk.Wait(TimeSpan.FromSeconds(1));
        SubmitResult after = desk.Submit(Desk.Buy(1m, 99m));

        Assert.Equal((CommandOutcome.Refused, CommandOutcome.Accepted), (early.Outcome, booked.Outcome));
        Assert.Equal((SubmitOutcome.Denied, SubmitOutcome.Accepted), (blocked.Outcome, after.Outcome));
        Assert.Equal((70m, 90m), (desk.Held!.Quantity, desk.Held.AveragePrice));
        PositionAdjusted adjusted = desk.Journal.Entries.OfType<PositionAdjusted>().Single();
        Assert.Equal(("Transfer, booked by anna. From the old broker.", AdjustmentKind.Person), (adjusted.Cause, adjusted.Kind));

        // It is there after a restart, with its cause.
        var next = new Desk(desk.Journal.Recover(), run: "2");
        Assert.Equal((70m, "Transfer, booked by anna. From the old broker."), (next.Held!.Quantity, next.Seen.Money.Adjustments.Single().Cause));
    }

    [Fact]
    public void A_trade_that_the_broker_forced_is_told_as_a_liquidation_also_after_a_restart()
    {
        Desk desk = Desk.Ready();
        Order foreign = new() { OrderRef = new OrderRef(""), PermId = new PermId(5_000), Account = Desk.Account, Contract = Desk.Spy, Side = OrderSide.Sell };
        desk.Apply(new ExecutionReceived(Desk.FillOf(foreign, "a.01", 40m, 100m, desk.Now) with { IsLiquidation = true }, IsReplay: false) { Time = desk.Now });

        var next = new Desk(desk.Journal.Recover() with { Fills = [desk.Seen.Fills.Single() with { IsLiquidation = false }] }, run: "2");

        Assert.Contains(desk.Seen.NoticesSince(0), n => n.Text.StartsWith("The broker liquidated: ", StringComparison.Ordinal));
        Assert.True(next.Seen.Fills.Single().IsLiquidation);
    }

    private static CommandResult Accept(Desk desk, DifferenceCause cause)
    {
        var command = new AcceptDifference(Desk.Account.Value, "SPY", "", cause, "From the old broker.") { Time = desk.Now, Context = new CommandContext("user", "anna") };
        desk.Apply(command);
        Assert.True(command.Reply.Task.IsCompletedSuccessfully);
        return command.Reply.Task.Result;
    }
}
