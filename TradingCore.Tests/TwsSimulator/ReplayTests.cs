using System.Globalization;
using System.IO.Compression;
using Microsoft.Extensions.Time.Testing;
using TradingCore.Tests.Shared;
using TwsProtocol;
using TwsProtocol.Contracts;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Orders;
using TwsSimulator;

namespace TradingCore.Tests.Simulation;

public sealed class ReplayTests : IDisposable
{
    private const long Start = 1_381_152_600; // 2013-10-07 09:30 New York
    private readonly string _folder = Directory.CreateTempSubdirectory("replay").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_shared_week_of_bars_arrives_exactly_as_in_the_file_as_fast_as_the_client_reads()
    {
        string file = SharedFolder.File("data/bars/spy-20131007-20131011-5s.csv.gz", "the replay of a real week of SPY bars");
        await using SimulatedGateway gateway = await Given.GatewayAsync(TimeProvider.System, o => o with { Symbols = [], ReplayFolder = Path.GetDirectoryName(file), Speed = 0 });
        await using SimulatorClient client = await SimulatorClient.ConnectAsync(gateway.EndPoint);

        client.Send(new ReqRealTimeBars(1, SimulatorClient.Spy, 5, "TRADES", true));
        await client.NextAsync<RealTimeBar>(b => b.Time == 1_381_521_595);
        await gateway.ReplayCompleted;

        string[] expected = [.. ReadLines(file).Skip(1).Select(line => string.Join(',', line.Split(',').Select(Plain)))];
        Assert.Equal(23_400, expected.Length);
        Assert.Equal(expected, client.Seen.OfType<RealTimeBar>().Select(Text));
    }

    [Fact]
    public async Task A_replay_waits_for_a_subscriber_and_runs_at_its_speed()
    {
        WriteBars("spy-test-5s.csv", 24);
        var clock = new FakeTimeProvider(Given.Morning);
        await using SimulatedGateway gateway = await Given.GatewayAsync(clock, o => o with { Symbols = [], ReplayFolder = _folder, Speed = 10 });
        await using SimulatorClient client = await SimulatorClient.ConnectAsync(gateway.EndPoint);
        clock.Advance(TimeSpan.FromMinutes(1));
        client.Send(new ReqCurrentTime());
        long before = (await client.NextAsync<CurrentTime>()).Time;

        client.Send(new ReqRealTimeBars(1, SimulatorClient.Spy, 5, "TRADES", true));
        await client.SyncAsync();
        clock.Advance(TimeSpan.FromSeconds(3));
        await client.SyncAsync();

        Assert.Equal(Start, before);
        Assert.Equal(6, client.Seen.OfType<RealTimeBar>().Count());
        Assert.Equal(Start + 30, gateway.Truth.MarketTime.ToUnixTimeSeconds());
    }

