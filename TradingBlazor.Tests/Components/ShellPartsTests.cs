using AngleSharp.Dom;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using TradingBlazor.Components.Account;
using TradingBlazor.Components.Charts;
using TradingBlazor.Components.Commands;
using TradingBlazor.Components.Docking;
using TradingBlazor.Components.Layout;
using TradingBlazor.Components.Settings;
using TradingBlazor.Components.Trading;
using TradingBlazor.State;
using TradingBlazor.State.Docking;
using TradingBlazor.State.Keys;
using TradingBlazor.Tests.Components.Fakes;
using TradingBlazor.Tests.Security;
using TradingCore.Domain;

namespace TradingBlazor.Tests.Components;

/// <summary>What stands around every page: menus, help, places of the phone, navigation of the settings.</summary>
public sealed class ShellPartsTests : DeskTest
{
    [Fact]
    public void The_menu_of_pages_leads_to_pages_that_there_are_and_each_says_what_is_on_it()
    {
        IRenderedComponent<PagesMenu> cut = Render<PagesMenu>();

        IElement[] links = [.. cut.FindAll("a[role=menuitem]")];
        Assert.Equal(DeskPages.All.Count, links.Length);
        Assert.All(links, l => Assert.Contains($"GET {l.GetAttribute("href")}", RouteTable.Decisions.Keys));
        Assert.All(links, l => Assert.False(string.IsNullOrWhiteSpace(l.GetAttribute("title"))));
        Assert.Equal(Find(cut, "pages-menu").GetAttribute("popovertarget"), cut.Find("[popover]").Id);
        Assert.False(string.IsNullOrWhiteSpace(Find(cut, "pages-menu").GetAttribute("aria-label")));
        Assert.Equal(["palette", "help"], cut.FindAll("[data-open-dialog]").Select(b => b.GetAttribute("data-open-dialog")));
    }

    [Fact]
    public void The_account_is_named_by_its_person_and_by_nobody_who_is_signed_out()
    {
        Authentication.UserId = "mira";
        IRenderedComponent<UserMenu> cut = Render<UserMenu>();

        Assert.Equal(("Account of mira", "/account", "M"), (Find(cut, "user-menu").GetAttribute("aria-label"), Find(cut, "user-menu").GetAttribute("href"), Text(cut, "user-menu")));
        SignOut();
        Assert.False(Has(Render<UserMenu>(), "user-menu"));
    }

    [Fact]
    public async Task A_place_of_the_phone_is_gone_to_and_marked_for_eye_and_ear()
    {
        IRenderedComponent<PhoneNav> cut = Render<PhoneNav>();
        Assert.Equal("Watch", Current(cut));

        await Find(cut, "nav-trade").ClickAsync(new());
        await BeatAsync();

        Assert.Equal((DeskPlace.Trade, "Trade"), (State.Place, Current(cut)));
        Assert.Equal(5, cut.FindAll("button").Count);
        await cut.InvokeAsync(() => State.Go(DeskPlace.More));
        await BeatAsync();
        Assert.Equal("More", Current(cut));
    }

    [Fact]
    public async Task A_panel_that_was_given_to_a_place_of_the_phone_stands_in_its_bar()
    {
        IRenderedComponent<PhoneNav> cut = Render<PhoneNav>();
        DeskLayout layout = Services.GetRequiredService<DeskLayout>();

        await cut.InvokeAsync(() => layout.Set(layout.Layouts.PutOnPhone(0, "news")));
        await BeatAsync();

        Assert.Equal("News", Text(cut, "nav-watch"));
    }

    [Fact]
    public async Task A_size_of_bars_is_chosen_once_and_read_aloud_as_pressed()
    {
        IRenderedComponent<ChartSizes> cut = Render<ChartSizes>(p => p.Add(c => c.Subject, new PanelSubject(State, Mine, Panels.Chart)));

        await Find(cut, "chart-size-5m").ClickAsync(new());
        await BeatAsync();

        Assert.Equal("5m", State.BarSize.ToString());
        Assert.Equal(["5m"], cut.FindAll("[aria-pressed=true]").Select(b => b.TextContent));
        Assert.Equal("Bar size", cut.Find("[role=group]").GetAttribute("aria-label"));
    }

    [Fact]
    public async Task The_help_finds_keys_and_terms_by_any_part_and_says_when_there_is_none()
    {
        IRenderedComponent<HelpPanel> cut = Render<HelpPanel>();
        int all = cut.FindAll("[data-testid='help-terms'] dt").Count;

        await Find(cut, "help-find").InputAsync("COMMISSION");
        Assert.InRange(cut.FindAll("[data-testid='help-terms'] dt").Count, 1, all - 1);
        await Find(cut, "help-find").InputAsync("<b>zzz");

        Assert.Contains("No key has “<b>zzz”.", Text(cut, "help-no-keys"), StringComparison.Ordinal);
        Assert.StartsWith("No term has “<b>zzz”.", Text(cut, "help-no-terms"), StringComparison.Ordinal);
        Assert.Empty(cut.FindAll("b"));
        await Find(cut, "help-find").InputAsync("");
        Assert.Equal(all, cut.FindAll("[data-testid='help-terms'] dt").Count);
    }

