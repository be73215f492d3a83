using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using TwsProtocol;
using TwsProtocol.Contracts;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Wire;
using TwsSimulator;

namespace TradingCore.Tests.Simulation;

public sealed class MarketDataTests : IAsyncLifetime
{
    private static readonly Contract Euro = new() { Symbol = "EUR", SecType = "CASH", Exchange = "IDEALPRO", Currency = "USD" };
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
    public async Task A_subscription_begins_with_parameters_data_type_and_a_full_image_and_then_changes()
    {
        _client.Send(new ReqMktData(20, SimulatorClient.Spy, "233"));
        List<IResponse> image = await _client.SyncAsync();
        int before = _client.Seen.Count;
        _clock.Advance(TimeSpan.FromSeconds(5));
        List<IResponse> changes = await _client.SyncAsync();

        Assert.Equal(0.01, Assert.IsType<TickReqParams>(image[0]).MinTick);
        Assert.Equal(1, Assert.IsType<MarketDataTypeMessage>(image[1]).MarketDataType);
        Assert.Equal(
            [TickType.Bid, TickType.Ask, TickType.Last, TickType.High, TickType.Low, TickType.Open, TickType.Close],
            image.OfType<TickPrice>().Select(t => t.TickType));
        Assert.Contains(image.OfType<TickSize>(), t => t is { TickType: TickType.Volume, Size: > 0 });
        Assert.InRange(changes.OfType<TickPrice>().Count(t => t.TickType == TickType.Last), 3, 25);
        Assert.Contains(changes.OfType<TickString>(), t => t.TickType == TickType.RtVolume && t.Value.Split(';').Length == 6);
        Assert.True(before < _client.Seen.Count);
    }

    [Fact]
    public async Task A_snapshot_ends_by_itself_and_a_cancelled_subscription_is_silent()
    {
        _client.Send(new ReqMktData(20, SimulatorClient.Spy, Snapshot: true));
        await _client.NextAsync<TickSnapshotEnd>(e => e.ReqId == 20);
        _client.Send(new ReqMktData(21, SimulatorClient.Spy));
        _client.Send(new CancelMktData(21));
        await _client.SyncAsync();

        _clock.Advance(TimeSpan.FromSeconds(10));
        List<IResponse> after = await _client.SyncAsync();

        Assert.DoesNotContain(after, m => m is TickPrice or TickSize);
    }

    [Fact]
    public async Task An_id_in_use_is_refused_with_102_and_a_wrong_generic_tick_with_321()
    {
        _client.Send(new ReqMktData(20, SimulatorClient.Spy));
        _client.Send(new ReqMktData(20, SimulatorClient.Spy));
        _client.Send(new ReqMktData(22, SimulatorClient.Spy, "9999"));

        Assert.Equal(102, (await _client.NextAsync<ErrorMessage>(e => e.ReqId == 20)).ErrorCode);
        Assert.Equal(321, (await _client.NextAsync<ErrorMessage>(e => e.ReqId == 22)).ErrorCode);
    }

    [Fact]
    public async Task Real_time_bars_come_at_the_end_of_each_five_seconds_and_equal_the_history_asked_for_later()
    {
        _client.Send(new ReqRealTimeBars(30, SimulatorClient.Spy, 5, "TRADES", true));
        _client.Send(new ReqRealTimeBars(31, SimulatorClient.Spy, 5, "BID", false));
        await _client.SyncAsync();
        for (int second = 0; second < 120; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await _client.SyncAsync();
        }

        _client.Send(new ReqHistoricalData(32, SimulatorClient.Spy, "", "120 S", "5 secs", "TRADES", true, 2));
        HistoricalData trades = await _client.NextAsync<HistoricalData>(h => h.ReqId == 32);
        _client.Send(new ReqHistoricalData(33, SimulatorClient.Spy, "", "120 S", "5 secs", "BID", false, 2));
        HistoricalData bids = await _client.NextAsync<HistoricalData>(h => h.ReqId == 33);

        RealTimeBar[] live = [.. _client.Seen.OfType<RealTimeBar>().Where(b => b.ReqId == 30)];
        Assert.Equal(24, live.Length);
        Assert.Equal(Enumerable.Range(0, 24).Select(i => Given.Morning.ToUnixTimeSeconds() + (5 * i)), live.Select(b => b.Time));
        Assert.Equal(live.Select(Text), trades.Bars.Select(Text));
        Assert.Equal(_client.Seen.OfType<RealTimeBar>().Where(b => b.ReqId == 31).Select(Text), bids.Bars.Select(Text));
        Assert.All(bids.Bars, b => Assert.Equal((-1m, -1), (b.Volume!.Value, b.BarCount)));
    }

