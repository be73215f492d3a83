using AngleSharp.Dom;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using TradingBlazor.Components.Charts;
using TradingBlazor.Components.Docking;
using TradingBlazor.Components.Trading;
using TradingBlazor.State;
using TradingBlazor.State.Docking;
using TradingBlazor.State.Preferences;
using TradingBlazor.Tests.Components.Fakes;

namespace TradingBlazor.Tests.Components;

public sealed class DockTests : DeskTest
{
    private DeskLayout Layout => Services.GetRequiredService<DeskLayout>();

    [Fact]
    public void The_shown_panels_of_the_layout_are_there_with_a_tab_each()
    {
        IRenderedComponent<Dock> cut = Render<Dock>();

        Assert.Single(cut.FindComponents<Watchlist>());
        Assert.Single(cut.FindComponents<Ticket>());
        Assert.Single(cut.FindComponents<OrdersTable>());
        Assert.Empty(cut.FindComponents<PositionsTable>());
        Assert.Equal("true", Find(cut, "tab-orders").GetAttribute("aria-selected"));
        Assert.Equal("false", Find(cut, "tab-positions").GetAttribute("aria-selected"));
    }

    [Fact]
    public void A_tab_shows_its_panel_and_the_choice_is_kept_for_the_user()
    {
        IRenderedComponent<Dock> cut = Render<Dock>();

        Find(cut, "tab-positions").Click();

        Assert.Single(cut.FindComponents<PositionsTable>());
        Assert.Empty(cut.FindComponents<OrdersTable>());
        Assert.Contains("\"active\":\"positions\"", Preferences.Stored[("desk", DeskLayout.Key)], StringComparison.Ordinal);
    }

    [Fact]
    public void A_panel_that_is_moved_is_the_same_component_as_before()
    {
        IRenderedComponent<Dock> cut = Render<Dock>();
        Ticket before = cut.FindComponent<Ticket>().Instance;

        Find(cut, "panel-menu-list-ticket").QuerySelector("[data-testid='panel-move-left']")!.Click();

        Assert.Same(before, cut.FindComponent<Ticket>().Instance);
        Assert.Equal("chart", Layout.Tree.Neighbour(Layout.Tree.GroupOf("ticket")!.Id, DockZone.Right)!.Active);
    }

    [Fact]
    public async Task Dragging_a_line_and_dropping_a_panel_change_the_layout_unless_it_is_locked()
    {
        IRenderedComponent<Dock> cut = Render<Dock>();
        double before = WidthOf("watchlist");

        await cut.InvokeAsync(() => cut.Instance.OnResize("", 0, 0.05));
        await cut.InvokeAsync(() => cut.Instance.OnDrop("log", Layout.Tree.GroupOf("chart")!.Id, "center", 0));
        await cut.InvokeAsync(() => cut.Instance.OnDrop("no-such-panel", "", "left", -1));
        await cut.InvokeAsync(() => Layout.Set(Layout.Layouts with { IsLocked = true }));
        await cut.InvokeAsync(() => cut.Instance.OnResize("", 0, 0.05));

        Assert.Equal(before + 5, WidthOf("watchlist"), 3);
        Assert.Equal(["log", "chart"], Layout.Tree.GroupOf("chart")!.Panels);
    }

    [Fact]
    public void A_closed_panel_comes_back_from_the_list_of_panels()
    {
        IRenderedComponent<Dock> cut = Render<Dock>();
        IRenderedComponent<LayoutMenu> menu = Render<LayoutMenu>();

        Find(cut, "panel-menu-list-ticket").QuerySelector("[data-testid='panel-close']")!.Click();
        int closed = cut.FindComponents<Ticket>().Count;
        Find(menu, "panel-toggle-ticket").Click();

        Assert.Equal((0, 1), (closed, cut.FindComponents<Ticket>().Count));
    }

    [Theory]
    [InlineData("layout-save")]
    [InlineData("layout-rename")]
    public void Escape_ends_the_naming_of_a_layout_and_gives_the_keys_back_to_the_menu(string action)
    {
        IRenderedComponent<LayoutMenu> menu = Render<LayoutMenu>();
        Find(menu, action).Click();
        Find(menu, "layout-name").Change("Mine");

        Find(menu, "layout-name").KeyDown("Escape");

        Assert.False(Has(menu, "layout-form"));
        Assert.DoesNotContain(Layout.Layouts.Layouts, l => l.Name == "Mine");
        Assert.Equal(2, JSInterop.Invocations.Count(i => i.Identifier == "Blazor._internal.domWrapper.focus"));
    }

