using Bunit;
using MudBlazor;
using TradingBlazor.Components.RiskDesk;
using TradingBlazor.Security.Access;
using TradingBlazor.State;
using TradingBlazor.Tests.Components.Fakes;
using TradingCore.Domain;
using TradingCore.Engine.Views;
using TradingCore.Risk;
using TradingCore.Risk.Latches;
using TradingCore.Risk.Limits;

namespace TradingBlazor.Tests.Components;

public sealed class RiskPageTests : DeskTest
{
    private static readonly RiskLatch Latch = new()
    {
        Id = "R25:account:DU1",
        Code = "R25",
        Scope = new RiskScope(RiskScopeKind.Account, "DU1"),
        State = TradingGate.Reducing,
        Reason = "The loss of the day reached its limit.",
        TrippedTime = Given.Now,
    };

    [Fact]
    public async Task A_latch_that_holds_is_rearmed_only_with_a_reason()
    {
        Risk.Current = Risk.Current with { Latches = [Latch] };
        IRenderedComponent<MudDialogProvider> dialogs = Render<MudDialogProvider>();
        IRenderedComponent<RiskStatePanel> panel = Render<RiskStatePanel>();

        Task click = Find(panel, "rearm-R25:account:DU1").ClickAsync(new());
        dialogs.WaitForAssertion(() => Assert.True(Find(dialogs, "reason-yes").HasAttribute("disabled")));
        Find(dialogs, "reason-text").Input("Hedged elsewhere");
        Find(dialogs, "reason-yes").Click();
        await click;

        Assert.Equal(["R25:account:DU1", "Hedged elsewhere"], Risk.Calls);
        panel.WaitForAssertion(() => Assert.Equal("Re-armed.", Text(panel, "risk-message")));
    }

    [Fact]
    public void Money_that_was_paid_out_is_recorded_with_its_reason()
    {
        Risk.Current = Risk.Current with { Accounts = [new AccountRisk(new AccountId("DU1"), "USD", TradingGate.Open, 100_000m, 100_000m, 100_000m, 0m, [], [])] };
        Risk.Result = new(TradingCore.Engine.Commands.CommandOutcome.Accepted, "Recorded.");
        IRenderedComponent<CashFlowPanel> panel = Render<CashFlowPanel>();

        Find(panel, "cash-flow").Submit();
        string withoutAmount = Text(panel, "cash-flow-message");
        Find(panel, "cash-flow-amount").Input("2500.50");
        Find(panel, "cash-flow").Submit();
        string withoutReason = Text(panel, "cash-flow-message");
        Assert.Empty(Risk.Calls);
        Find(panel, "cash-flow-reason").Input("Rent");
        Find(panel, "cash-flow").Submit();

        Assert.Equal(("Enter an amount above 0.", "Say what was paid; it is kept."), (withoutAmount, withoutReason));
        Assert.Equal(["DU1", -2_500.50m, "Rent"], Risk.Calls);
        panel.WaitForAssertion(() => Assert.Equal("Recorded.", Text(panel, "cash-flow-message")));
    }

    [Fact]
    public async Task A_change_of_limits_shows_old_and_new_and_asks_for_a_reason()
    {
        IRenderedComponent<MudDialogProvider> dialogs = Render<MudDialogProvider>();
        IRenderedComponent<RiskLimitsPanel> panel = Render<RiskLimitsPanel>();

        Find(panel, "limits-edit").Click();
        Find(panel, "input-OrderQuantityMax").Input("500");
        Task save = Find(panel, "limits-save").ClickAsync(new());
        dialogs.WaitForAssertion(() => Assert.Matches("Largest order.*1,000.*500", Text(dialogs, "diff-OrderQuantityMax")));
        Find(dialogs, "reason-text").Input("Smaller size today");
        Find(dialogs, "reason-yes").Click();
        await save;

        Assert.Equal((1, 500m, "Smaller size today"), (Risk.Current.Limits.Version, Risk.Current.Limits.Firm(RiskLimit.OrderQuantityMax), Risk.Current.Limits.History[0].Reason));
        panel.WaitForAssertion(() => Assert.Equal("version 1", Text(panel, "limits-version")));
    }

