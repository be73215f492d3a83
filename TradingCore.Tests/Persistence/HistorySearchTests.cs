using System.Text;
using TradingCore.Domain;
using TradingCore.Engine.MoneyFlow;
using TradingCore.Engine.Ports;
using TradingCore.Persistence;
using TradingCore.Persistence.Export;
using TradingCore.Persistence.History;

namespace TradingCore.Tests.Persistence;

/// <summary>Search and export of the history.</summary>
public abstract class HistorySearchTests : OnEachDatabase
{
    private static readonly Contract Aapl = new() { ConId = new ConId(265598), Ticker = "AAPL", Symbol = "AAPL" };

    [Fact]
    public async Task Pages_follow_each_other_newest_first_though_many_rows_have_the_same_time()
    {
        HistorySearch search = await GivenFillsAsync(25, i => Given.Fill($"e{i:00}.01") with { Time = Given.Now.AddSeconds(i / 10) });

        var seen = new List<string>();
        HistoryCursor? after = null;
        do
        {
            HistoryPage<ExecutionRecord> page = await search.ExecutionsAsync(new HistoryFilter(), after, 4, Stop);
            seen.AddRange(page.Items.Select(r => r.Fill.ExecId.Value));
            after = page.Next is { } next ? HistoryCursor.Parse(next.ToString()) : null;
        }
        while (after is not null);

        Assert.Equal(Enumerable.Range(0, 25).Reverse().Select(i => $"e{i:00}.01"), seen);
    }

    [Fact]
    public async Task Executions_are_found_by_symbol_time_account_side_and_the_strategy_of_their_order()
    {
        await Stored.StartAsync();
        await Stored.AppendAsync(
            new OrderWritten(Given.Order("TB-1") with { Strategy = "momentum", Source = "strategy" }),
            new FillWritten(Given.Fill("a.01")),
            new FillWritten(Given.Fill("b.01") with { OrderRef = default, Contract = Aapl, Side = OrderSide.Buy, Account = new AccountId("DU7654321"), Time = Given.Now.AddHours(1) }));
        var search = new HistorySearch(Stored.Database);

        Assert.Equal("a.01", await FoundAsync(new HistoryFilter { Symbol = "SPY" }));
        Assert.Equal("b.01", await FoundAsync(new HistoryFilter { From = Given.Now.AddMinutes(1) }));
        Assert.Equal("a.01", await FoundAsync(new HistoryFilter { To = Given.Now.AddHours(1) }));
        Assert.Equal("b.01", await FoundAsync(new HistoryFilter { Account = "DU7654321" }));
        Assert.Equal("b.01", await FoundAsync(new HistoryFilter { Side = OrderSide.Buy }));
        Assert.Equal("a.01", await FoundAsync(new HistoryFilter { Strategy = "momentum" }));
        Assert.Equal("b.01 a.01", await FoundAsync(new HistoryFilter()));
        Assert.Equal("momentum", (await search.ExecutionsAsync(new HistoryFilter { Symbol = "SPY" }, null, 10, Stop)).Items.Single().Strategy);

        async Task<string> FoundAsync(HistoryFilter filter) =>
            string.Join(' ', (await search.ExecutionsAsync(filter, null, 10, Stop)).Items.Select(r => r.Fill.ExecId.Value));
    }

    [Fact]
    public async Task Orders_are_found_by_what_they_are()
    {
        await Stored.StartAsync();
        await Stored.AppendAsync(
            new OrderWritten(Given.Order("TB-1") with { Strategy = "momentum" }),
            new OrderWritten(Given.Order("TB-2", OrderState.Filled) with { Contract = Aapl, Side = OrderSide.Sell, CreatedTime = Given.Now.AddHours(1) }));
        var search = new HistorySearch(Stored.Database);

        Assert.Equal("TB-1", await FoundAsync(new HistoryFilter { Strategy = "momentum" }));
        Assert.Equal("TB-2", await FoundAsync(new HistoryFilter { States = [OrderState.Filled, OrderState.Cancelled] }));
        Assert.Equal("TB-2", await FoundAsync(new HistoryFilter { Symbol = "AAPL", Side = OrderSide.Sell, From = Given.Now.AddHours(1) }));
        Assert.Equal("TB-2 TB-1", await FoundAsync(new HistoryFilter()));

        async Task<string> FoundAsync(HistoryFilter filter) => string.Join(' ', (await search.OrdersAsync(filter, null, 10, Stop)).Items.Select(o => o.OrderRef.Value));
    }

