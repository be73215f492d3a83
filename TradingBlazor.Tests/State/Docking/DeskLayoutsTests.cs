using Microsoft.Extensions.Logging.Abstractions;
using TradingBlazor.Components.Docking;
using TradingBlazor.State.Docking;
using TradingBlazor.State.Preferences;
using TradingBlazor.Tests.Components.Fakes;

namespace TradingBlazor.Tests.State.Docking;

public sealed class DeskLayoutsTests
{
    private static readonly DeskLayouts Start = DeskLayouts.Default(Panels.IsKnown);

    [Fact]
    public void Everybody_starts_with_several_layouts_of_known_panels_and_one_for_the_phone()
    {
        Assert.Equal(["Desk", "Order flow", "Monitor", "Wall", "Charts"], Start.Layouts.Select(l => l.Name));
        Assert.All(Start.Layouts.SelectMany(l => l.Tree.Panels), p => Assert.True(Panels.IsKnown(p)));
        Assert.Equal(["watchlist", "chart", "ticket", "positions"], Start.Phone);
    }

    [Theory]
    [InlineData("Desk", 1440)]
    [InlineData("Order flow", 1440)]
    [InlineData("Monitor", 1440)]
    [InlineData("Wall", 2560)]
    [InlineData("Charts", 1440)]
    public void Orders_have_room_for_their_price_and_their_buttons_in_every_layout(string layout, int screenWidth)
    {
        DockPlacement orders = Start.Use(layout).Tree.Place().Groups.Single(g => g.Group.Panels.Contains("orders"));

        // The columns up to the price and two buttons of a row.
        Assert.InRange(orders.Rect.Width / 100 * screenWidth, 580, screenWidth);
    }

    [Fact]
    public void Layouts_are_the_same_after_they_were_written_and_read()
    {
        DeskLayouts changed = Start.Use("Monitor").With(Start.Tree.Close("log")).PutOnPhone(0, "positions") with { IsLocked = true };

        DeskLayouts read = DeskLayouts.Read(changed.ToJson(), Panels.IsKnown);

        Assert.Equal(changed.ToJson(), read.ToJson());
        Assert.Equal(["positions", "chart", "ticket", "watchlist"], read.Phone);
    }

    [Fact]
    public async Task Two_pages_of_one_person_keep_each_others_layouts_and_each_shows_its_own()
    {
        var store = new FakePreferences();
        using DeskLayout one = await OpenAsync(store), two = await OpenAsync(store);
        int toldTwo = 0;
        two.Changed += () => toldTwo++;

        one.Apply(t => t.Close("log"));
        one.Set(one.Layouts.SaveAs("Mine", out _));
        two.Set(two.Layouts.Use("Monitor"));

        using DeskLayout next = await OpenAsync(store);
        Assert.Equal(["Desk", "Order flow", "Monitor", "Wall", "Charts", "Mine"], next.Layouts.Layouts.Select(l => l.Name));
        Assert.DoesNotContain("log", next.Layouts.Use("Desk").Tree.Panels);
        Assert.Equal(next.Layouts.ToJson(), two.Layouts.ToJson());
        Assert.Equal(("Mine", "Monitor"), (one.Layouts.Current, two.Layouts.Current));
        Assert.True(toldTwo > 0);
    }

    private static async Task<DeskLayout> OpenAsync(FakePreferences store)
    {
        var preferences = new DeskPreferences(store, new FakeAuthentication(), new PreferenceNews(), NullLogger<DeskPreferences>.Instance);
        await preferences.LoadAsync();
        return new DeskLayout(preferences);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("nonsense")]
    [InlineData("""{"layouts":[]}""")]
    [InlineData("""{"layouts":[{"name":"a","tree":{"row":[],"sizes":[1]}}]}""")]
    public void What_cannot_be_read_gives_the_default(string json)
    {
        Assert.Equal(Start.ToJson(), DeskLayouts.Read(json, Panels.IsKnown).ToJson());
    }

    [Fact]
    public void A_layout_is_saved_under_a_name_of_its_own_and_the_old_one_stays_as_it_was()
    {
        DeskLayouts saved = Start.SaveAs("  Mornings ", out string problem).With(DockTree.Empty.Add("chart"));

        Assert.Equal("", problem);
        Assert.Equal("Mornings", saved.Current);
        Assert.Equal(["chart"], saved.Tree.Panels);
        Assert.Equal(Start.Tree.Panels, saved.Use("Desk").Tree.Panels);
    }

    [Theory]
    [InlineData(" ", "Enter a name")]
    [InlineData("desk", "There is a layout desk already")]
    [InlineData("a name that is much longer than any tab", "A name has at most 32 characters")]
    public void A_name_that_cannot_be_used_is_told(string name, string expected)
    {
        Assert.Same(Start, Start.SaveAs(name, out string problem));
        Assert.Equal(expected, problem);
    }

    [Fact]
    public void Resetting_brings_a_preset_back_and_the_last_layout_is_never_deleted()
    {
        DeskLayouts changed = Start.With(DockTree.Empty);

        Assert.Equal(Start.ToJson(), changed.Reset(Panels.IsKnown).ToJson());
        Assert.Equal("Order flow", Start.Delete("Desk").Current);
        DeskLayouts one = Start.Delete("Desk").Delete("Order flow").Delete("Monitor").Delete("Charts");
        Assert.Same(one, one.Delete("Wall"));
    }
}
