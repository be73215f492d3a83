using System.Text.Json;
using System.Xml.Linq;
using Microsoft.Extensions.Time.Testing;
using TwsProtocol;
using TwsProtocol.Contracts;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsSimulator;

namespace TradingCore.Tests.Simulation.Data;

/// <summary>Scanners, news, histograms, the corporate calendar and what else is asked about rather than traded, over a real socket.</summary>
public sealed class ReferenceTests : IAsyncLifetime
{
    private const int SpyId = 756733;
    private const int AppleId = 265598;
    private readonly FakeTimeProvider _clock = Given.Clock();
    private SimulatedGateway _gateway = null!;
    private SimulatorClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _gateway = await Given.GatewayAsync(_clock);
        _client = await SimulatorClient.ConnectAsync(_gateway.EndPoint);
        await _client.SyncAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task A_scanner_ranks_by_the_prices_the_quotes_tell_and_comes_again_every_half_minute()
    {
        _client.Send(new ReqScannerParameters());
        XDocument parameters = XDocument.Parse((await _client.NextAsync<ScannerParameters>()).Xml);
        Assert.Contains(parameters.Descendants("scanCode"), c => c.Value == "TOP_PERC_GAIN");
        Dictionary<string, double> changes = [];
        foreach (string symbol in new[] { "SPY", "AAPL" })
        {
            _client.Send(new ReqMktData(20, SimulatorClient.Spy with { Symbol = symbol }, Snapshot: true));
            await _client.NextAsync<TickSnapshotEnd>();
            double Tick(int type) => _client.Seen.OfType<TickPrice>().Last(t => t.TickType == type).Price;
            changes[symbol] = Tick(TickType.Last) / Tick(TickType.Close);
        }

        _client.Send(new ReqScannerSubscription(30, Scan("TOP_PERC_GAIN")));
        ScannerData first = await _client.NextAsync<ScannerData>();
        ScannerData second = await _client.AdvanceUntilAsync<ScannerData>(_clock, stepMs: 1000);
        _client.Send(new CancelScannerSubscription(30));

        Assert.Equal(changes.OrderByDescending(c => c.Value).Select(c => c.Key), first.Rows.Select(r => r.Contract.Symbol));
        Assert.Equal([0, 1], second.Rows.Select(r => r.Rank));
        Assert.Equal((30, 162), await ErrorAsync());
    }

    [Fact]
    public async Task A_scanner_that_is_unknown_taken_twice_or_not_there_is_refused()
    {
        _client.Send(new ReqScannerSubscription(30, Scan("NO_SUCH_SCAN")));
        _client.Send(new ReqScannerSubscription(31, Scan("MOST_ACTIVE")));
        _client.Send(new ReqScannerSubscription(31, Scan("MOST_ACTIVE")));
        _client.Send(new CancelScannerSubscription(32));
        _client.Send(new ReqScannerSubscription(33, Scan("MOST_ACTIVE") with { AbovePrice = 1e6 }));

        Assert.Equal((30, 162), await ErrorAsync());
        Assert.Equal((31, 385), await ErrorAsync());
        Assert.Equal((32, 365), await ErrorAsync());
        Assert.Equal((33, 165), await ErrorAsync());
    }

    [Fact]
    public async Task Headlines_of_the_past_have_articles_and_new_ones_come_as_ticks()
    {
        _client.Send(new ReqNewsProviders());
        string codes = string.Join('+', (await _client.NextAsync<NewsProviders>()).Providers.Select(p => p.ProviderCode));
        _client.Send(new ReqHistoricalNews(40, SpyId, codes, "2025-06-01 00:00:00.0", "2025-06-10 00:00:00.0", 5));
        HistoricalNewsEnd end = await _client.NextAsync<HistoricalNewsEnd>();
        HistoricalNews[] headlines = [.. _client.Seen.OfType<HistoricalNews>()];
        _client.Send(new ReqNewsArticle(41, headlines[0].ProviderCode, headlines[0].ArticleId));
        NewsArticle article = await _client.NextAsync<NewsArticle>();
        _client.Send(new ReqMktData(42, SimulatorClient.Spy, "mdoff,292"));
        TickNews live = await _client.AdvanceUntilAsync<TickNews>(_clock, stepMs: 5_000);
        _client.Send(new ReqNewsArticle(43, live.ProviderCode, live.ArticleId));

        Assert.True(end.HasMore);
        Assert.Equal(5, headlines.Length);
        Assert.Equal(headlines.OrderByDescending(h => h.Time).Select(h => h.Time), headlines.Select(h => h.Time));
        Assert.Contains("SPY", article.ArticleText, StringComparison.Ordinal);
        Assert.Contains("SPDR", (await _client.NextAsync<NewsArticle>()).ArticleText, StringComparison.Ordinal);
        Assert.Empty(_client.Seen.OfType<TickPrice>());
    }

    [Fact]
    public async Task News_of_nobody_of_the_future_or_of_a_wrong_time_are_refused()
    {
        _client.Send(new ReqNewsArticle(41, "XYZ", "XYZ$1"));
        _client.Send(new ReqNewsArticle(42, "BRFG", "BRFG$0000000000001"));
        _client.Send(new ReqHistoricalNews(43, SpyId, "XYZ", "", "", 5));
        _client.Send(new ReqHistoricalNews(44, 1, "BRFG", "", "", 5));
        _client.Send(new ReqHistoricalNews(45, SpyId, "BRFG", "yesterday", "", 5));

        Assert.Equal((41, 10276), await ErrorAsync());
        Assert.Equal((42, 10172), await ErrorAsync());
        Assert.Equal((43, 10276), await ErrorAsync());
        Assert.Equal((44, 200), await ErrorAsync());
        Assert.Equal((45, 321), await ErrorAsync());
    }

