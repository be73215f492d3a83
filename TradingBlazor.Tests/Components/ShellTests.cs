using System.Text.Json;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using TradingBlazor.Components.Layout;
using TradingBlazor.Components.Trading;
using TradingBlazor.State;
using TradingBlazor.State.Keys;
using TradingBlazor.State.Preferences;
using TradingBlazor.Tests.Components.Fakes;
using TradingCore.Domain;

namespace TradingBlazor.Tests.Components;

public sealed class ShellTests : DeskTest
{
    [Fact]
    public async Task The_desk_says_view_only_while_the_gateway_is_away_and_nothing_when_it_is_back()
    {
        IRenderedComponent<ViewOnlyStrip> cut = Render<ViewOnlyStrip>();
        Assert.False(Has(cut, "view-only"));

        View.Session = View.Session with { State = SessionState.WaitingToReconnect, IsVerified = false, IsTradingEnabled = false };
        await BeatAsync();
        Assert.StartsWith("View only. The gateway is away.", Text(cut, "view-only"), StringComparison.Ordinal);

        View.Session = View.Session with { State = SessionState.ReadOnly };
        await BeatAsync();
        Assert.Contains("Another program uses our client id", Text(cut, "view-only"), StringComparison.Ordinal);

        View.Session = Given.ReadySession();
        await BeatAsync();
        Assert.False(Has(cut, "view-only"));
    }

    [Fact]
    public async Task A_web_process_that_does_not_hear_its_engine_says_so_and_blames_no_gateway()
    {
        IRenderedComponent<ViewOnlyStrip> cut = Render<ViewOnlyStrip>();

        View.Session = View.Session with { State = SessionState.WaitingToReconnect, IsEngineAway = true, Cause = "Redis is away: no server answers.", IsVerified = false, IsTradingEnabled = false };
        await BeatAsync();

        Assert.StartsWith("View only. Redis is away: no server answers. What is shown stands still. Nothing can be sent or cancelled from here", Text(cut, "view-only"), StringComparison.Ordinal);
        Assert.DoesNotContain("gateway", Text(cut, "view-only"), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("queue", Text(cut, "view-only"), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_tour_is_shown_once_on_the_simulator_and_again_when_asked_for()
    {
        await Services.GetRequiredService<DeskPreferences>().LoadAsync();
        IRenderedComponent<TourStrip> cut = Render<TourStrip>();
        Assert.Equal("mode", Find(cut, "tour").GetAttribute("data-step"));

        await Find(cut, "tour-next").ClickAsync(new());
        Assert.Equal("watchlist", Find(cut, "tour").GetAttribute("data-step"));
        await Find(cut, "tour-skip").ClickAsync(new());
        Assert.False(Has(cut, "tour"));
        Assert.Equal("true", Preferences.Stored[("desk", "tourDone")]);
        Assert.False(Has(Render<TourStrip>(), "tour"));

        await cut.InvokeAsync(() => Services.GetRequiredService<DeskCommands>().RunAsync("tour"));
        Assert.True(Has(cut, "tour"));
    }

    [Fact]
    public async Task Until_the_page_is_alive_the_buttons_of_the_tour_take_no_press_that_would_be_lost()
    {
        SetRendererInfo(new RendererInfo("Static", isInteractive: false));
        await Services.GetRequiredService<DeskPreferences>().LoadAsync();

        IRenderedComponent<TourStrip> cut = Render<TourStrip>();

        Assert.True(Find(cut, "tour-next").HasAttribute("disabled"));
        Assert.True(Find(cut, "tour-skip").HasAttribute("disabled"));
    }

    [Fact]
    public async Task There_is_no_tour_on_an_account_with_money()
    {
        View.Session = Given.ReadySession(TradingMode.Live);
        await Services.GetRequiredService<DeskPreferences>().LoadAsync();

        Assert.False(Has(Render<TourStrip>(), "tour"));
    }

    [Fact]
    public async Task What_was_typed_is_kept_by_the_tab_and_comes_back_without_its_confirmation()
    {
        State.Ticker = "QQQ";
        State.Draft.Quantity = "37";
        State.Draft.Confirmation = "37";
        Render<DraftKeeper>();
        Clock.Advance(TimeSpan.FromSeconds(1));
        await BeatAsync();

        string kept = (string)JSInterop.Invocations["deskTyping.keepDraft"].Single().Arguments[0]!;
        var fresh = new DeskState();
        JsonSerializer.Deserialize<JsonElement>(kept).GetProperty("Snapshot").Deserialize<DraftSnapshot>()!.Restore(fresh);

        Assert.Equal(("QQQ", "37", ""), (fresh.Ticker, fresh.Draft.Quantity, fresh.Draft.Confirmation));
    }

    [Theory]
    [InlineData(false, "37")]
    [InlineData(true, "20")]
    public void A_draft_that_the_tab_tells_late_does_not_replace_what_was_typed_meanwhile(bool isTyping, string expected)
    {
        var before = new DeskState();
        before.Draft.Quantity = "37";
        JSRuntimeInvocationHandler<string?> tab = JSInterop.Setup<string?>("sessionStorage.getItem", "desk-draft");
        IRenderedComponent<DraftKeeper> cut = Render<DraftKeeper>();
        if (isTyping)
        {
            State.Draft.Quantity = "20";
            State.NoteEdit();
        }

        tab.SetResult(JsonSerializer.Serialize(new { Time = Clock.GetUtcNow(), Snapshot = DraftSnapshot.Of(before) }));

        cut.WaitForAssertion(() => Assert.True(State.IsDraftRestored));
        Assert.Equal(expected, State.Draft.Quantity);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(11, false)]
    public void A_press_that_the_tab_noted_and_nobody_answered_is_asked_about_once(int minutes, bool isAsked)
    {
        long time = (Clock.GetUtcNow() - TimeSpan.FromMinutes(minutes)).ToUnixTimeMilliseconds();
        JSInterop.Setup<string?>("sessionStorage.getItem", "desk-pressed").SetResult($$"""{"key":"desk-1","words":"Buy 1 SPY at market","time":{{time}}}""");

        Render<DraftKeeper>();

        Assert.Equal(isAsked ? "desk-1" : null, Services.GetRequiredService<OrderSender>().Pressed?.Key);
        Assert.Equal("desk-pressed", JSInterop.Invocations["sessionStorage.removeItem"].Single().Arguments[0]);
    }

    [Fact]
    public void The_account_panel_shows_each_figure_of_the_broker_or_that_it_is_not_known()
    {
        View.Accounts = [new AccountState { Account = new AccountId("DU1234567"), Currency = "USD", NetLiquidation = 1_002_314.55m, DailyPnl = -12.3m }];

        IRenderedComponent<AccountSummary> cut = Render<AccountSummary>();

        string[] figures = [.. cut.FindAll(".account-figures div").Select(d => $"{d.Children[0].TextContent} {d.Children[1].TextContent}")];
        Assert.Contains("Equity 1,002,314.55", figures);
        Assert.Contains("Day P&L −12.30", figures);
        Assert.Contains("Cash –", figures);
    }

    [Fact]
    public void Without_an_account_the_panel_says_when_it_comes() =>
        Assert.Contains("No account is known yet", Render<AccountSummary>().Markup, StringComparison.Ordinal);
}