    [Fact]
    public async Task One_order_is_read_with_every_event_of_it()
    {
        await Stored.StartAsync();
        OrderEvent submitted = new(Given.Now, "submitted", OrderState.PendingSubmit, "user", "Buy"), filled = new(Given.Now.AddSeconds(1), "filled", OrderState.Filled, "broker", "");
        await Stored.AppendAsync(new OrderWritten(Given.Order("TB-1") with { History = [submitted] }), new OrderWritten(Given.Order("TB-1", OrderState.Filled) with { History = [submitted, filled] }));
        var search = new HistorySearch(Stored.Database);

        Order? order = await search.OrderAsync(new OrderRef("TB-1"), Stop);

        Assert.Equal([submitted, filled], order!.History);
        Assert.Null(await search.OrderAsync(new OrderRef("TB-9"), Stop));
    }

    [Fact]
    public async Task An_export_holds_every_row_of_many_pages()
    {
        HistorySearch search = await GivenFillsAsync(4_100, i => Given.Fill($"e{i:0000}.01") with { Time = Given.Now.AddSeconds(i) });

        int count = await search.AllExecutionsAsync(new HistoryFilter(), Stop).CountAsync(Stop);

        Assert.Equal(4_100, count);
    }

    [Fact]
    public async Task A_comma_separated_file_is_exact_quoted_and_harmless_in_a_spreadsheet()
    {
        HistorySearch search = await GivenFillsAsync(1, _ => Given.Fill("=1+2.01", 0.000000000000000001m, -1234567.89m) with { Exchange = "A,\"B\"", Commission = null });
        using var to = new MemoryStream();

        await CsvExport.WriteAsync(to, ExportColumns.Executions, search.AllExecutionsAsync(new HistoryFilter(), Stop), Stop);

        string[] lines = Encoding.UTF8.GetString(to.ToArray()).Split("\r\n");
        Assert.Equal("time,account,symbol,securityType,conId,side,quantity,price,multiplier,currency,commission,commissionCurrency,exchange,strategy,source,orderId,permId,execId,cause", lines[0]);
        Assert.Equal("2026-10-05T14:30:15.123Z,DU1234567,SPY,stock,756733,SELL,0.000000000000000001,-1234567.89,1,USD,,,\"A,\"\"B\"\"\",,,TB-1,9876543210,'=1+2.01,", lines[1]);
        Assert.Equal("", lines[2]);
        Assert.Equal(3, lines.Length);
    }

    [Fact]
    public async Task A_liquidation_by_the_broker_is_one_in_the_search_and_in_a_file_too()
    {
        await Stored.StartAsync();
        await Stored.AppendAsync(
            new SettingWritten(MoneyKeys.Cause + "forced", MoneyKeys.Liquidation, "broker", Given.Now), new FillWritten(Given.Fill("forced.01")), new FillWritten(Given.Fill("own.01") with { Time = Given.Now.AddSeconds(-1) }));
        var search = new HistorySearch(Stored.Database);
        using var to = new MemoryStream();

        HistoryPage<ExecutionRecord> page = await search.ExecutionsAsync(new HistoryFilter(), null, 10, Stop);
        await CsvExport.WriteAsync(to, ExportColumns.Executions, search.AllExecutionsAsync(new HistoryFilter(), Stop), Stop);

        Assert.Equal([true, false], page.Items.Select(r => r.Fill.IsLiquidation));
        Assert.Equal(["forced.01,liquidation", "own.01,"], Encoding.UTF8.GetString(to.ToArray()).Split("\r\n")[1..3].Select(l => string.Join(',', l.Split(',')[^2..])));
    }

