using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;
using TradingCore.Risk;
using TradingCore.Risk.Kill;
using TradingCore.Risk.Limits;
using TradingCore.Tests.Killing;

namespace TradingCore.Tests.Engine;

/// <summary>Orders to an advisor's group: the broker divides them, so each account of the group must be able to take all of it.</summary>
public sealed class GroupOrderTests
{
    private static readonly AccountId One = Desk.Account, Two = new("DU7654321");
    private static readonly RiskScope OfTwo = new(RiskScopeKind.Account, Two.Value);

    [Fact]
    public void The_limit_of_every_account_of_the_group_holds()
    {
        Desk desk = Advisor();
        // The first account holds more, so it is the one that is worst off by quantity.
        Order held = desk.Working(Desk.Buy(200m, 100.02m));
        desk.Fill(held, "h.01", 200m, 100.02m);
        desk.SetLimits(OfTwo, desk.Core.State.Limits.Version, (RiskLimit.PositionMax, 50m));

        SubmitResult tooMuch = desk.Submit(Grouped(51m));
        SubmitResult fits = desk.Submit(Grouped(50m));

        Assert.Equal("R19", Assert.Single(tooMuch.Verdict.Failures).Code);
        Assert.StartsWith(Two.Masked, tooMuch.Verdict.Failures.Single().Message, StringComparison.Ordinal);
        Assert.Equal(SubmitOutcome.Accepted, fits.Outcome);
    }

    [Fact]
    public void Over_all_accounts_an_order_to_a_group_counts_once()
    {
        Desk desk = Advisor();
        desk.SetLimits(RiskScope.Firm, desk.Core.State.Limits.Version, (RiskLimit.PositionTotalMax, 10m));
        Order grouped = desk.Working(Grouped(8m));
        SubmitResult tooMuch = desk.Submit(Desk.Buy(3m, 98m) with { Account = Two.Value });
        Order beside = desk.Working(Desk.Buy(2m, 98m) with { Account = Two.Value });

        RiskVerdict otherSide = desk.Preview(Desk.Sell(1m, 103m));
        CommandResult larger = desk.Modify(grouped, new OrderChange(Quantity: 9m));
        desk.Fill(grouped, "g.01", 8m, 98m);
        RiskVerdict after = desk.Preview(Desk.Buy(1m, 98m));

        Assert.Equal((11m, 10m), tooMuch.Verdict.Failures.Where(f => f.Code == "R19").Select(f => (f.Observed!.Value, f.Limit!.Value)).Single());
        Assert.Equal(OrderState.Working, desk.Find(beside).State);
        // What a group buys, the other account may get: a sale here is the worst case beside it.
        Assert.Equal(11m, otherSide.Failures.Single(f => f.Code == "R19").Observed);
        Assert.Equal(CommandOutcome.Refused, larger.Outcome);
        Assert.Equal(11m, after.Failures.Single(f => f.Code == "R19").Observed);
    }

    [Fact]
    public void The_gross_exposure_of_all_accounts_has_an_order_to_a_group_once()
    {
        Desk desk = Advisor();
        desk.SetLimits(RiskScope.Firm, desk.Core.State.Limits.Version, (RiskLimit.GrossExposureTotalMax, 10_010m));
        desk.Working(Grouped(60m));

        RiskVerdict fits = desk.Preview(Desk.Buy(40m, 98m) with { Account = Two.Value });
        RiskVerdict over = desk.Preview(Desk.Buy(41m, 98m) with { Account = Two.Value });
        RiskVerdict grouped = desk.Preview(Grouped(41m) with { LimitPrice = 97m });

        Assert.DoesNotContain(fits.Failures, f => f.Code == "R20");
        Assert.Equal(10_010m, over.Failures.Single(f => f.Code == "R20").Limit);
        Assert.Contains(grouped.Failures, f => f.Code == "R20");
    }

