using AngleSharp.Dom;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using TradingBlazor.Components.LiveSettings;
using TradingBlazor.Components.RiskDesk;
using TradingBlazor.Security;
using TradingBlazor.Security.Access;
using TradingBlazor.State;
using TradingCore.Risk.Limits;

namespace TradingBlazor.Tests.Components;

/// <summary>Limits in the settings: who may change them, what a change waits for, and what became of the ones before.</summary>
public sealed class RiskSettingsTests : DeskTest
{
    [Theory]
    [InlineData("viewer", false)]
    [InlineData("trader", false)]
    [InlineData("riskManager", true)]
    public async Task Who_may_not_change_limits_reads_why_and_can_read_the_limits(string role, bool may)
    {
        SignIn(role);
        IRenderedComponent<RiskSettingsPage> cut = Render<RiskSettingsPage>();

        Assert.Equal((!may, !may), (Has(cut, "limits-locked"), Find(cut, "limits-edit").HasAttribute("disabled")));
        Assert.Contains("1,000", Text(cut, "limit-OrderQuantityMax"), StringComparison.Ordinal);
        Rights.Set(new CallerAccess(CallerKind.User, "u1", "mira", Roles.Of("riskManager")));
        await BeatAsync();
        Assert.False(Has(cut, "limits-locked"));
    }

    [Theory]
    [InlineData(true, 100_000, "wait for a second person", "Orders over 100,000")]
    [InlineData(false, 0, "Second persons are switched off for limits", "without a second person")]
    public void What_waits_for_a_second_person_is_said_as_it_is_set(bool isOn, int notional, string limits, string orders)
    {
        SecurityOptions options = Services.GetRequiredService<SecurityOptions>();
        (options.SecondPersonLimits, options.SecondPersonNotional) = (isOn, notional);

        IRenderedComponent<RiskSettingsPage> cut = Render<RiskSettingsPage>();

        Assert.Contains(limits, cut.Markup, StringComparison.Ordinal);
        Assert.Contains(orders, cut.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changes_of_limits_are_told_newest_first_with_who_old_new_and_reason()
    {
        IRenderedComponent<RiskHistoryPanel> cut = Render<RiskHistoryPanel>();
        Assert.Contains("nobody has changed one yet", cut.Markup, StringComparison.Ordinal);

        await Change(500m, "Smaller size <today>");
        await Change(750m, "Back to normal");
        await BeatAsync();

        IElement[] rows = [.. cut.FindAll("tbody tr")];
        Assert.Equal(["change-2", "change-1"], rows.Select(r => r.GetAttribute("data-testid")));
        Assert.Contains("Largest order", Text(cut, "change-1"), StringComparison.Ordinal);
        Assert.Matches("500 → 750.*Back to normal", string.Join(' ', Text(cut, "change-2").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        Assert.Contains("Smaller size <today>", Text(cut, "change-1"), StringComparison.Ordinal);
        Assert.All(rows.SelectMany(r => r.Children), c => Assert.False(string.IsNullOrEmpty(c.GetAttribute("data-label"))));
    }

    private async Task Change(decimal quantity, string reason)
    {
        var editor = new RiskEditor(Risk.Current.Limits, RiskScope.Firm) { Texts = { [RiskLimit.OrderQuantityMax] = quantity.ToString(System.Globalization.CultureInfo.InvariantCulture) } };
        await Risk.SetLimitsAsync(editor.Edit(reason, new Dictionary<RiskLimit, string>()), UserCommands.Plain(), Xunit.TestContext.Current.CancellationToken);
    }
}
