using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using TradingBlazor.Components.Trading;
using TradingBlazor.Security.Access;
using TradingBlazor.Tests.Components.Fakes;
using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Hosting;
using TradingCore.Risk.Kill;
using TradingCore.Risk.Limits;

namespace TradingBlazor.Tests.Components;

/// <summary>The kill switch at the desk: what it will do is named before it is pressed, a refusal stays on screen, and it is armed again with a reason only.</summary>
public sealed class KillDeskTests : DeskTest
{
    private static readonly KillStatus Engaged = new() { Scope = RiskScope.Firm, Level = KillLevel.Cancel, Phase = KillPhase.Cancelling, Who = "mira", Reason = "prices look wrong", OpenOrders = 2 };

    public KillDeskTests()
    {
        View.Orders = [Given.Order("TB-1"), Given.Order("TB-2"), Given.Order("TB-3", OrderState.Filled)];
        View.Positions = [Given.Position()];
    }

    [Fact]
    public async Task What_will_be_stopped_is_named_with_its_size_and_sent_with_scope_level_and_reason()
    {
        State.Ticker = "SPY";
        IRenderedComponent<MudDialogProvider> dialog = await StopAsync();

        Assert.Equal(("Cancel everything", "No new order leaves. 2 working orders are cancelled. 1 position stays."), (Text(dialog, "kill-yes"), Text(dialog, "kill-message")));
        await Find(dialog, "kill-scope").ChangeAsync(new() { Value = "symbol:SPY" });
        await Find(dialog, "kill-level-k3").ChangeAsync(new() { Value = true });
        await Find(dialog, "kill-reason").InputAsync(new() { Value = " the feed is wrong " });
        Assert.Equal(("Flatten SPY", "No new order leaves. 2 working orders are cancelled. 1 position is closed at the market."), (Text(dialog, "kill-yes"), Text(dialog, "kill-message")));
        Assert.Empty(Risk.Calls);
        await Find(dialog, "kill-yes").ClickAsync(new());

        Assert.Equal([new RiskScope(RiskScopeKind.Symbol, "SPY"), KillLevel.Flatten, "the feed is wrong"], Risk.Calls);
        dialog.WaitForAssertion(() => Assert.False(Has(dialog, "kill-dialog")));
    }