    [Fact]
    public async Task History_in_a_replay_is_the_part_before_its_time_and_the_hours_hold_its_days()
    {
        WriteBars("spy-test-5s.csv", 60);
        await using SimulatedGateway gateway = await Given.GatewayAsync(Given.Clock(), o => o with { Symbols = [], ReplayFolder = _folder, ReplayStart = DateTimeOffset.FromUnixTimeSeconds(Start + 180) });
        await using SimulatorClient client = await SimulatorClient.ConnectAsync(gateway.EndPoint);

        client.Send(new ReqHistoricalData(2, SimulatorClient.Spy, "", "1 D", "1 min", "TRADES", true, 2));
        HistoricalData history = await client.NextAsync<HistoricalData>();
        client.Send(new ReqContractDetails(3, SimulatorClient.Spy));
        ContractData details = await client.NextAsync<ContractData>();

        Assert.Equal([Start, Start + 60, Start + 120], history.Bars.Select(b => long.Parse(b.Time, CultureInfo.InvariantCulture)));
        // The third part of each minute has no trades and must not set a price.
        Assert.Equal((100.00, 100.13, 99.99, 100.12, 110m, 22), (history.Bars[0].Open, history.Bars[0].High, history.Bars[0].Low, history.Bars[0].Close, history.Bars[0].Volume!.Value, history.Bars[0].BarCount));
        Assert.Contains("20131007:0930-20131007:1600", details.ContractDetails.LiquidHours, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Orders_fill_in_replayed_time()
    {
        WriteBars("spy-test-5s.csv", 60);
        var clock = new FakeTimeProvider(Given.Morning);
        await using SimulatedGateway gateway = await Given.GatewayAsync(clock, o => o with { Symbols = [], ReplayFolder = _folder });
        await using SimulatorClient client = await SimulatorClient.ConnectAsync(gateway.EndPoint);
        client.Send(new ReqRealTimeBars(1, SimulatorClient.Spy, 5, "TRADES", true));
        await client.SyncAsync();

        client.Place(1, Given.Market("BUY", 100));
        await client.AdvanceUntilAsync<OrderStatus>(clock, s => s.Status == OrderStatusKind.Filled);

        Execution fill = client.Seen.OfType<ExecDetails>().First().Execution;
        Assert.StartsWith("20131007 09:30:", fill.Time, StringComparison.Ordinal);
        Assert.InRange(fill.Price, 99.9, 100.3);
    }

    [Fact]
    public async Task Files_without_a_gap_of_their_own_follow_each_other_without_waiting_for_the_night()
    {
        WriteBars("spy-a-5s.csv", 12);
        WriteBars("spy-b-5s.csv", 12, offset: 86_400);
        var clock = new FakeTimeProvider(Given.Morning);
        await using SimulatedGateway gateway = await Given.GatewayAsync(clock, o => o with { Symbols = [], ReplayFolder = _folder });
        await using SimulatorClient client = await SimulatorClient.ConnectAsync(gateway.EndPoint);
        client.Send(new ReqRealTimeBars(1, SimulatorClient.Spy, 5, "TRADES", true));
        await client.SyncAsync();

        RealTimeBar next = await client.AdvanceUntilAsync<RealTimeBar>(clock, b => b.Time >= Start + 86_400, stepMs: 1_000);

        Assert.Equal(Start + 86_400, next.Time);
        Assert.Equal(13, client.Seen.OfType<RealTimeBar>().Count());
    }

    [Fact]
    public async Task A_looping_replay_goes_on_one_week_later()
    {
        WriteBars("spy-test-5s.csv", 12);
        var clock = new FakeTimeProvider(Given.Morning);
        await using SimulatedGateway gateway = await Given.GatewayAsync(clock, o => o with { Symbols = [], ReplayFolder = _folder, ReplayLoop = true });
        await using SimulatorClient client = await SimulatorClient.ConnectAsync(gateway.EndPoint);
        client.Send(new ReqRealTimeBars(1, SimulatorClient.Spy, 5, "TRADES", true));
        await client.SyncAsync();

        RealTimeBar again = await client.AdvanceUntilAsync<RealTimeBar>(clock, b => b.Time >= Start + 60, stepMs: 1_000);

        Assert.Equal((Start + (7 * 86_400), 100.00), (again.Time, again.Open));
    }

    [Fact]
    public async Task Recorded_ticks_are_played_and_make_bars_by_the_rule_of_their_conditions()
    {
        File.WriteAllLines(Path.Combine(_folder, "aig-test.csv"),
        [
            "time_ms,type,price,size,exchange,condition",
            $"{Start}000,B,48.81,300,Q,",
            $"{Start}000,A,48.82,300,Q,",
            $"{Start}500,T,48.82,100,P,",
            $"{Start}700,T,49.99,50,P,20",
            $"{Start}900,T,48.81,200,P,",
            $"{Start + 1}000,T,48.00,70,P,1000000",
            $"{Start + 11}000,T,48.83,10,P,",
        ]);
        var clock = new FakeTimeProvider(Given.Morning);
        await using SimulatedGateway gateway = await Given.GatewayAsync(clock, o => o with { Symbols = [], ReplayFolder = _folder });
        await using SimulatorClient client = await SimulatorClient.ConnectAsync(gateway.EndPoint);
        Contract aig = new() { Symbol = "AIG", SecType = "STK", Exchange = "SMART", Currency = "USD" };
        client.Send(new ReqMktData(1, aig));
        client.Send(new ReqRealTimeBars(2, aig, 5, "TRADES", true));
        await client.SyncAsync();

        await client.AdvanceUntilAsync<RealTimeBar>(clock, b => b.Time == Start + 10, stepMs: 500);

        Assert.Equal(
            [$"{Start},48.82,48.82,48.81,48.81,350,48.812857,3", $"{Start + 5},48.81,48.81,48.81,48.81,0,48.81,0", $"{Start + 10},48.83,48.83,48.83,48.83,10,48.83,1"],
            client.Seen.OfType<RealTimeBar>().Select(Text));
        Assert.Contains(client.Seen.OfType<TickPrice>(), t => t is { TickType: TickType.Bid, Price: 48.81 });
        Assert.DoesNotContain(client.Seen.OfType<TickPrice>(), t => t is { TickType: TickType.Last, Price: 49.99 });
    }

    [Fact]
    public async Task Minute_bars_are_spread_over_their_slots_and_aggregate_to_themselves()
    {
        File.WriteAllLines(Path.Combine(_folder, "es-201312-1m.csv"), ["time,open,high,low,close,volume", $"{Start},1667.5,1668.25,1667,1667.75,203", $"{Start + 60},1667.75,1667.75,1667.75,1667.75,5"]);
        await using SimulatedGateway gateway = await Given.GatewayAsync(Given.Clock(), o => o with { Symbols = [], ReplayFolder = _folder, ReplayStart = DateTimeOffset.FromUnixTimeSeconds(Start + 115) });
        await using SimulatorClient client = await SimulatorClient.ConnectAsync(gateway.EndPoint);

        client.Send(new ReqHistoricalData(1, new Contract { Symbol = "ES", SecType = "FUT", Exchange = "CME", Currency = "USD", LastTradeDateOrContractMonth = "201312" }, "", "60 S", "1 min", "TRADES", false, 2));
        HistoricalData history = await client.NextAsync<HistoricalData>();

        HistoricalBar whole = history.Bars[0];
        Assert.Equal((1667.5, 1668.25, 1667.0, 1667.75, 203m), (whole.Open, whole.High, whole.Low, whole.Close, whole.Volume!.Value));
    }

    [Fact]
    public async Task Recorded_currency_quotes_are_played_with_their_midpoints()
    {
        File.WriteAllLines(Path.Combine(_folder, "eurusd-x.csv"), ["time_ms,bid,ask", $"{Start}100,1.39147,1.39148", $"{Start}900,1.39150,1.39151", $"{Start + 7}000,1.39140,1.39142"]);
        var clock = new FakeTimeProvider(Given.Morning);
        await using SimulatedGateway gateway = await Given.GatewayAsync(clock, o => o with { Symbols = [], ReplayFolder = _folder });
        await using SimulatorClient client = await SimulatorClient.ConnectAsync(gateway.EndPoint);
        Contract euro = new() { Symbol = "EUR", SecType = "CASH", Exchange = "IDEALPRO", Currency = "USD" };
        client.Send(new ReqMktData(1, euro));
        client.Send(new ReqRealTimeBars(2, euro, 5, "MIDPOINT", false));
        await client.SyncAsync();

        RealTimeBar bar = await client.AdvanceUntilAsync<RealTimeBar>(clock, stepMs: 500);

        Assert.Equal((1.391475, 1.391505, -1m), (bar.Open, bar.High, bar.Volume!.Value));
        Assert.Contains(client.Seen.OfType<TickPrice>(), t => t is { TickType: TickType.Ask, Price: 1.39151 });
    }

    [Theory]
    [InlineData("time,open,high,low,close,volume,wap,count\n1381152600,a,1,1,1,1,1,1\n", "line 2")]
    [InlineData("time,open,high,low,close,volume,wap,count\n", "no rows")]
    [InlineData("something,else\n1,2\n", "no file that can be played")]
    public async Task A_broken_file_stops_the_start_with_a_sentence_that_says_where(string content, string says)
    {
        File.WriteAllText(Path.Combine(_folder, "spy-5s.csv"), content);

        SimulatorException e = await Assert.ThrowsAsync<SimulatorException>(() => Given.GatewayAsync(Given.Clock(), o => o with { Symbols = [], ReplayFolder = _folder }));

        Assert.Contains(says, e.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> ReadLines(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
            yield return line;
    }

    /// <summary>A bar as a row of the files, numbers as short as they go.</summary>
    private static string Text(RealTimeBar b) => string.Join(',', new[] { b.Time, (decimal)b.Open, (decimal)b.High, (decimal)b.Low, (decimal)b.Close, b.Volume!.Value, b.Wap!.Value, b.Count }.Select(Plain));

    private static string Plain(string number) => Plain(decimal.Parse(number, CultureInfo.InvariantCulture));

    private static string Plain(decimal number) => number.ToString("0.########", CultureInfo.InvariantCulture);

    private void WriteBars(string file, int count, long offset = 0)
    {
        List<string> lines = ["time,open,high,low,close,volume,wap,count"];
        for (int i = 0; i < count; i++)
        {
            string time = (Start + offset + (5 * i)).ToString(CultureInfo.InvariantCulture);
            double price = 100 + (i % 12 * 0.01);
            lines.Add(i % 12 == 2
                ? $"{time},555,555,555,555,0,555,0"
                : string.Create(CultureInfo.InvariantCulture, $"{time},{price:0.00},{price + 0.02:0.00},{price - 0.01:0.00},{price + 0.01:0.00},10,{price:0.00},2"));
        }

        File.WriteAllLines(Path.Combine(_folder, file), lines);
    }
}
