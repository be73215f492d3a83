using TradingBlazor.State.Ladder;

namespace TradingBlazor.Tests.State.Ladder;

public sealed class LadderTextsTests
{
    private readonly LadderTexts _texts = new();

    [Fact]
    public void A_price_is_written_once_for_all_ladders_that_show_it_alike()
    {
        LadderPrice words = _texts.Of(430.1m, 2);

        Assert.Same(words, _texts.Of(430.10m, 2));
        Assert.Equal(("430.10", "ladder-row-430.1", "ladder-bid-430.1", "ladder-ask-430.1", "ladder-price-430.1"), (words.Text, words.RowId, words.BidId, words.AskId, words.PriceId));
        Assert.Contains(">Buy at 430.10; bid <", words.BidWords.Value, StringComparison.Ordinal);
        Assert.Contains(">Sell at 430.10; offered <", words.AskWords.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_price_with_other_decimals_is_another_line()
    {
        Assert.NotEqual(_texts.Of(1.5m, 2), _texts.Of(1.5m, 4));
        Assert.Equal("1.5000", _texts.Of(1.5m, 4).Text);
    }

    [Fact]
    public void A_size_reads_as_everywhere_and_none_reads_as_nothing()
    {
        Assert.Equal(("1,200", "0.5", ""), (_texts.Size(1200m), _texts.Size(0.5m), _texts.Size(null)));
        Assert.Same(_texts.Size(1200m), _texts.Size(1200.0m));
    }

    [Fact]
    public void More_prices_and_sizes_than_are_kept_are_written_anew_and_are_the_same_line()
    {
        LadderPrice first = _texts.Of(0m, 2);
        string size = _texts.Size(0m);

        for (int i = 1; i <= 20_000; i++) (_, _) = (_texts.Of(i, 2), _texts.Size(i));

        Assert.NotSame(first, _texts.Of(0m, 2));
        Assert.Equal(first, _texts.Of(0m, 2));
        Assert.Equal(first.GetHashCode(), _texts.Of(0m, 2).GetHashCode());
        Assert.Equal(size, _texts.Size(0m));
    }
}
