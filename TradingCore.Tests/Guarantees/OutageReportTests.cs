using TradingCore.Domain;
using TradingCore.Tests.Engine;

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

        OrderRef unanswered = await desk.SubmitAsync(Desk.Buy(10m, desk.FarPrice));
        await dropped;
        await desk.UntilAsync(v => v.Outages is [{ To: not null }, ..]);

        OutageReport report = desk.View.Outages.Single();
        Assert.True(report.To - report.From > TimeSpan.FromMilliseconds(500));
        Assert.NotEqual("", report.Cause);
        Assert.Equal(OutageItemState.Recovered, report.Items.Single(i => i.Area == "positions").State);
        OutageItem fill = report.Items.Single(i => i.Area == "executions");
        Assert.StartsWith("Bought 30 at", fill.Missed, StringComparison.Ordinal);
        Assert.All(report.Items.Where(i => i.Area == "orders"), i => Assert.Equal(OutageItemState.Recovered, i.State));
        Assert.Equal((OrderState.Working, OrderState.Working), (desk.Find(resting).State, desk.Find(unanswered).State));
        Assert.Contains(desk.View.NoticesSince(0), n => n.Text.StartsWith("Outage 1 is over", StringComparison.Ordinal) && n.Text.Contains("1 fill found", StringComparison.Ordinal));
        // Prices come back by themselves; the bars of the minute only when it is over.
        await desk.UntilAsync(v => v.Outages[0].Items.Single(i => i is { Area: "quotes", Subject: "SPY" }).State == OutageItemState.Recovered);
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
