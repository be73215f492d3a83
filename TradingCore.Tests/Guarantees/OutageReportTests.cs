using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Tests.Engine;
using TradingCore.Tests.Guarantees.Bars;
using TradingCore.Tests.Simulation;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;

namespace TradingCore.Tests.Guarantees;

/// <summary>After every outage: what was missed, how each of it was recovered, what is still unverified.</summary>
public sealed class OutageReportTests
{
    [Fact]
    public async Task A_fill_and_an_unanswered_order_of_an_outage_are_in_its_report()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();
        OrderRef resting = await desk.RestingAsync();
        Task dropped = desk.PlayAsync("- { when: orderPlaced, fault: refuseConnections, for: 1s }\n- fault: dropConnection\n- { fault: manualFill, symbol: SPY, action: BUY, quantity: 30 }");

        // Whether it is told as on the wire or as unconfirmed depends on which end notices the cut first.
        OrderRef unanswered = (await desk.TrySubmitAsync(Desk.Buy(10m, desk.FarPrice))).Order!.OrderRef;
        await dropped;
        await desk.UntilAsync(v => v.Outages is [{ To: not null }, ..]);

        OutageReport report = desk.View.Outages.Single();
        Assert.True(report.To - report.From > TimeSpan.FromMilliseconds(500));
        Assert.NotEqual("", report.Cause);
        Assert.Equal(OutageItemState.Recovered, report.Items.Single(i => i.Area == "positions").State);
        OutageItem fill = report.Items.Single(i => i is { Area: "executions", Subject: "SPY" });
        Assert.StartsWith("Bought 30 at", fill.Missed, StringComparison.Ordinal);
        Assert.All(report.Items.Where(i => i.Area == "orders"), i => Assert.Equal(OutageItemState.Recovered, i.State));
        Assert.Equal((OrderState.Working, OrderState.Working), (desk.Find(resting).State, desk.Find(unanswered).State));
        Assert.Contains(desk.View.NoticesSince(0), n => n.Text.StartsWith("Outage 1 is over", StringComparison.Ordinal) && n.Text.Contains("1 fill found", StringComparison.Ordinal));
        // Prices come back by themselves; the bars of the minute only when it is over.
        await desk.UntilAsync(v => v.Outages[0].Items.Single(i => i is { Area: "quotes", Subject: "SPY" }).State == OutageItemState.Recovered);
    }

    [Fact]
    public async Task A_report_names_everything_that_an_outage_touches()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();
        await desk.RestingAsync();
        await desk.UntilAsync(v => v.Accounts is [{ NetLiquidation: not null, DailyPnl: not null }]);

        await desk.PlayAsync("- { fault: refuseConnections, for: 500ms }\n- fault: dropConnection");
        await desk.UntilAsync(v => v.Outages is [{ To: not null } report] && report.Items.All(i => i.Area is "bars" or "fiveSecondBars" || i.State == OutageItemState.Recovered));

        OutageReport report = desk.View.Outages[0];
        Assert.Equal(["account", "bars", "executions", "fiveSecondBars", "orders", "pnl", "positions", "quotes"], report.Items.Select(i => i.Area).Distinct().Order(StringComparer.Ordinal));
        Assert.Contains("none was missed", report.Items.Single(i => i.Area == "executions").Recovery, StringComparison.Ordinal);
        Assert.Contains("as it was", report.Items.Single(i => i.Area == "orders").Recovery, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_order_that_somebody_cancelled_during_the_outage_is_told_with_what_became_of_it()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();
        OrderRef resting = await desk.RestingAsync();

        // Only this client is kept out; a person at another one cancels everything.
        await desk.PlayAsync("- { fault: clientIdInUse, client: 1, count: 3 }\n- fault: dropConnection");
        await desk.UntilAsync(v => !v.Session.IsConnected);
        await using (SimulatorClient person = await SimulatorClient.ConnectAsync(desk.Simulator.EndPoint, clientId: 0))
        {
            await person.NextAsync<NextValidId>();
            person.Send(new ReqGlobalCancel());
            await desk.UntilAsync(_ => desk.Simulator.Truth.Orders.All(o => o.Status.ToString() == "Cancelled"));
        }
        await desk.UntilAsync(v => v.Outages is [{ To: not null }]);

        OutageItem order = desk.View.Outages[0].Items.Single(i => i.Area == "orders");
        Assert.Equal((OrderState.Cancelled, OutageItemState.Recovered, resting.Value), (desk.Find(resting).State, order.State, order.Subject));
        Assert.StartsWith("The broker was asked: Cancelled", order.Recovery, StringComparison.Ordinal);
        Assert.Contains(desk.View.NoticesSince(0), n => n.Text.Contains("1 order changed meanwhile", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Bars_that_history_refuses_stay_unverified()
    {
        await using BarDesk desk = await BarDesk.StartAsync();

        await desk.PlayAsync("- { fault: pacingViolation, count: 100000 }\n- { fault: refuseConnections, for: 20s }\n- fault: dropConnection");
        await desk.UntilAsync(v => v.Outages is [{ IsComplete: true }]);

        OutageReport report = desk.View.Outages[0];
        Assert.Equal(
            [("bars", OutageItemState.Unverified), ("fiveSecondBars", OutageItemState.Unverified)],
            report.Items.Where(i => i.State != OutageItemState.Recovered).Select(i => (i.Area, i.State)).Order());
        Assert.Contains("0 filled", report.Items.Single(i => i.Area == "fiveSecondBars").Recovery, StringComparison.Ordinal);
        Assert.Contains(desk.Parts.Gaps, g => g.State == BarGapState.Unverified);
    }

    [Fact]
    public async Task An_outage_over_midnight_leaves_executions_unverified_because_the_broker_tells_those_of_today_only()
    {
        // 23:59:40 in New York.
        await using BarDesk desk = await BarDesk.StartAsync(start: new DateTimeOffset(2026, 3, 5, 4, 59, 30, TimeSpan.Zero));

        await desk.PlayAsync("- { fault: refuseConnections, for: 60s }\n- fault: dropConnection");
        await desk.UntilAsync(v => v.Outages is [{ To: not null }]);

        OutageItem executions = desk.View.Outages[0].Items.Single(i => i.Area == "executions");
        Assert.Equal(OutageItemState.Unverified, executions.State);
        Assert.Contains("since midnight only", executions.Recovery, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_outage_of_the_broker_behind_the_gateway_is_one_too_and_the_next_is_another()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();

        await desk.PlayAsync("{ fault: connectionLost, for: 200ms }");
        await desk.UntilAsync(v => v.Outages is [{ Number: 1, To: not null }]);
        await desk.PlayAsync("fault: dropConnection");
        await desk.UntilAsync(v => v.Outages is [{ Number: 2, To: not null }, { Number: 1 }]);

        Assert.Contains("1100", desk.View.Outages[1].Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_minute_lost_is_pending_until_it_is_over_and_unverified_when_it_stays_incomplete()
    {
        Desk desk = Desk.Ready();
        desk.Disconnect();
        desk.Wait(TimeSpan.FromSeconds(10));
        desk.Connect();
        desk.CompleteRound();
        OutageItem pending = desk.Seen.Outages.Single().Items.Single(i => i.Area == "bars");

        desk.Wait(TimeSpan.FromMinutes(6));

        Assert.Equal(OutageItemState.Pending, pending.State);
        Assert.Equal(OutageItemState.Unverified, desk.Seen.Outages.Single().Items.Single(i => i.Area == "bars").State);
        Assert.True(desk.Seen.Outages.Single().IsComplete);
    }

    [Fact]
    public void A_position_that_does_not_agree_makes_the_report_say_so()
    {
        Desk desk = Desk.Ready();
        desk.Disconnect();
        desk.Connect();
        desk.Position(70m);
        desk.CompleteRound();

        OutageReport report = desk.Seen.Outages.Single();

        Assert.Equal(1, report.Unverified);
        Assert.Contains("SPY", report.Items.Single(i => i.Area == "positions").Recovery, StringComparison.Ordinal);
    }
}
