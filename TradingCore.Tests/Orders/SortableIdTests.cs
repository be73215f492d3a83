using TradingCore.Domain;

namespace TradingCore.Tests.Orders;

public sealed class SortableIdTests
{
    private static readonly DateTimeOffset Moment = new(2026, 3, 2, 15, 0, 0, 123, TimeSpan.Zero);

    [Fact]
    public void An_id_is_a_uuid_of_version_seven_of_the_moment()
    {
        Guid id = Guid.ParseExact(SortableId.New(new StoppedClock()), "N");

        Assert.Equal(7, id.Version);
        Assert.InRange(id.Variant, 8, 11);
        Assert.Equal($"{Moment.ToUnixTimeMilliseconds():x12}", id.ToString("N")[..12]);
    }

    [Fact]
    public void A_hundred_thousand_ids_of_one_moment_made_by_several_threads_differ()
    {
        var clock = new StoppedClock();
        string[] ids = new string[100_000];

        Parallel.For(0, ids.Length, i => ids[i] = SortableId.New(clock));

        Assert.Equal(ids.Length, ids.Distinct(StringComparer.Ordinal).Count());
    }

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Moment;
    }
}
