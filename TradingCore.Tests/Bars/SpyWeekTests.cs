using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Tests.MarketData;

namespace TradingCore.Tests.Bars;

/// <summary>A real week of five-second bars against minute bars that somebody else made of the same trades.</summary>
public sealed class SpyWeekTests
{
    private static BarBook Replay(IEnumerable<Bar> parts)
    {
        var book = new BarBook(new BarsOptions(), new RecordingRequests());
        DateTimeOffset now = Minutes.Local;
        book.OnSubscriptionStarted(Instruments.Spy, now);
        foreach (Bar part in parts) book.Apply(Instruments.Spy.Contract.ConId, part, now = now.AddMilliseconds(50));
        return book;
    }

    [Fact]
    public void The_minutes_equal_the_reference_except_exactly_where_the_two_legitimately_differ()
    {
        BarBook book = Replay(SpyWeek.Parts);
        IReadOnlyList<Bar> bars = book.Series("SPY", BarSize.OneMinute).Bars;

        SpyWeek.AssertEqualsReference(bars);
        Assert.Empty(book.Series("SPY", BarSize.FiveSeconds).Gaps);
        Assert.All(bars, b => Assert.True(b is { IsClosed: true, IsComplete: true, Source: BarSource.Live, Revision: 0 }));
        Assert.All(bars, b => Assert.InRange(b.Wap, b.Low - 0.000001m, b.High + 0.000001m));
    }

    [Theory]
    [InlineData(300)]
    [InlineData(900)]
    [InlineData(3600)]
    public void Longer_bars_equal_the_parts_gathered_anew(int seconds)
    {
        var size = new BarSize(seconds);
        Bar[] parts = [.. SpyWeek.Parts];
        IEnumerable<string> expected = parts.GroupBy(p => size.StartOf(p.Time)).Select(g =>
        {
            Bar[] traded = [.. g.Where(p => p.Volume > 0)];
            return $"{g.Key:u} {traded[0].Open} {traded.Max(p => p.High)} {traded.Min(p => p.Low)} {traded[^1].Close} {g.Sum(p => p.Volume)} {g.Sum(p => p.Count)} {g.Count()}";
        });

        IReadOnlyList<Bar> bars = Replay(parts).Series("SPY", size).Bars;

        Assert.Equal(expected, bars.Select(b => $"{b.Time:u} {b.Open} {b.High} {b.Low} {b.Close} {b.Volume} {b.Count} {b.Parts}"));
    }

    [Fact]
    public void The_order_of_the_parts_within_two_minutes_does_not_matter()
    {
        Bar[] parts = [.. SpyWeek.Parts.Take(24 * 60)];
        Bar[] shuffled = [.. parts];
        var random = new Random(20131007);
        for (int i = 0; i < shuffled.Length; i += 24) random.Shuffle(shuffled.AsSpan(i, 24));

        IReadOnlyList<Bar> expected = Replay(parts).Series("SPY", BarSize.OneMinute).Bars, actual = Replay(shuffled).Series("SPY", BarSize.OneMinute).Bars;

        Assert.Equal(SpyWeek.Fields(expected), SpyWeek.Fields(actual));
    }
}
