using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using TwsProtocol;
using TwsProtocol.Contracts;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Wire;
using TwsSimulator;

namespace TradingCore.Tests.Simulation.Data;

/// <summary>What a user may have: delayed data, generic ticks, market data lines, and history within its limits, over a real socket.</summary>
public sealed class SubscriptionTests : IAsyncLifetime
{
    private static readonly Contract Apple = SimulatorClient.Spy with { Symbol = "AAPL" };
    private readonly FakeTimeProvider _clock = Given.Clock();
    private SimulatedGateway _gateway = null!;
    private SimulatorClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _gateway = await Given.GatewayAsync(_clock, o => o with { DelayedSymbols = ["AAPL"], HistoryPacing = true, MarketDataLines = 2 });
        _client = await SimulatorClient.ConnectAsync(_gateway.EndPoint);
        await _client.SyncAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task Without_a_subscription_quotes_come_only_when_asked_for_as_delayed_and_are_those_of_a_quarter_of_an_hour_ago()
    {
        _client.Send(new ReqMktData(20, Apple));
        Assert.Equal((20, 10089), await ErrorAsync());
        _client.Send(new ReqMarketDataType(3));
        _client.Send(new ReqMktData(21, Apple));
        Assert.Equal((21, 10167), await ErrorAsync());
        List<IResponse> image = await _client.SyncAsync();
        _clock.Advance(TimeSpan.FromSeconds(30));
        List<IResponse> changes = await _client.SyncAsync();
        _client.Send(new ReqHistoricalData(22, Apple, Given.Morning.AddMinutes(-15).AddSeconds(30).UtcDateTime.ToString("yyyyMMdd-HH:mm:ss", CultureInfo.InvariantCulture), "30 S", "30 secs", "TRADES", false, 2));
        HistoricalBar then = Assert.Single((await _client.NextAsync<HistoricalData>()).Bars);

        Assert.Equal(3, image.OfType<MarketDataTypeMessage>().Single().MarketDataType);
        Assert.All(image.OfType<TickPrice>(), t => Assert.InRange(t.TickType, TickType.DelayedBid, TickType.DelayedOpen));
        Assert.Equal(
            (then.Low, then.High, then.Close),
            (LastPrices(changes).Min(), LastPrices(changes).Max(), LastPrices(changes).Last()));
    }

    [Fact]
    public async Task Without_a_subscription_bars_single_ticks_and_depth_are_refused()
    {
        _client.Send(new ReqMarketDataType(3));
        _client.Send(new ReqRealTimeBars(20, Apple, 5, "TRADES", false));
        _client.Send(new ReqTickByTickData(21, Apple, "Last"));
        _client.Send(new ReqMktDepth(22, Apple, 5));

        Assert.Equal((20, 420), await ErrorAsync());
        Assert.Equal((21, 10189), await ErrorAsync());
        Assert.Equal((22, 354), await ErrorAsync());
    }

    [Fact]
    public async Task A_line_is_shared_by_all_streams_of_an_instrument_and_counted_over_all_clients()
    {
        await using SimulatorClient other = await SimulatorClient.ConnectAsync(_gateway.EndPoint, clientId: 2);
        _client.Send(new ReqMktData(20, SimulatorClient.Spy));
        _client.Send(new ReqRealTimeBars(21, SimulatorClient.Spy, 5, "TRADES", false));
        _client.Send(new ReqTickByTickData(22, SimulatorClient.Spy, "Last"));
        _client.Send(new ReqMktDepth(23, Spot("BTC", "CRYPTO", "PAXOS"), 5));
        await _client.SyncAsync();
        other.Send(new ReqMktData(30, Spot("EUR", "CASH", "IDEALPRO")));
        Assert.Equal(101, (await other.NextAsync<ErrorMessage>(e => e.ReqId == 30)).ErrorCode);
        _client.Send(new CancelMktDepth(23, IsSmartDepth: false));
        await _client.SyncAsync();
        other.Send(new ReqMktData(31, Spot("EUR", "CASH", "IDEALPRO")));
    }

    [Fact]
    public async Task Generic_ticks_tell_the_ranges_volatilities_and_interest_that_the_history_holds()
    {
        _client.Send(new ReqMktData(20, SimulatorClient.Spy, "100,101,104,105,106,165,225,294,295,411,456,577,595"));
        List<IResponse> image = await _client.SyncAsync();
        _client.Send(new ReqHistoricalData(21, SimulatorClient.Spy, "", "1 Y", "1 day", "TRADES", false, 2));
        HistoricalData year = await _client.NextAsync<HistoricalData>();

        double low = image.OfType<TickPrice>().Single(t => t.TickType == TickType.Low52Week).Price, high = image.OfType<TickPrice>().Single(t => t.TickType == TickType.High52Week).Price;
        // The range is made from one bar an hour, so a spike between may be missed.
        Assert.Equal(year.Bars.Min(b => b.Low), low, year.Bars.Min(b => b.Low) * 0.01);
        Assert.Equal(year.Bars.Max(b => b.High), high, year.Bars.Max(b => b.High) * 0.01);
        Assert.InRange(image.OfType<TickGeneric>().Single(t => t.TickType == TickType.OptionImpliedVol).Value, 0.05, 0.6);
        Assert.Superset(
            new HashSet<int> { TickType.AvgVolume, TickType.OptionCallVolume, TickType.OptionPutOpenInterest, TickType.AvgOptVolume, TickType.AuctionVolume, TickType.ShortTermVolume5Min },
            image.OfType<TickSize>().Select(t => t.TickType).ToHashSet());
        Assert.Contains(image, m => m is TickString { TickType: TickType.IbDividends });
        Assert.Contains(image, m => m is TickPrice { TickType: TickType.EtfNavLast });
    }

