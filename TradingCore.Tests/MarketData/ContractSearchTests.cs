using Microsoft.Extensions.Time.Testing;
using TradingCore.Domain;
using TradingCore.MarketData;
using TradingCore.MarketData.Search;

namespace TradingCore.Tests.MarketData;

public sealed class ContractSearchTests
{
    private readonly RecordingQueries _queries = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 20, 15, 0, 0, TimeSpan.Zero));
    private readonly ContractSearch _search;

    public ContractSearchTests() => _search = new ContractSearch(_queries);

    private Task<QueryAnswer<ContractHit>> SearchAsync(string text) => _search.SearchAsync(text, _clock.GetUtcNow(), TestContext.Current.CancellationToken);

    private static SymbolMatch Match(int id, string symbol, SecurityType type = SecurityType.Stock) => new(new ConId(id), symbol, type, "NYSE", "USD", symbol + " Inc", []);

    private static Instrument Contract(int id, string symbol, SecurityType type, string month = "", string local = "", string exchange = "CME", decimal? strike = null, string right = "") => new()
    {
        Contract = new Contract { ConId = new ConId(id), Ticker = local.Length > 0 ? local : symbol, Symbol = symbol, LocalSymbol = local, SecurityType = type, Exchange = exchange, LastTradeDateOrContractMonth = month, Strike = strike, Right = right },
    };

    [Fact]
    public async Task A_symbol_is_looked_for_among_all_kinds_and_the_exact_one_stands_first()
    {
        _queries.OnMatch = _ => QueryAnswer.Of<SymbolMatch>([Match(1, "ESS"), Match(2, "ES")]);
        _queries.OnFind = l => QueryAnswer.Of<Instrument>(l.SecurityType == SecurityType.Future ? [Contract(4, "ES", SecurityType.Future, "20270319", "ESH7"), Contract(3, "ES", SecurityType.Future, "20261218", "ESZ6")] : []);

        QueryAnswer<ContractHit> answer = await SearchAsync("es");

        Assert.Equal(["ES", "ESS", "ESZ6", "ESH7"], answer.Items.Select(h => h.Ticker));
        Assert.Equal("ES FUT CME USD 20261218", answer.Items[2].Query.ToString());
        Assert.Equal([SecurityType.Future, SecurityType.Crypto], _queries.Lookups.Select(l => l.SecurityType));
    }

    [Fact]
    public async Task A_name_is_asked_for_without_its_accents_and_what_has_no_Latin_letters_is_explained_and_not_asked()
    {
        string asked = "";
        _queries.OnMatch = pattern => { asked = pattern; return QueryAnswer.Of<SymbolMatch>([Match(1, "NESN")]); };

        Assert.Equal(["NESN"], (await SearchAsync("Nestlé")).Items.Select(h => h.Ticker));
        Assert.Equal("NESTLE", asked);
        asked = "";
        QueryAnswer<ContractHit> other = await SearchAsync("任天堂");

        Assert.Equal((false, ""), (other.IsAnswered, asked));
        Assert.Contains("Latin letters", other.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ES FUT CME 202612", SecurityType.Future, "ES", "CME", "", "202612")]
    [InlineData("spx ind", SecurityType.Index, "SPX", "", "", "")]
    [InlineData("btc crypto", SecurityType.Crypto, "BTC", "PAXOS", "USD", "")]
    [InlineData("eur.usd cash", SecurityType.Forex, "EUR", "IDEALPRO", "USD", "")]
    [InlineData("eur.usd", SecurityType.Forex, "EUR", "IDEALPRO", "USD", "")]
    [InlineData("eurusd", SecurityType.Forex, "EUR", "IDEALPRO", "USD", "")]
    [InlineData("brk.b stock", SecurityType.Stock, "BRK B", "SMART", "USD", "")]
    [InlineData("aapl options", SecurityType.Option, "AAPL", "SMART", "USD", "202611")]
    public async Task What_is_typed_names_one_kind_of_contract(string text, SecurityType type, string symbol, string exchange, string currency, string month)
    {
        await SearchAsync(text);

        Assert.Contains(new ContractLookup(symbol, type, exchange, currency, month), _queries.Lookups);
    }

    [Theory]
    [InlineData("aapl 180 c", "202611", "C")]
    [InlineData("AAPL put 180", "202611", "P")]
    [InlineData("AAPL 20270115 180 Call", "20270115", "C")]
    public async Task A_strike_and_a_right_alone_name_an_option(string text, string month, string right)
    {
        await SearchAsync(text);

        Assert.Contains(new ContractLookup("AAPL", SecurityType.Option, "SMART", "USD", month, 180m, right), _queries.Lookups);
    }

    [Theory]
    [InlineData("agilent a")]
    [InlineData("citigroup c")]
    [InlineData("formula one c")]
    public async Task A_letter_of_a_name_is_no_right_without_a_strike(string text)
    {
        await SearchAsync(text);

        Assert.DoesNotContain(_queries.Lookups, l => l.SecurityType == SecurityType.Option);
    }

    [Fact]
    public async Task An_option_found_by_month_strike_and_right_can_be_watched_by_its_local_symbol()
    {
        _queries.OnFind = _ => QueryAnswer.Of<Instrument>([Contract(7, "AAPL", SecurityType.Option, "20270115", "AAPL  270115C00180000", "SMART", 180m, "C")]);

        ContractHit hit = Assert.Single((await SearchAsync("AAPL OPT 202701 180 c")).Items);

        Assert.Equal(new ContractLookup("AAPL", SecurityType.Option, "SMART", "USD", "202701", 180m, "C"), Assert.Single(_queries.Lookups));
        Assert.True(ContractQuery.TryParse(hit.Query.ToString(), out ContractQuery? again, out string error), error);
        Assert.Equal(hit.Query, again);
    }

    [Theory]
    [InlineData("SPY 260116C00600000", "SPY   260116C00600000")]
    [InlineData("SPY   260116C00600000", "SPY   260116C00600000")]
    [InlineData("spy260116c00600000", "SPY   260116C00600000")]
    [InlineData("SPY 260116C00600000 OPT SMART USD", "SPY   260116C00600000")]
    [InlineData("SPY 600C Jan16'26", "SPY   260116C00600000")]
    [InlineData("spxw 6002.5p dec4'26", "SPXW  261204P06002500")]
    [InlineData("SPY Jan16'26 600 CALL", "SPY   260116C00600000")]
    [InlineData("SPY JAN16’26 600 P", "SPY   260116P00600000")]
    public async Task An_option_is_found_by_the_name_that_the_desk_or_the_exchange_gives_it(string text, string local)
    {
        _queries.OnFind = l => QueryAnswer.Of<Instrument>(l.LocalSymbol == local ? [Contract(7, "SPY", SecurityType.Option, "20260116", local, "SMART", 600m, "C")] : []);

        ContractHit hit = Assert.Single((await SearchAsync(text)).Items);

        Assert.Equal(new ContractLookup("", SecurityType.Option, "SMART", "USD") { LocalSymbol = local }, Assert.Single(_queries.Lookups));
        Assert.Equal(local, hit.Query.Symbol);
    }

    [Theory]
    [InlineData("SPY 600C Feb30'26")]
    [InlineData("SPY 261316C00600000")]
    [InlineData("SPY 99999999C Jan16'26")]
    public async Task What_only_looks_like_the_name_of_an_option_is_a_text_like_any_other(string text)
    {
        Assert.Empty((await SearchAsync(text)).Items);

        Assert.DoesNotContain(_queries.Lookups, l => l.LocalSymbol.Length > 0);
    }

    [Fact]
    public async Task A_future_is_found_by_the_name_that_the_desk_gives_it()
    {
        _queries.OnFind = l => QueryAnswer.Of<Instrument>(l.LocalSymbol == "ESZ6" ? [Contract(3, "ES", SecurityType.Future, "20261218", "ESZ6")] : []);

        ContractHit hit = Assert.Single((await SearchAsync("esz6")).Items);

        Assert.Equal("ES FUT CME USD 20261218", hit.Query.ToString());
    }

    [Fact]
    public async Task The_same_text_asks_once_a_minute_and_a_failure_is_not_kept()
    {
        await SearchAsync("spy");
        await SearchAsync("SPY");
        _clock.Advance(TimeSpan.FromSeconds(61));
        await SearchAsync("spy");
        _queries.OnMatch = _ => QueryAnswer.Failed<SymbolMatch>("The gateway is not connected.");
        QueryAnswer<ContractHit> failed = await SearchAsync("qqqq");
        await SearchAsync("qqqq");

        Assert.Equal(["SPY", "SPY", "QQQQ", "QQQQ"], _queries.Patterns);
        Assert.False(failed.IsAnswered);
    }

    [Fact]
    public async Task Nothing_typed_asks_nothing()
    {
        Assert.Empty((await SearchAsync("  ")).Items);
        Assert.Empty(_queries.Patterns);
    }
}
