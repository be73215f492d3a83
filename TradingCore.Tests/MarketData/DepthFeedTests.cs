using TradingCore.MarketData.Depth;
using TradingCore.Tests.Tws;

namespace TradingCore.Tests.MarketData;

public sealed class DepthFeedTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 15, 15, 0, 0, TimeSpan.Zero);

    private readonly DepthFeed _feed = new(GatewayFixture.Spy, rows: 3);

    private bool Row(bool isBid, int position, int operation, decimal price = 0m, decimal size = 0m) =>
        _feed.Apply(isBid, position, operation, new DepthLevel(price, size, ""), Now);

    private string Shown(Func<DepthSnapshot, IReadOnlyList<DepthLevel>> side)
    {
        _feed.Publish();
        return string.Join(' ', side(_feed.Current).Select(l => $"{l.Price}x{l.Size}"));
    }

    [Fact]
    public void Rows_are_inserted_updated_and_deleted_by_their_place()
    {
        Row(true, 0, 0, 100m, 1m);
        Row(true, 1, 0, 99m, 2m);
        Row(true, 0, 0, 101m, 3m);
        Row(true, 1, 1, 100m, 9m);
        Row(true, 2, 2);
        Row(false, 0, 0, 102m, 4m);

        Assert.Equal("101x3 100x9", Shown(s => s.Bids));
        Assert.Equal("102x4", Shown(s => s.Asks));
        Assert.Equal(DepthState.Live, _feed.Current.State);
    }

    [Fact]
    public void A_row_pushed_over_the_depth_falls_off()
    {
        for (int i = 0; i < 4; i++) Row(false, 0, 0, 110m - i, 1m);

        Assert.Equal("107x1 108x1 109x1", Shown(s => s.Asks));
    }

    [Fact]
    public void A_row_that_cannot_fit_tells_that_rows_were_missed()
    {
        Assert.False(Row(true, 1, 0, 100m, 1m));
        Assert.False(Row(true, 2, 1, 100m, 1m));
        Assert.False(Row(true, -1, 0, 100m, 1m));
        Assert.False(Row(true, 0, 7, 100m, 1m));
        Assert.True(Row(true, 5, 2));
    }

    [Fact]
    public void A_snapshot_never_changes_and_its_number_rises_only_with_news()
    {
        Row(true, 0, 0, 100m, 1m);
        _feed.Publish();
        DepthSnapshot before = _feed.Current;
        _feed.Publish();
        Assert.Same(before, _feed.Current);

        Row(true, 0, 1, 100m, 5m);
        _feed.Publish();

        Assert.Equal(1m, before.Bids[0].Size);
        Assert.Equal((before.Sequence + 1, 5m), (_feed.Current.Sequence, _feed.Current.Bids[0].Size));
    }

    [Fact]
    public void An_interrupted_or_silent_book_is_stale()
    {
        Row(true, 0, 0, 100m, 1m);
        _feed.Publish();
        DepthSnapshot live = _feed.Current;
        _feed.Enter(DepthState.Interrupted, "The connection is down.");
        _feed.Publish();

        Assert.False(live.IsStale(Now.AddSeconds(5), TimeSpan.FromSeconds(10)));
        Assert.True(live.IsStale(Now.AddSeconds(11), TimeSpan.FromSeconds(10)));
        Assert.True(_feed.Current.IsStale(Now, TimeSpan.FromSeconds(10)));
        Assert.Equal("100x1", Shown(s => s.Bids));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Any_changes_that_fit_give_the_book_that_a_plain_list_gives(int seed)
    {
        var random = new Random(seed);
        var feed = new DepthFeed(GatewayFixture.Spy, rows: 10);
        List<decimal> plain = [];
        for (int i = 0; i < 2_000; i++)
        {
            int operation = random.Next(3);
            if (operation == 1 && plain.Count == 0) operation = 0;
            int position = random.Next(operation == 0 ? Math.Min(plain.Count, 9) + 1 : Math.Max(1, plain.Count));
            decimal price = random.Next(1, 1_000);
            if (operation == 0) plain.Insert(position, price);
            else if (operation == 1) plain[position] = price;
            else if (position < plain.Count) plain.RemoveAt(position);
            if (plain.Count > 10) plain.RemoveAt(10);
            Assert.True(feed.Apply(true, position, operation, new DepthLevel(price, 1m, ""), Now));
        }
        feed.Publish();

        Assert.Equal(plain, feed.Current.Bids.Select(b => b.Price));
    }

    [Fact]
    public void A_book_is_open_while_somebody_looks_and_opened_once()
    {
        var queries = new RecordingQueries();
        var books = new DepthBooks(queries, new TradingCore.MarketData.MarketDataOptions());

        IDepthWatch first = books.Watch(GatewayFixture.Spy), second = books.Watch(GatewayFixture.Spy);
        first.Dispose();
        first.Dispose();
        Assert.Equal([GatewayFixture.Spy.Contract.ConId], queries.Opened);
        Assert.Empty(queries.Closed);
        second.Dispose();

        Assert.Equal([GatewayFixture.Spy.Contract.ConId], queries.Closed);
    }
}