    [Fact]
    public async Task A_bulletin_comes_when_asked_for_and_with_the_next_day()
    {
        _client.Send(new ReqNewsBulletins(AllMessages: true));
        NewsBulletin today = await _client.NextAsync<NewsBulletin>();
        NewsBulletin next = await _client.AdvanceUntilAsync<NewsBulletin>(_clock, stepMs: 300_000);

        Assert.Contains("2025-06-10", today.Message, StringComparison.Ordinal);
        Assert.Contains("2025-06-11", next.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_histogram_holds_the_volume_of_the_bars_within_their_range()
    {
        _client.Send(new ReqHistogramData(50, SimulatorClient.Spy, UseRTH: false, "2 hours"));
        HistogramData histogram = await _client.NextAsync<HistogramData>();
        _client.Send(new ReqHistoricalData(51, SimulatorClient.Spy, "", "7200 S", "1 min", "TRADES", false, 2));
        HistoricalData bars = await _client.NextAsync<HistoricalData>();
        _client.Send(new ReqHistogramData(52, SimulatorClient.Spy, UseRTH: false, "a while"));

        Assert.Equal(bars.Bars.Sum(b => b.Volume), histogram.Data.Sum(e => e.Size));
        Assert.All(histogram.Data, e => Assert.InRange(e.Price, bars.Bars.Min(b => b.Low), bars.Bars.Max(b => b.High)));
        Assert.Equal((52, 321), await ErrorAsync());
    }

    [Fact]
    public async Task A_display_group_tells_all_its_watchers_what_it_shows()
    {
        _client.Send(new QueryDisplayGroups(60));
        Assert.Equal("1|2|3|4|5|6|7", (await _client.NextAsync<DisplayGroupList>()).Groups);
        _client.Send(new SubscribeToGroupEvents(61, 1));
        _client.Send(new SubscribeToGroupEvents(62, 1));
        _client.Send(new UpdateDisplayGroup(61, "756733@SMART"));

        Assert.Equal("none", (await _client.NextAsync<DisplayGroupUpdated>(u => u.ReqId == 62)).ContractInfo);
        Assert.Equal("756733@SMART", (await _client.NextAsync<DisplayGroupUpdated>(u => u.ReqId == 62)).ContractInfo);
        _client.Send(new UpdateDisplayGroup(61, "SPY"));
        _client.Send(new UnsubscribeFromGroupEvents(63));
        Assert.Equal((61, 321), await ErrorAsync());
        Assert.Equal((63, 321), await ErrorAsync());
    }

    [Fact]
    public async Task Corporate_events_are_served_after_their_meta_data()
    {
        var apple = new WshEventFilter { ConId = AppleId };
        _client.Send(new ReqWshEventData(70, apple));
        Assert.Equal((70, 10282), await ErrorAsync());
        _client.Send(new ReqWshMetaData(71));
        using JsonDocument meta = JsonDocument.Parse((await _client.NextAsync<WshMetaData>()).DataJson);
        _client.Send(new ReqWshEventData(72, apple));
        using JsonDocument byId = JsonDocument.Parse((await _client.NextAsync<WshEventData>()).DataJson);
        _client.Send(new ReqWshEventData(73, new WshEventFilter { Filter = $$"""{"country":"All","watchlist":["{{AppleId}}"],"limit":10}""", TotalLimit = 3 }));
        using JsonDocument byFilter = JsonDocument.Parse((await _client.NextAsync<WshEventData>()).DataJson);

        Assert.Equal("wshe_ed", meta.RootElement.GetProperty("meta_data").GetProperty("event_types")[0].GetProperty("tag").GetString());
        Assert.Equal(9, byId.RootElement.GetArrayLength());
        Assert.Equal(3, byFilter.RootElement.GetArrayLength());
    }

    [Fact]
    public async Task The_exchanges_of_a_quote_are_found_by_the_code_of_its_parameters()
    {
        _client.Send(new ReqMktData(80, SimulatorClient.Spy));
        string bbo = (await _client.NextAsync<TickReqParams>()).BboExchange;
        _client.Send(new ReqSmartComponents(81, bbo));
        _client.Send(new ReqSmartComponents(82, "nowhere"));
        _client.Send(new ReqSoftDollarTiers(83));

        Assert.Contains((await _client.NextAsync<SmartComponents>()).Components, c => c is { Exchange: "ARCA", ExchangeLetter: "P" });
        Assert.Equal((82, 321), await ErrorAsync());
        Assert.Equal(83, (await _client.NextAsync<SoftDollarTiers>()).ReqId);
    }

    private static ScannerSubscription Scan(string code) => new() { Instrument = "STK", LocationCode = "STK.US.MAJOR", ScanCode = code };

    private async Task<(int, int)> ErrorAsync()
    {
        ErrorMessage error = await _client.NextAsync<ErrorMessage>(e => e.ReqId != -1);
        return (error.ReqId, error.ErrorCode);
    }
}
