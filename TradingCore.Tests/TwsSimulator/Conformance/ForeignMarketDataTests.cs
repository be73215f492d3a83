using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using TwsProtocol;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Wire;
using TwsSimulator;

namespace TradingCore.Tests.Simulation.Conformance;

/// <summary>Every market data stream as a client that is not ours reads it, value by value against what the gateway sent.</summary>
public sealed class ForeignMarketDataTests : IAsyncLifetime
{
    private const int ClientId = 7;
    private readonly FakeTimeProvider _clock = Given.Clock();
    private readonly string _folder = Directory.CreateTempSubdirectory("conformance").FullName;
    private SimulatedGateway _gateway = null!;
    private ForeignClient _client = null!;

    private string RecordingFile => Path.Combine(_folder, "traffic.jsonl");

    public async ValueTask InitializeAsync()
    {
        _gateway = await Given.GatewayAsync(_clock, o => o with { CaptureFile = RecordingFile });
        _client = await ForeignClient.ConnectAsync(_gateway, ClientId);
    }

    public async ValueTask DisposeAsync()
    {
        if (_client is not null) await _client.DisposeAsync();
        await _gateway.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Quotes_are_read_as_they_were_sent()
    {
        _client.Call("reqMktData", 20, ForeignClient.Spy, "233,236", false, false);
        await PassAsync(seconds: 10);

        IReadOnlyList<IResponse> sent = await Recording.OfAsync(_gateway, RecordingFile, ClientId);
        Assert.Equal(
            sent.OfType<TickPrice>().Select(t => (t.ReqId, t.TickType, (decimal)t.Price)),
            Told("tickPrice").Select(e => (e.Int(0), e.Int(1), e.Number(2))));
        // A price brings its size along, which a client tells as a size of its own.
        Assert.Equal(
            sent.SelectMany(SizesOf),
            Told("tickSize").Select(e => (e.Int(0), e.Int(1), e.Number(2))));
        Assert.Equal(sent.OfType<TickString>().Select(t => (t.TickType, t.Value)), Told("tickString").Select(e => (e.Int(1), e.Text(2))));
        Assert.Equal(sent.OfType<TickGeneric>().Select(t => (t.TickType, (decimal)t.Value)), Told("tickGeneric").Select(e => (e.Int(1), e.Number(2))));
        Assert.True(sent.OfType<TickPrice>().Count() > 20);
    }

    [Fact]
    public async Task Five_second_bars_are_read_as_they_were_sent()
    {
        _client.Call("reqRealTimeBars", 21, ForeignClient.Spy, 5, "TRADES", true);
        await PassAsync(seconds: 30);

        IReadOnlyList<IResponse> sent = await Recording.OfAsync(_gateway, RecordingFile, ClientId);
        Assert.Equal(
            sent.OfType<RealTimeBar>().Select(b => (b.ReqId, b.Time, (decimal)b.Open, (decimal)b.High, (decimal)b.Low, (decimal)b.Close, b.Volume, b.Wap, b.Count)),
            Told("realtimeBar").Select(e => (e.Int(0), e[1].GetInt64(), e.Number(2), e.Number(3), e.Number(4), e.Number(5), (decimal?)e.Number(6), (decimal?)e.Number(7), e.Int(8))));
        Assert.InRange(sent.OfType<RealTimeBar>().Count(), 5, 7);
    }

    [Theory]
    [InlineData("1 D", "5 mins", "TRADES")]
    [InlineData("1800 S", "5 secs", "MIDPOINT")]
    [InlineData("2 W", "1 day", "TRADES")]
    [InlineData("1 Y", "1W", "TRADES")]
    [InlineData("1 D", "1 hour", "BID_ASK")]
    public async Task Historical_bars_are_read_as_they_were_sent(string duration, string size, string what)
    {
        _client.Call("reqHistoricalData", 22, ForeignClient.Spy, "", duration, size, what, 1, 1, false);
        await _client.NextAsync("historicalData", e => e.Text(1).StartsWith("finished", StringComparison.Ordinal));

        IReadOnlyList<IResponse> sent = await Recording.OfAsync(_gateway, RecordingFile, ClientId);
        IReadOnlyList<HistoricalBar> bars = sent.OfType<HistoricalData>().Single().Bars;
        Assert.Equal(
            bars.Select(b => (b.Time, (decimal)b.Open, (decimal)b.High, (decimal)b.Low, (decimal)b.Close, b.Volume)),
            Told("historicalData").SkipLast(1).Select(e => (e.Text(1), e.Number(2), e.Number(3), e.Number(4), e.Number(5), (decimal?)e.Number(6))));
        Assert.True(bars.Count > 5);
    }

    [Fact]
    public async Task Historical_bars_are_kept_up_to_date()
    {
        _client.Call("reqHistoricalData", 23, ForeignClient.Spy, "", "1800 S", "1 min", "TRADES", 1, 1, true);
        await _client.NextAsync("historicalData", e => e.Text(1).StartsWith("finished", StringComparison.Ordinal));
        await PassAsync(seconds: 90);

        IReadOnlyList<IResponse> sent = await Recording.OfAsync(_gateway, RecordingFile, ClientId);
        Assert.Equal(
            sent.OfType<HistoricalDataUpdate>().Select(u => (u.Date, (decimal)u.Open, (decimal)u.High, (decimal)u.Low, (decimal)u.Close, u.Volume)),
            Told("historicalDataUpdate").Select(e => (e.Text(1), e.Number(2), e.Number(3), e.Number(4), e.Number(5), (decimal?)e.Number(6))));
        Assert.True(sent.OfType<HistoricalDataUpdate>().Select(u => u.Date).Distinct().Count() >= 2);
    }

    [Theory]
    [InlineData("Last")]
    [InlineData("AllLast")]
    public async Task Every_trade_is_read_as_it_was_sent(string kind)
    {
        _client.Call("reqTickByTickData", 24, ForeignClient.Spy, kind, 0, false);
        await PassAsync(seconds: 20);

        IReadOnlyList<IResponse> sent = await Recording.OfAsync(_gateway, RecordingFile, ClientId);
        Assert.Equal(
            sent.OfType<TickByTickAllLast>().Select(t => (t.ReqId, t.TickType, t.Time, (decimal)t.Price, t.Size, t.Exchange)),
            Told("tickByTickAllLast").Select(e => (e.Int(0), e.Int(1), long.Parse(e[2].ToString(), CultureInfo.InvariantCulture), e.Number(3), (decimal?)e.Number(4), e.Text(6))));
        Assert.True(sent.OfType<TickByTickAllLast>().Count() > 5);
    }

    [Fact]
    public async Task Every_quote_is_read_as_it_was_sent()
    {
        _client.Call("reqTickByTickData", 25, ForeignClient.Spy, "BidAsk", 0, false);
        await PassAsync(seconds: 20);

        IReadOnlyList<IResponse> sent = await Recording.OfAsync(_gateway, RecordingFile, ClientId);
        Assert.Equal(
            sent.OfType<TickByTickBidAsk>().Select(t => ((decimal)t.BidPrice, (decimal)t.AskPrice, t.BidSize, t.AskSize)),
            Told("tickByTickBidAsk").Select(e => (e.Number(2), e.Number(3), (decimal?)e.Number(4), (decimal?)e.Number(5))));
        Assert.True(sent.OfType<TickByTickBidAsk>().Count() > 5);
    }

    [Fact]
    public async Task Every_midpoint_is_read_as_it_was_sent()
    {
        _client.Call("reqTickByTickData", 26, ForeignClient.Spy, "MidPoint", 0, false);
        await PassAsync(seconds: 20);

        IReadOnlyList<IResponse> sent = await Recording.OfAsync(_gateway, RecordingFile, ClientId);
        Assert.Equal(sent.OfType<TickByTickMidPoint>().Select(t => (decimal)t.MidPoint), Told("tickByTickMidPoint").Select(e => e.Number(2)));
        Assert.True(sent.OfType<TickByTickMidPoint>().Count() > 5);
    }

    [Fact]
    public async Task Smart_depth_with_its_venues_builds_the_book_that_was_sent()
    {
        _client.Call("reqMktDepth", 27, ForeignClient.Spy, 10, true);
        await PassAsync(seconds: 10);

        IReadOnlyList<IResponse> sent = await Recording.OfAsync(_gateway, RecordingFile, ClientId);
        Assert.Equal(
            sent.OfType<MarketDepthL2>().Select(d => (d.Position, d.MarketMaker, d.Operation, d.Side, (decimal)d.Price, d.Size)),
            Told("updateMktDepthL2").Select(e => (e.Int(1), e.Text(2), e.Int(3), e.Int(4), e.Number(5), (decimal?)e.Number(6))));
        var bids = new SortedDictionary<int, decimal>();
        Assert.True(sent.OfType<MarketDepthL2>().Count() > 20);
        foreach (ForeignEvent e in Told("updateMktDepthL2").TakeWhile(e => e.Int(3) == 0))
            if (e.Int(4) == 1) bids[e.Int(1)] = e.Number(5);
        Assert.Equal(bids.Values.OrderDescending(), bids.Values);
    }

    [Fact]
    public async Task The_book_of_one_venue_is_read_as_it_was_sent()
    {
        _client.Call("reqMktDepth", 31, new { symbol = "SPY", secType = "STK", exchange = "ARCA", currency = "USD" }, 5, false);
        await PassAsync(seconds: 10);

        IReadOnlyList<IResponse> sent = await Recording.OfAsync(_gateway, RecordingFile, ClientId);
        Assert.Equal(
            sent.OfType<MarketDepth>().Select(d => (d.Position, d.Operation, d.Side, (decimal)d.Price, d.Size)),
            Told("updateMktDepth").Select(e => (e.Int(1), e.Int(2), e.Int(3), e.Number(4), (decimal?)e.Number(5))));
        Assert.True(sent.OfType<MarketDepth>().Count() > 20);
    }

    [Fact]
    public async Task Contract_details_are_read_as_they_were_sent()
    {
        _client.Call("reqContractDetails", 32, ForeignClient.Spy);
        await _client.NextAsync("contractDetailsEnd");
        _client.Call("reqContractDetails", 33, new { symbol = "ES", secType = "FUT", exchange = "CME", currency = "USD" });
        await _client.NextAsync("contractDetailsEnd", e => e.Int(0) == 33);

        IReadOnlyList<IResponse> sent = await Recording.OfAsync(_gateway, RecordingFile, ClientId);
        Assert.Equal(
            sent.OfType<ContractData>().Select(c => (c.ReqId, c.ContractDetails.Contract.ConId, c.ContractDetails.Contract.LocalSymbol, (decimal)c.ContractDetails.MinTick, c.ContractDetails.LongName, c.ContractDetails.TimeZoneId, c.ContractDetails.TradingHours, c.ContractDetails.MarketRuleIds, c.ContractDetails.ValidExchanges)),
            Told("contractDetails").Select(e => (e.Int(0), e[1].GetProperty("contract").GetProperty("conId").GetInt32(), e[1].GetProperty("contract").GetProperty("localSymbol").GetString()!, e[1].GetProperty("minTick").GetDecimal(),
                e[1].GetProperty("longName").GetString()!, e[1].GetProperty("timeZoneId").GetString()!, e[1].GetProperty("tradingHours").GetString()!, e[1].GetProperty("marketRuleIds").GetString()!, e[1].GetProperty("validExchanges").GetString()!)));
        Assert.Equal(5, sent.OfType<ContractData>().Count());
    }

    [Fact]
    public async Task A_snapshot_ends_by_itself()
    {
        _client.Call("reqMktData", 34, ForeignClient.Spy, "", true, false);
        await _client.NextAsync("tickSnapshotEnd");

        IReadOnlyList<IResponse> sent = await Recording.OfAsync(_gateway, RecordingFile, ClientId);
        Assert.Equal(sent.OfType<TickPrice>().Select(t => (t.TickType, (decimal)t.Price)), Told("tickPrice").Select(e => (e.Int(1), e.Number(2))));
    }

    [Fact]
    public async Task Historical_ticks_of_all_three_kinds_are_read_as_they_were_sent()
    {
        string end = "20250610 15:00:00 UTC";
        _client.Call("reqHistoricalTicks", 28, ForeignClient.Spy, "", end, 50, "TRADES", 1, false);
        _client.Call("reqHistoricalTicks", 29, ForeignClient.Spy, "", end, 50, "BID_ASK", 1, false);
        _client.Call("reqHistoricalTicks", 30, ForeignClient.Spy, "", end, 50, "MIDPOINT", 1, false);
        await _client.NextAsync("historicalTicksLast");
        await _client.NextAsync("historicalTicksBidAsk");
        await _client.NextAsync("historicalTicks");

        IReadOnlyList<IResponse> sent = await Recording.OfAsync(_gateway, RecordingFile, ClientId);
        Assert.Equal(
            sent.OfType<HistoricalTicksLast>().Single().Ticks.Select(t => ((decimal)t.Price, t.Size)),
            Told("historicalTicksLast").Single()[1].EnumerateArray().Select(t => (t.GetProperty("price").GetDecimal(), (decimal?)t.GetProperty("size").GetDecimal())));
        Assert.Equal(
            sent.OfType<HistoricalTicksBidAsk>().Single().Ticks.Select(t => ((decimal)t.PriceBid, (decimal)t.PriceAsk)),
            Told("historicalTicksBidAsk").Single()[1].EnumerateArray().Select(t => (t.GetProperty("priceBid").GetDecimal(), t.GetProperty("priceAsk").GetDecimal())));
        Assert.True(Told("historicalTicks").Single()[1].GetArrayLength() >= 50);
    }

    private static IEnumerable<(int, int, decimal)> SizesOf(IResponse message) => message switch
    {
        TickSize { Size: { } size } t => [(t.ReqId, t.TickType, size)],
        TickPrice { Size: { } size } t when TickType.SizeOf(t.TickType) is { } type and > 0 => [(t.ReqId, type, size)],
        _ => [],
    };

    private IEnumerable<ForeignEvent> Told(string name) => _client.Seen.Where(e => e.Name == name);

    // In steps of a beat, as the clock of the world would, so that no two of them fall together.
    private async Task PassAsync(int seconds)
    {
        for (int i = 0; i < seconds * 2; i++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(500));
            await _client.SyncAsync();
        }
    }
}
