using TradingCore.Alerts;

namespace TradingCore.Tests.Alerts;

public sealed class LevelCheckTests
{
    [Theory]
    [InlineData("above", null, 99.99, "clear")]
    [InlineData("above", null, 100, "met")]
    [InlineData("above", null, 100.01, "met")]
    [InlineData("below", null, 100.01, "clear")]
    [InlineData("below", null, 100, "met")]
    [InlineData("below", null, 99.99, "met")]
    [InlineData("crossesAbove", null, 101, "between")]
    [InlineData("crossesAbove", 99.99, 100, "met")]
    [InlineData("crossesAbove", 100.0, 101, "between")]
    [InlineData("crossesAbove", 101.0, 99, "clear")]
    [InlineData("crossesBelow", 100.01, 100, "met")]
    [InlineData("crossesBelow", 100.0, 99, "between")]
    [InlineData("crossesBelow", 99.0, 101, "clear")]
    [InlineData("crosses", 99.0, 101, "met")]
    [InlineData("crosses", 101.0, 99, "met")]
    [InlineData("crosses", 101.0, 102, "clear")]
    [InlineData("moves", null, -100, "met")]
    [InlineData("moves", null, 99.9, "clear")]
    public void A_value_is_held_against_a_level_of_100(string comparison, double? before, double now, string expected) =>
        Assert.Equal(expected, AlertTerms.Word(LevelCheck.Judge(AlertTerms.Find<AlertComparison>(comparison)!.Value, (decimal?)before, (decimal)now, 100m, 0m)));

    [Theory]
    [InlineData("above", 99.5, "between")]
    [InlineData("above", 99.49, "clear")]
    [InlineData("below", 100.5, "between")]
    [InlineData("below", 100.51, "clear")]
    [InlineData("crosses", 100.5, "between")]
    [InlineData("crosses", 100.51, "clear")]
    public void Within_the_hysteresis_of_a_half_it_is_not_clear(string comparison, double now, string expected) =>
        Assert.Equal(expected, AlertTerms.Word(LevelCheck.Judge(AlertTerms.Find<AlertComparison>(comparison)!.Value, (decimal)now, (decimal)now, 100m, 0.5m)));

    [Fact]
    public void A_level_that_moves_through_the_value_crosses_it_too() =>
        Assert.Equal(AlertSignal.Met, LevelCheck.Judge(AlertComparison.CrossesAbove, before: 100m, now: 100m, level: 99m, hysteresis: 0m, levelBefore: 101m));
}