    [Fact]
    public async Task History_of_small_bars_is_refused_when_it_is_asked_for_too_often()
    {
        ReqHistoricalData Small(int id, int seconds) => new(id, SimulatorClient.Spy, "", $"{seconds} S", "5 secs", "TRADES", false, 2);
        _client.Send(Small(20, 60));
        _client.Send(Small(21, 60));
        Assert.Equal((21, 162), await ErrorAsync());
        for (int id = 22; id <= 26; id++)
            _client.Send(Small(id, id * 10));
        Assert.Equal((26, 162), await ErrorAsync());
        _client.Send(new ReqHistoricalData(30, SimulatorClient.Spy, "", "60 S", "1 min", "TRADES", false, 2));
        _client.Send(new ReqHistoricalData(31, SimulatorClient.Spy, "", "60 S", "1 min", "TRADES", false, 2));
        await _client.NextAsync<HistoricalData>(h => h.ReqId == 31);
        _clock.Advance(TimeSpan.FromSeconds(16));
        _client.Send(Small(40, 60));
        await _client.NextAsync<HistoricalData>(h => h.ReqId == 40);
    }

    [Fact]
    public async Task No_more_than_sixty_requests_of_small_bars_pass_in_ten_minutes_and_both_sides_count_twice()
    {
        int refused = 0;
        for (int id = 1; id <= 31; id++)
        {
            _clock.Advance(TimeSpan.FromSeconds(3));
            _client.Send(new ReqHistoricalData(id, SimulatorClient.Spy, "", $"{id * 5} S", "5 secs", "BID_ASK", false, 2));
            refused += (await _client.SyncAsync()).OfType<ErrorMessage>().Count(e => e.ErrorCode == 162);
            Assert.Equal(id == 31 ? 1 : 0, refused);
        }
    }

    [Fact]
    public async Task No_more_than_sixty_requests_of_real_time_bars_pass_in_ten_minutes()
    {
        async Task<int> RefusedAsync(int id)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            _client.Send(new ReqRealTimeBars(id, SimulatorClient.Spy, 5, "TRADES", false));
            int refused = (await _client.SyncAsync()).OfType<ErrorMessage>().Count(e => e.ReqId == id && e.ErrorCode == 420);
            _client.Send(new CancelRealTimeBars(id));
            return refused;
        }

        for (int id = 1; id <= 60; id++) Assert.Equal(0, await RefusedAsync(id));
        Assert.Equal(1, await RefusedAsync(61));
        _clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(0, await RefusedAsync(62));
    }

    [Theory]
    [InlineData("HISTORICAL_VOLATILITY", "1 day")]
    [InlineData("OPTION_IMPLIED_VOLATILITY", "1 day")]
    [InlineData("OPTION_IMPLIED_VOLATILITY", "1 hour")]
    [InlineData("FEE_RATE", "1 day")]
    public async Task Volatilities_and_fees_have_a_history(string what, string size)
    {
        _client.Send(new ReqHistoricalData(20, SimulatorClient.Spy, "", "5 D", size, what, true, 2));
        HistoricalData history = await _client.NextAsync<HistoricalData>();

        Assert.InRange(history.Bars.Count, 4, 5 * 24);
        Assert.Equal(history.Bars.Select(b => b.Time).Distinct().Order(), history.Bars.Select(b => b.Time));
        Assert.All(history.Bars, b => Assert.True(b is { Low: > 0.01, High: < 1 } && b.Low <= b.Open && b.Open <= b.High));
    }

    [Fact]
    public async Task History_that_an_instrument_does_not_have_is_refused()
    {
        _client.Send(new ReqHistoricalData(20, SimulatorClient.Spy, "", "5 D", "1 day", "YIELD_BID", true, 2));
        _client.Send(new ReqHistoricalData(21, Spot("BTC", "CRYPTO", "PAXOS"), "", "5 D", "1 day", "FEE_RATE", true, 2));
        _client.Send(new ReqHeadTimestamp(22, Spot("EUR", "CASH", "IDEALPRO"), false, "TRADES"));
        _client.Send(new ReqHeadTimestamp(23, SimulatorClient.Spy, false, "GOSSIP"));
        _client.Send(new ReqHistoricalData(24, Spot("BTC", "CRYPTO", "PAXOS"), "", "5 D", "1 day", "TRADES", true, 2));
        _client.Send(new ReqHistoricalData(25, SimulatorClient.Spy, "", "5 D", "1 day", "AGGTRADES", true, 2));
        _client.Send(new ReqHistoricalData(26, SimulatorClient.Spy, "20250610-15:00:00", "5 D", "1 day", "ADJUSTED_LAST", true, 2));

        Assert.Equal((20, 162), await ErrorAsync());
        Assert.Equal((21, 162), await ErrorAsync());
        Assert.Equal((22, 162), await ErrorAsync());
        Assert.Equal((23, 321), await ErrorAsync());
        Assert.Equal((24, 10299), await ErrorAsync());
        Assert.Equal((25, 162), await ErrorAsync());
        Assert.Equal((26, 321), await ErrorAsync());
    }

    private static Contract Spot(string symbol, string secType, string exchange) => new() { Symbol = symbol, SecType = secType, Exchange = exchange, Currency = "USD" };

    private static double[] LastPrices(IEnumerable<IResponse> messages) => [.. messages.OfType<TickPrice>().Where(t => t.TickType == TickType.DelayedLast).Select(t => t.Price)];

    private async Task<(int, int)> ErrorAsync()
    {
        ErrorMessage error = await _client.NextAsync<ErrorMessage>(e => e.ReqId != -1);
        return (error.ReqId, error.ErrorCode);
    }
}
