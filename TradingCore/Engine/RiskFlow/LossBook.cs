using TradingCore.Domain;
using TradingCore.Engine.Ports;
using TradingCore.Positions;
using TradingCore.Risk.Activity;

namespace TradingCore.Engine.RiskFlow;

/// <summary>Equity and profit and loss of each account since the start of its day and since its peak. Kept over restarts.</summary>
internal sealed class LossBook(EngineState state, CurrencyRates rates)
{
    // Longest time without a figure over which a day has still been seen to begin.
    private static readonly TimeSpan SeenMax = TimeSpan.FromMinutes(1);

    // Each new peak need not be written at once: after a crash it is at most this much too old.
    private static readonly TimeSpan PeakInterval = TimeSpan.FromSeconds(10);

    private readonly Dictionary<AccountId, Entry> _accounts = [];

    /// <summary>What an account's limits are counted from; null until its equity is known.</summary>
    public AccountDay? Find(AccountId account) => _accounts.GetValueOrDefault(account)?.Day;

    /// <summary>Profit and loss of the day that counts for the limit; null when not known.</summary>
    public decimal? DayPnl(AccountId account) => _accounts.GetValueOrDefault(account) is { } entry && entry.Pnl is { } pnl ? pnl - entry.Day.StartPnl - entry.Day.AcceptedPnl : null;

    /// <summary>The same of all accounts of the login together, in <paramref name="currency"/>; null when a part is not known.</summary>
    public decimal? TotalDayPnl(string currency)
    {
        decimal sum = 0m;
        for (int i = 0; i < state.Session.Accounts.Count; i++)
        {
            AccountId account = state.Session.Accounts[i];
            if (DayPnl(account) is not { } pnl || rates.Rate(state.BaseCurrencyOf(account), currency) is not { } rate) return null;
            sum += pnl * rate;
        }
        return sum;
    }

    /// <summary>The day of an account: its own that runs, else that of the clock.</summary>
    public DateOnly DayOf(AccountId account) => Find(account)?.Day ?? Today;

    private DateOnly Today => state.Days.Of(state.Now);

    public void Restore(AccountDay day) => _accounts[day.Account] = new Entry(day);

    /// <summary>Counts anew. The figures of a state that is not compared with the broker would be a guess, so they stay.</summary>
    public void Update()
    {
        if (!state.IsVerified) return;
        for (int i = 0; i < state.Session.Accounts.Count; i++)
        {
            AccountId account = state.Session.Accounts[i];
            if (state.Accounts.Find(account)?.NetLiquidation is not { } equity) continue;
            decimal? pnl = PnlOf(account);
            Entry? entry = _accounts.GetValueOrDefault(account);
            if (entry is null)
            {
                if (pnl is not { } first) continue;
                _accounts[account] = entry = new Entry(new AccountDay { Account = account, Day = Today, PeakEquity = equity }.Since(equity, first, state.Money.Days.BrokerPnl(account)));
                Write(entry);
            }
            entry.Pnl = pnl;
            if (pnl is { } now) Count(entry, equity, now);
            // Money that is about to leave, or came and was not booked, is no profit.
            if (state.Money.Cash.Unexplained(account) is { } unexplained) Raise(entry, equity + Math.Min(0m, entry.Day.RecordedFlow) - unexplained);
        }
    }

    private void Count(Entry entry, decimal equity, decimal now)
    {
        if (entry.Day.Day < Today) Begin(entry, equity, now);
        else if (entry.Day.IsStartAssumed && state.Money.Days.BrokerPnl(entry.Day.Account) is { } daily) Correct(entry, equity, now, daily);
        entry.Seen = state.Now;
    }

    // After an absence over the day's start the prices of now are not those of then.
    private void Begin(Entry entry, decimal equity, decimal now)
    {
        bool isSeen = entry.Day.Day == Today.AddDays(-1) && state.Now - entry.Seen < SeenMax;
        entry.Day = entry.Day.Next(Today, equity, now);
        if (!isSeen) entry.Day = entry.Day.Since(equity, now, state.Money.Days.BrokerPnl(entry.Day.Account));
        Write(entry);
    }

