using TradingBlazor.State;
using TradingBlazor.Tests.Components.Fakes;
using TradingCore.Domain;

namespace TradingBlazor.Tests.State;

public sealed class FormatTests
{
    [Theory]
    [InlineData("0.01", 2)]
    [InlineData("0.25", 2)]
    [InlineData("0.00005", 5)]
    [InlineData("1", 0)]
    [InlineData("0.0100", 2)]
    public void Prices_have_the_decimals_of_the_price_step(string tick, int decimals) =>
        Assert.Equal(decimals, Format.Decimals(Given.Instrument(tick: decimal.Parse(tick, System.Globalization.CultureInfo.InvariantCulture))));

    [Theory]
    [InlineData(950, "950")]
    [InlineData(12_345, "12.3K")]
    [InlineData(345_678, "346K")]
    [InlineData(12_345_678, "12.3M")]
    [InlineData(345_678_901, "346M")]
    [InlineData(2_500_000_000, "2.5B")]
    public void Volumes_fit_their_column(long volume, string text) => Assert.Equal(text, Format.Volume(volume));

    [Theory]
    [InlineData("0.25", "0.25")]
    [InlineData("16.358", "16.36")]
    [InlineData("99.996", "100")]
    [InlineData("163.58", "163.6")]
    [InlineData("999.96", "1.0K")]
    [InlineData("99999", "100K")]
    [InlineData("999600", "1.0M")]
    [InlineData("99960000", "100M")]
    [InlineData("999600000", "1.0B")]
    public void Volumes_of_parts_and_before_the_next_unit_fit_it_too(string volume, string text) =>
        Assert.Equal(text, Format.Volume(decimal.Parse(volume, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void A_tiny_quantity_is_told_and_not_called_none() => Assert.Equal(["0.0000000001", "−1,234.5"], [Format.Quantity(0.000_000_000_1m), Format.Quantity(-1_234.50m)]);

    [Fact]
    public void What_is_not_known_is_a_dash() => Assert.Equal(["–", "–", "–", "–"], [Format.Price(null, 2), Format.Money(null), Format.Percent(null), Format.Quantity(null)]);

    [Fact]
    public void Exchange_time_follows_daylight_saving()
    {
        Assert.Equal("14:03:27", Format.ClockEt(new DateTimeOffset(2026, 3, 10, 18, 3, 27, TimeSpan.Zero)));
        Assert.Equal("13:03:27", Format.ClockEt(new DateTimeOffset(2026, 1, 10, 18, 3, 27, TimeSpan.Zero)));
    }

    [Fact]
    public void A_step_moves_to_the_next_price_on_the_grid()
    {
        Instrument instrument = Given.Instrument(tick: 0.25m);

        Assert.Equal("6712.50", TicketDraft.Step("6712.25", 1, instrument));
        Assert.Equal("6712.25", TicketDraft.Step("6712.30", -1, instrument));
        Assert.Equal("6712.50", TicketDraft.Step("6712.30", 1, instrument));
        Assert.Equal("abc", TicketDraft.Step("abc", 1, instrument));
    }
}
