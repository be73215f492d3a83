using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using TradingBlazor.State;
using TradingCore.Domain;
using TradingCore.Telemetry;

namespace TradingBlazor.Tests.Components;

public sealed class FillToScreenTests : DeskTest
{
    [Fact]
    public void A_fill_is_measured_once_from_its_arrival_until_the_browser_has_drawn_it()
    {
        var measured = new List<double>();
        var meter = Services.GetRequiredService<OrderMeter>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (i, l) => { if (i.Name == "trading.order.fill_to_screen") l.EnableMeasurementEvents(i, meter); },
        };
        int thread = Environment.CurrentManagedThreadId;
        listener.SetMeasurementEventCallback<double>((_, value, _, _) => { if (Environment.CurrentManagedThreadId == thread) measured.Add(value); });
        listener.Start();
        var shown = Services.GetRequiredService<FillToScreen>();
        Fill old = NewFill("0001.01", Clock.GetUtcNow().AddHours(-1)), fill = NewFill("0002.01", Clock.GetUtcNow().AddMilliseconds(-120));

        View.Fills = [old];
        shown.OnBatch();
        shown.OnDrawn();
        View.Fills = [fill, old];
        shown.OnBatch();
        Clock.Advance(TimeSpan.FromMilliseconds(80));
        shown.OnDrawn();
        View.Fills = [fill with { Commission = 1m, Version = 9 }, old];
        shown.OnBatch();
        shown.OnDrawn();

        Assert.Equal([0.2], measured.Select(m => Math.Round(m, 6)));
    }

    private static Fill NewFill(string id, DateTimeOffset received) =>
        new() { ExecId = new ExecId(id), Contract = new Contract { Ticker = "SPY", Symbol = "SPY" }, Quantity = 1m, Price = 100m, ReceivedTime = received, Commission = id == "0002.01" ? 1m : null };
}
