using System.Text.Json;
using TradingCore.Domain;
using TradingCore.Engine.Commands;

namespace TradingBlazor.Tests.Api;

public sealed class MoneyApiTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly AccountId Account = new("DU1234567");

    private static Position Held(string currency, decimal unrealized, decimal? rate) => new()
    {
        Account = Account,
        Contract = Given.Spy with { Currency = currency },
        Quantity = 100m,
        BrokerQuantity = 100m,
        UnrealizedPnl = unrealized,
        RealizedPnl = 20m,
        RealizedPnlBase = 20m * rate,
        Commission = 1m,
        CommissionBase = 1m * rate,
        BaseCurrency = "USD",
        RateToBase = rate,
        RateFlaw = rate is null ? "missing" : "",
        UnrealizedPnlBase = unrealized * rate,
        DayPnl = 12.34m,
        DayPnlBase = 12.34m * rate,
        MarkFlaw = "one-sided",
        BrokerDailyPnl = 12.30m,
        BrokerPnlTime = ApiHost.Now,
    };

    private static readonly TieOutItem Differs = new()
    {
        Account = Account,
        Kind = TieOutKind.Cash,
        Currency = "USD",
        Ours = 500_000.00m,
        Brokers = 520_000.00m,
        Tolerance = 5m,
        State = TieOutState.Halted,
        Since = ApiHost.Now,
        BrokerTime = ApiHost.Now,
        ComparedTime = ApiHost.Now,
    };

    private static MoneyState Money(string missing = "") => new()
    {
        Ledgers = [new DayLedger { Account = Account, Day = new DateOnly(2026, 10, 5), BaseCurrency = "USD", StartEquity = 1_000_000.10m, PeakEquity = 1_000_100m, Equity = 1_000_012.44m, DayPnl = 12.34m, Missing = missing }],
        PastDays = [new DayLedger { Account = Account, Day = new DateOnly(2026, 10, 2), BaseCurrency = "USD", DayPnl = -7.50m }],
        TieOut = [Differs],
        Cash = [new CashLine(Account, "USD", 500_000.00m, 520_000.00m, 520_000.00m, ApiHost.Now)],
        Rates = [new ExchangeRate("EUR", "USD", 1.10m, new DateOnly(2026, 10, 5), "quote", ApiHost.Now)],
        Groups = [new AdvisorGroup("Growth", "Ratio", [new AdvisorShare(Account, 3m)])],
        Aliases = new Dictionary<AccountId, string> { [Account] = "Family" },
        Adjustments = [new Adjustment(ApiHost.Now, Account, "SPY", "", 70m, 90m, "Transfer, booked by anna.")],
    };

    private void Show(decimal? rate, string missing = "")
    {
        host.View.Positions = [Held("EUR", 100m, rate)];
        host.View.Accounts = [new AccountState { Account = Account, Currency = "USD", DailyPnl = 12.30m, UnrealizedPnl = 108m, RealizedPnl = 0m, PnlTime = ApiHost.Now }];
        host.View.Money = Money(missing);
    }

    [Fact]
    public async Task Profit_is_told_by_account_and_in_total_in_the_base_currency_beside_the_brokers()
    {
        Show(rate: 1.10m);

        (_, JsonElement body, _) = await host.SendAsync(HttpMethod.Get, "/api/v1/pnl");

        JsonElement account = body.GetProperty("byAccount")[0], total = body.GetProperty("total");
        // 100.00 and 20.00 less 1.00 EUR at 1.10.
        Assert.Equal(("12.34", "110.00", "22.00", "1.10", "130.90"), (Raw(account, "dayPnl"), Raw(account, "unrealizedPnl"), Raw(account, "realizedPnl"), Raw(account, "fees"), Raw(account, "openPnl")));
        Assert.Equal(("12.30", "108", "130.90"), (Raw(account, "brokerDailyPnl"), Raw(account, "brokerUnrealizedPnl"), Raw(total, "openPnl")));
        Assert.Equal(("1000000.10", "1000100"), (Raw(account.GetProperty("ledger"), "startEquity"), Raw(account.GetProperty("ledger"), "peakEquity")));
        Assert.Equal(("\"2026-10-02\"", "-7.50"), (Raw(body.GetProperty("days")[0], "day"), Raw(body.GetProperty("days")[0], "dayPnl")));
        Assert.Equal(("\"EUR\"", "1.10", "\"quote\""), (Raw(body.GetProperty("rates")[0], "from"), Raw(body.GetProperty("rates")[0], "rate"), Raw(body.GetProperty("rates")[0], "source")));
        Assert.True(account.GetProperty("isDoubtful").GetBoolean());
    }

    [Fact]
    public async Task Without_a_rate_the_sum_is_null_and_says_why()
    {
        Show(rate: null, missing: "No rate of EUR.");

        (_, JsonElement body, _) = await host.SendAsync(HttpMethod.Get, "/api/v1/pnl");

        JsonElement account = body.GetProperty("byAccount")[0];
        Assert.Equal(("null", "null", "null"), (Raw(account, "dayPnl"), Raw(account, "unrealizedPnl"), Raw(body.GetProperty("total"), "openPnl")));
        Assert.StartsWith("No rate of EUR.", account.GetProperty("remark").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_position_tells_day_and_open_figures_and_each_comparison()
    {
        Show(rate: 1.10m);
        host.View.Money = host.View.Money with { TieOut = [Differs with { Kind = TieOutKind.AverageCost, ConId = Given.Spy.ConId, Ticker = "SPY", Ours = 100.00m, Brokers = 100.03m, State = TieOutState.Differs }] };

        (_, JsonElement body, _) = await host.SendAsync(HttpMethod.Get, "/api/v1/positions");

        JsonElement position = body[0], item = position.GetProperty("tieOut")[0];
        Assert.Equal(("12.34", "\"one-sided\"", "12.30"), (Raw(position, "dayPnl"), Raw(position, "markFlaw"), Raw(position, "brokerDailyPnl")));
        Assert.Equal(("\"averageCost\"", "100.00", "100.03", "0.03", "3", "\"differs\""), (Raw(item, "kind"), Raw(item, "ours"), Raw(item, "brokers"), Raw(item, "difference"), Raw(item, "differenceCents"), Raw(item, "state")));
    }

    [Fact]
    public async Task The_comparison_adjustments_accounts_and_groups_are_told()
    {
        Show(rate: 1.10m);

        (_, JsonElement tieOut, _) = await host.SendAsync(HttpMethod.Get, "/api/v1/tie-out");
        (_, JsonElement adjustments, _) = await host.SendAsync(HttpMethod.Get, "/api/v1/adjustments");
        (_, JsonElement accounts, _) = await host.SendAsync(HttpMethod.Get, "/api/v1/accounts");
        (_, JsonElement groups, _) = await host.SendAsync(HttpMethod.Get, "/api/v1/accounts/groups");

        Assert.True(tieOut.GetProperty("isHalted").GetBoolean());
        Assert.Equal(("\"cash\"", "2000000", "\"halted\""), (Raw(tieOut.GetProperty("items")[0], "kind"), Raw(tieOut.GetProperty("items")[0], "differenceCents"), Raw(tieOut.GetProperty("items")[0], "state")));
        Assert.Equal("\"Transfer, booked by anna.\"", Raw(adjustments[0], "cause"));
        Assert.Equal(("\"Family\"", "\"Growth\"", "520000.00"), (Raw(accounts[0], "alias"), accounts[0].GetProperty("groups")[0].GetRawText(), Raw(accounts[0].GetProperty("cash")[0], "broker")));
        Assert.Equal(("\"Growth\"", "3"), (Raw(groups[0], "name"), Raw(groups[0].GetProperty("accounts")[0], "amount")));
    }

    [Fact]
    public async Task A_difference_is_booked_with_its_cause_and_nothing_else_is_taken()
    {
        host.Commands.Result = new CommandResult(CommandOutcome.Accepted, "The difference is booked.");
        host.Commands.Calls.Clear();

        (int accepted, _, _) = await host.SendAsync(HttpMethod.Post, "/api/v1/tie-out/accept", """{ "account": "du1234567", "currency": "usd", "cause": "deposit" }""");
        (int both, JsonElement problem, _) = await host.SendAsync(HttpMethod.Post, "/api/v1/tie-out/accept", """{ "account": "DU1234567", "currency": "USD", "symbol": "SPY", "cause": "luck" }""");

        Assert.Equal((202, 400), (accepted, both));
        Assert.Equal(["DU1234567", "", "USD", DifferenceCause.Deposit], host.Commands.Calls.Take(4));
        Assert.Equal(["cause", "symbol"], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order(StringComparer.Ordinal));
    }

    private static string Raw(JsonElement element, string name) => element.GetProperty(name).GetRawText();
}
