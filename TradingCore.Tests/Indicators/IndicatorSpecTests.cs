using TradingCore.Indicators;

namespace TradingCore.Tests.Indicators;

public sealed class IndicatorSpecTests
{
    [Theory]
    [InlineData("ema:20", "ema:20", "ema20")]
    [InlineData(" EMA:50 ", "ema:50", "ema50")]
    [InlineData("ema", "ema:20", "ema20")]
    [InlineData("sma:20", "sma:20", "sma20")]
    [InlineData("rsi:14", "rsi:14", "rsi14")]
    [InlineData("macd:12,26,9", "macd:12,26,9", "macd macdSignal macdHistogram")]
    [InlineData("macd:5,35,5", "macd:5,35,5", "macd5_35_5 macd5_35_5Signal macd5_35_5Histogram")]
    [InlineData("bb:20,2", "bb:20,2", "bbMiddle bbUpper bbLower")]
    [InlineData("bb:10,1.5", "bb:10,1.5", "bb10_1.5Middle bb10_1.5Upper bb10_1.5Lower")]
    [InlineData("atr:14", "atr:14", "atr14 trueRange")]
    [InlineData("adx:14", "adx:14", "adx14 plusDi14 minusDi14")]
    [InlineData("stoch", "stoch:14,3,3", "stochK stochD")]
    [InlineData("vwap", "vwap", "vwap")]
    [InlineData("vwapcum", "vwapcum", "vwapCumulative")]
    public void A_short_form_names_its_parameters_and_outputs(string text, string canonical, string outputs)
    {
        bool parsed = IndicatorSpec.TryParse(text, out IndicatorSpec? spec, out string error);

        Assert.True(parsed, error);
        Assert.Equal(canonical, spec!.Canonical);
        Assert.Equal(outputs, string.Join(' ', spec.Outputs));
    }

    [Theory]
    [InlineData("", "'' is not an indicator. Expected one of ema:20, sma:20,")]
    [InlineData("emma:20", "'emma:20' is not an indicator.")]
    [InlineData("ema:0", "'ema:0': period '0' is not a whole number from 1 to 1000. Expected for example ema:20.")]
    [InlineData("ema:1001", "period '1001' is not a whole number from 1 to 1000.")]
    [InlineData("ema:-5", "period '-5' is not a whole number")]
    [InlineData("ema:1.5", "period '1.5' is not a whole number")]
    [InlineData("ema:", "period '' is not a whole number")]
    [InlineData("macd:12,26", "macd takes 3 parameters (fast,slow,signal), 2 given. Expected for example macd:12,26,9.")]
    [InlineData("macd:26,12,9", "fast (26) must be less than slow (12)")]
    [InlineData("bb:20,0", "deviations '0' is not a number above 0, up to 10.")]
    [InlineData("vwap:5", "vwap takes no parameters.")]
    public void A_mistake_is_told_in_a_sentence(string text, string expected)
    {
        bool parsed = IndicatorSpec.TryParse(text, out _, out string error);

        Assert.False(parsed);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Commas_separate_indicators_and_parameters_alike()
    {
        IReadOnlyList<IndicatorSpec> specs = Specs.Of("ema:20,ema:50,macd:12,26,9,vwap,EMA:20");

        Assert.Equal(["ema:20", "ema:50", "macd:12,26,9", "vwap"], specs.Select(s => s.Canonical));
    }

    [Fact]
    public void No_more_than_twenty_are_taken()
    {
        bool parsed = IndicatorSpec.TryParseList(string.Join(',', Enumerable.Range(1, 21).Select(n => $"ema:{n}")), out IReadOnlyList<IndicatorSpec> specs, out string error);

        Assert.False(parsed);
        Assert.Empty(specs);
        Assert.Equal("21 indicators are too many. Expected up to 20.", error);
    }
}