    [Fact]
    public void Another_chart_stands_beside_the_first_and_is_closed_by_itself()
    {
        IRenderedComponent<Dock> cut = Render<Dock>();
        IRenderedComponent<LayoutMenu> menu = Render<LayoutMenu>();
        Assert.False(Has(menu, "panel-toggle-chart-2"));

        Find(menu, "panel-another-chart").Click();
        int[] charts = [.. cut.FindComponents<PriceChart>().Select(c => c.Instance.Number).Order()];
        DockTabs? left = Layout.Tree.Neighbour(Layout.Tree.GroupOf("chart-2")!.Id, DockZone.Left);
        Find(menu, "panel-toggle-chart-2").Click();

        Assert.Equal([1, 2], charts);
        Assert.Equal("chart", left!.Active);
        Assert.Equal(1, Assert.Single(cut.FindComponents<PriceChart>()).Instance.Number);
    }

    [Theory]
    [InlineData("tab-chart-2", "orders")]
    [InlineData("tab-positions", "orders")]
    [InlineData("tab-executions", "executions")]
    public void A_tab_comes_to_the_phones_last_place_only_when_it_has_a_button_there(string tab, string expected)
    {
        IRenderedComponent<Dock> cut = Render<Dock>();
        cut.InvokeAsync(() => Layout.Show("chart-2"));

        Find(cut, tab).Click();

        Assert.Equal(expected, State.More);
    }

    [Fact]
    public void Charts_are_added_as_a_square_before_they_become_tabs_and_no_more_than_there_can_be()
    {
        IRenderedComponent<LayoutMenu> menu = Render<LayoutMenu>();

        for (int i = 0; i < 3; i++) Find(menu, "panel-another-chart").Click();
        int[] groups = [.. new[] { "chart", "chart-2", "chart-3", "chart-4" }.Select(p => Layout.Tree.GroupOf(p)!.Panels.Count)];
        Find(menu, "panel-another-chart").Click();
        Find(menu, "panel-another-chart").Click();

        Assert.Equal([1, 1, 1, 1], groups);
        Assert.Equal(6, Layout.Tree.Panels.Count(p => p.StartsWith("chart", StringComparison.Ordinal)));
        Assert.True(Find(menu, "panel-another-chart").HasAttribute("disabled"));
    }

    [Fact]
    public void Another_ladder_stays_with_the_symbol_it_was_opened_for()
    {
        View.Watch(Given.Instrument());
        View.Watch(Given.Instrument("MSFT"));
        State.Ticker = "SPY";
        IRenderedComponent<Dock> cut = Render<Dock>();

        Find(cut, "panel-menu-list-ladder").QuerySelector("[data-testid='panel-another']")!.Click();
        State.Select("MSFT");
        cut.WaitForAssertion(() => Assert.Equal("SPY", Find(cut, "ladder-2").GetAttribute("data-ticker")));
    }

    [Fact]
    public void A_layout_without_panels_says_what_to_do()
    {
        IRenderedComponent<Dock> cut = Render<Dock>();
        cut.InvokeAsync(() => Layout.Apply(_ => DockTree.Empty));

        Assert.Contains("This layout has no panels", cut.Markup, StringComparison.Ordinal);
        cut.Find(".dock-empty button").Click();

        Assert.Single(cut.FindComponents<Ticket>());
    }

    [Fact]
    public void A_layout_is_saved_under_a_name_and_used_again()
    {
        IRenderedComponent<LayoutMenu> menu = Render<LayoutMenu>();

        // The menu goes away with the choice: it would lie over the form that asks for the name.
        Assert.False(Find(menu, "layout-save").HasAttribute("data-keep"));
        Find(menu, "layout-save").Click();
        Find(menu, "layout-name").Change("Mornings");
        Find(menu, "layout-form").Submit();
        Find(menu, "panel-toggle-ticket").Click();
        Find(menu, "layout-use-Desk").Click();

        Assert.NotNull(Layout.Tree.GroupOf("ticket"));
        Find(menu, "layout-use-Mornings").Click();
        Assert.Null(Layout.Tree.GroupOf("ticket"));
    }

