using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TradingCore.Engine.Events;
using TradingCore.Engine.Views;
using TradingCore.Hosting;

namespace TradingCore.Tests.Hosting;

public sealed class ClockWatchTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_clock_that_is_set_is_told_with_how_far_and_one_that_is_only_corrected_is_not()
    {
        var machine = new Machine();
        var told = new BlockingCollection<SessionNotice>();
        using var watch = new ClockWatch(machine, machine, e => told.TryAdd((SessionNotice)e, 0, CancellationToken.None), NullLogger<ClockWatch>.Instance);
        await watch.StartAsync(Stop);

        machine.Set += TimeSpan.FromMilliseconds(300);
        machine.Advance(TimeSpan.FromSeconds(1));
        SessionNotice back = Told(machine, told, TimeSpan.FromMinutes(-90)), forward = Told(machine, told, TimeSpan.FromDays(2));
        await watch.StopAsync(Stop);

        Assert.Equal(NoticeSeverity.Warning, back.Severity);
        Assert.StartsWith("The clock of this machine was set back by 01:30:00.", back.Text, StringComparison.Ordinal);
        Assert.StartsWith("The clock of this machine was set forward by 2.00:00:00", forward.Text, StringComparison.Ordinal);
        Assert.Empty(told);
    }

    // The watch looks once a second of the machine; when it has looked is not seen, so seconds go by until it tells.
    private static SessionNotice Told(Machine machine, BlockingCollection<SessionNotice> told, TimeSpan jump)
    {
        machine.Set += jump;
        for (int second = 0; second < 100; second++)
        {
            machine.Advance(TimeSpan.FromSeconds(1));
            if (told.TryTake(out SessionNotice? notice, TimeSpan.FromMilliseconds(100))) return notice;
        }
        throw new TimeoutException($"Nothing was told about a jump by {jump}.");
    }

    private sealed class Machine : FakeTimeProvider
    {
        public TimeSpan Set { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Set;

        // Durations do not follow from the time of day.
        public override long GetTimestamp() => base.GetUtcNow().UtcTicks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;
    }
}
