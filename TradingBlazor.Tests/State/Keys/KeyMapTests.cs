using TradingBlazor.State.Keys;

namespace TradingBlazor.Tests.State.Keys;

public sealed class KeyMapTests
{
    [Fact]
    public void No_two_actions_share_a_key_or_an_id()
    {
        Assert.Equal(KeyMap.All.Count, KeyMap.All.Select(k => k.Id).Distinct().Count());
        string[] keys = [.. KeyMap.All.Where(k => k.Keys.Length > 0).Select(k => k.Keys.ToUpperInvariant())];
        Assert.Equal(keys.Length, keys.Distinct().Count());
    }

    [Fact]
    public void Keys_that_send_orders_need_arming_and_never_work_while_a_text_is_typed()
    {
        Assert.All(KeyMap.All.Where(k => k.Id is "trade.buy" or "trade.sell" or "trade.flatten"), k => Assert.True(k.NeedsArming && !k.InText, k.Id));
        Assert.All(KeyMap.All.Where(k => k.Keys.StartsWith("Shift+", StringComparison.Ordinal)), k => Assert.False(k.InText, k.Id));
    }

    [Fact]
    public void The_glossary_of_the_documents_is_in_the_program()
    {
        GlossaryTerm denied = Glossary.Terms.Single(t => t.Word == "denied");

        Assert.Equal("Our risk check said no. The order never left.", denied.Meaning);
        Assert.True(Glossary.Terms.Count > 60);
    }

    [Theory]
    [InlineData("po", "Positions")]
    [InlineData("spy", "SPY")]
    [InlineData("go pos", "Go to positions")]
    [InlineData("etf", "SPY")]
    public void The_palette_finds_by_the_beginning_of_words_in_titles_before_details(string text, string first)
    {
        CommandItem[] items = [Item("Export"), Item("Go to positions"), Item("Positions"), Item("SPY", "S&P 500 ETF")];

        Assert.Equal(first, CommandSearch.Find(items, text)[0].Title);
    }

    [Fact]
    public void What_is_not_there_is_not_found() => Assert.Empty(CommandSearch.Find([Item("Positions")], "zz"));

    private static CommandItem Item(string title, string detail = "") => new("Page", title, detail, "", () => Task.CompletedTask);
}
