namespace TradingCore.Domain;

/// <summary>P&amp;L of one account, or of several with one base currency: of the day and since the positions were first known, own figures beside the broker's.</summary>
public sealed record AccountPnl
{
    /// <summary>Account; empty for a total.</summary>
    public AccountId Account { get; init; }
    /// <summary>Base currency of all figures; empty until known.</summary>
    public string BaseCurrency { get; init; } = "";
    /// <summary>Money of the day; null until its equity is known.</summary>
    public DayLedger? Ledger { get; init; }
    /// <summary>P&amp;L of the day less fees; null while something is missing.</summary>
    public decimal? DayPnl { get; init; }
    /// <summary>Unrealised P&amp;L at present rates; null while something is missing.</summary>
    public decimal? UnrealizedPnl { get; init; }
    /// <summary>Realised P&amp;L before fees since the positions were first known, each day at its rate; null while a rate is missing.</summary>
    public decimal? RealizedPnl { get; init; }
    /// <summary>Commission and fees since then, each day at its rate; null while a rate is missing.</summary>
    public decimal? Fees { get; init; }
    /// <summary>Unrealised and realised less fees; null while something is missing.</summary>
    public decimal? OpenPnl => UnrealizedPnl + RealizedPnl - Fees;
    /// <summary>True when a price in it is old, one-sided or a substitute, or a rate is old.</summary>
    public bool IsDoubtful { get; init; }
    /// <summary>What is missing or doubtful, a sentence; empty when nothing is.</summary>
    public string Remark { get; init; } = "";
    /// <summary>The broker's P&amp;L of the day; null until told.</summary>
    public decimal? BrokerDailyPnl { get; init; }
    /// <summary>The broker's unrealised P&amp;L; null until told.</summary>
    public decimal? BrokerUnrealizedPnl { get; init; }
    /// <summary>The broker's realised P&amp;L of the day; null until told.</summary>
    public decimal? BrokerRealizedPnl { get; init; }
    /// <summary>When the broker's P&amp;L came, UTC; null until then.</summary>
    public DateTimeOffset? BrokerTime { get; init; }

    /// <summary>One for each account that holds something or has told its money, by code.</summary>
    public static IReadOnlyList<AccountPnl> Of(IReadOnlyList<Position> positions, IReadOnlyList<AccountState> accounts, MoneyState money) =>
    [
        .. positions.Select(p => p.Account).Concat(accounts.Select(a => a.Account)).Distinct().OrderBy(a => a.Value, StringComparer.Ordinal)
            .Select(id => Of(id, [.. positions.Where(p => p.Account == id)], accounts.FirstOrDefault(a => a.Account == id), money.Ledgers.FirstOrDefault(l => l.Account == id))),
    ];

    /// <summary>The sum of accounts; null when they have no base currency in common, because nothing is added over currencies without a rate.</summary>
    public static AccountPnl? Total(IReadOnlyList<AccountPnl> accounts)
    {
        if (accounts.Count == 0 || accounts.Any(a => a.BaseCurrency.Length == 0 || a.BaseCurrency != accounts[0].BaseCurrency)) return null;
        return new AccountPnl
        {
            BaseCurrency = accounts[0].BaseCurrency,
            DayPnl = Sum(accounts.Select(a => a.DayPnl)),
            UnrealizedPnl = Sum(accounts.Select(a => a.UnrealizedPnl)),
            RealizedPnl = Sum(accounts.Select(a => a.RealizedPnl)),
            Fees = Sum(accounts.Select(a => a.Fees)),
            IsDoubtful = accounts.Any(a => a.IsDoubtful),
            Remark = string.Join(' ', accounts.Select(a => a.Remark).Where(r => r.Length > 0).Distinct()),
            BrokerDailyPnl = Sum(accounts.Select(a => a.BrokerDailyPnl)),
            BrokerUnrealizedPnl = Sum(accounts.Select(a => a.BrokerUnrealizedPnl)),
            BrokerRealizedPnl = Sum(accounts.Select(a => a.BrokerRealizedPnl)),
            BrokerTime = accounts.Min(a => a.BrokerTime),
        };
    }

    private static AccountPnl Of(AccountId id, IReadOnlyList<Position> positions, AccountState? told, DayLedger? ledger)
    {
        // A flat position without a price is worth nothing, and a figure of nothing needs no rate.
        string missing = ledger?.Missing ?? "";
        string[] flawed = [.. positions.Where(p => p.Quantity != 0m && p.MarkFlaw.Length > 0).Select(p => $"{p.Contract.Ticker} {p.MarkFlaw}")];
        string[] old = [.. positions.Where(p => p.RateFlaw == "old" && p.Contract.Currency != p.BaseCurrency).Select(p => p.Contract.Currency).Distinct()];
        string remark = string.Join(' ', new[]
        {
            missing,
            flawed.Length > 0 ? $"Price: {string.Join(", ", flawed)}." : "",
            old.Length > 0 ? $"Rate of {string.Join(", ", old)} is old." : "",
        }.Where(t => t.Length > 0));
        return new AccountPnl
        {
            Account = id,
            BaseCurrency = told?.Currency ?? ledger?.BaseCurrency ?? "",
            Ledger = ledger,
            DayPnl = missing.Length == 0 ? ledger?.DayPnl : null,
            UnrealizedPnl = Sum(positions.Select(p => p.UnrealizedPnlBase)),
            RealizedPnl = Sum(positions.Select(p => p.RealizedPnlBase)),
            Fees = Sum(positions.Select(p => p.CommissionBase)),
            IsDoubtful = flawed.Length + old.Length > 0,
            Remark = remark,
            BrokerDailyPnl = told?.DailyPnl,
            BrokerUnrealizedPnl = told?.UnrealizedPnl,
            BrokerRealizedPnl = told?.RealizedPnl,
            BrokerTime = told?.PnlTime,
        };
    }

    private static decimal? Sum(IEnumerable<decimal?> parts)
    {
        decimal sum = 0m;
        foreach (decimal? part in parts)
        {
            if (part is not { } known) return null;
            sum += known;
        }
        return sum;
    }
}
