using TwsProtocol;

namespace TradingCore.Tests.TwsProtocol;

public class TickTypeTests
{
    [Theory]
    [InlineData(TickType.Bid, TickType.BidSize)]
    [InlineData(TickType.Ask, TickType.AskSize)]
    [InlineData(TickType.Last, TickType.LastSize)]
    [InlineData(TickType.DelayedBid, TickType.DelayedBidSize)]
    [InlineData(TickType.DelayedAsk, TickType.DelayedAskSize)]
    [InlineData(TickType.DelayedLast, TickType.DelayedLastSize)]
    [InlineData(TickType.Close, -1)]
    public void A_price_brings_the_size_of_its_own_kind(int price, int size)
    {
        Assert.Equal(size, TickType.SizeOf(price));
    }

    [Fact]
    public void Live_and_delayed_types_belong_together()
    {
        for (int type = 0; type <= TickType.DelayedYieldAsk; type++)
        {
            int delayed = TickType.DelayedOf(type);
            if (delayed >= 0) Assert.Equal(type, TickType.LiveOf(delayed));
        }
        Assert.Equal(TickType.DelayedClose, TickType.DelayedOf(TickType.Close));
        Assert.Equal(TickType.High, TickType.LiveOf(TickType.High));
    }

    [Fact]
    public void Names_are_the_official_ones_and_unknown_ids_show_their_number()
    {
        Assert.Equal("BID_SIZE", TickType.NameOf(0));
        Assert.Equal("DELAYED_YIELD_ASK", TickType.NameOf(104));
        Assert.Equal("500", TickType.NameOf(500));
    }
}