    [Fact]
    public async Task An_order_to_a_group_is_one_of_each_of_its_accounts()
    {
        var two = new AccountId("DU7654321");
        View.Session = View.Session with { Accounts = [Given.Order("TB-1").Account, two] };
        View.Money = View.Money with { Groups = [new AdvisorGroup("Growth", "Equal", [new AdvisorShare(two, null)])] };
        View.Orders = [Given.Order("TB-1"), Given.Order("TB-2") with { Account = default, Attributes = new OrderAttributes { FaGroup = "Growth" } }];
        IRenderedComponent<MudDialogProvider> dialog = await StopAsync();

        await Find(dialog, "kill-scope").ChangeAsync(new() { Value = "account:DU7654321" });

        Assert.StartsWith("No new order leaves. 1 working order is cancelled.", Text(dialog, "kill-message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_size_that_is_read_is_that_of_now_also_when_an_order_fills_meanwhile()
    {
        IRenderedComponent<MudDialogProvider> dialog = await StopAsync();
        await Find(dialog, "kill-reason").InputAsync(new() { Value = "the feed is wrong" });

        View.Orders = [Given.Order("TB-1"), Given.Order("TB-2", OrderState.Filled), Given.Order("TB-3", OrderState.Filled)];
        View.Positions = [];
        await BeatAsync();

        dialog.WaitForAssertion(() => Assert.StartsWith("No new order leaves. 1 working order is cancelled.", Text(dialog, "kill-message"), StringComparison.Ordinal));
        Assert.Equal("the feed is wrong", Find(dialog, "kill-reason").GetAttribute("value"));
    }

    [Fact]
    public async Task A_switch_that_was_refused_says_why_and_stays_on_screen()
    {
        Risk.Result = new CommandResult(CommandOutcome.Refused, "mira may not do this: it needs the permission Kill.");
        IRenderedComponent<MudDialogProvider> dialog = await StopAsync();

        await Find(dialog, "kill-yes").ClickAsync(new());

        dialog.WaitForAssertion(() => Assert.Equal("mira may not do this: it needs the permission Kill.", Text(dialog, "kill-message")));
        Assert.False(Find(dialog, "kill-yes").HasAttribute("disabled"));
    }

    [Fact]
    public async Task An_engaged_switch_is_told_on_every_page_and_is_armed_again_with_a_reason_only()
    {
        (IRenderedComponent<MudDialogProvider> dialog, IRenderedComponent<KillBanner> banner) = await EngagedAsync();

        Assert.Equal("cancelling", Find(banner, "kill-banner").GetAttribute("data-phase"));
        Assert.Contains("All trading is stopped (K2). 2 orders are not confirmed cancelled. By mira. Prices look wrong.", Find(banner, "kill-banner").TextContent.Trim(), StringComparison.OrdinalIgnoreCase);
        Assert.True(Find(dialog, "rearm-yes").HasAttribute("disabled"));
        await Find(dialog, "rearm-reason").InputAsync(new() { Value = "   " });
        Assert.True(Find(dialog, "rearm-yes").HasAttribute("disabled"));
        await Find(dialog, "rearm-reason").InputAsync(new() { Value = "the feed is right again" });
        await Find(dialog, "rearm-yes").ClickAsync(new());

        Assert.Equal([RiskScope.Firm, "the feed is right again", Engaged], Risk.Calls);
        View.KillSwitches = [];
        await BeatAsync();
        Assert.False(Has(banner, "kill-banner"));
    }

    [Fact]
    public async Task A_switch_that_a_file_holds_is_not_armed_again_before_the_file_is_gone()
    {
        await File.WriteAllTextAsync(Path.Combine(DataPath, KillFile.Name), "K2", Xunit.TestContext.Current.CancellationToken);
        (IRenderedComponent<MudDialogProvider> dialog, _) = await EngagedAsync();

        await Find(dialog, "rearm-reason").InputAsync(new() { Value = "all is well" });
        await Find(dialog, "rearm-yes").ClickAsync(new());

        Assert.Contains("holds the switch. Remove it first.", Text(dialog, "rearm-message"), StringComparison.Ordinal);
        Assert.Empty(Risk.Calls);
    }

    [Fact]
    public async Task What_waits_for_a_second_person_closes_the_dialog_and_stays_engaged()
    {
        Risk.Result = new CommandResult(CommandOutcome.AwaitsSecondPerson, "It waits.");
        (IRenderedComponent<MudDialogProvider> dialog, IRenderedComponent<KillBanner> banner) = await EngagedAsync();
        Assert.Equal("The reason is kept. Somebody else may have to confirm it.", Text(dialog, "rearm-message"));

        await Find(dialog, "rearm-reason").InputAsync(new() { Value = "all is well" });
        await Find(dialog, "rearm-yes").ClickAsync(new());

        dialog.WaitForAssertion(() => Assert.False(Has(dialog, "rearm-dialog")));
        Assert.True(Has(banner, "kill-banner"));
    }

    [Fact]
    public async Task Who_may_not_arm_it_again_reads_why_before_he_presses()
    {
        Rights.Set(new CallerAccess(CallerKind.User, "u1", "mira", Roles.Of("viewer")));
        View.KillSwitches = [Engaged];
        IRenderedComponent<KillBanner> banner = Render<KillBanner>();
        await BeatAsync();

        Assert.True(Find(banner, "kill-rearm").HasAttribute("disabled"));
        Assert.StartsWith("mira may not do this", Find(banner, "kill-rearm").GetAttribute("title"), StringComparison.Ordinal);
        Rights.Set(new CallerAccess(CallerKind.User, "u1", "mira", Roles.Of("admin") | Roles.Of("riskManager")));
        await BeatAsync();
        Assert.False(Find(banner, "kill-rearm").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Two_presses_stop_once_and_the_button_says_that_it_is_under_way()
    {
        var answer = new TaskCompletionSource();
        Risk.Answering = answer.Task;
        IRenderedComponent<MudDialogProvider> dialog = await StopAsync();

        Task first = Find(dialog, "kill-yes").ClickAsync(new());
        dialog.WaitForAssertion(() => Assert.Equal(("Stopping", true), (Text(dialog, "kill-yes"), Find(dialog, "kill-yes").HasAttribute("disabled"))));
        Task second = Find(dialog, "kill-yes").ClickAsync(new());
        answer.SetResult();
        await Task.WhenAll(first, second);

        Assert.Equal([RiskScope.Firm, KillLevel.Cancel, ""], Risk.Calls);
    }

    [Fact]
    public async Task A_switch_that_does_not_answer_names_the_ways_around_it_and_keeps_what_was_typed()
    {
        Risk.Answering = Task.FromException(new InvalidOperationException("The engine is stopping."));
        IRenderedComponent<MudDialogProvider> dialog = await StopAsync();
        await Find(dialog, "kill-reason").InputAsync(new() { Value = "the feed is wrong" });

        await Find(dialog, "kill-yes").ClickAsync(new());

        Assert.Equal("No answer: The engine is stopping. Use TWS, or write a file named kill into the data folder.", Text(dialog, "kill-message"));
        Assert.Equal(("the feed is wrong", false), (Find(dialog, "kill-reason").GetAttribute("value"), Find(dialog, "kill-yes").HasAttribute("disabled")));
    }

    [Fact]
    public async Task Two_presses_arm_once_and_a_failure_keeps_the_reason()
    {
        var answer = new TaskCompletionSource();
        Risk.Answering = answer.Task;
        (IRenderedComponent<MudDialogProvider> dialog, _) = await EngagedAsync();
        await Find(dialog, "rearm-reason").InputAsync(new() { Value = "all is well" });

        Task first = Find(dialog, "rearm-yes").ClickAsync(new()), second = Find(dialog, "rearm-yes").ClickAsync(new());
        answer.SetException(new InvalidOperationException("The journal is full."));
        await Task.WhenAll(first, second);

        Assert.Equal([RiskScope.Firm, "all is well", Engaged], Risk.Calls);
        Assert.Equal(("No answer: The journal is full.", "all is well"), (Text(dialog, "rearm-message"), Find(dialog, "rearm-reason").GetAttribute("value")));
    }

    private async Task<IRenderedComponent<MudDialogProvider>> StopAsync()
    {
        Render<MudPopoverProvider>();
        IRenderedComponent<MudDialogProvider> dialog = Render<MudDialogProvider>();
        await dialog.InvokeAsync(() => Services.GetRequiredService<IDialogService>().ShowAsync<KillDialog>("Stop trading"));
        dialog.WaitForAssertion(() => Assert.True(Has(dialog, "kill-dialog")));
        return dialog;
    }

    private async Task<(IRenderedComponent<MudDialogProvider> Dialog, IRenderedComponent<KillBanner> Banner)> EngagedAsync()
    {
        Render<MudPopoverProvider>();
        IRenderedComponent<MudDialogProvider> dialog = Render<MudDialogProvider>();
        IRenderedComponent<KillBanner> banner = Render<KillBanner>();
        View.KillSwitches = [Engaged];
        await BeatAsync();
        await Find(banner, "kill-rearm").ClickAsync(new());
        dialog.WaitForAssertion(() => Assert.True(Has(dialog, "rearm-dialog")));
        return (dialog, banner);
    }
}
