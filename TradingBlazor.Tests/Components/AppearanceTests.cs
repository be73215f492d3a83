using Bunit;
using Microsoft.Extensions.DependencyInjection;
using TradingBlazor.Components.Pages;
using TradingBlazor.Components.Trading;
using TradingBlazor.State;
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
