using System.Globalization;
using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Indicators;
using TradingCore.Tests.Shared;

namespace TradingCore.Tests.Indicators;

/// <summary>Published values of another project's worksheets.</summary>
public sealed class ReferenceTests
{
    private const double Tolerance = 1e-9;

    private static (string[] Header, string[][] Rows) Read(string name)
    {
        string path = SharedFolder.File($"data/indicators/{name}", "indicators against published values");
        string[][] lines = [.. File.ReadLines(path).Select(l => l.Split(','))];
        return (lines[0], lines[1..]);
    }

    private static BarSeries Series(string[][] rows, Func<string, DateTimeOffset> time) => new("X", BarSize.OneMinute,
        [.. rows.Select(r => new Bar { Time = time(r[0]), Size = BarSize.OneMinute, Open = Number(r[1]), High = Number(r[2]), Low = Number(r[3]), Close = Number(r[4]), Volume = Number(r[5]), IsClosed = true })], 1);

    private static decimal Number(string text) => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static void AssertColumn(string[] header, string[][] rows, string column, IReadOnlyList<double?> actual)
    {
        int index = Array.IndexOf(header, column);
        Assert.Equal(rows.Length, actual.Count);
        for (int i = 0; i < rows.Length; i++)
        {
            double? expected = rows[i][index].Length == 0 ? null : double.Parse(rows[i][index], CultureInfo.InvariantCulture);
            bool isEqual = expected is null ? actual[i] is null : actual[i] is { } a && Math.Abs(a - expected.Value) <= Tolerance;
            Assert.True(isEqual, $"{column}, row {i}: expected {expected?.ToString("R", CultureInfo.InvariantCulture) ?? "none"}, got {actual[i]?.ToString("R", CultureInfo.InvariantCulture) ?? "none"}");
        }
    }

    [Theory]
    [InlineData("sma20", "sma:20", "sma20")]
    [InlineData("ema20", "ema:20", "ema20")]
    [InlineData("rsi14", "rsi:14", "rsi14")]
    [InlineData("macd_12_26", "macd:12,26,9", "macd")]
    [InlineData("macd_signal9", "macd:12,26,9", "macdSignal")]
    [InlineData("macd_hist", "macd:12,26,9", "macdHistogram")]
    [InlineData("bb20_mid", "bb:20,2", "bbMiddle")]
    [InlineData("bb20_2_upper", "bb:20,2", "bbUpper")]
    [InlineData("bb20_2_lower", "bb:20,2", "bbLower")]
    [InlineData("tr", "atr:14", "trueRange")]
    [InlineData("atr14", "atr:14", "atr14")]
    [InlineData("pdi14", "adx:14", "plusDi14")]
    [InlineData("mdi14", "adx:14", "minusDi14")]
    [InlineData("adx14", "adx:14", "adx14")]
    [InlineData("stoch_k_14_3", "stoch:14,3,3", "stochK")]
    [InlineData("stoch_d_3", "stoch:14,3,3", "stochD")]
    [InlineData("vwap_cum", "vwapcum", "vwapCumulative")]
    public void A_column_of_the_reference_is_met_from_its_first_value_on(string column, string spec, string output)
    {
        (string[] header, string[][] rows) = Read("indicators-reference.csv");
        var indicators = new IndicatorSeries(Specs.Of(spec));

        indicators.Update(Series(rows, d => DateTimeOffset.Parse(d, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)));

        AssertColumn(header, rows, column, indicators.Values(output));
    }

    [Fact]
    public void The_vwap_of_a_session_is_met_and_starts_again_the_day_after()
    {
        (string[] header, string[][] rows) = Read("vwap-intraday-reference.csv");
        Instrument instrument = MarketData.Instruments.Spy with { TimeZoneId = "America/New_York" };
        BarSeries day = Series(rows, t => new DateTimeOffset(DateTime.Parse(t, CultureInfo.InvariantCulture), TimeSpan.FromHours(-5)));
        Bar[] before = [.. day.Bars.Select(b => b with { Time = b.Time.AddDays(-1), Volume = b.Volume + 17m, High = b.High + 1m })];
        var indicators = new IndicatorSeries(Specs.Of("vwap"), IndicatorSpec.TradingDaysOf(instrument));

        indicators.Update(day with { Bars = [.. before, .. day.Bars] });

        AssertColumn(header, rows, "vwap", [.. indicators.Values("vwap").Skip(before.Length)]);
    }
}