    // Told after the account was first seen on the day.
    private void Correct(Entry entry, decimal equity, decimal now, decimal daily)
    {
        entry.Day = entry.Day.Since(equity, now, daily);
        Write(entry);
    }

    private void Raise(Entry entry, decimal equity)
    {
        if (equity <= entry.Day.PeakEquity) return;
        entry.Day = entry.Day with { PeakEquity = equity };
        if (state.Now - entry.Written >= PeakInterval) Write(entry);
    }

    /// <summary>A person accepted the loss of the day: the limit counts on from here.</summary>
    public void AcceptLoss(AccountId account)
    {
        if (_accounts.GetValueOrDefault(account) is not { } entry || entry.Pnl is not { } pnl) return;
        entry.Day = entry.Day with { AcceptedPnl = Math.Min(0m, pnl - entry.Day.StartPnl) };
        Write(entry);
    }

    /// <summary>A person accepted the drawdown: the peak is the equity of now.</summary>
    public void AcceptDrawdown(AccountId account)
    {
        if (_accounts.GetValueOrDefault(account) is not { } entry || state.Accounts.Find(account)?.NetLiquidation is not { } equity) return;
        entry.Day = entry.Day with { PeakEquity = equity };
        Write(entry);
    }

    /// <summary>Money was paid in or out.</summary>
    public bool CashFlow(AccountId account, decimal amount, bool isBooked = false)
    {
        if (_accounts.GetValueOrDefault(account) is not { } entry) return false;
        entry.Day = entry.Day.WithCashFlow(amount, isBooked);
        Write(entry);
        return true;
    }

    /// <summary>What is held was corrected: what that changed is neither a profit nor a loss of the day.</summary>
    public void MoveStart(AccountId account, decimal amount)
    {
        if (amount == 0m || _accounts.GetValueOrDefault(account) is not { } entry) return;
        entry.Day = entry.Day with { StartPnl = entry.Day.StartPnl + amount };
        entry.Pnl = PnlOf(account);
        Write(entry);
    }

    /// <summary>Everything since the positions were first known; the start of the day is taken away from it. Null when a held position has no price, or cannot be valued yet.</summary>
    public decimal? PnlOf(AccountId account)
    {
        decimal sum = 0m;
        string baseCurrency = state.BaseCurrencyOf(account);
        foreach (PositionEntry entry in state.Positions.Entries)
        {
            if (entry.Account != account || entry.Ledger.IsEmpty) continue;
            if (entry.WantedMultiplier is not null) return null;
            decimal value = entry.Ledger.RealizedPnl - entry.Ledger.Commission;
            if (entry.Ledger.Quantity != 0m)
            {
                if (state.Market.Find(entry.Contract.ConId)?.Mark is not { } mark) return null;
                value += entry.Ledger.UnrealizedPnl(mark);
            }
            if (value != 0m)
            {
                if (rates.Rate(entry.Contract.Currency, baseCurrency) is not { } rate) return null;
                sum += value * rate;
            }
            // A pair against the yen is charged in dollars.
            foreach (((_, string currency), decimal fee) in entry.Ledger.OtherFees)
            {
                if (rates.Rate(currency, baseCurrency) is not { } rate) return null;
                sum -= fee * rate;
            }
        }
        return sum;
    }

    /// <summary>All of it, a line for each account.</summary>
    public IEnumerable<string> Figures() => _accounts.OrderBy(a => a.Key.Value, StringComparer.Ordinal).Select(a => $"{a.Value.Day}|{a.Value.Pnl}|{a.Value.Written.UtcTicks}");

    private void Write(Entry entry)
    {
        entry.Written = state.Now;
        string key = RiskJson.DayKey + entry.Day.Account.Value;
        state.Effects.Journal.Add(new SettingWritten(key, RiskJson.Write(entry.Day), "engine", state.Now));
    }

    private sealed class Entry(AccountDay day)
    {
        public AccountDay Day { get; set; } = day;
        public decimal? Pnl { get; set; }
        public DateTimeOffset Written { get; set; }
        public DateTimeOffset Seen { get; set; }
    }
}
