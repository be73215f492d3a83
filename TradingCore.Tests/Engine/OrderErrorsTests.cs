using TradingCore.Engine.ReportFlow;

namespace TradingCore.Tests.Engine;

public sealed class OrderErrorsTests
{
    [Theory]
    [InlineData("Order Canceled - reason:", "")]
    [InlineData("Order Canceled - reason: Exchange closed", "Exchange closed")]
    [InlineData("Order cancelled by the exchange", "Order cancelled by the exchange")]
    public void The_reason_of_a_cancel_is_what_follows_the_fixed_opening(string text, string reason) =>
        Assert.Equal(reason, OrderErrors.CancelReason(text));
}
