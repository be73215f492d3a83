namespace TradingCore.Tests.Architecture;

public sealed class SmokeTests
{
    [Fact]
    public void Runner_works() => Assert.True(true);
}