    [Fact]
    public async Task Minute_bars_are_their_five_second_bars_and_bars_without_trades_set_no_price()
    {
        _client.Send(new ReqHistoricalData(40, SimulatorClient.Spy, "", "7200 S", "5 secs", "TRADES", true, 2));
        HistoricalData fives = await _client.NextAsync<HistoricalData>(h => h.ReqId == 40);
        _client.Send(new ReqHistoricalData(41, SimulatorClient.Spy, "", "7200 S", "1 min", "TRADES", true, 2));
        HistoricalData minutes = await _client.NextAsync<HistoricalData>(h => h.ReqId == 41);

        Assert.Equal(1_440, fives.Bars.Count);
        Assert.Equal(120, minutes.Bars.Count);
        foreach ((HistoricalBar minute, HistoricalBar[] parts) in minutes.Bars.Zip(fives.Bars.Chunk(12)))
        {
            HistoricalBar[] traded = [.. parts.Where(p => p.BarCount > 0)];
            Assert.Equal(parts[0].Time, minute.Time);
            Assert.Equal((traded[0].Open, traded.Max(p => p.High), traded.Min(p => p.Low), traded[^1].Close), (minute.Open, minute.High, minute.Low, minute.Close));
            Assert.Equal((traded.Sum(p => p.Volume), traded.Sum(p => p.BarCount)), (minute.Volume, minute.BarCount));
        }
    }

    [Theory]
    [InlineData("1 min", "1 D", 1_440)]
    [InlineData("5 mins", "1 W", 2_016)]
    [InlineData("1 hour", "2 D", 48)]
    [InlineData("1 day", "1 M", 32)]
    [InlineData("1 secs", "60 S", 1)]
    public async Task History_is_given_for_every_size_and_duration(string size, string duration, int bars)
    {
        _client.Send(new ReqHistoricalData(42, SimulatorClient.Spy, "", duration, size, "TRADES", false, 1));

        HistoricalData answer = await _client.NextAsync<HistoricalData>();
        await _client.NextAsync<HistoricalDataEnd>(e => e.ReqId == 42);

        Assert.InRange(answer.Bars.Count, bars, Math.Max(bars + 1, 60));
        Assert.Equal(answer.Bars.Select(b => b.Time).Order(StringComparer.Ordinal), answer.Bars.Select(b => b.Time));
        Assert.Matches(size == "1 day" ? "^[0-9]{8}$" : "^[0-9]{8} [0-9]{2}:[0-9]{2}:[0-9]{2} US/Eastern$", answer.Bars[0].Time);
    }

