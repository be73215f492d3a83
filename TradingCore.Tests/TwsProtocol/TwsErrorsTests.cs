using TwsProtocol;

namespace TradingCore.Tests.TwsProtocol;

public class TwsErrorsTests
{
    [Theory]
    [InlineData(201, TwsErrorKind.Error)]
    [InlineData(202, TwsErrorKind.Information)]
    [InlineData(399, TwsErrorKind.Warning)]
    [InlineData(1100, TwsErrorKind.Connection)]
    [InlineData(2104, TwsErrorKind.Information)]
    [InlineData(2102, TwsErrorKind.Error)]
    [InlineData(2103, TwsErrorKind.Warning)]
    [InlineData(10167, TwsErrorKind.Warning)]
    [InlineData(2177, TwsErrorKind.Warning)]
    [InlineData(99999, TwsErrorKind.Error)]
    public void Each_code_has_its_class_whatever_its_range(int code, TwsErrorKind kind)
    {
        Assert.Equal(kind, TwsErrors.Find(code).Kind);
    }

    [Theory]
    [InlineData(105)]
    [InlineData(110)]
    [InlineData(321)]
    [InlineData(329)]
    [InlineData(2102)]
    public void Some_errors_leave_the_modified_order_alive(int code)
    {
        Assert.True(TwsErrors.Find(code).Flags.HasFlag(TwsErrorFlags.KeepsModifiedOrder));
    }

    [Fact]
    public void Every_code_says_what_happened_and_what_to_do()
    {
        Assert.All(TwsErrors.All, e =>
        {
            Assert.EndsWith(".", e.Meaning, StringComparison.Ordinal);
            Assert.EndsWith(".", e.Advice, StringComparison.Ordinal);
            Assert.False(string.IsNullOrWhiteSpace(e.Name));
        });
        Assert.True(TwsErrors.All.Count > 290);
    }
}
