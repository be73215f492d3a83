using System.Globalization;
using System.IO.Compression;
using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Tests.MarketData;
using TradingCore.Tests.Shared;

namespace TradingCore.Tests.Bars;

/// <summary>A real week of five-second bars against minute bars that somebody else made of the same trades.</summary>
public sealed class SpyWeekTests
{
    private const string NotChecked = "minutes made of a real week of five-second bars";

    private static string[][] Rows(string name)
    {
        string path = SharedFolder.File($"data/bars/spy-20131007-20131011-{name}", NotChecked);
        using Stream file = File.OpenRead(path);
        using Stream plain = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(plain);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(l => l.TrimEnd('\r').Split(','))];
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
    private static DateTimeOffset Time(string text) => DateTimeOffset.FromUnixTimeSeconds(long.Parse(text, CultureInfo.InvariantCulture));

    private static Bar Part(string[] r) => new()
    {
        Time = Time(r[0]), Size = BarSize.FiveSeconds, Open = Number(r[1]), High = Number(r[2]), Low = Number(r[3]), Close = Number(r[4]),
        Volume = Number(r[5]), Wap = Number(r[6]), Count = (int)Number(r[7]), Parts = 1, IsClosed = true,
    };

    private static BarBook Replay(IEnumerable<Bar> parts)
    {
        var book = new BarBook(new BarsOptions(), new RecordingRequests());
        DateTimeOffset now = Minutes.Local;
        book.OnSubscriptionStarted(Instruments.Spy, now);
        foreach (Bar part in parts) book.Apply(Instruments.Spy.Contract.ConId, part, now = now.AddMilliseconds(50));
        return book;
    }

    private static SortedDictionary<string, decimal> Fields(IEnumerable<Bar> bars)
    {
        SortedDictionary<string, decimal> fields = new(StringComparer.Ordinal);
        foreach (Bar b in bars)
        {
            string time = b.Time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            (fields[$"{time},open"], fields[$"{time},high"], fields[$"{time},low"], fields[$"{time},close"], fields[$"{time},volume"]) = (b.Open, b.High, b.Low, b.Close, b.Volume);
        }
        return fields;
    }

    [Fact]
    public void The_minutes_equal_the_reference_except_exactly_where_the_two_legitimately_differ()
    {
        string[][] reference = Rows("1m.csv"), differences = Rows("1m-differences.csv");
        string[] names = ["open", "high", "low", "close", "volume"];
        Dictionary<string, decimal> expected = reference.SelectMany(r => names.Select((n, i) => (Key: $"{r[0]},{n}", Value: Number(r[i + 1])))).ToDictionary(f => f.Key, f => f.Value);

        IReadOnlyList<Bar> bars = Replay(Rows("5s.csv.gz").Select(Part)).Series("SPY", BarSize.OneMinute).Bars;
        SortedDictionary<string, decimal> actual = Fields(bars);

        Assert.Equal(1_950, bars.Count);
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), actual.Keys);
        // Both directions: every field that differs is listed, every listed field differs, and there it has the listed value.
        Assert.Equal(
            differences.Select(d => $"{d[0]},{d[1]} = {Number(d[2])} not {Number(d[3])}").Order(StringComparer.Ordinal),
            actual.Where(a => a.Value != expected[a.Key]).Select(a => $"{a.Key} = {a.Value} not {expected[a.Key]}").Order(StringComparer.Ordinal));
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
        Bar[] parts = [.. Rows("5s.csv.gz").Select(Part)];
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
        Bar[] parts = [.. Rows("5s.csv.gz").Take(24 * 60).Select(Part)];
        Bar[] shuffled = [.. parts];
        var random = new Random(20131007);
        for (int i = 0; i < shuffled.Length; i += 24) random.Shuffle(shuffled.AsSpan(i, 24));

        IReadOnlyList<Bar> expected = Replay(parts).Series("SPY", BarSize.OneMinute).Bars, actual = Replay(shuffled).Series("SPY", BarSize.OneMinute).Bars;

        Assert.Equal(Fields(expected), Fields(actual));
    }
}
