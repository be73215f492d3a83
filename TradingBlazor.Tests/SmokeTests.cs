namespace TradingBlazor.Tests;

public sealed class SmokeTests
{
    [Fact]
    public void Runner_works() => Assert.True(true);
}
