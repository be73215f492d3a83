using TradingCore.Tws;
using TwsProtocol;

namespace TradingCore.Tests.Tws;

/// <summary>What people read beside an error of the gateway.</summary>
public class AdviceTests
{
    [Fact]
    public void A_documented_code_comes_with_what_to_do_about_it() =>
        Assert.Equal($"No such contract. {TwsErrors.Find(200).Advice}", ErrorCodes.WithAdvice(200, "No such contract."));

    [Fact]
    public void A_code_that_nobody_documented_is_shown_as_it_came() => Assert.Equal("Something new.", ErrorCodes.WithAdvice(31_999, "Something new."));

    [Fact]
    public void The_advice_is_that_of_the_table() => Assert.Equal(TwsErrors.Find(110).Advice, ErrorCodes.AdviceOn(110));
}