    [Theory]
    [InlineData("layout-delete")]
    [InlineData("layout-reset")]
    public void A_layout_that_was_deleted_or_reset_comes_back_as_it_was_and_where_it_was(string action)
    {
        IRenderedComponent<MudSnackbarProvider> toasts = Render<MudSnackbarProvider>();
        IRenderedComponent<LayoutMenu> menu = Render<LayoutMenu>();
        Find(menu, "layout-use-Monitor").Click();
        Find(menu, "panel-toggle-log").Click();
        string before = Layout.Layouts.ToJson();

        Find(menu, action).Click();
        string after = Layout.Layouts.ToJson();
        toasts.WaitForAssertion(() => Assert.True(Has(toasts, "layout-undo")));
        Find(toasts, "layout-undo").Click();

        Assert.NotEqual(before, after);
        Assert.Equal(before, Layout.Layouts.ToJson());
    }

    [Fact]
    public void A_layout_gets_another_name_that_no_other_has()
    {
        IRenderedComponent<LayoutMenu> menu = Render<LayoutMenu>();

        Find(menu, "layout-rename").Click();
        Assert.Equal("Desk", Find(menu, "layout-name").GetAttribute("value"));
        Find(menu, "layout-name").Change("wall");
        Find(menu, "layout-form").Submit();
        Assert.Contains("There is a layout wall already.", Find(menu, "layout-form").TextContent, StringComparison.Ordinal);
        Find(menu, "layout-name").Change("Mornings");
        Find(menu, "layout-form").Submit();

        Assert.Equal("Mornings", Layout.Layouts.Current);
        Assert.False(Has(menu, "layout-use-Desk"));
        Assert.False(Has(menu, "layout-form"));
    }

    [Fact]
    public async Task What_a_person_set_is_theirs_alone()
    {
        Authentication.UserId = "anna";
        Preferences.Stored[("anna", DeskLayout.Key)] = (DeskLayouts.Default(Panels.IsKnown) with { Current = "Monitor" }).ToJson();
        DeskPreferences preferences = Services.GetRequiredService<DeskPreferences>();

        await preferences.LoadAsync();
        Layout.Set(Layout.Layouts.Use("Wall"));
        await preferences.FlushAsync();

        Assert.Equal("Wall", DeskLayouts.Read(Preferences.Stored[("anna", DeskLayout.Key)], Panels.IsKnown).Current);
        Assert.DoesNotContain(Preferences.Stored.Keys, k => k.User == "desk");
    }

    [Fact]
    public async Task Without_its_database_the_desk_opens_with_the_default_and_says_that_changes_are_not_kept()
    {
        Preferences.Trouble = "The history is locked by another program.";
        DeskPreferences preferences = Services.GetRequiredService<DeskPreferences>();

        await preferences.LoadAsync();
        IRenderedComponent<Dock> cut = Render<Dock>();
        Find(cut, "tab-positions").Click();
        await preferences.FlushAsync();

        Assert.Single(cut.FindComponents<PositionsTable>());
        Assert.Equal("The history is locked by another program.", preferences.Trouble);
    }

    [Fact]
    public void The_phone_shows_one_panel_and_the_ticket_over_the_chart()
    {
        IRenderedComponent<Dock> cut = Render<Dock>();
        Assert.Equal(["panel-watchlist"], OnPhone(cut));

        cut.InvokeAsync(() => State.Go(DeskPlace.Trade));
        Assert.Equal(["panel-chart", "panel-ticket"], OnPhone(cut));

        cut.InvokeAsync(() => State.Go(DeskPlace.More));
        cut.InvokeAsync(() => State.ShowInMore("log"));
        Assert.Equal(["panel-log"], OnPhone(cut));
        Assert.Single(cut.FindComponents<LogTable>());
    }

    [Fact]
    public void The_phone_has_the_tools_of_a_panel_wherever_the_panel_is()
    {
        View.Positions = [Given.Position()];
        IRenderedComponent<PhonePlaces> cut = Render<PhonePlaces>();
        bool beforeThere = cut.HasComponent<FlattenAll>();

        cut.InvokeAsync(() => State.Go(DeskPlace.Positions));
        Assert.False(beforeThere);
        Assert.Single(cut.FindComponents<FlattenAll>());

        cut.InvokeAsync(() => State.Go(DeskPlace.More));
        cut.InvokeAsync(() => State.ShowInMore("orders"));
        Assert.Single(cut.FindComponents<CancelAll>());
        Assert.Empty(cut.FindComponents<FlattenAll>());
    }

    private static string[] OnPhone(IRenderedComponent<Dock> cut) => [.. cut.FindAll(".is-phone").Select(e => e.Id!).Order()];

    private double WidthOf(string panel) => Layout.Tree.Place().Groups.Single(g => g.Group.Panels.Contains(panel)).Rect.Width;
}