    [Fact]
    public async Task A_file_of_orders_uses_the_words_of_the_interface()
    {
        await Stored.StartAsync();
        await Stored.AppendAsync(new OrderWritten(Given.Order("TB-1", OrderState.PreSubmitted) with { Type = OrderType.Limit, Tif = TimeInForce.Gtc }));
        using var to = new MemoryStream();

        await CsvExport.WriteAsync(to, ExportColumns.Orders, new HistorySearch(Stored.Database).AllOrdersAsync(new HistoryFilter(), Stop), Stop);

        string[] lines = Encoding.UTF8.GetString(to.ToArray()).Split("\r\n");
        Dictionary<string, string> row = lines[0].Split(',').Zip(lines[1].Split(',')).ToDictionary(c => c.First, c => c.Second);
        Assert.Equal(("stock", "LMT", "GTC", "preSubmitted"), (row["securityType"], row["type"], row["tif"], row["state"]));
    }

    [Fact]
    public async Task A_Parquet_file_reads_back_exactly()
    {
        HistorySearch search = await GivenFillsAsync(3, i => Given.Fill($"e{i}.01", i + 0.000000000000000001m, -1234567.89m) with { Commission = i == 1 ? null : 0.35m, Time = Given.Now.AddSeconds(i) });
        using var file = new MemoryStream();
        await ParquetExport.WriteAsync(file, ExportColumns.Executions, search.AllExecutionsAsync(new HistoryFilter(), Stop), Stop);
        file.Position = 0;

        Dictionary<string, IReadOnlyList<object?>> read = await ParquetFile.ReadAsync(file, Stop);

        Assert.Equal([2.000000000000000001m, 1.000000000000000001m, 0.000000000000000001m], read["quantity"].Cast<decimal>());
        Assert.Equal([-1234567.89m, -1234567.89m, -1234567.89m], read["price"].Cast<decimal>());
        Assert.Equal([0.35m, null, 0.35m], read["commission"].Cast<decimal?>());
        Assert.Equal([Given.Now.AddSeconds(2).UtcDateTime, Given.Now.AddSeconds(1).UtcDateTime, Given.Now.UtcDateTime], read["time"].Cast<DateTime>());
        Assert.Equal(["e2.01", "e1.01", "e0.01"], read["execId"].Cast<string>());
        Assert.Equal([9_876_543_210L, 9_876_543_210L, 9_876_543_210L], read["permId"].Cast<long>());
    }

    private async Task<HistorySearch> GivenFillsAsync(int count, Func<int, Fill> fill)
    {
        await Stored.StartAsync();
        await Stored.AppendAsync([.. Enumerable.Range(0, count).Select(i => new FillWritten(fill(i)))]);
        return new HistorySearch(Stored.Database);
    }
}

public sealed class SqliteHistorySearchTests : HistorySearchTests
{
    private protected override Task<Func<HistoryDatabase>> NewDatabaseAsync(TemporaryFolder folder) => SqliteAsync(folder);

    [Fact]
    public async Task A_history_that_cannot_be_read_is_told_in_a_sentence()
    {
        var search = new HistorySearch(new SqliteDatabase(Folder.Below("not-there/trading.db")));

        PersistenceException e = await Assert.ThrowsAsync<PersistenceException>(() => search.OrdersAsync(new HistoryFilter(), null, 1, Stop));

        Assert.Contains("cannot be opened", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a cursor")]
    [InlineData("YWJj")]
    [InlineData("OTk5OTk5OTk5OTk5OTk5OTk5OTl8YQ")]
    public void A_text_that_is_no_cursor_is_none(string text) => Assert.Null(HistoryCursor.Parse(text));
}

[Collection(PostgresTestsCollection.Name)]
public sealed class PostgresHistorySearchTests(SharedPostgres postgres) : HistorySearchTests
{
    private protected override Task<Func<HistoryDatabase>> NewDatabaseAsync(TemporaryFolder folder) => PostgresAsync(postgres);
}
