using Microsoft.Extensions.Options;
using TradingCore.Engine;
using TradingCore.Risk;

namespace TradingCore.Tests.Risk;

public sealed class RiskOptionsTests
{
    private static bool Fails(Action<RiskOptions> change)
    {
        var options = new RiskOptions();
        change(options);
        return new RiskOptionsValidator().Validate(null, options).Failed;
    }

    private static bool Fails(Action<TradingOptions> change)
    {
        var options = new TradingOptions();
        change(options);
        return new TradingOptionsValidator().Validate(null, options).Failed;
    }

    [Fact]
    public void The_defaults_are_valid_and_cautious()
    {
        var risk = new RiskOptions();
        var trading = new TradingOptions();

        Assert.Equal(ValidateOptionsResult.Success, new RiskOptionsValidator().Validate(null, risk));
        Assert.Equal(ValidateOptionsResult.Success, new TradingOptionsValidator().Validate(null, trading));
        Assert.Equal((1_000m, 50_000m, 2_000m, 5m, 1m, 50m), (risk.OrderQuantityMax, risk.OrderNotionalMax, risk.PositionMax, risk.PriceCollarPercent, risk.PriceCollarPercentForex, risk.PriceFarPercent));
        Assert.False(trading.AllowLive);
    }

    [Fact]
    public void Limits_of_quantity_and_value()
    {
        Assert.True(Fails((RiskOptions o) => o.OrderQuantityMax = 0m));
        Assert.False(Fails((RiskOptions o) => o.OrderQuantityMax = 0.00000001m));
        Assert.True(Fails((RiskOptions o) => o.OrderNotionalMax = 0.009m));
        Assert.False(Fails((RiskOptions o) => o.OrderNotionalMax = 0.01m));
        Assert.False(Fails((RiskOptions o) => o.OrderNotionalMax = 1_000_000_000m));
        Assert.True(Fails((RiskOptions o) => o.OrderNotionalMax = 1_000_000_000.01m));
        Assert.True(Fails((RiskOptions o) => o.PositionMax = 0m));
    }

    [Fact]
    public void Limits_of_prices_rates_and_times()
    {
        Assert.True(Fails((RiskOptions o) => o.PriceCollarPercent = 0.009m));
        Assert.False(Fails((RiskOptions o) => o.PriceCollarPercent = 100m));
        Assert.True(Fails((RiskOptions o) => o.PriceCollarPercent = 100.01m));
        Assert.True(Fails((RiskOptions o) => o.QuoteMaxAge = TimeSpan.FromMilliseconds(99)));
        Assert.False(Fails((RiskOptions o) => o.QuoteMaxAge = TimeSpan.FromMilliseconds(100)));
        Assert.True(Fails((RiskOptions o) => o.OrdersPerSecond = 41));
        Assert.False(Fails((RiskOptions o) => o.DuplicateWindow = TimeSpan.Zero));
        Assert.True(Fails((RiskOptions o) => o.DuplicateWindow = TimeSpan.FromSeconds(-1)));
        Assert.True(Fails((RiskOptions o) => o.BaseCurrency = "usd"));
    }

    [Fact]
    public void Limits_of_the_engine()
    {
        Assert.True(Fails((TradingOptions o) => o.UnknownAfter = TimeSpan.FromMilliseconds(99)));
        Assert.False(Fails((TradingOptions o) => o.UnknownAfter = TimeSpan.FromMinutes(5)));
        Assert.True(Fails((TradingOptions o) => o.InboxCapacity = 63));
        Assert.True(Fails((TradingOptions o) => o.OrderIdBlock = 0));
        Assert.False(Fails((TradingOptions o) => o.KeptMax = 100));
    }
}
