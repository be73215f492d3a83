using Bunit;
using Microsoft.Extensions.DependencyInjection;
using TradingBlazor.Components.Layout;
using TradingBlazor.Components.Pages;
using TradingBlazor.Components.Trading;
using TradingBlazor.State;
using TradingBlazor.State.Docking;
using TradingBlazor.State.Keys;
using TradingBlazor.State.Preferences;

namespace TradingBlazor.Tests.Components;

public sealed class AppearanceTests : DeskTest
{
    private DeskTheming Theming => Services.GetRequiredService<DeskTheming>();

    [Fact]
    public async Task A_choice_shows_at_once_and_is_kept_for_the_user()
    {
        IRenderedComponent<AppearancePage> cut = Render<AppearancePage>();

        await Find(cut, "theme-contrast").ChangeAsync("contrast");
        await Find(cut, "density-roomy").ChangeAsync("roomy");
        await Find(cut, "pair-blue").ChangeAsync("blue");

        Assert.Equal(("contrast", "roomy", "blue"), (Theming.Look.Theme, Theming.Look.Density, Theming.Look.Pair));
        Assert.Contains("\"theme\":\"contrast\"", Preferences.Stored[("desk", Appearance.Key)], StringComparison.Ordinal);
        Assert.Equal(["contrast", "roomy", "blue", false], JSInterop.Invocations["deskTheme.set"][^1].Arguments);
    }

    [Fact]
    public async Task What_another_page_of_the_person_sets_is_taken_over_at_once_and_its_layout_is_not()
    {
        await using AsyncServiceScope other = Services.CreateAsyncScope();
        DeskPreferences there = other.ServiceProvider.GetRequiredService<DeskPreferences>();
        await there.LoadAsync();
        await Mine.LoadAsync();
        Render<HeartBeat>();
        int changes = 0;
        Theming.Changed += () => changes++;

        there.Set(Appearance.Key, new Appearance { Theme = "light", Pair = "blue", Zone = "Europe/Berlin", BrowserZone = "Asia/Tokyo" });
        there.Set(UndoWindow.Key, 7);
        there.Set(DeskLayout.Key, "another");
        await there.FlushAsync();
        await BeatAsync();

        Assert.Equal(("light", "blue", "Europe/Berlin", 7), (Theming.Look.Theme, Theming.Look.Pair, Theming.Look.Zone, Services.GetRequiredService<UndoWindow>().Seconds));
        Assert.Equal(["light", "compact", "blue", false], JSInterop.Invocations["deskTheme.set"][^1].Arguments);
        Assert.True(changes > 0, "the page is drawn anew");
        Assert.Null(Mine.GetJson(DeskLayout.Key));
    }

    [Fact]
    public async Task What_another_person_sets_is_not_taken_over()
    {
        Authentication.UserId = "ben";
        await using AsyncServiceScope other = Services.CreateAsyncScope();
        DeskPreferences there = other.ServiceProvider.GetRequiredService<DeskPreferences>();
        await there.LoadAsync();
        Authentication.UserId = "mira";
        await Mine.LoadAsync();
        Render<HeartBeat>();

        there.Set(Appearance.Key, new Appearance { Theme = "light" });
        await there.FlushAsync();
        await BeatAsync();

        Assert.Equal("dark", Theming.Look.Theme);
    }

    [Fact]
    public async Task The_time_of_the_place_stands_beside_exchange_time()
    {
        IRenderedComponent<DeskClock> cut = Render<DeskClock>();
        Assert.Equal("14:03:27 ET", Text(cut, "clock"));
        Assert.False(Has(cut, "clock-local"));

        await Theming.ChangeAsync(l => l with { Zone = "Europe/Berlin" });
        await BeatAsync();

        Assert.Equal("19:03:27 Berlin", Text(cut, "clock-local"));
    }

    [Fact]
    public async Task In_New_York_one_clock_says_all()
    {
        await Theming.ChangeAsync(l => l with { Zone = "America/New_York" });

        IRenderedComponent<DeskClock> cut = Render<DeskClock>();

        Assert.False(Has(cut, "clock-local"));
    }

    [Fact]
    public void The_zone_that_the_browser_had_last_is_used_for_the_first_paint()
    {
        Services.GetRequiredService<DeskPreferences>().Set(Appearance.Key, new Appearance { BrowserZone = "Asia/Tokyo" });

        IRenderedComponent<DeskClock> cut = Render<DeskClock>();

        Assert.Equal("03:03:27 Tokyo", Text(cut, "clock-local"));
    }

    [Fact]
    public void Values_of_another_version_fall_back_to_the_default()
    {
        Services.GetRequiredService<DeskPreferences>().SetJson(Appearance.Key, """{"theme":"neon","density":"tiny","zone":"Mars/Olympus"}""");

        Assert.Equal(new Appearance(), Theming.Look);
    }
}
