using System.Globalization;
using TradingBlazor.State;

namespace TradingBlazor.Tests.State;

public sealed class TypedNumberTests
{
    [Theory]
    [InlineData("1200", "1200")]
    [InlineData("1,200", "1200")]
    [InlineData(" 12,345,678.25 ", "12345678.25")]
    [InlineData("-1,200.5", "-1200.5")]
    [InlineData(".5", "0.5")]
    [InlineData("0.123", "0.123")]
    [InlineData("999999999999999.5", "999999999999999.5")]
    public void A_number_is_read_with_commas_only_between_thousands(string typed, string number)
    {
        Assert.True(TypedNumber.TryParse(typed, out decimal value));
        Assert.Equal(decimal.Parse(number, CultureInfo.InvariantCulture), value);
    }

    [Theory]
    [InlineData("1,5")]
    [InlineData("1,50")]
    [InlineData("1,2345")]
    [InlineData("1234,567")]
    [InlineData(",500")]
    [InlineData("1,,000")]
    [InlineData("1,000,")]
    [InlineData("1.500,5")]
    [InlineData("1e9")]
    [InlineData("ten")]
    [InlineData("1000000000000000")]
    [InlineData("-1000000000000000")]
    [InlineData("")]
    [InlineData(null)]
    public void A_comma_that_could_mean_decimals_and_what_nobody_trades_make_no_number(string? typed) => Assert.False(TypedNumber.TryParse(typed, out _));

    [Theory]
    [InlineData("401,10", "\"401,10\" is no number: write 401.10")]
    [InlineData("1.500,5", "\"1.500,5\" is no number: write 1500.5")]
    [InlineData("1 000", "\"1 000\" is no number: write 1000")]
    [InlineData("1e9", "\"1e9\" is no number: write 1000000000")]
    [InlineData("2.5E3", "\"2.5E3\" is no number: write 2500")]
    [InlineData("1e27", "\"1e27\" is no number: write it in digits")]
    [InlineData("1e-20", "\"1e-20\" is no number: write it in digits")]
    [InlineData("10k", "\"10k\" is no number: write 10000")]
    [InlineData("9999999999999999999999999999999999", "A number of 34 digits is too large")]
    [InlineData("-9,999,999,999,999,999,999,999,999,999,999,999.5", "A number of 34 digits is too large")]
    [InlineData("1000000000000000", "A number of 16 digits is too large")]
    [InlineData("1e99", "Enter a price")]
    [InlineData("e9", "Enter a price")]
    [InlineData("k", "Enter a price")]
    [InlineData("ten", "Enter a price")]
    [InlineData("1,000,", "Enter a price")]
    [InlineData("1,000000000000000", "Enter a price")]
    [InlineData(" ", "Enter a price")]
    [InlineData("-5", "Enter a price")]
    public void A_number_that_is_written_otherwise_is_told_how_to_be_written(string typed, string said) => Assert.Equal(said, TypedNumber.Problem(typed, "Enter a price"));
}
