using TradingCore.Domain;
using TradingCore.Positions;

namespace TradingCore.Tests.Positions;

public sealed class MarkTests
{
    private static readonly Quote Market = new() { Ticker = "SPY", Bid = 99.98m, Ask = 100.02m, Last = 100.01m, Close = 98m };

    [Theory]
    [InlineData(MarkPriceRule.ExitSide, 10, "99.98")]
    [InlineData(MarkPriceRule.ExitSide, -10, "100.02")]
    [InlineData(MarkPriceRule.Last, 10, "100.01")]
    [InlineData(MarkPriceRule.Last, -10, "100.01")]
    [InlineData(MarkPriceRule.Mid, -10, "100.00")]
    public void A_position_is_valued_by_the_rule_and_on_its_own_side(MarkPriceRule rule, int quantity, string price)
    {
        Mark mark = Mark.Of(rule, Market, quantity, isStale: false);

        Assert.Equal((decimal.Parse(price, System.Globalization.CultureInfo.InvariantCulture), ""), (mark.Price, mark.Flaw));
    }

    [Fact]
    public void Without_its_side_of_the_market_another_price_is_taken_and_said_to_be_one_sided()
    {
        Assert.Equal(new Mark(100.01m, "one-sided"), Mark.Of(MarkPriceRule.ExitSide, Market with { Bid = null }, 10m, isStale: false));
        Assert.Equal(new Mark(100.02m, ""), Mark.Of(MarkPriceRule.ExitSide, Market with { Bid = null }, -10m, isStale: false));
        Assert.Equal(new Mark(100.01m, "one-sided"), Mark.Of(MarkPriceRule.Mid, Market with { Ask = null }, 10m, isStale: false));
    }

    [Fact]
    public void An_old_price_is_stale_whatever_else_it_is()
    {
        Assert.Equal(new Mark(99.98m, "stale"), Mark.Of(MarkPriceRule.ExitSide, Market, 10m, isStale: true));
        Assert.Equal(new Mark(100.01m, "stale"), Mark.Of(MarkPriceRule.ExitSide, Market with { Bid = null }, 10m, isStale: true));
    }

    [Fact]
    public void Without_a_market_there_is_the_close_of_the_day_before_or_nothing()
    {
        Assert.Equal(new Mark(98m, "previous close"), Mark.Of(MarkPriceRule.ExitSide, new Quote { Ticker = "SPY", Close = 98m }, 10m, isStale: false));
        Assert.Equal(new Mark(null, ""), Mark.Of(MarkPriceRule.Last, new Quote { Ticker = "SPY" }, 10m, isStale: false));
        Assert.Equal(new Mark(null, ""), Mark.Of(MarkPriceRule.Last, null, 10m, isStale: false));
    }

    [Theory]
    [InlineData("exit side", MarkPriceRule.ExitSide)]
    [InlineData("ExitSide", MarkPriceRule.ExitSide)]
    [InlineData("last", MarkPriceRule.Last)]
    [InlineData("Mid", MarkPriceRule.Mid)]
    public void The_setting_names_the_rule(string text, MarkPriceRule rule) => Assert.Equal(rule, new PositionsOptions { MarkPrice = text }.MarkRule);

    [Theory]
    [InlineData("2026-03-02T04:59:59Z", 0, "2026-03-01")]   // 23:59:59 in New York
    [InlineData("2026-03-02T05:00:00Z", 0, "2026-03-02")]
    [InlineData("2026-03-09T03:59:59Z", 0, "2026-03-08")]   // summer time since the 8th
    [InlineData("2026-03-09T04:00:00Z", 0, "2026-03-09")]
    [InlineData("2026-03-02T21:59:59Z", 17, "2026-03-02")]  // 16:59:59
    [InlineData("2026-03-02T22:00:00Z", 17, "2026-03-03")]  // the evening belongs to the next day
    [InlineData("2026-03-02T08:59:59Z", 4, "2026-03-01")]   // 03:59:59
    public void A_day_begins_at_its_time_in_its_zone(string time, int hour, string day)
    {
        var days = new TradingDay(TimeZoneInfo.FindSystemTimeZoneById("America/New_York"), TimeSpan.FromHours(hour));

        Assert.Equal(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture), days.Of(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture)));
    }
}
