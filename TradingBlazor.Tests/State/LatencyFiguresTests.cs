using Microsoft.Extensions.Time.Testing;
using TradingBlazor.State.Latencies;
using TradingBlazor.Tests.Components.Fakes;
using TradingCore.Domain;
using TradingCore.Telemetry;

namespace TradingBlazor.Tests.State;

public sealed class LatencyFiguresTests
{
    [Fact]
    public void Percentiles_are_latencies_that_were_measured_and_bars_are_those_of_the_metrics()
    {
        var figures = LatencyFigures.Of(Enumerable.Range(1, 200).Reverse().Select(i => TimeSpan.FromMilliseconds(i)));

        Assert.Equal((200, Ms(100), Ms(190), Ms(198), Ms(200)), (figures.Count, figures.P50, figures.P95, figures.P99, figures.Max));
        Assert.Equal(200, figures.Bars.Sum(b => b.Count));
        Assert.Equal((Ms(0.75), Ms(1), 1), (figures.Bars[0].From, figures.Bars[0].To, figures.Bars[0].Count));
        Assert.Equal((Ms(150), Ms(200), 50), (figures.Bars[^1].From, figures.Bars[^1].To, figures.Bars[^1].Count));
    }

    [Fact]
    public void What_takes_longer_than_every_bar_has_one_without_an_end()
    {
        var figures = LatencyFigures.Of([TimeSpan.FromMicroseconds(3), TimeSpan.FromMinutes(2)]);

        Assert.Equal((TimeSpan.Zero, TimeSpan.FromMicroseconds(25), 1), (figures.Bars[0].From, figures.Bars[0].To, figures.Bars[0].Count));
        Assert.Equal((TimeSpan.FromSeconds(30), null, 1), (figures.Bars[^1].From, figures.Bars[^1].To, figures.Bars[^1].Count));
        Assert.Equal(LatencyBuckets.Seconds.Count + 1, figures.Bars.Count);
    }

    [Fact]
    public void The_parts_of_the_way_are_read_from_the_orders_of_the_time_asked_for()
    {
        var clock = new FakeTimeProvider(Given.Now);
        using var meter = new OrderMeter(clock);
        meter.TickToOrder(TimeSpan.FromMicroseconds(70));
        Order waited = Sent("TB-1", Given.Now, 30, 45) with { CreatedTime = Given.Now - TimeSpan.FromMinutes(3) };
        waited = waited with { Handling = waited.Handling with { ReleasedTime = Given.Now - Ms(2) } };
        Order old = Sent("TB-2", Given.Now - TimeSpan.FromHours(2), 5, 7), rejectedAtOnce = Sent("TB-3", Given.Now, 4, null), setBack = Sent("TB-4", Given.Now, -60_000, null), never = Given.Order("TB-5");

        var parts = LatencyPart.Read([waited, old, rejectedAtOnce, setBack, never], meter, Given.Now - TimeSpan.FromHours(1)).ToDictionary(p => p.Key, p => p.Figures);

        Assert.Equal(["command-to-wire", "tick-to-order", "wire-to-acknowledgement", "wire-to-fill", "fill-to-screen"], parts.Keys);
        // From leaving the queue and not from the command three minutes before.
        Assert.Equal((3, Ms(2)), (parts["command-to-wire"].Count, parts["command-to-wire"].Max));
        Assert.Equal((1, TimeSpan.FromMicroseconds(70)), (parts["tick-to-order"].Count, parts["tick-to-order"].P50));
        Assert.Equal((2, Ms(4), Ms(30)), (parts["wire-to-acknowledgement"].Count, parts["wire-to-acknowledgement"].P50, parts["wire-to-acknowledgement"].Max));
        Assert.Equal((1, Ms(45)), (parts["wire-to-fill"].Count, parts["wire-to-fill"].P99));
        Assert.Equal(LatencyFigures.None, parts["fill-to-screen"]);
    }

    private static Order Sent(string id, DateTimeOffset at, double acknowledged, double? filled) => Given.Order(id) with
    {
        CreatedTime = at - Ms(1),
        Handling = new OrderHandling { WireTime = at, AckTime = at + Ms(acknowledged), FirstFillTime = filled is { } f ? at + Ms(f) : null },
    };

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