    [Fact]
    public void A_change_is_judged_in_every_account_too()
    {
        Desk desk = Advisor();
        Order held = desk.Working(Desk.Buy(200m, 100.02m));
        desk.Fill(held, "h.01", 200m, 100.02m);
        Order order = desk.Working(Grouped(10m));
        desk.SetLimits(OfTwo, desk.Core.State.Limits.Version, (RiskLimit.PositionMax, 50m));

        CommandResult more = desk.Modify(order, new OrderChange(Quantity: 51m));

        Assert.Equal(CommandOutcome.Refused, more.Outcome);
        Assert.Contains("R19", more.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_switch_of_one_account_stops_the_orders_of_its_group_and_cancels_them()
    {
        Desk desk = Advisor();
        Order held = desk.Working(Desk.Buy(200m, 100.02m));
        desk.Fill(held, "h.01", 200m, 100.02m);
        Order working = desk.Working(Grouped(10m));

        desk.Kill(KillLevel.Cancel, OfTwo);
        SubmitResult denied = desk.Submit(Grouped(5m));
        SubmitResult other = desk.Submit(Desk.Buy(5m, 99m));

        Assert.Equal([working.OrderId], desk.Gateway.Cancelled.Select(o => o.OrderId));
        Assert.Equal("R01", denied.Verdict.Failures.First().Code);
        Assert.Equal(SubmitOutcome.Accepted, other.Outcome);
    }

    [Fact]
    public void An_account_that_leaves_the_group_counts_for_what_works_and_one_that_joins_does_too()
    {
        Desk desk = Advisor();
        Order order = desk.Working(Grouped(40m));
        var three = new AccountId("DU3333333");

        desk.Apply(new SessionChanged(desk.Status(SessionState.Ready, true, One, Two, three)) { Time = desk.Now });
        desk.Apply(Money(desk, three));
        desk.Apply(Group(One, three));
        decimal[] worst = [.. new[] { One, Two, three }.Select(a => WorkingIn(desk, a))];
        desk.SetLimits(OfTwo, desk.Core.State.Limits.Version, (RiskLimit.PositionMax, 50m));
        SubmitResult onTop = desk.Submit(Desk.Buy(11m, 98m) with { Account = Two.Value });
        CommandResult more = desk.Modify(order, new OrderChange(Quantity: 51m));
        desk.Apply(new AdvisorReceived([], null) { Time = desk.Now });

        Assert.Equal([40m, 40m, 40m], worst);
        Assert.Equal("R19", Assert.Single(onTop.Verdict.Failures).Code);
        Assert.Contains($"{Two.Masked}: ", more.Message, StringComparison.Ordinal);
        Assert.Equal(40m, WorkingIn(desk, Two));
    }

    [Fact]
    public void An_order_to_the_group_counts_after_a_restart_before_the_groups_are_told()
    {
        Desk desk = Advisor();
        Order order = desk.Working(Grouped(40m));
        desk.Apply(Group(One));

        var next = new Desk(desk.Journal.Recover(), run: "2");
        next.Connect();
        next.Open(order, BrokerOrderStatus.Submitted);
        next.CompleteRound();
        Order foreign = order with { OrderRef = new OrderRef(""), OrderId = new OrderId(77), ClientId = 3, PermId = new PermId(4_711), Quantity = 5m };
        next.Open(foreign, BrokerOrderStatus.Submitted, e => e with { OrderRef = new OrderRef(""), PermId = foreign.PermId, Attributes = order.Attributes });
        decimal before = WorkingIn(next, Two), elsewhere = WorkingIn(next, new AccountId("DU3333333"));
        next.Apply(Group(One));

        Assert.Equal((45m, 5m), (before, elsewhere));
        Assert.Equal((45m, 40m, 0m), (WorkingIn(next, One), WorkingIn(next, Two), WorkingIn(next, new AccountId("DU3333333"))));
    }

    [Fact]
    public void An_intent_holds_for_orders_of_the_group()
    {
        Desk desk = Advisor();
        desk.Working(Grouped(10m) with { Intent = "open" });

        SubmitResult again = desk.Submit(Grouped(10m) with { Intent = "open" });

        Assert.Equal("R33", Assert.Single(again.Verdict.Failures).Code);
    }

    [Fact]
    public void The_exits_of_a_bracket_are_for_the_group_of_their_entry()
    {
        Desk desk = Advisor();

        desk.Accepted(Grouped(10m) with { Bracket = new BracketSpec(new ExitSpec { Price = 105m }, new ExitSpec { Price = 95m }) });

        Assert.Equal(3, desk.Gateway.Placed.Count);
        Assert.All(desk.Gateway.Placed, o => Assert.Equal(("Growth", ""), (o.Attributes.FaGroup, o.Account.Value)));
    }

    [Fact]
    public void A_position_that_several_accounts_hold_is_closed_in_the_one_that_is_named_and_in_none_without_a_name()
    {
        Desk desk = Advisor();
        foreach ((AccountId account, string id) in ((AccountId, string)[])[(One, "o.01"), (Two, "t.01")])
        {
            Order bought = desk.Accepted(Desk.Buy(10m, 99m) with { Account = account.Value, LimitPrice = id == "o.01" ? 99m : 98m });
            desk.Open(bought, BrokerOrderStatus.Submitted);
            desk.Fill(desk.Find(bought), id, 10m, 99m);
        }

        SubmitResult unnamed = desk.Close("SPY");
        var named = new ClosePosition(new OrderRef("TB-close"), "SPY", Two.Value) { Time = desk.Now, Context = new CommandContext("user", "anna") };
        desk.Apply(named);

        Assert.Equal(SubmitOutcome.Denied, unnamed.Outcome);
        Assert.Contains("2 accounts hold SPY", unnamed.Message, StringComparison.Ordinal);
        Assert.Equal((Two, OrderSide.Sell, 10m), (desk.Gateway.Placed[^1].Account, desk.Gateway.Placed[^1].Side, desk.Gateway.Placed[^1].Quantity));
        Assert.Equal(3, desk.Gateway.Placed.Count);
    }

    // The broker makes the size of what each account holds then, whatever the order says: no check would have judged it.
    [Fact]
    public void A_group_that_is_divided_by_what_its_accounts_hold_takes_no_order_without_another_method()
    {
        Desk desk = Advisor();
        desk.Apply(new AdvisorReceived([new AdvisorGroup("Growth", "PctChange", [new AdvisorShare(One, null), new AdvisorShare(Two, null)])], null) { Time = desk.Now });

        SubmitResult denied = desk.Submit(Grouped(5m));
        SubmitResult divided = desk.Submit(Grouped(6m) with { Attributes = new OrderAttributes { FaGroup = "Growth", FaMethod = "Equal" } });

        Assert.Equal(
            "The group Growth is divided by a change in percent of what its accounts hold, so the broker and not the order says how much is traded (R06). Give another faMethod, such as Equal.",
            denied.Verdict.Failures.First(f => f.Code == "R06").Message);
        Assert.Equal(SubmitOutcome.Accepted, divided.Outcome);
        Assert.Single(desk.Gateway.Placed);
    }

    private static OrderSpec Grouped(decimal quantity) => Desk.Buy(quantity, 99m) with { Attributes = new OrderAttributes { FaGroup = "Growth" } };

    private static decimal WorkingIn(Desk desk, AccountId account) => desk.Core.State.Orders.WorkingQuantities(account, Desk.Spy.ConId, null).Buys;

    private static AdvisorReceived Group(params AccountId[] accounts) => new([new AdvisorGroup("Growth", "Equal", [.. accounts.Select(a => new AdvisorShare(a, 1m))])], null) { Time = Desk.Start };

    private static AccountValuesReceived Money(Desk desk, AccountId account) =>
        new(new AccountState { Account = account, Currency = "USD", NetLiquidation = 1_000_000m, TotalCash = 1_000_000m, ExcessLiquidity = 1_000_000m, UpdatedTime = desk.Now }) { Time = desk.Now };

    private static Desk Advisor()
    {
        Desk desk = Desk.Ready();
        desk.Apply(new TradingCore.Engine.Events.SessionChanged(desk.Status(SessionState.Ready, true, One, Two)) { Time = desk.Now });
        desk.Apply(Money(desk, Two));
        desk.Apply(new AdvisorReceived([new AdvisorGroup("Growth", "Equal", [new AdvisorShare(One, 1m), new AdvisorShare(Two, 1m)])], null) { Time = desk.Now });
        return desk;
    }
}