    [Fact]
    public void A_value_outside_its_range_is_marked_and_nothing_is_sent()
    {
        IRenderedComponent<RiskLimitsPanel> panel = Render<RiskLimitsPanel>();

        Find(panel, "limits-edit").Click();
        Find(panel, "input-PriceCollarPercent").Input("101");
        Find(panel, "limits-save").Click();

        Assert.Equal("true", Find(panel, "input-PriceCollarPercent").GetAttribute("aria-invalid"));
        Assert.Empty(Risk.Calls);
    }

    [Fact]
    public void A_limit_that_is_a_switch_is_typed_as_on_or_off()
    {
        IRenderedComponent<RiskLimitsPanel> panel = Render<RiskLimitsPanel>();
        Find(panel, "limits-edit").Click();
        Assert.Equal("on", Find(panel, "input-MarketHours").GetAttribute("value"));
        Assert.Contains("on or off", Text(panel, "limit-MarketHours"), StringComparison.Ordinal);

        Find(panel, "input-MarketHours").Input("of");
        Find(panel, "limits-save").Click();
        Assert.Contains("'of' is neither on nor off.", Text(panel, "limit-MarketHours"), StringComparison.Ordinal);

        RiskEditor editor = new(Risk.Current.Limits, RiskScope.Firm) { Texts = { [RiskLimit.MarketHours] = "Off" } };
        Dictionary<RiskLimit, string> faults = [];
        RiskLimitEdit edit = editor.Edit("holiday", faults);
        Assert.Equal((0m, 0), (edit.Values[RiskLimit.MarketHours], faults.Count));
    }

    [Fact]
    public void Bars_show_how_far_a_limit_is_used_and_change_their_tone()
    {
        Risk.Current = Risk.Current with
        {
            Accounts = [new AccountRisk(new AccountId("DU1"), "USD", TradingGate.Open, 100_000m, 100_000m, 100_000m, -1_400m,
                [new RiskUsage("R25", "Daily loss", 1_400m, 2_000m, RiskUnit.Money), new RiskUsage("R20", "Gross exposure", 210_000m, 200_000m, RiskUnit.Money), new RiskUsage("R21", "Net exposure", 10m, 200_000m, RiskUnit.Money)], [])],
        };

        IRenderedComponent<RiskUsagePanel> panel = Render<RiskUsagePanel>();

        Assert.Contains("tone-caution", Find(panel, "usage-R25").ClassName, StringComparison.Ordinal);
        Assert.Contains("tone-bad", Find(panel, "usage-R20").ClassName, StringComparison.Ordinal);
        Assert.Contains("tone-good", Find(panel, "usage-R21").ClassName, StringComparison.Ordinal);
        Assert.Equal("70", Find(panel, "usage-R25").QuerySelector("[role=meter]")!.GetAttribute("aria-valuenow"));
    }

    [Theory]
    [InlineData(true, "no limit yet")] // counts from a number of orders of the day on
    [InlineData(false, "limit not known")]
    public void A_limit_that_is_not_there_is_told_in_words(bool isLater, string expected)
    {
        IRenderedComponent<UsageBar> cut = Render<UsageBar>(p => p.Add(b => b.Usage, new RiskUsage("R25", "Something", 2.6m, null, RiskUnit.Multiple) { IsLimitLater = isLater }));

        Assert.Equal($"2.6 × {expected}", Find(cut, "usage-R25").QuerySelector(".usage-figures")!.TextContent);
    }

    [Fact]
    public void Who_may_not_change_limits_sees_the_button_disabled_with_the_reason()
    {
        Rights.Set(new CallerAccess(CallerKind.User, "u1", "mira", Roles.Of("viewer")));

        IRenderedComponent<RiskLimitsPanel> cut = Render<RiskLimitsPanel>();

        Assert.True(Find(cut, "limits-edit").HasAttribute("disabled"));
        Assert.Contains("needs the permission ManageRisk", Find(cut, "limits-edit").GetAttribute("title"), StringComparison.Ordinal);
    }
}
