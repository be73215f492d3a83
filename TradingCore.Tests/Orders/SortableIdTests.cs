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

    [Fact]
    public void Ids_of_one_key_end_alike_in_every_process_and_those_of_another_key_do_not()
    {
        string first = SortableId.New(new StoppedClock(), "morning-1"), later = SortableId.New(TimeProvider.System, "morning-1"), other = SortableId.New(new StoppedClock(), "morning-2");

        Assert.All([first, later, other], id => Assert.Equal(7, Guid.ParseExact(id, "N").Version));
        Assert.Equal((true, true, false), (first.EndsWith(SortableId.MarkOf("morning-1"), StringComparison.Ordinal), later.EndsWith(SortableId.MarkOf("morning-1"), StringComparison.Ordinal), other.EndsWith(SortableId.MarkOf("morning-1"), StringComparison.Ordinal)));
        Assert.NotEqual(first, later);
        // Written down once: another version of the program must find the orders of this one.
        Assert.Equal("764b8ba00abf228804d7", SortableId.MarkOf("morning-1"));
    }

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Moment;
    }
}
