using System.Text;
using TradingCore.Domain;
using TradingCore.Tws.Statements;

namespace TradingCore.Tests.Tws.Statements;

/// <summary>An Activity Flex Query is read as what the API would have told; what is none says what was expected.</summary>
public sealed class FlexStatementTests
{
    private const string Stock = """<Trade accountId="DU1" currency="USD" assetCategory="STK" symbol="SPY" conid="756733" multiplier="1" dateTime="20261110;093005" quantity="-50" tradePrice="430.13" taxes="-0.02" ibCommission="-1.04" ibCommissionCurrency="USD" buySell="SELL" ibOrderID="1234567890" ibExecID="0000e0d5.67fe667b.01.01" orderReference="TB-7" exchange="ARCA" listingExchange="ARCA" levelOfDetail="EXECUTION" />""";

    [Fact]
    public async Task An_execution_has_what_the_API_would_have_told()
    {
        FlexStatement statement = await ReadAsync(Stock);

        Fill fill = Assert.Single(statement.Fills);
        Assert.Equal(("0000e0d5.67fe667b.01.01", "TB-7", 1234567890L, "DU1"), (fill.ExecId.Value, fill.OrderRef.Value, fill.PermId.Value, fill.Account.Value));
        Assert.Equal((OrderSide.Sell, 50m, 430.13m, 1.06m, "USD", "ARCA"), (fill.Side, fill.Quantity, fill.Price, fill.Commission, fill.CommissionCurrency, fill.Exchange));
        Assert.Equal((756733, "SPY", SecurityType.Stock, "USD", 1m), (fill.Contract.ConId.Value, fill.Contract.Ticker, fill.Contract.SecurityType, fill.Contract.Currency, fill.Contract.Multiplier));
        // Winter in New York.
        Assert.Equal(new DateTimeOffset(2026, 11, 10, 14, 30, 5, TimeSpan.Zero), fill.Time);
        Assert.Equal(("DU1 20261101 to 20261115", 0), (statement.Period, statement.LeftOut.Count));
    }

    [Theory]
    [InlineData("20260710;093005", "2026-07-10T13:30:05Z")]
    [InlineData("2026-07-10, 09:30:05", "2026-07-10T13:30:05Z")]
    [InlineData("2026-07-10;09:30:05 EDT", "2026-07-10T13:30:05Z")]
    [InlineData("20260710 093005", "2026-07-10T13:30:05Z")]
    public async Task The_formats_of_time_that_cannot_be_mistaken_are_read(string text, string expected)
    {
        FlexStatement statement = await ReadAsync(Stock.Replace("20261110;093005", text, StringComparison.Ordinal));

        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), Assert.Single(statement.Fills).Time);
    }

    [Theory]
    [InlineData("OPT", "SPY   261218C00450000", "SPY", "100", "450", "20261218", "C", "SPY 261218C00450000")]
    [InlineData("FUT", "ESZ6", "ES", "50", "", "20261218", "", "ESZ6")]
    [InlineData("CASH", "EUR.USD", "", "1", "", "", "", "EUR.USD")]
    [InlineData("CRYPTO", "BTC", "", "1", "", "", "", "BTC")]
    public async Task Every_kind_of_product_has_the_name_it_has_here(string category, string symbol, string underlying, string multiplier, string strike, string expiry, string right, string ticker)
    {
        string row = Stock.Replace("\"STK\" symbol=\"SPY\"", $"\"{category}\" symbol=\"{symbol}\" underlyingSymbol=\"{underlying}\" strike=\"{strike}\" expiry=\"{expiry}\" putCall=\"{right}\"", StringComparison.Ordinal).Replace("multiplier=\"1\"", $"multiplier=\"{multiplier}\"", StringComparison.Ordinal);

        Contract contract = Assert.Single((await ReadAsync(row)).Fills).Contract;

        Assert.Equal((ticker, multiplier, right), (contract.Ticker, contract.Multiplier.ToString(System.Globalization.CultureInfo.InvariantCulture), contract.Right));
        Assert.Equal(category == "CASH" ? "EUR" : underlying.Length > 0 ? underlying : symbol, contract.Symbol);
        Assert.Equal((expiry, strike.Length > 0 ? 450m : null), (contract.LastTradeDateOrContractMonth, contract.Strike));
    }

    [Theory]
    [InlineData("ibExecID=\"0000e0d5.67fe667b.01.01\"", "ibExecID=\"\"", "no execution")]
    [InlineData("buySell=\"SELL\"", "buySell=\"SELL (Ca.)\"", "a cancelled trade is not booked")]
    [InlineData("\"STK\"", "\"XYZ\"", "assetCategory 'XYZ' is not known")]
    [InlineData("conid=\"756733\"", "", "conid is missing")]
    [InlineData("20261110;093005", "10/11/2026;093005", "dateTime is not understood")]
    [InlineData("ibCommission=\"-1.04\"", "", "ibCommission is missing")]
    [InlineData("tradePrice=\"430.13\"", "tradePrice=\"a lot\"", "tradePrice is missing or no number")]
    public async Task A_row_that_is_not_understood_is_left_out_with_the_reason(string part, string instead, string why)
    {
        FlexStatement statement = await ReadAsync(Stock.Replace(part, instead, StringComparison.Ordinal) + Stock);

        Assert.Single(statement.Fills);
        Assert.Contains(why, Assert.Single(statement.LeftOut), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sums_of_executions_are_no_executions()
    {
        FlexStatement statement = await ReadAsync(Stock + Stock.Replace("EXECUTION", "ORDER", StringComparison.Ordinal) + Stock.Replace("EXECUTION", "SYMBOL_SUMMARY", StringComparison.Ordinal));
        FormatException sums = await Assert.ThrowsAsync<FormatException>(() => ReadAsync(Stock.Replace("EXECUTION", "ORDER", StringComparison.Ordinal)));

        Assert.Single(statement.Fills);
        Assert.StartsWith("The file has sums of trades and no executions.", sums.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"no\":\"xml\"}", "cannot be read as XML")]
    [InlineData("", "cannot be read as XML")]
    [InlineData("<html><body/></html>", "begins with <html>")]
    [InlineData("<FlexQueryResponse><FlexStatements><FlexStatement/></FlexStatements></FlexQueryResponse>", "has no trades")]
    [InlineData("<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><FlexQueryResponse>&b;</FlexQueryResponse>", "cannot be read as XML")]
    public async Task A_file_that_is_no_statement_says_what_was_expected(string text, string why)
    {
        FormatException fault = await Assert.ThrowsAsync<FormatException>(async () => await FlexStatement.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), Xunit.TestContext.Current.CancellationToken));

        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
        Assert.EndsWith(FlexStatement.HowTo, fault.Message, StringComparison.Ordinal);
    }

    private static Task<FlexStatement> ReadAsync(string trades) => FlexStatement.ReadAsync(
        new MemoryStream(Encoding.UTF8.GetBytes($"""<FlexQueryResponse queryName="trades" type="AF"><FlexStatements count="1"><FlexStatement accountId="DU1" fromDate="20261101" toDate="20261115"><Trades>{trades}</Trades></FlexStatement></FlexStatements></FlexQueryResponse>""")),
        Xunit.TestContext.Current.CancellationToken);
}
