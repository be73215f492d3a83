using Bunit;
using TradingBlazor.Components.Trading;
using TradingBlazor.Tests.Components.Fakes;
using TradingCore.Domain;
using TradingCore.Persistence.History;

namespace TradingBlazor.Tests.Components;

/// <summary>Executions of the last days, and the search in all of them.</summary>
public sealed class ExecutionsGridTests : DeskTest
{
    [Fact]
    public void Executions_are_filtered_and_grouped_and_lead_to_the_history_of_their_order()
    {
        View.Fills = [Given.Fill("2.01") with { Exchange = "ARCA", OrderRef = new OrderRef("TB-2") }, Given.Fill("1.01")];
        IRenderedComponent<ExecutionsTable> cut = Render<ExecutionsTable>();

        Find(cut, "executions-group").Change("venue");
        string[] groups = [.. cut.FindAll("tr.group").Select(g => g.TextContent.Trim())];
        Find(cut, "executions-filter").Input("arca");
        Find(cut, "execution-order-2.01").Click();

        Assert.Equal(["ARCA 1", "ISLAND 1"], groups);
        Assert.Single(cut.FindAll("tr[data-testid^='execution-row-']"));
        Assert.Equal("TB-2", State.HistoryOf);
    }

    [Fact]
    public void The_history_is_searched_by_symbol_time_side_strategy_and_account()
    {
        View.Session = View.Session with { Accounts = [new AccountId("DU1"), new AccountId("DU2")] };
        IRenderedComponent<ExecutionSearchPanel> cut = Render<ExecutionSearchPanel>();
        Find(cut, "search-symbol").Change(" qqq ");
        Find(cut, "search-from").Input("2026-03-02T09:30");
        Find(cut, "search-to").Input("2026-03-03T16:00");
        Find(cut, "search-side").Change("Sell");
        Find(cut, "search-strategy").Change("momentum");
        Find(cut, "search-account").Change("DU2");

        Find(cut, "execution-search").Submit();

        Assert.Equal(
            new HistoryFilter { Symbol = "QQQ", From = new DateTimeOffset(2026, 3, 2, 14, 30, 0, TimeSpan.Zero), To = new DateTimeOffset(2026, 3, 3, 21, 0, 0, TimeSpan.Zero), Strategy = "momentum", Account = "DU2", Side = OrderSide.Sell } with { States = History.Filters[^1].States },
            History.Filters[^1]);
        Assert.Equal("/api/v1/history/executions?format=parquet&symbol=QQQ&from=2026-03-02T14%3A30%3A00Z&to=2026-03-03T21%3A00%3A00Z&strategy=momentum&account=DU2&side=SELL", Find(cut, "search-parquet").GetAttribute("href"));
        Assert.Contains("No execution matches", Text(cut, "search-none"), StringComparison.Ordinal);
    }

    [Fact]
    public void Older_executions_are_read_a_page_at_a_time()
    {
        History.Executions.AddRange(Enumerable.Range(0, 250).Select(i => new ExecutionRecord(Given.Fill($"e{i:000}.01"), "", "user")));
        IRenderedComponent<ExecutionSearchPanel> cut = Render<ExecutionSearchPanel>();
        int first = cut.FindAll("tr[data-testid^='execution-row-']").Count;

        Find(cut, "search-more").Click();

        Assert.Equal((200, 250), (first, cut.FindAll("tr[data-testid^='execution-row-']").Count));
        Assert.False(Has(cut, "search-more"));
    }

    [Fact]
    public void Wrong_times_and_a_database_that_is_away_are_told_in_a_sentence()
    {
        IRenderedComponent<ExecutionSearchPanel> cut = Render<ExecutionSearchPanel>();
        Find(cut, "search-from").Input("2026-03-03T09:30");
        Find(cut, "search-to").Input("2026-03-02T09:30");
        Find(cut, "execution-search").Submit();
        string wrong = Text(cut, "search-problem");
        History.Trouble = "The database is locked.";
        Find(cut, "search-to").Input("2026-03-04T09:30");
        Find(cut, "execution-search").Submit();

        Assert.Equal("The end is not after the beginning.", wrong);
        Assert.Equal("The history cannot be read now. The database is locked.", Text(cut, "search-problem"));
    }

    [Fact]
    public void Tiles_show_profit_by_account_and_in_total_with_exposure_and_use_of_limits()
    {
        AccountId one = new("DU1"), two = new("DU2");
        View.Positions =
        [
            Given.Position() with { Account = one, BaseCurrency = "USD", RateToBase = 1m, UnrealizedPnlBase = 10m, RealizedPnlBase = 5m, CommissionBase = 1m, DayPnlBase = 3m },
            Given.Position("QQQ", quantity: -10m) with { Account = two, BaseCurrency = "USD", RateToBase = 1m, MarketValue = -3_710m, UnrealizedPnlBase = -4m, RealizedPnlBase = 0m, CommissionBase = 1m, DayPnlBase = -4m },
        ];
        View.Accounts = [new AccountState { Account = one, Currency = "USD" }, new AccountState { Account = two, Currency = "USD" }];
        View.Money = new MoneyState { Ledgers = [new DayLedger { Account = one, BaseCurrency = "USD", DayPnl = 3m }, new DayLedger { Account = two, BaseCurrency = "USD", DayPnl = -4m }] };

        IRenderedComponent<PnlTiles> cut = Render<PnlTiles>();

        Assert.Equal(("+3.00", "−4.00", "−1.00"), (Text(cut, "pnl-day-DU1"), Text(cut, "pnl-day-DU2"), Text(cut, "pnl-day-total")));
        Assert.Equal(("+14.00", "−5.00", "+9.00"), (Text(cut, "pnl-open-DU1"), Text(cut, "pnl-open-DU2"), Text(cut, "pnl-open-total")));
        Assert.Contains("86,024.00", Text(cut, "exposure-long-DU1"), StringComparison.Ordinal);
        Assert.Contains("3,710.00", Text(cut, "exposure-short-total"), StringComparison.Ordinal);
    }
}
