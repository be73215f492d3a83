using System.Text.Json.Nodes;
using Bunit;
using Microsoft.AspNetCore.Components;
using TradingBlazor.Components.Charts;
using TradingBlazor.Tests.Components.Fakes;

namespace TradingBlazor.Tests.Components;

/// <summary>What the page has for the first drawing of the chart before its circuit is there.</summary>
public sealed class ChartFirstDrawingTests : DeskTest
{
    private IRenderedComponent<PriceChart> Chart()
    {
        View.Watch(Given.Instrument());
        View.Put(Given.Quote());
        View.Put(Given.Series(Given.Bars(60)));
        State.Ticker = "SPY";
        return Render<PriceChart>();
    }

    [Fact]
    public void The_page_as_the_server_sends_it_has_the_candles_in_it()
    {
        SetRendererInfo(new RendererInfo("Static", isInteractive: false));

        IRenderedComponent<PriceChart> cut = Chart();

        JsonNode first = JsonNode.Parse(cut.Find(".chart-first").GetAttribute("data-chart")!)!;
        Assert.Equal(("SPY", "1m", 60), ((string?)first["ticker"], (string?)first["size"], (int?)first["meta"]!["seconds"]));
        // Four numbers about the frame, two about its one stretch, then eight of each candle and the values of its lines.
        int candles = int.Parse(Find(cut, "chart").GetAttribute("data-bars")!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(4 + 2 + candles * (8 + first["meta"]!["lines"]!.AsArray().Count), first["rows"]!.AsArray().Count);
    }

    [Fact]
    public void The_circuit_sends_candles_by_its_own_way_alone() => Assert.Empty(Chart().FindAll(".chart-first"));

    [Fact]
    public void The_script_that_is_loaded_ahead_stands_under_the_names_that_the_chart_asks_for()
    {
        IRenderedComponent<ChartHost> cut = Render<ChartHost>(p => p.Add(c => c.HostId, "host").Add(c => c.PlotId, "plot"));

        cut.WaitForAssertion(() => Assert.Contains(JSInterop.Invocations["importScript"], i => i.Arguments is ["plotly-import", PlotlyFiles.AskedScript]));
        Assert.Contains(JSInterop.Invocations["import"], i => i.Arguments is ["./" + PlotlyFiles.Interop]);
        // The finance bundle is of the same version as what the component was written for.
        Assert.Equal(Path.GetFileName(PlotlyFiles.AskedScript).Replace("plotly-", "plotly-finance-", StringComparison.Ordinal), Path.GetFileName(PlotlyFiles.Script));
    }
}
