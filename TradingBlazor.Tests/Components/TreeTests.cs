using System.Reflection;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using MudBlazor;
using TradingBlazor.Components.Commands;
using TradingBlazor.Components.Shared;
using TradingBlazor.Components.Trading;
using TradingBlazor.Components.Trading.Ladder;
using TradingBlazor.Tests.Components.Fakes;
using TradingCore.MarketData.Depth;

namespace TradingBlazor.Tests.Components;

/// <summary>What a page keeps for as long as it is open. The renderer keeps two trees of a component, each in a piece of 32 entries or of twice as many.</summary>
public sealed class TreeTests : DeskTest
{
    private const int SmallestPiece = 32;

    [Fact]
    public void A_row_of_the_watchlist_and_its_cells_fit_the_smallest_piece()
    {
        View.Watch(Given.Instrument());
        View.Put(Given.Quote());

        IRenderedComponent<Watchlist> cut = Render<Watchlist>();

        Assert.InRange(Entries(cut.FindComponent<WatchRow>().Instance), 1, SmallestPiece);
        Assert.InRange(Entries(cut.FindComponent<WatchPrices>().Instance), 1, SmallestPiece);
    }

    [Fact]
    public void A_line_of_the_ladder_without_own_orders_fits_the_smallest_piece()
    {
        View.Watch(Given.Instrument());
        View.Put(Given.Quote());
        Depth.Put(new DepthSnapshot { ConId = Given.Instrument().Contract.ConId, Ticker = "SPY", Bids = [new DepthLevel(430.11m, 300m, "ARCA")], Asks = [new DepthLevel(430.13m, 400m, "ARCA")], Sequence = 1, State = DepthState.Live, ReceivedTime = Given.Now });
        State.Ticker = "SPY";

        IRenderedComponent<DepthLadder> cut = Render<DepthLadder>();

        // The lines of the cursor, of the last trade and of the average price have words more.
        int[] sizes = [.. cut.FindComponents<LadderLine>().Select(l => Entries(l.Instance))];
        Assert.InRange(sizes.Count(s => s > SmallestPiece), 0, 3);
        Assert.True(sizes.Length > 10, "The ladder has no lines.");
    }

    [Fact]
    public void An_icon_is_markup_that_reads_as_the_component_would_have_written_it()
    {
        string component = Render<MudIcon>(p => p.Add(i => i.Icon, Icons.Material.Filled.Menu).Add(i => i.Size, Size.Small)).Markup;

        string markup = DeskIcon.Small(Icons.Material.Filled.Menu).Value;

        Assert.Equal(Attributes(component), Attributes(markup));
        Assert.Contains(Icons.Material.Filled.Menu, markup, StringComparison.Ordinal);
    }

    [Fact]
    public void The_whole_help_is_one_text_for_all_pages_and_what_is_typed_narrows_it()
    {
        Assert.Same(HelpMarkup.Terms("").Value, HelpMarkup.Terms(" ").Value);
        Assert.Same(HelpMarkup.Keys("").Value, HelpMarkup.Keys("").Value);
        Assert.Empty(HelpMarkup.Terms("no term has this in it").Value);
        Assert.InRange(HelpMarkup.Terms("NOTIONAL").Value.Length, 1, HelpMarkup.Terms("").Value.Length - 1);
    }

    private static List<string> Attributes(string markup)
    {
        AngleSharp.Dom.IElement svg = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(markup).QuerySelector("svg")!;
        return [.. svg.Attributes.Where(a => a.Value.Length > 0 && !a.Name.StartsWith("blazor:", StringComparison.Ordinal)).Select(a => $"{a.Name}={a.Value.Trim()}").Order(StringComparer.Ordinal)];
    }

    private static int Entries(ComponentBase component)
    {
        using var builder = new RenderTreeBuilder();
        component.GetType().GetMethod("BuildRenderTree", BindingFlags.Instance | BindingFlags.NonPublic)!.Invoke(component, [builder]);
#pragma warning disable BL0006 // The tree is what is measured.
        return builder.GetFrames().Count;
#pragma warning restore BL0006
    }
}
