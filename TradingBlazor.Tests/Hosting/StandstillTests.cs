using Microsoft.Extensions.Time.Testing;
using TradingBlazor.Hosting;

namespace TradingBlazor.Tests.Hosting;

public sealed class StandstillTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void A_process_that_stood_still_says_so_until_nothing_from_before_can_be_read_any_more()
    {
        using var standstill = new Standstill(_clock);
        _clock.Advance(TimeSpan.FromSeconds(1));
        TimeSpan before = standstill.Look();

        // All at once, as a process sees it that was stopped.
        _clock.Advance(TimeSpan.FromSeconds(30));
        TimeSpan woken = standstill.Look();
        for (int i = 0; i < 19; i++) _clock.Advance(TimeSpan.FromMilliseconds(250));
        TimeSpan later = standstill.Look();
        _clock.Advance(TimeSpan.FromMilliseconds(250));

        Assert.Equal((TimeSpan.Zero, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30), TimeSpan.Zero), (before, woken, later, standstill.Look()));
    }

    [Fact]
    public void A_machine_that_is_busy_for_some_seconds_is_no_standstill()
    {
        using var standstill = new Standstill(_clock);

        _clock.Advance(Standstill.Longest - TimeSpan.FromSeconds(0.5));

        Assert.Equal(TimeSpan.Zero, standstill.Look());
    }
}
