using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;
using TradingCore.Engine.Ports;

namespace TradingCore.Tests.Engine;

public sealed class TieOutTests
{
    [Fact]
    public void What_an_account_held_when_first_met_is_taken_over_at_the_brokers_cost()
    {
        var desk = new Desk();
        desk.Connect();

        desk.Position(200m, averageCost: 95.5m);
        desk.CompleteRound();

        Assert.Equal((200m, 95.5m, true), (desk.Held!.Quantity, desk.Held.AveragePrice, desk.Held.IsTiedOut));
        PositionAdjusted adjusted = desk.Journal.Entries.OfType<PositionAdjusted>().Single();
        Assert.Equal((200m, 95.5m, "Held at the broker when the account was first met."), (adjusted.Quantity, adjusted.Price, adjusted.Cause));
    }

    [Fact]
    public void Only_what_own_fills_do_not_explain_is_taken_over_and_booked_before_them()
    {
        var desk = new Desk();
        desk.Connect();
        Order foreign = new() { OrderRef = new OrderRef(""), ClientId = 99, PermId = new PermId(5_000), Account = Desk.Account, Contract = Desk.Spy, Side = OrderSide.Sell };

        desk.Apply(new ExecutionReceived(Desk.FillOf(foreign, "f.01", 50m, 101m, desk.Now), IsReplay: true) { Time = desk.Now });
        desk.Position(150m, averageCost: 95m);
        desk.CompleteRound();

        Assert.Equal((150m, 95m, 300m), (desk.Held!.Quantity, desk.Held.AveragePrice, desk.Held.RealizedPnl));
    }

    [Fact]
    public void The_taken_over_position_is_there_after_a_restart_and_not_taken_over_twice()
    {
        var desk = new Desk();
        desk.Connect();
        desk.Position(200m, averageCost: 95.5m);
        desk.CompleteRound();

        var next = new Desk(desk.Journal.Recover(), run: "2");
        next.Connect();
        next.Position(200m, averageCost: 95.5m);
        next.CompleteRound();

        Assert.Equal((200m, 95.5m), (next.Held!.Quantity, next.Held.AveragePrice));
        Assert.Empty(next.Journal.Entries.OfType<PositionAdjusted>());
    }

    [Fact]
    public void A_brokers_position_that_comes_before_or_after_the_execution_is_no_difference()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(200m));

        desk.Position(100m);
        desk.Fill(order, "a.01", 100m, 100m);
        desk.Fill(order, "b.01", 100m, 100m);
        desk.Wait(TimeSpan.FromMilliseconds(500));
        desk.Position(200m);
        desk.Wait(TimeSpan.FromSeconds(10));

        Assert.True(desk.Held!.IsTiedOut);
        Assert.DoesNotContain(desk.Seen.NoticesSince(0), n => n.Kind == "tie-out");
        Assert.Single(desk.Gateway.Rounds);
    }

    [Fact]
    public void A_difference_is_shown_then_looked_into_then_blocks_the_contract_until_it_is_gone()
    {
        Desk desk = Desk.Ready();
        desk.Position(70m);

        desk.Wait(TimeSpan.FromSeconds(5));
        SubmitResult whileAsking = desk.Submit(Desk.Buy(1m, 99m));
        desk.Position(70m);
        desk.CompleteRound();
        desk.Wait(TimeSpan.FromSeconds(5));
        SubmitResult blocked = desk.Submit(Desk.Buy(1m, 99m));
        desk.Position(0m);
        desk.Wait(TimeSpan.FromSeconds(1));
        SubmitResult after = desk.Submit(Desk.Buy(2m, 99m));

        Assert.Equal(SubmitOutcome.Accepted, whileAsking.Outcome);
        Assert.Equal("R01", blocked.Verdict.Failures.Single().Code);
        Assert.Contains("The broker reports a position of 70 SPY, own fills give 0.", blocked.Message, StringComparison.Ordinal);
        Assert.Equal(SubmitOutcome.Accepted, after.Outcome);
        Assert.Equal([NoticeText(0), NoticeText(1), NoticeText(2)], desk.Seen.NoticesSince(0).Where(n => n.Kind == "tie-out").Select(n => n.Text));

        static string NoticeText(int i) => i switch
        {
            0 => "The broker reports 70 SPY, own fills give 0.",
            1 => "The broker still reports 70 SPY and own fills give 0: no new order in it until they agree. Look at the account's activity there, then book it as what it was: with 'Book' beside the difference, or with POST /api/v1/tie-out/accept.",
            _ => "The position in SPY agrees with the broker again.",
        };
    }

    [Fact]
    public void What_the_broker_leaves_out_of_its_list_it_does_not_hold()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m));
        desk.Fill(order, "a.01", 100m, 100m);
        desk.Position(100m);
        desk.Disconnect();
        desk.Now += TimeSpan.FromSeconds(10);
        desk.Session(SessionState.Reconciling);

        desk.CompleteRound();

        Assert.Equal((100m, 0m, false), (desk.Held!.Quantity, desk.Held.BrokerQuantity, desk.Held.IsTiedOut));
    }

    [Fact]
    public void A_held_contract_that_is_not_watched_gets_a_price()
    {
        var desk = new Desk();
        desk.Connect();
        Contract ibm = new() { ConId = new ConId(8314), Ticker = "IBM", Symbol = "IBM" };

        desk.Apply(new BrokerPositionReceived(Desk.Account, ibm, 10m, 200m) { Time = desk.Now });
        desk.CompleteRound();
        ContractQuery query = desk.Gateway.Resolved[^1];
        desk.Apply(new InstrumentResolved(query, new Instrument { Contract = ibm }) { Time = desk.Now });

        Assert.Equal("IBM", query.Symbol);
        Assert.Equal("IBM", desk.Gateway.Subscribed[^1].Contract.Ticker);
        Assert.DoesNotContain(desk.Seen.Watchlist, i => i.Ticker == "IBM");
    }
}
