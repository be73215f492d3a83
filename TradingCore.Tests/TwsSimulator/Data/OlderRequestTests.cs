using System.Text;
using TwsProtocol;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Orders;
using TwsProtocol.Wire;
using TwsSimulator;

namespace TradingCore.Tests.Simulation.Data;

/// <summary>What clients send and expect that the official client of today does not.</summary>
public sealed class OlderRequestTests : IAsyncLifetime
{
    private SimulatedGateway _gateway = null!;
    private SimulatorClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _gateway = await Given.GatewayAsync(Given.Clock());
        _client = await SimulatorClient.ConnectAsync(_gateway.EndPoint);
        await _client.SyncAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task Fundamental_data_is_refused_under_the_id_it_was_asked_with()
    {
        _client.SendFields("52", "3", "77", "756733", "SPY", "STK", "SMART", "ARCA", "USD", "SPY", "ReportSnapshot", "");
        _client.SendFields("53", "1", "77");
        List<string> seen = [.. (await _client.SyncAsync()).OfType<ErrorMessage>().Select(e => $"{e.ReqId} {e.ErrorCode}")];

        Assert.Equal(["77 430"], seen);
    }

    [Fact]
    public async Task The_values_of_regulation_t_are_told_in_both_spellings_and_day_trades_of_the_days_ahead_too()
    {
        const string Tags = "RegTEquity,ReqTEquity,RegTMargin,ReqTMargin,DayTradesRemaining,DayTradesRemainingT+1,DayTradesRemainingT+2,DayTradesRemainingT+3,DayTradesRemainingT+4,$LEDGER:ALL";
        _client.Send(new ReqAccountSummary(5, "All", Tags));
        await _client.NextAsync<AccountSummaryEnd>();

        Dictionary<string, string> told = _client.Seen.OfType<AccountSummary>().Where(s => !Tags.Contains("$" + s.Tag, StringComparison.Ordinal)).DistinctBy(s => s.Tag).ToDictionary(s => s.Tag, s => s.Value);
        Assert.Equal(told["ReqTEquity"], told["RegTEquity"]);
        Assert.Equal(told["ReqTMargin"], told["RegTMargin"]);
        Assert.Equal("-1", told["DayTradesRemainingT+4"]);
    }

    [Fact]
    public async Task Every_exchange_with_a_book_has_a_number_for_its_group()
    {
        _client.Send(new ReqMktDepthExchanges());
        MktDepthExchanges exchanges = await _client.NextAsync<MktDepthExchanges>();

        // The wire's largest number means none; an empty field is no number for clients that read one.
        Assert.Contains(exchanges.Descriptions, d => d.AggGroup is null);
        Assert.DoesNotContain("Deep\0\0", FieldsOf(exchanges), StringComparison.Ordinal);
        Assert.Contains("2147483647", FieldsOf(exchanges), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_currency_has_no_last_price()
    {
        _client.Send(new ReqMktData(8, new() { Symbol = "EUR", SecType = "CASH", Exchange = "IDEALPRO", Currency = "USD" }));
        List<TickPrice> told = [.. (await _client.SyncAsync()).OfType<TickPrice>()];

        Assert.Contains(told, t => t.TickType == TickType.Bid);
        Assert.DoesNotContain(told, t => t.TickType == TickType.Last);
    }

    [Fact]
    public async Task A_time_without_a_zone_is_remarked_in_requests_for_the_past_and_for_executions()
    {
        _client.Send(new ReqHistoricalData(10, SimulatorClient.Spy, "20250610 10:00:00", "600 S", "1 min", "TRADES", true, 2));
        _client.Send(new ReqHistoricalTicks(11, SimulatorClient.Spy, "20250610 10:00:00", "", 5, "TRADES", true));
        _client.Send(new ReqExecutions(12) { Filter = new ExecutionFilter { Time = "20250610 10:00:00" } });
        _client.Send(new ReqHistoricalTicks(13, SimulatorClient.Spy, "20250610 10:00:00 US/Eastern", "", 5, "TRADES", true));
        HistoricalData bars = await _client.NextAsync<HistoricalData>();
        List<IResponse> rest = await _client.SyncAsync();

        Assert.Equal([10, 11, 12], _client.Seen.OfType<ErrorMessage>().Where(e => e.ErrorCode == 2174).Select(e => e.ReqId));
        Assert.Equal("1749563400", bars.Bars[0].Time);
        Assert.Equal(2, _client.Seen.OfType<HistoricalTicksLast>().Count());
        Assert.NotEmpty(rest);
    }

    private static string FieldsOf(MktDepthExchanges message) => Encoding.ASCII.GetString(MessageEncoder.Frame(message, 200));
}
