using System.Globalization;
using TradingBlazor.State;
using TradingBlazor.Tests.Components.Fakes;
using TradingCore.Domain;

namespace TradingBlazor.Tests.State;

public sealed class ThirtysecondsTests
{
    // Pairs of CME Group's note "Calculating U.S. Treasury pricing" and their neighbours.
    [Theory]
    [InlineData("0.03125", "118.28125", "118'09")]
    [InlineData("0.015625", "112.515625", "112'16.5")]
    [InlineData("0.015625", "112.5", "112'16.0")]
    [InlineData("0.0078125", "107.1640625", "107'05.25")]
    [InlineData("0.00390625", "102.98046875", "102'31.375")]
    [InlineData("0.015625", "-0.515625", "-0'16.5")]
    [InlineData("0.03125", "0", "0'00")]
    [InlineData("0.03125", "99.99", "100'00")]
    public void A_price_is_written_as_fine_as_its_step(string tick, string price, string expected)
    {
        string text = Format.Price(Number(price), Format.StyleOf(Number(tick), isRate: true));

        Assert.Equal(expected, text);
    }

    [Theory]
    [InlineData("112'16.5", "112.515625")]
    [InlineData("112'165", "112.515625")]
    [InlineData("112-16+", "112.515625")]
    [InlineData("107'052", "107.1640625")]
    [InlineData("-0'16.5", "-0.515625")]
    [InlineData("112.5", "112.5")]
    public void A_price_is_read_as_it_is_written_or_as_the_exchange_writes_it(string text, string expected)
    {
        Assert.True(Format.TryParsePrice(text, -2, out decimal price));
        Assert.Equal(Number(expected), price);
    }

    [Theory]
    [InlineData("112'32")]
    [InlineData("112'163")]
    [InlineData("'16")]
    [InlineData("112'")]
    [InlineData("a'16")]
    public void What_is_no_price_is_refused(string text) => Assert.False(Format.TryParsePrice(text, -1, out _));

    [Fact]
    public void A_thousand_with_an_apostrophe_is_never_read_as_one()
    {
        Assert.False(Format.TryParsePrice("1'000", 2, out _));
        Assert.False(TicketDraft.TryParse("1'000", out _));
    }

    [Theory]
    [InlineData("112'16.5", true)]
    [InlineData("112'16", true)]
    [InlineData("112'16+", true)]
    [InlineData("112'165", false)]
    [InlineData("1'000", false)]
    [InlineData("112.5", false)]
    public void Where_the_instrument_is_not_known_only_what_can_be_nothing_else_is_read_as_32nds(string text, bool isRead) =>
        Assert.Equal(isRead, Thirtyseconds.TryParseUnambiguous(text, out _));

    [Theory]
    [InlineData(SecurityType.Future, "0.015625", -2)]
    [InlineData(SecurityType.Bond, "0.03125", -1)]
    [InlineData(SecurityType.Future, "0.25", 2)]
    [InlineData(SecurityType.Stock, "0.015625", 6)]
    public void Only_bonds_and_futures_with_such_a_step_are_quoted_in_32nds(SecurityType type, string tick, int style)
    {
        Assert.Equal(style, Format.Decimals(Given.Instrument("ZN", Number(tick), type)));
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
