using TradingCore.Indicators;

namespace TradingCore.Tests.Indicators;

internal static class Specs
{
    public static IReadOnlyList<IndicatorSpec> Of(string text)
    {
        Assert.True(IndicatorSpec.TryParseList(text, out IReadOnlyList<IndicatorSpec> specs, out string error), error);
        return specs;
    }
}
