using TradingCore.Domain;
using TradingCore.Engine.Events;
using TradingCore.Tws;
using TradingCore.Tws.Mapping;
using TwsProtocol.Contracts;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using WireContract = TwsProtocol.Contracts.Contract;
using WireIncrement = TwsProtocol.Messages.Responses.PriceIncrement;

namespace TradingCore.Tests.Tws;

public sealed class MappingTests
{
    private static readonly DateTimeOffset Near = new(2026, 1, 15, 15, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("20250415  19:38:31", "2025-04-15T23:38:31Z")] // old form, zone of the login
    [InlineData("20250415 19:38:31", "2025-04-15T23:38:31Z")]
    [InlineData("20250415 19:38:31 US/Eastern", "2025-04-15T23:38:31Z")]
    [InlineData("20260115 09:30:00 US/Eastern", "2026-01-15T14:30:00Z")]
    [InlineData("20260715 09:30:00 EST", "2026-07-15T13:30:00Z")] // TWS writes EST all year round
    [InlineData("20260115 15:30:00 MET", "2026-01-15T14:30:00Z")]
    [InlineData("20260115 09:30:00 Japan", "2026-01-15T00:30:00Z")]
    [InlineData("20260715 09:30:00 Greenwich Mean Time", "2026-07-15T08:30:00Z")]
    [InlineData("20260115-09:30:00", "2026-01-15T09:30:00Z")]
    [InlineData("20260115 09:30 US/Central", "2026-01-15T15:30:00Z")]
    [InlineData("20260115", "2026-01-15T05:00:00Z")]
    [InlineData("1768489200", "2026-01-15T15:00:00Z")]
    public void Every_documented_form_of_time_is_read(string text, string utc) =>
        Assert.Equal(DateTimeOffset.Parse(utc, System.Globalization.CultureInfo.InvariantCulture), WireTime.Parse(text, WireTime.LoginZone("20260115 09:30:00 US/Eastern"), Near));

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("yesterday")]
    [InlineData("20261315 09:30:00 US/Eastern")]
    [InlineData("20260115 09:30:00 Nowhere/Land")]
    [InlineData("99999999999999")]
    public void A_time_in_no_known_form_is_none(string? text) => Assert.Null(WireTime.Parse(text, TimeZoneInfo.Utc, Near));

    [Theory]
    [InlineData("2026-11-01T05:45:00Z", "2026-11-01T05:30:00Z")]
    [InlineData("2026-11-01T06:45:00Z", "2026-11-01T06:30:00Z")]
    public void In_the_hour_that_clocks_repeat_the_time_nearest_to_its_arrival_counts(string near, string utc) =>
        Assert.Equal(
            DateTimeOffset.Parse(utc, System.Globalization.CultureInfo.InvariantCulture),
            WireTime.Parse("20261101 01:30:00 US/Eastern", TimeZoneInfo.Utc, DateTimeOffset.Parse(near, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void Times_are_sent_in_utc_with_a_dash() =>
        Assert.Equal("20260115-14:30:00", WireTime.Format(new DateTimeOffset(2026, 1, 15, 9, 30, 0, TimeSpan.FromHours(-5))));

    [Theory]
    [InlineData("STK", "SPY", "SPY", "USD", "SPY")]
    [InlineData("STK", "BRK B", "BRK B", "USD", "BRK.B")]
    [InlineData("CASH", "EUR", "EUR.USD", "USD", "EUR.USD")]
    [InlineData("CASH", "EUR", "", "USD", "EUR.USD")]
    [InlineData("FUT", "ES", "ESZ6", "USD", "ESZ6")]
    [InlineData("OPT", "AAPL", "AAPL  270115P00180000", "USD", "AAPL 270115P00180000")]
    [InlineData("CRYPTO", "BTC", "BTC.USD", "USD", "BTC")]
    [InlineData("IND", "SPX", "SPX", "USD", "SPX")]
    public void Every_contract_has_one_name(string secType, string symbol, string localSymbol, string currency, string ticker) =>
        Assert.Equal(ticker, ContractMap.ToDomain(new WireContract { SecType = secType, Symbol = symbol, LocalSymbol = localSymbol, Currency = currency }).Ticker);

    [Theory]
    [InlineData("", 1)]
    [InlineData("50", 50)]
    [InlineData("0.01", 0.01)]
    [InlineData("0", 1)]
    public void A_blank_multiplier_is_one(string wire, double multiplier) =>
        Assert.Equal((decimal)multiplier, ContractMap.ToDomain(new WireContract { SecType = "FUT", Multiplier = wire }).Multiplier);

    [Theory]
    [InlineData(0.1 + 0.2, "0.3")]
    [InlineData(150.25, "150.25")]
    [InlineData(1e-8, "0.00000001")]
    [InlineData(-37.63, "-37.63")]
    public void Binary_noise_is_dropped(double wire, string price) =>
        Assert.Equal(decimal.Parse(price, System.Globalization.CultureInfo.InvariantCulture), WireNumber.ToDecimal(wire));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.MaxValue)]
    [InlineData(null)]
    public void What_no_decimal_can_hold_is_none(double? wire) => Assert.Null(WireNumber.ToDecimal(wire));

    [Theory]
    [InlineData(-1, 0.0, null)]
    [InlineData(-1, 5.0, -1.0)]
    [InlineData(-37.63, 0.0, -37.63)]
    [InlineData(0, 0.0, 0.0)]
    public void Minus_one_without_a_size_is_no_price(double price, double size, double? expected) => Assert.Equal((decimal?)expected, TickMap.Price(price, (decimal)size));

    [Theory]
    [InlineData("SPY", "STK:SPY:SMART:USD IND:SPY::  CRYPTO:SPY:PAXOS:USD")]
    [InlineData("BRK.B", "STK:BRK B:SMART:USD IND:BRK.B:: CRYPTO:BRK:PAXOS:USD")]
    [InlineData("EUR.USD", "CASH:EUR:IDEALPRO:USD")]
    [InlineData("GBP/JPY", "CASH:GBP:IDEALPRO:JPY")]
    [InlineData("ES FUT CME", "FUT:ES:CME:")]
    [InlineData("SPX IND", "IND:SPX::")]
    public void A_short_name_becomes_the_contracts_to_ask_for(string text, string expected)
    {
        Assert.True(ContractQuery.TryParse(text, out ContractQuery? query, out _));

        string candidates = string.Join(' ', ContractQueryMap.Candidates(query!).Select(c => $"{c.SecType}:{c.Symbol}:{c.Exchange}:{c.Currency}"));

        Assert.Equal(expected.Replace("  ", " ", StringComparison.Ordinal), candidates);
    }

    [Theory]
    [InlineData("ES FUT CME 202612", "'202612' is not a currency.")]
    [InlineData("ES FUT CME USD DEC", "'DEC' is not a month or date.")]
    public void A_part_of_a_contract_in_the_wrong_place_is_named(string text, string expected)
    {
        Assert.False(ContractQuery.TryParse(text, out _, out string error));

        Assert.StartsWith(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_local_symbol_of_a_future_is_asked_for_as_such() =>
        Assert.Contains(ContractQueryMap.Candidates(new ContractQuery("ESZ6")), c => c is { SecType: "FUT", LocalSymbol: "ESZ6", Symbol: "" });

    [Fact]
    public void The_front_month_is_taken_and_its_market_rule_asked_for()
    {
        using var f = new PartsFixture();
        f.Parts.Resolver.Ask(new ContractQuery("ES", SecurityType.Future, "CME"));
        int id = f.Sent<ReqContractDetails>().Single().ReqId;
        foreach ((string local, string date) in new[] { ("ESM6", "20260618"), ("ESH6", "20260320"), ("ESZ5", "20251219") })
        {
            f.Receiver.On(new ContractData(id, new ContractDetails
            {
                Contract = new WireContract { ConId = date.GetHashCode(StringComparison.Ordinal), Symbol = "ES", SecType = "FUT", LocalSymbol = local, Exchange = "CME", Currency = "USD", Multiplier = "50", LastTradeDateOrContractMonth = date },
                MinTick = 0.25,
                ValidExchanges = "CME,QBALGO",
                MarketRuleIds = "67,68",
                LongName = "E-mini S&P 500",
            }));
        }

        f.Receiver.On(new ContractDataEnd(id));
        ReqMarketRule rule = Assert.Single(f.Sent<ReqMarketRule>());
        int before = f.Posted.Events<InstrumentResolved>().Count;
        f.Receiver.On(new MarketRule(67, [new WireIncrement(0, 0.25), new WireIncrement(1000, 0.5)]));

        Instrument es = Assert.Single(f.Posted.Events<InstrumentResolved>()).Instrument;
        Assert.Equal((67, 0), (rule.MarketRuleId, before));
        Assert.Equal(("ESH6", 50m, 0.25m, "CME"), (es.Contract.Ticker, es.Contract.Multiplier, es.MinTick, es.Contract.Exchange));
        Assert.Equal((0.25m, 0.5m), (es.TickSizeAt(999m), es.TickSizeAt(1000m)));
    }

    [Fact]
    public void Without_its_market_rule_a_contract_resolves_with_its_smallest_tick()
    {
        using var f = new PartsFixture();
        f.Parts.Resolver.Ask(new ContractQuery("SPY", SecurityType.Stock));
        int id = f.Sent<ReqContractDetails>().Single().ReqId;
        f.Receiver.On(new ContractData(id, new ContractDetails { Contract = new WireContract { ConId = 1, Symbol = "SPY", SecType = "STK", Exchange = "SMART" }, MinTick = 0.01, ValidExchanges = "SMART", MarketRuleIds = "26" }));
        f.Receiver.On(new ContractDataEnd(id));

        f.Advance(TimeSpan.FromSeconds(15));

        Instrument spy = Assert.Single(f.Posted.Events<InstrumentResolved>()).Instrument;
        Assert.Equal((0.01m, 1m, 1m), (spy.TickSizeAt(100m), spy.MinSize, spy.SizeIncrement));
        Assert.Empty(spy.PriceIncrements);
    }

    [Fact]
    public void What_is_no_share_is_looked_for_among_other_products()
    {
        using var f = new PartsFixture();
        f.Parts.Resolver.Ask(new ContractQuery("SPX"));
        int stock = f.Sent<ReqContractDetails>().Single().ReqId;

        f.Receiver.On(new ErrorMessage(stock, 200, "No security definition has been found for the request"));

        Assert.Equal("IND", f.Sent<ReqContractDetails>().Single().Contract.SecType);
        Assert.Empty(f.Posted.Events<InstrumentNotResolved>());
    }

    [Theory]
    [InlineData("Market data farm connection is broken:usfarm", "usfarm")]
    [InlineData("HMDS data farm connection is inactive but should be available upon demand.ushmds:ushmds", "ushmds")]
    [InlineData("something else", "unnamed farm")]
    public void Farms_are_named_at_the_end_of_the_notice(string text, string farm) => Assert.Equal(farm, ErrorCodes.FarmName(text));

    [Theory]
    [InlineData("2026-01-16T04:44:59Z", false)]
    [InlineData("2026-01-16T04:45:00Z", true)]
    [InlineData("2026-01-16T05:44:59Z", true)]
    [InlineData("2026-01-16T05:45:00Z", false)]
    [InlineData("2026-07-16T04:00:00Z", true)] // an hour earlier in summer
    [InlineData("2026-01-16T15:00:00Z", false)]
    public void A_loss_in_the_nightly_reset_is_told_as_planned(string utc, bool isPlanned) =>
        Assert.Equal(isPlanned, NightlyReset.Explain("lost", DateTimeOffset.Parse(utc, System.Globalization.CultureInfo.InvariantCulture)).Contains("IB resets its servers", StringComparison.Ordinal));
}
