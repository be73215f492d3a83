using TwsProtocol;
using TwsProtocol.Messages.Responses;

namespace TradingCore.Tests.Simulation.Load;

public sealed class QuoteCounterTests
{
    private readonly QuoteCounter _counter = new(symbols: 1);

    [Theory]
    [InlineData(new[] { 5, 6, 7 }, 2, 0)]
    [InlineData(new[] { 5, 5, 6 }, 1, 0)]
    [InlineData(new[] { 5, 7, 8 }, 3, 1)]
    [InlineData(new[] { 9_998, 9_999, 0, 1 }, 3, 0)]
    [InlineData(new[] { 9_998, 1 }, 3, 2)]
    public void A_step_of_more_than_one_is_a_loss(int[] changes, long seen, long lost)
    {
        foreach (int change in changes) _counter.On(new TickSize(0, TickType.BidSize, 100 * (change + 1)));

        Assert.Equal((seen, lost), (_counter.FewestChanges, _counter.Lost));
    }

    [Fact]
    public void The_quantity_that_comes_with_a_price_counts_too()
    {
        _counter.On(new TickPrice(0, TickType.Bid, 150.25, 300m, 1));
        _counter.On(new TickSize(0, TickType.AskSize, 9_900m));
        _counter.On(new TickPrice(0, TickType.Bid, 150.26, 500m, 1));

        Assert.Equal((2L, 1L), (_counter.FewestChanges, _counter.Lost));
    }
}
