using System.Globalization;
using TradingBlazor.State;
using TradingCore.Risk.Limits;

namespace TradingBlazor.Tests.State;

public sealed class RiskWordsTests
{
    [Theory]
    [InlineData("50000", "50,000")]
    [InlineData("892123.5", "892,123.50")]
    [InlineData("892123.461", "892,123.46")]
    [InlineData("0.004", "0.00")]
    public void A_limit_in_money_has_its_cents_or_none(string value, string said) => Assert.Equal(said, RiskWords.Value(RiskUnit.Money, decimal.Parse(value, CultureInfo.InvariantCulture)));
}
