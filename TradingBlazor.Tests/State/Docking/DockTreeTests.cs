using System.Text.Json;
using System.Text.Json.Nodes;
using TradingBlazor.State.Docking;

namespace TradingBlazor.Tests.State.Docking;

public sealed class DockTreeTests
{
    private static readonly DockTree Desk = Read("""{"row":[{"id":"g1","tabs":["watch"],"active":"watch"},{"column":[{"id":"g2","tabs":["chart"],"active":"chart"},{"id":"g3","tabs":["orders","log"],"active":"orders"}],"sizes":[0.6,0.4]},{"id":"g4","tabs":["ticket"],"active":"ticket"}],"sizes":[0.3,0.5,0.2]}""");

    [Fact]
    public void A_layout_is_the_same_after_it_was_written_and_read()
    {
        Assert.Equal(Text(Desk), Text(DockJson.Read(DockJson.Write(Desk), _ => true)));
    }

    [Fact]
    public void Closing_the_last_panel_of_a_group_gives_its_place_to_the_others()
    {
        DockTree tree = Desk.Close("chart");

        Assert.Equal("[watch | orders+log | ticket]", Text(tree));
        Assert.Equal(100, tree.Place().Groups.Sum(g => g.Rect.Width), 6);
    }

    [Fact]
    public void Closing_the_shown_tab_shows_the_one_that_takes_its_place()
    {
        Assert.Equal("log", Desk.Close("orders").GroupOf("log")!.Active);
    }

    [Theory]
    [InlineData(DockZone.Left, "[watch | [[log | chart] / orders] | ticket]")]
    [InlineData(DockZone.Right, "[watch | [[chart | log] / orders] | ticket]")]
    [InlineData(DockZone.Top, "[watch | [log / chart / orders] | ticket]")]
    [InlineData(DockZone.Bottom, "[watch | [chart / log / orders] | ticket]")]
    [InlineData(DockZone.Center, "[watch | [chart+log / orders] | ticket]")]
    public void A_panel_is_put_into_or_beside_another(DockZone zone, string expected)
    {
        DockTree tree = Desk.Move("log", "g2", zone);

        Assert.Equal(expected, Text(tree));
        Assert.Equal("log", tree.GroupOf("log")!.Active);
    }

    [Fact]
    public void A_panel_is_taken_out_of_its_own_tabs()
    {
        Assert.Equal("[watch | [chart / [orders | log]] | ticket]", Text(Desk.Move("log", "g3", DockZone.Right)));
    }

    [Fact]
    public void A_panel_that_is_alone_stays_where_it_is_dropped_on_itself()
    {
        Assert.Same(Desk, Desk.Move("chart", "g2", DockZone.Left));
    }

    [Fact]
    public void Tabs_are_put_in_another_order()
    {
        Assert.Equal("[watch | [chart / log+orders] | ticket]", Text(Desk.Move("log", "g3", DockZone.Center, 0)));
    }

    [Theory]
    [InlineData(DockZone.Left, "[log | watch | [chart / orders] | ticket]")]
    [InlineData(DockZone.Bottom, "[[watch | [chart / orders] | ticket] / log]")]
    public void A_panel_is_put_along_an_edge_of_the_desk(DockZone zone, string expected)
    {
        Assert.Equal(expected, Text(Desk.MoveToEdge("log", zone)));
    }

    [Fact]
    public void A_new_panel_joins_the_largest_group_and_a_known_one_is_only_shown()
    {
        Assert.Equal("[watch | [chart / orders+log] | ticket+news]", Text(Desk.Resize("", 1, -0.3).Add("news")));
        Assert.Equal("log", Desk.Add("log").GroupOf("orders")!.Active);
        Assert.Equal(Text(Desk), Text(Desk.Add("log")));
    }

    [Fact]
    public void A_line_moves_between_its_two_neighbours_and_never_closes_one()
    {
        DockTree moved = Desk.Resize("1", 0, 0.1);

        Assert.Equal(70, moved.Place().Groups[1].Rect.Height, 6);
        Assert.Equal(DockTree.ShareMin * 100, Desk.Resize("1", 0, 5).Place().Groups[2].Rect.Height, 6);
        Assert.Same(Desk, Desk.Resize("7.3", 0, 0.1));
        Assert.Same(Desk, Desk.Resize("", 2, 0.1));
    }

    [Fact]
    public void A_panel_grows_at_the_cost_of_its_neighbour_also_the_last_one()
    {
        Assert.Equal(22, Desk.Grow("ticket", isColumn: false, 0.02).Place().Groups[3].Rect.Width, 6);
        Assert.Equal(62, Desk.Grow("chart", isColumn: true, 0.02).Place().Groups[1].Rect.Height, 6);
        Assert.Same(Desk, Desk.Grow("watch", isColumn: true, 0.02));
    }

    [Fact]
    public void The_neighbour_is_the_group_with_the_longest_common_line()
    {
        Assert.Equal("g2", Desk.Neighbour("g1", DockZone.Right)!.Id);
        Assert.Equal("g3", Desk.Neighbour("g2", DockZone.Bottom)!.Id);
        Assert.Null(Desk.Neighbour("g1", DockZone.Left));
    }

    [Fact]
    public void Rectangles_fill_the_desk_without_overlap()
    {
        IReadOnlyList<DockPlacement> groups = LayoutPresets.All[3].Tree.Place().Groups;

        Assert.Equal(10_000, groups.Sum(g => g.Rect.Width * g.Rect.Height), 3);
        Assert.Equal(groups.Count - 1, LayoutPresets.All[3].Tree.Place().Splitters.Count);
    }

    [Fact]
    public void Unknown_and_repeated_panels_are_left_out()
    {
        JsonNode? json = JsonNode.Parse("""{"row":[{"id":"g1","tabs":["chart","gone"],"active":"gone"},{"id":"g1","tabs":["chart","log"]}],"sizes":[1,3]}""");

        DockTree tree = DockJson.Read(json, p => p != "gone");

        Assert.Equal("[chart | log]", Text(tree));
        Assert.Equal(2, tree.Groups.Select(g => g.Id).Distinct().Count());
        Assert.Equal(25, tree.Place().Groups[0].Rect.Width, 6);
    }

    [Theory]
    [InlineData("""{"row":[{"id":"g1","tabs":["chart"]}],"sizes":[]}""")]
    [InlineData("""{"row":[{"id":"g1","tabs":["chart"]}],"sizes":[-1]}""")]
    [InlineData("""{"row":[{"id":"g1","tabs":["chart"]}]}""")]
    [InlineData("""{"what":1}""")]
    [InlineData("""{"id":"g1","tabs":[1]}""")]
    [InlineData("[]")]
    public void What_is_no_layout_is_refused(string json)
    {
        Assert.Throws<JsonException>(() => DockJson.Read(JsonNode.Parse(json), _ => true));
    }

    private static DockTree Read(string json) => DockJson.Read(JsonNode.Parse(json), _ => true);

    private static string Text(DockTree tree) => Text(tree.Root);

    private static string Text(DockNode? node) => node switch
    {
        DockTabs tabs => string.Join('+', tabs.Panels),
        DockSplit split => $"[{string.Join(split.IsColumn ? " / " : " | ", split.Children.Select(Text))}]",
        _ => "",
    };
}
