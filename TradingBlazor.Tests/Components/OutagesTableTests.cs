using TradingBlazor.Components.Trading;
using TradingBlazor.State;
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

        Assert.Contains("Bought 30 at 400.02. Booked.", cut.Markup, StringComparison.Ordinal);
        Assert.Contains("The gateway closed the connection.", cut.Markup, StringComparison.Ordinal);
        Assert.Contains("1 unverified", cut.Markup, StringComparison.Ordinal);
        Assert.Equal("recovered", Find(cut, "outage-item-3-executions").GetAttribute("data-state"));
        Assert.Equal("unverified", Find(cut, "outage-item-3-orders").GetAttribute("data-state"));
    }

    [Fact]
    public void A_few_contracts_told_the_same_are_one_sentence_and_others_are_opened()
    {
        OutageGroup Of(params string[] recoveries) =>
            new(OutageAreas.Quotes, "Prices", OutageItemState.Recovered, [.. recoveries.Select((r, i) => new OutageItem(OutageAreas.Quotes, $"T{i + 1}", "Prices.", r, OutageItemState.Recovered))]);

        Assert.Equal((false, "Live again."), (Of("Live again.", "Live again.").IsMany, Of("Live again.", "Live again.").Summary));
        Assert.Equal((true, "2 contracts, each as told below."), (Of("Live again.", "The market is closed.").IsMany, Of("Live again.", "The market is closed.").Summary));
        Assert.Equal((true, "Live again."), (Of("Live again.", "Live again.", "Live again.", "Live again.").IsMany, Of("Live again.", "Live again.", "Live again.", "Live again.").Summary));
    }

    [Fact]
    public void Contracts_that_stand_alike_share_a_line_and_what_is_unverified_comes_first()
    {
        OutageItem[] bars = [.. Enumerable.Range(1, 5).Select(i => new OutageItem(OutageAreas.Bars, $"T{i}", "Bars.", $"{i} minutes whole.", i == 4 ? OutageItemState.Unverified : OutageItemState.Recovered))];
        var report = new OutageReport { Number = 1, From = Given.Now, To = Given.Now, Items = [.. bars, new OutageItem(OutageAreas.Orders, "TB-1", "Buy 10 SPY: no answer.", "The broker was asked: Working.", OutageItemState.Recovered)] };

        IReadOnlyList<OutageGroup> groups = OutageWords.Groups(report);

        Assert.Equal(["orders", "bars", "bars"], groups.Select(g => g.Area));
        Assert.Equal((OutageItemState.Unverified, "T4", false), (groups[1].State, groups[1].Subjects, groups[1].IsMany));
        Assert.Equal(("T1, T2, T3 and 1 more", true), (groups[2].Subjects, groups[2].IsMany));
        Assert.Equal("Buy 10 SPY. The broker was asked: Working.", OutageWords.Sentence(groups[0].Items[0]));
    }
}
