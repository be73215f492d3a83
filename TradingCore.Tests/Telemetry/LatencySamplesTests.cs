using Microsoft.Extensions.Time.Testing;
using TradingCore.Telemetry;

namespace TradingCore.Tests.Telemetry;

public sealed class LatencySamplesTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 10, 14, 30, 0, TimeSpan.Zero);

    [Fact]
    public void The_newest_are_kept_and_those_of_a_time_are_told()
    {
        var clock = new FakeTimeProvider(Start);
        var samples = new LatencySamples(clock);
        for (int i = 0; i < LatencySamples.Kept + 10; i++)
        {
            samples.Add(TimeSpan.FromMilliseconds(i));
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        TimeSpan[] all = [.. samples.Since(Start).Order()], last = [.. samples.Since(clock.GetUtcNow() - TimeSpan.FromSeconds(3)).Order()];

        Assert.Equal((LatencySamples.Kept + 10, LatencySamples.Kept, TimeSpan.FromMilliseconds(10)), (samples.Count, all.Length, all[0]));
        Assert.Equal([TimeSpan.FromMilliseconds(1_007), TimeSpan.FromMilliseconds(1_008), TimeSpan.FromMilliseconds(1_009)], last);
    }

    [Fact]
    public void The_meter_keeps_what_orders_do_not_carry_and_no_time_below_zero()
    {
        using var meter = new OrderMeter(new FakeTimeProvider(Start));

        meter.TickToOrder(TimeSpan.FromMicroseconds(80));
        meter.FillToScreen(TimeSpan.FromMilliseconds(40));
        meter.FillToScreen(TimeSpan.FromMilliseconds(-1));

        Assert.Equal([TimeSpan.FromMicroseconds(80)], meter.Ticks.Since(Start));
        Assert.Equal([TimeSpan.FromMilliseconds(40)], meter.Screens.Since(Start));
    }
}