    [Fact]
    public async Task The_undo_window_that_was_chosen_in_the_help_is_kept_with_the_person()
    {
        IRenderedComponent<HelpPanel> cut = Render<HelpPanel>();
        Assert.True(cut.Find("[data-testid='undo-seconds'] option[value='3']").HasAttribute("selected"));

        await Find(cut, "undo-seconds").ChangeAsync("0");

        Assert.Equal(0, Services.GetRequiredService<UndoWindow>().Seconds);
        Assert.True(Render<HelpPanel>().Find("[data-testid='undo-seconds'] option[value='0']").HasAttribute("selected"));
    }

    [Fact]
    public async Task The_heart_beats_once_a_second_and_asks_again_for_preferences_that_were_not_read()
    {
        Preferences.Trouble = "The database is away.";
        await Mine.LoadAsync();
        IRenderedComponent<HeartBeat> cut = Render<HeartBeat>();
        string first = cut.Find("#desk-heart").GetAttribute("data-second")!;

        await BeatAsync();
        Assert.Equal(first, cut.Find("#desk-heart").GetAttribute("data-second"));
        Assert.False(Mine.IsRead);
        Preferences.Trouble = "";
        Clock.Advance(TimeSpan.FromSeconds(1));
        await BeatAsync();

        Assert.Equal(long.Parse(first, System.Globalization.CultureInfo.InvariantCulture) + 1, long.Parse(cut.Find("#desk-heart").GetAttribute("data-second")!, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal("true", cut.Find("#desk-heart").GetAttribute("data-live"));
        cut.WaitForAssertion(() => Assert.True(Mine.IsRead));
    }

    [Fact]
    public void A_lost_line_says_in_every_state_that_orders_go_on_and_leaves_a_way_to_try_again()
    {
        IRenderedComponent<ReconnectModal> cut = Render<ReconnectModal>();

        Assert.Equal("reconnect-title", Find(cut, "reconnect-modal").GetAttribute("aria-labelledby"));
        Assert.NotNull(cut.Find("#reconnect-title"));
        foreach (string state in (string[])["when-retrying", "when-failed", "when-paused", "when-resume-failed"])
        {
            Assert.Contains(cut.FindAll($"h2 .{state}"), h => h.TextContent.Length > 0);
            Assert.Contains(cut.FindAll($"p.{state}"), p => p.TextContent.Contains("Orders already sent go on working", StringComparison.Ordinal));
        }
        foreach (string state in (string[])["when-failed", "when-paused", "when-resume-failed"]) Assert.NotEmpty(cut.FindAll($"button.{state}"));
        Assert.True(Find(cut, "silence-banner").HasAttribute("hidden"));
    }

    [Theory]
    [InlineData("viewer", "Appearance, Risk limits")]
    [InlineData("trader", "Appearance, Risk limits")]
    [InlineData("riskManager", "Appearance, Risk limits, Audit")]
    public void The_settings_link_only_pages_that_are_not_refused(string role, string titles)
    {
        SignIn(role);

        IRenderedComponent<SettingsNav> nav = Render<SettingsNav>(p => p.Add(n => n.Current, "/settings/risk"));
        IRenderedComponent<SettingsStart> start = Render<SettingsStart>();

        Assert.Equal(titles, string.Join(", ", nav.FindAll("a").Select(a => a.TextContent)));
        Assert.Equal(titles, string.Join(", ", start.FindAll("a b").Select(a => a.TextContent)));
        Assert.Contains("Most settings are for admins", start.Markup, StringComparison.Ordinal);
        Assert.Equal("Risk limits", nav.Find("[aria-current=page]").TextContent);
    }

    [Fact]
    public void An_admin_is_led_to_every_page_of_the_settings_and_each_needs_what_its_link_says()
    {
        IRenderedComponent<SettingsStart> start = Render<SettingsStart>();

        Assert.Equal(SettingsPage.All.Select(p => p.Href), start.FindAll("a").Select(a => a.GetAttribute("href")));
        Assert.Equal(start.FindAll("h2").Count, start.FindAll("h2").Select(h => h.TextContent).Distinct().Count());
        Assert.All(SettingsPage.All, p => Assert.Equal(RouteTable.Decisions[$"GET {p.Href}"], p.Needs));
    }

    [Theory]
    [InlineData(TradingMode.Simulator, false)]
    [InlineData(TradingMode.Live, true)]
    public void Settings_show_in_red_that_real_money_moves(TradingMode mode, bool isLive)
    {
        View.Session = Given.ReadySession(mode);

        IRenderedComponent<SettingsFrame> cut = Render<SettingsFrame>(p => p.Add(f => f.Current, "/settings/risk"));

        Assert.Equal((mode.ToString().ToUpperInvariant(), isLive), (Text(cut, "mode-badge"), Has(cut, "live-bar")));
    }

    private static string Current(IRenderedComponent<PhoneNav> cut) => cut.Find("[aria-current=page]").TextContent.Trim();
}
