using TradingCore.Hosting;

namespace TradingCore.Tests.Hosting;

public sealed class SteadyClockTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    private readonly Machine _machine = new();
    private readonly SteadyClock _clock;

    public SteadyClockTests() => _clock = new SteadyClock(_machine);

    [Fact]
    public void It_is_the_machines_clock_also_when_that_is_set_forward()
    {
        DateTimeOffset before = _clock.GetUtcNow();
        _machine.Passes(TimeSpan.FromSeconds(1));
        _machine.Set(TimeSpan.FromHours(1));

        Assert.Equal((Noon, Noon.AddHours(1).AddSeconds(1)), (before, _clock.GetUtcNow()));
    }

    [Fact]
    public void It_tells_the_whole_microseconds_that_databases_keep()
    {
        _machine.Set(TimeSpan.FromTicks(1_234_567));
        DateTimeOffset forward = _clock.GetUtcNow();
        _machine.Set(TimeSpan.FromSeconds(-1));
        _clock.GetUtcNow();
        _machine.Passes(TimeSpan.FromTicks(34));

        Assert.Equal((Noon.AddTicks(1_234_560), Noon.AddTicks(1_234_590)), (forward, _clock.GetUtcNow()));
    }

    [Fact]
    public void When_the_machines_clock_is_set_back_it_goes_on_more_slowly_until_the_other_has_come_up_to_it()
    {
        _clock.GetUtcNow();
        _machine.Set(TimeSpan.FromSeconds(-90));

        List<DateTimeOffset> told = [_clock.GetUtcNow()];
        for (int minute = 1; minute <= 20; minute++)
        {
            _machine.Passes(TimeSpan.FromMinutes(1));
            told.Add(_clock.GetUtcNow());
        }

        Assert.Equal(Noon, told[0]);
        Assert.Equal(Noon.AddSeconds(54), told[1]);
        Assert.Equal(Noon.AddSeconds(14 * 54), told[14]);
        // 90 s at a tenth: after a quarter of an hour both are the same.
        Assert.Equal(_machine.GetUtcNow(), told[20]);
        Assert.Equal(told.Order(), told);
        Assert.Equal(told.Distinct().Count(), told.Count);
    }

    [Fact]
    public void Set_back_twice_it_goes_on_from_where_it_was()
    {
        _clock.GetUtcNow();
        _machine.Set(TimeSpan.FromHours(-1));
        _clock.GetUtcNow();
        _machine.Passes(TimeSpan.FromSeconds(100));
        _machine.Set(TimeSpan.FromHours(-1));
        DateTimeOffset first = _clock.GetUtcNow();
        _machine.Passes(TimeSpan.FromSeconds(100));

        Assert.Equal(Noon.AddSeconds(90), first);
        Assert.Equal(Noon.AddSeconds(180), _clock.GetUtcNow());
    }

    [Fact]
    public void After_it_has_met_the_machines_clock_a_new_step_back_begins_anew()
    {
        _clock.GetUtcNow();
        _machine.Set(TimeSpan.FromSeconds(-1));
        _clock.GetUtcNow();
        _machine.Passes(TimeSpan.FromMinutes(1));
        DateTimeOffset met = _clock.GetUtcNow();
        _machine.Set(TimeSpan.FromSeconds(-30));
        _machine.Passes(TimeSpan.FromSeconds(10));
        DateTimeOffset begins = _clock.GetUtcNow();
        _machine.Passes(TimeSpan.FromSeconds(10));

        Assert.Equal(Noon.AddSeconds(59), met);
        Assert.Equal(met, begins);
        Assert.Equal(met.AddSeconds(9), _clock.GetUtcNow());
    }

    [Fact]
    public async Task Threads_that_read_it_while_the_machines_clock_jumps_never_see_it_go_back()
    {
        using var stop = new CancellationTokenSource();
        Task<bool>[] readers = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            DateTimeOffset last = default;
            while (!stop.IsCancellationRequested)
            {
                DateTimeOffset now = _clock.GetUtcNow();
                if (now < last) return false;
                last = now;
            }
            return true;
        }))];
        for (int i = 0; i < 2_000; i++)
        {
            _machine.Passes(TimeSpan.FromMilliseconds(i % 7));
            _machine.Set(TimeSpan.FromMilliseconds(i % 2 == 0 ? 300 : -310));
            await Task.Yield();
        }
        await stop.CancelAsync();

        Assert.All(await Task.WhenAll(readers), Assert.True);
    }

    /// <summary>A machine whose clock can be set without time going by.</summary>
    private sealed class Machine : TimeProvider
    {
        private long _passed;
        private long _set;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Passes(TimeSpan time) => Interlocked.Add(ref _passed, time.Ticks);

        public void Set(TimeSpan by) => Interlocked.Add(ref _set, by.Ticks);

        public override long GetTimestamp() => Volatile.Read(ref _passed);

        public override DateTimeOffset GetUtcNow() => Noon.AddTicks(Volatile.Read(ref _passed) + Volatile.Read(ref _set));
    }
}
