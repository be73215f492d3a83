using TradingBlazor.Components.Trading;
using TradingBlazor.Tests.Components.Fakes;
using TradingCore.Domain;

namespace TradingBlazor.Tests.Components;

public sealed class OutagesTableTests : DeskTest
{
    [Fact]
    public void Without_an_outage_it_says_what_would_be_here()
    {
        var cut = Render<OutagesTable>();

        Assert.Contains("No outage since the start", cut.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void An_outage_shows_its_cause_its_length_and_what_became_of_each_thing()
    {
        View.Outages =
        [
            new OutageReport
            {
                Number = 3, From = Given.Now.AddMinutes(-2), To = Given.Now.AddMinutes(-1), Cause = "The gateway closed the connection.",
                Items = [new OutageItem("executions", "SPY", "Bought 30 at 400.02.", "Booked.", OutageItemState.Recovered), new OutageItem("orders", "TB-1", "No answer.", "Still unknown.", OutageItemState.Unverified)],
            },
        ];

        var cut = Render<OutagesTable>();

        Assert.Contains("The gateway closed the connection.", cut.Markup, StringComparison.Ordinal);
        Assert.Contains("1 unverified", cut.Markup, StringComparison.Ordinal);
        Assert.Equal("recovered", Find(cut, "outage-item-3-executions").GetAttribute("data-state"));
        Assert.Equal("unverified", Find(cut, "outage-item-3-orders").GetAttribute("data-state"));
    }
}
