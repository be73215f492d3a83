using System.Globalization;
using System.IO.Compression;
using TradingCore.Domain;
using TradingCore.Tests.Shared;

namespace TradingCore.Tests.Bars;

/// <summary>A real week of SPY: its five-second bars, and minute bars that somebody else made of the same trades.</summary>
internal static class SpyWeek
{
    public const string NotChecked = "minutes made of a real week of five-second bars";

    /// <summary>One-minute bars of the five sessions.</summary>
    public const int MinuteCount = 1_950;

    public static IEnumerable<Bar> Parts => Rows("5s.csv.gz").Select(Part);

    /// <summary>
    /// Fails unless every field equals the reference, except exactly where the two legitimately differ. Both directions: every field that
    /// differs is listed, every listed field differs, and there it has the listed value.
    /// </summary>
    public static void AssertEqualsReference(IReadOnlyList<Bar> minutes)
    {
        string[] names = ["open", "high", "low", "close", "volume"];
        Dictionary<string, decimal> expected = Rows("1m.csv")
            .SelectMany(r => names.Select((n, i) => (Key: $"{r[0]},{n}", Value: Number(r[i + 1])))).ToDictionary(f => f.Key, f => f.Value);
        SortedDictionary<string, decimal> actual = Fields(minutes);

        Assert.Equal(MinuteCount, minutes.Count);
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), actual.Keys);
        Assert.Equal(
            Rows("1m-differences.csv").Select(d => $"{d[0]},{d[1]} = {Number(d[2]):G29} not {Number(d[3]):G29}").Order(StringComparer.Ordinal),
            actual.Where(a => a.Value != expected[a.Key]).Select(a => $"{a.Key} = {a.Value:G29} not {expected[a.Key]:G29}").Order(StringComparer.Ordinal));
    }

    /// <summary>The compared fields by <c>time,name</c>.</summary>
    public static SortedDictionary<string, decimal> Fields(IEnumerable<Bar> bars)
    {
        SortedDictionary<string, decimal> fields = new(StringComparer.Ordinal);
        foreach (Bar b in bars)
        {
            string time = b.Time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            (fields[$"{time},open"], fields[$"{time},high"], fields[$"{time},low"], fields[$"{time},close"], fields[$"{time},volume"]) = (b.Open, b.High, b.Low, b.Close, b.Volume);
        }
        return fields;
    }

    private static string[][] Rows(string name)
    {
        string path = SharedFolder.File($"data/bars/spy-20131007-20131011-{name}", NotChecked);
        using Stream file = File.OpenRead(path);
        using Stream plain = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(plain);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(l => l.TrimEnd('\r').Split(','))];
    }

    private static Bar Part(string[] r) => new()
    {
        Time = DateTimeOffset.FromUnixTimeSeconds(long.Parse(r[0], CultureInfo.InvariantCulture)),
        Size = BarSize.FiveSeconds,
        Open = Number(r[1]),
        High = Number(r[2]),
        Low = Number(r[3]),
        Close = Number(r[4]),
        Volume = Number(r[5]),
        Wap = Number(r[6]),
        Count = (int)Number(r[7]),
        Parts = 1,
        IsClosed = true,
    };

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