    [Fact]
    public async Task History_up_to_a_moment_ends_there_in_both_forms_of_time()
    {
        _client.Send(new ReqHistoricalData(43, SimulatorClient.Spy, "20250609-15:00:00", "600 S", "1 min", "TRADES", false, 2));
        HistoricalData utc = await _client.NextAsync<HistoricalData>(h => h.ReqId == 43);
        _client.Send(new ReqHistoricalData(44, SimulatorClient.Spy, "20250609 11:00:00 US/Eastern", "600 S", "1 min", "TRADES", false, 2));
        HistoricalData zoned = await _client.NextAsync<HistoricalData>(h => h.ReqId == 44);

        Assert.Equal(10, utc.Bars.Count);
        Assert.Equal(new DateTimeOffset(2025, 6, 9, 14, 59, 0, TimeSpan.Zero).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), utc.Bars[^1].Time);
        Assert.Equal(utc.Bars, zoned.Bars);
    }

    [Fact]
    public async Task History_kept_up_to_date_follows_the_running_bar_and_starts_the_next()
    {
        _client.Send(new ReqHistoricalData(45, SimulatorClient.Spy, "", "600 S", "1 min", "TRADES", false, 2, KeepUpToDate: true));
        HistoricalData first = await _client.NextAsync<HistoricalData>();
        await _client.SyncAsync();
        for (int i = 0; i < 14; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(5));
            await _client.SyncAsync();
        }

        HistoricalDataUpdate[] updates = [.. _client.Seen.OfType<HistoricalDataUpdate>()];
        string[] starts = [.. updates.Select(u => u.Date).Distinct()];
        long morning = Given.Morning.ToUnixTimeSeconds();
        Assert.Equal((morning - 60).ToString(CultureInfo.InvariantCulture), first.Bars[^1].Time);
        Assert.Contains(morning.ToString(CultureInfo.InvariantCulture), starts);
        Assert.Contains((morning + 60).ToString(CultureInfo.InvariantCulture), starts);
        Assert.True(updates.Length >= 14);
        decimal[] volumes = [.. updates.Where(u => u.Date == morning.ToString(CultureInfo.InvariantCulture)).Select(u => u.Volume!.Value)];
        Assert.Equal(volumes.Order(), volumes);
    }

    [Theory]
    [InlineData("NOT A SIZE", "1 D", "TRADES", 321)]
    [InlineData("1 min", "1 X", "TRADES", 321)]
    [InlineData("1 min", "1 D", "bW", 321)]
    public async Task A_wrong_history_request_is_refused_and_says_what_was_wrong(string size, string duration, string what, int code)
    {
        _client.Send(new ReqHistoricalData(46, SimulatorClient.Spy, "", duration, size, what, true, 1));

        ErrorMessage error = await _client.NextAsync<ErrorMessage>(e => e.ReqId == 46);

        Assert.Equal(code, error.ErrorCode);
        Assert.StartsWith("Error validating request.-", error.ErrorMsg, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Currencies_have_quotes_and_midpoints_but_no_trades()
    {
        _client.Send(new ReqHistoricalData(47, Euro, "", "600 S", "1 min", "TRADES", false, 2));
        ErrorMessage refused = await _client.NextAsync<ErrorMessage>(e => e.ReqId == 47);
        _client.Send(new ReqHistoricalData(48, Euro, "", "600 S", "1 min", "MIDPOINT", false, 2));
        HistoricalData middle = await _client.NextAsync<HistoricalData>();
        _client.Send(new ReqHistoricalData(49, Euro, "", "600 S", "1 min", "ASK", false, 2));
        HistoricalData ask = await _client.NextAsync<HistoricalData>();

        Assert.Equal(162, refused.ErrorCode);
        Assert.Equal(10, middle.Bars.Count);
        Assert.All(middle.Bars.Zip(ask.Bars), p => Assert.Equal(0.00005, p.Second.High - p.First.High, 9));
    }

    [Fact]
    public async Task No_data_is_answered_with_162_alone()
    {
        _client.Send(new ReqHistoricalData(50, SimulatorClient.Spy, "20010101-00:00:00", "600 S", "1 min", "TRADES", false, 2));

        ErrorMessage error = await _client.NextAsync<ErrorMessage>(e => e.ReqId == 50);
        List<IResponse> rest = await _client.SyncAsync();

        Assert.Equal(162, error.ErrorCode);
        Assert.DoesNotContain(rest, m => m is HistoricalData or HistoricalDataEnd);
    }

    private static string Text(RealTimeBar b) => string.Create(CultureInfo.InvariantCulture, $"{b.Time} {b.Open} {b.High} {b.Low} {b.Close} {b.Volume} {b.Wap} {b.Count}");

    private static string Text(HistoricalBar b) => string.Create(CultureInfo.InvariantCulture, $"{b.Time} {b.Open} {b.High} {b.Low} {b.Close} {b.Volume} {b.Wap} {b.BarCount}");
}
