using System.Globalization;

namespace TwsSimulator.Accounts;

/// <summary>One value of the account as the gateway writes it.</summary>
/// <param name="Tag">Name, e.g. NetLiquidation.</param>
/// <param name="Value">Value as text.</param>
/// <param name="Currency">Currency, BASE, or empty.</param>
/// <param name="IsSummary">Whether it belongs to the account summary.</param>
internal sealed record AccountLine(string Tag, string Value, string Currency, bool IsSummary = true);

/// <summary>The account's values by their official names.</summary>
internal static class AccountValues
{
    private const int DayTradesAhead = 4;

    /// <summary>Tags of reqAccountSummary.</summary>
    public static IReadOnlySet<string> Tags { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "AccountType", "NetLiquidation", "TotalCashValue", "SettledCash", "AccruedCash", "BuyingPower", "EquityWithLoanValue", "PreviousDayEquityWithLoanValue",
        "GrossPositionValue", "ReqTEquity", "ReqTMargin", "SMA", "InitMarginReq", "MaintMarginReq", "AvailableFunds", "ExcessLiquidity", "Cushion", "FullInitMarginReq",
        "FullMaintMarginReq", "FullAvailableFunds", "FullExcessLiquidity", "LookAheadNextChange", "LookAheadInitMarginReq", "LookAheadMaintMarginReq",
        "LookAheadAvailableFunds", "LookAheadExcessLiquidity", "HighestSeverity", "DayTradesRemaining", "Leverage",
        // The documentation spells the two of Regulation T with a q, the gateway and most clients with a g; and the days ahead are told by the gateway alone.
        "RegTEquity", "RegTMargin", "DayTradesRemainingT+1", "DayTradesRemainingT+2", "DayTradesRemainingT+3", "DayTradesRemainingT+4",
    };

    /// <summary>All values, account summary and portfolio ones.</summary>
    public static List<AccountLine> Of(Account account)
    {
        decimal net = account.NetLiquidation;
        decimal init = account.InitialMargin;
        decimal maint = account.MaintenanceMargin;
        decimal gross = account.GrossPositionValue;
        decimal cash = account.Cash + account.EuroValue;
        List<AccountLine> lines =
        [
            new("AccountCode", account.Id, "", IsSummary: false),
            new("AccountReady", "true", "", IsSummary: false),
            new("AccountType", "INDIVIDUAL", ""),
            Money("NetLiquidation", net),
            Money("TotalCashValue", cash),
            Money("SettledCash", cash),
            Money("AccruedCash", 0),
            Money("BuyingPower", account.BuyingPower),
            Money("EquityWithLoanValue", net),
            Money("PreviousDayEquityWithLoanValue", net - account.DailyPnl),
            Money("GrossPositionValue", gross),
            Money("ReqTEquity", net),
            Money("ReqTMargin", init),
            Money("RegTEquity", net),
            Money("RegTMargin", init),
            Money("SMA", Math.Max(0, net - init)),
            Money("InitMarginReq", init),
            Money("MaintMarginReq", maint),
            Money("AvailableFunds", net - init),
            Money("ExcessLiquidity", net - maint),
            new("Cushion", (net <= 0 ? 0 : Math.Round((net - maint) / net, 6)).ToString(CultureInfo.InvariantCulture), ""),
            Money("FullInitMarginReq", init),
            Money("FullMaintMarginReq", maint),
            Money("FullAvailableFunds", net - init),
            Money("FullExcessLiquidity", net - maint),
            new("LookAheadNextChange", "0", ""),
            Money("LookAheadInitMarginReq", init),
            Money("LookAheadMaintMarginReq", maint),
            Money("LookAheadAvailableFunds", net - init),
            Money("LookAheadExcessLiquidity", net - maint),
            new("HighestSeverity", "0", ""),
            new("DayTradesRemaining", "-1", ""),
            .. Enumerable.Range(1, DayTradesAhead).Select(day => new AccountLine(string.Create(CultureInfo.InvariantCulture, $"DayTradesRemainingT+{day}"), "-1", "")),
            new("Leverage", (net <= 0 ? 0 : Math.Round(gross / net, 2)).ToString(CultureInfo.InvariantCulture), ""),
        ];
        lines.AddRange(Ledger(account).Select(l => l with { IsSummary = false }));
        return lines;
    }

    /// <summary>The cash ledger: one block for the base currency, one per currency held.</summary>
    public static List<AccountLine> Ledger(Account account)
    {
        List<AccountLine> lines = [];
        Add("BASE", account.Cash + account.EuroValue, 1, isBase: true);
        Add("USD", account.Cash, 1, isBase: true);
        if (account.Euros != 0)
            Add("EUR", account.Euros, account.EuroRate, isBase: false);
        return lines;

        void Add(string currency, decimal cash, decimal rate, bool isBase)
        {
            lines.Add(new AccountLine("Currency", currency, currency));
            lines.Add(new AccountLine("CashBalance", Text(cash), currency));
            lines.Add(new AccountLine("TotalCashBalance", Text(cash), currency));
            lines.Add(new AccountLine("NetLiquidationByCurrency", Text(isBase ? currency == "BASE" ? account.NetLiquidation : account.NetLiquidation - account.EuroValue : cash), currency));
            lines.Add(new AccountLine("StockMarketValue", Text(isBase ? account.StockValue : 0), currency));
            lines.Add(new AccountLine("FuturesPNL", Text(isBase ? account.FutureUnrealized : 0), currency));
            lines.Add(new AccountLine("UnrealizedPnL", Text(isBase ? account.UnrealizedPnl : 0), currency));
            lines.Add(new AccountLine("RealizedPnL", Text(isBase ? account.RealizedToday : 0), currency));
            lines.Add(new AccountLine("ExchangeRate", rate.ToString("0.0000####", CultureInfo.InvariantCulture), currency));
        }
    }

    private static AccountLine Money(string tag, decimal value) => new(tag, Text(value), "USD");

    private static string Text(decimal value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
