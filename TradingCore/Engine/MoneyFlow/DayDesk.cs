using TradingCore.Accounts;
using TradingCore.Domain;
using TradingCore.Positions;

namespace TradingCore.Engine.MoneyFlow;

/// <summary>The days of each account: they begin, are valued at every beat, end, and are kept.</summary>
internal sealed class DayDesk(EngineState state, AccountRates rates, CashComparison cash, MoneyStore store)
{
    private const string EquitySource = "equity";
    private const int PastDaysMax = 400;
    private static readonly TimeSpan StoreInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FiguresInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan DailyPatience = TimeSpan.FromSeconds(30);

    private readonly Dictionary<AccountId, AccountDay> _accounts = [];
    private readonly Dictionary<(AccountId Account, DateOnly Day), DayDocument> _stored = [];
    private readonly List<DayLedger> _past = [];   // newest first

    /// <summary>Days that are over, newest first. A new list at every change.</summary>
    public IReadOnlyList<DayLedger> Past { get; private set; } = [];

    /// <summary>The present day of an account; null when the account was never met.</summary>
    public AccountDay? Known(AccountId account) => _accounts.GetValueOrDefault(account);

    /// <summary>A day as it was stored last.</summary>
    public DayDocument Stored(AccountId account, DateOnly day) => _stored[(account, day)];

    /// <summary>Days that are stored, from one day to before another, oldest first.</summary>
    public DateOnly[] StoredDays(AccountId account, DateOnly from, DateOnly before) =>
        [.. _stored.Keys.Where(k => k.Account == account && k.Day >= from && k.Day < before).Select(k => k.Day).Order()];

    /// <summary>True when the account was met before the present day began: everything of the day is known here.</summary>
    public bool KnowsWhole(AccountId account) => _past.Exists(d => d.Account == account);

    /// <summary>The broker's P&amp;L of the present day; null when it has told none of it. What it told yesterday is none of today.</summary>
    public decimal? BrokerPnl(AccountId account) =>
        state.Accounts.Find(account) is { DailyPnl: { } daily, DailyPnlTime: { } told } && state.Days.Of(told) == state.Days.Of(state.Now) ? daily : null;

    /// <summary>The broker told the equity.</summary>
    public void Told(AccountId id, decimal equity)
    {
        AccountDay account = Find(id);
        account.Told(equity);
        // What own marks make of it counts from this moment on, not from the next beat: a fill may come between.
        account.Value(WealthOf(id, Sum(id, state.Days.Of(state.Now), Marked())), unbooked: null);
    }

    /// <summary>Begins the day of each account of the login where it is due.</summary>
    public void Begin()
    {
        DateOnly today = state.Days.Of(state.Now);
        foreach (AccountId id in state.Session.Accounts) BeginIfDue(Find(id), today);
    }

    /// <summary>Values every account and keeps peaks.</summary>
    public void Value()
    {
        foreach (AccountDay account in _accounts.Values) Value(account);
    }

    /// <summary>Puts a day as it is now into the journal.</summary>
    public void Store(AccountDay account)
    {
        if (account.Day is not { } day || state.Ledgers.Find(account.Account) is not { } l) return;
        StartDocument[] starts =
        [
            .. state.Positions.EntriesOf(account.Account).Where(e => e.Start is { } s && s.Day == day).Select(e => new StartDocument(e.Contract.ConId.Value, e.Start!.Value, e.Start.Source, e.Start.CarriedRealizedPnl)),
        ];
        var document = new DayDocument(day, l.BaseCurrency, account.StartEquity, account.StartSource, account.PeakEquity, account.NetDeposits, starts,
            new FiguresDocument(l.Equity, l.RealizedPnl, l.UnrealizedPnl, l.Fees, l.DayPnl, l.Missing, l.UpdatedTime));
        if (_stored.GetValueOrDefault((account.Account, day)) is { Changes: > 0 } changed) document = document with { Notes = changed.Notes, Changes = changed.Changes };
        _stored[(account.Account, day)] = document;
        account.IsDirty = false;
        account.StoredTime = state.Now;
        store.Day(account.Account, document);
    }

    /// <summary>Changes a day that is stored, and what is shown of it.</summary>
    public void Change(AccountId account, DayDocument document)
    {
        DateOnly day = document.Day;
        _stored[(account, day)] = document;
        store.Day(account, document);
        if (state.Ledgers.Find(account)?.Day == day) state.Ledgers.Set(LedgerOf(account, document));
        else if (_past.Exists(d => d.Account == account && d.Day == day)) Keep(LedgerOf(account, document));
    }

    /// <summary>Takes a stored day of an earlier run; <see cref="Restore()"/> makes something of them when all are there.</summary>
    public void Restore(AccountId account, DayDocument document) => _stored[(account, document.Day)] = document;

    /// <summary>Goes on where the earlier run was.</summary>
    public void Restore()
    {
        // Oldest day first: the last one is where the account stood.
        foreach (((AccountId id, _), DayDocument document) in _stored.OrderBy(d => d.Key.Day)) Resume(id, document);
    }

    private void Resume(AccountId id, DayDocument d)
    {
        AccountDay account = Find(id);
        if (account.Day is { } before) Keep(LedgerOf(id, _stored[(id, before)]));
        account.Restore(d.Day, d.Base, d.StartEquity, d.StartSource, d.Peak, d.NetDeposits);
        // The base currency is known before the broker tells it again, so that figures are there at once.
        state.Accounts.Apply(new AccountState { Account = id, Currency = d.Base });
        state.Ledgers.Set(LedgerOf(id, d));
        foreach (StartDocument s in d.Starts)
            if (state.Positions.Find(id, new ConId(s.ConId)) is { } entry) entry.Start = new StartOfDay(d.Day, s.Value, s.Source, s.Carried);
    }

    private AccountDay Find(AccountId id)
    {
        if (_accounts.TryGetValue(id, out AccountDay? account)) return account;
        account = new AccountDay(id);
        _accounts.Add(id, account);
        return account;
    }

    private void BeginIfDue(AccountDay account, DateOnly today)
    {
        if (!state.IsVerified || account.Equity is not { } equity) return;
        decimal? daily = BrokerPnl(account.Account);
        if (account.Day == today && account.StartSource == EquitySource && daily is { } late) account.Correct(equity - account.NetDeposits - late);
        if (account.Day >= today) return;
        // Seen to begin: the prices of now are those of the start. After an absence they are not, and the broker's figures say what it began with.
        bool isSeen = account.Day == today.AddDays(-1) && account.SeenTime is { } seen && state.Now - seen < FiguresInterval;
        if (!isSeen && daily is null && state.Now - state.VerifiedTime < DailyPatience) return;
        if (account.Day is { } over)
        {
            Store(account);
            Keep(LedgerOf(account.Account, _stored[(account.Account, over)]));
        }
        foreach (PositionEntry entry in state.Positions.EntriesOf(account.Account))
        {
            Position? shown = state.Positions.Snapshot.FirstOrDefault(p => p.Account == entry.Account && p.Contract.ConId == entry.Contract.ConId);
            entry.Start = isSeen && shown?.MarketValue is { } value && entry.Ledger.Of(today).Flow == 0m ? new StartOfDay(today, value, "own") : null;
            PositionBook.Touch(entry);
        }
        account.Begin(today, isSeen ? equity : equity - (daily ?? 0m), isSeen ? "own" : daily is null ? EquitySource : "broker");
    }

    private void Value(AccountDay account)
    {
        if (account.Day is not { } today) return;
        if (state.IsVerified && today == state.Days.Of(state.Now)) account.SeenTime = state.Now;
        foreach (PositionEntry entry in state.Positions.EntriesOf(account.Account)) Anchor(account, entry, today);
        DaySum sum = Sum(account.Account, today, Marked());
        account.Value(WealthOf(account.Account, sum), cash.Unexplained(account.Account));
        // The figures are those of the day that the clock shows: a day that is over keeps its own until the next one can begin.
        if (today < state.Days.Of(state.Now)) return;
        DayLedger? known = state.Ledgers.Find(account.Account);
        var ledger = new DayLedger
        {
            Account = account.Account,
            Day = today,
            BaseCurrency = rates.BaseOf(account.Account),
            StartEquity = account.StartEquity,
            StartSource = account.StartSource,
            Equity = account.Equity ?? known?.Equity ?? account.StartEquity,
            PeakEquity = account.PeakEquity ?? account.StartEquity,
            RealizedPnl = sum.Realized,
            UnrealizedPnl = sum.Unrealized,
            Fees = sum.Fees,
            NetDeposits = account.NetDeposits,
            DayPnl = sum.Realized + sum.Unrealized - sum.Fees,
            Missing = sum.Missing,
            UpdatedTime = state.Now,
        };
        state.Ledgers.Set(ledger);
        if (account.IsDirty ? state.Now - account.StoredTime >= StoreInterval : ledger != known && state.Now - account.StoredTime >= FiguresInterval) Store(account);
    }

    // What was held when the day began and was not seen here is worth what the broker's P&L of the day implies; until it tells, the close of the day before.
    private void Anchor(AccountDay account, PositionEntry entry, DateOnly today)
    {
        LedgerDay booked = entry.Ledger.Of(today);
        if (booked is { StartQuantity: 0m, HasAdjustment: false } || (entry.Start is { } known && known.Day == today && known.Source != "close")) return;
        if (entry.BrokerPnl is { Daily: { } daily, MarketValue: { } value } pnl && pnl.Quantity == entry.Ledger.Quantity && entry.Difference == 0m && pnl.Time > entry.BookedTime)
            entry.Start = new StartOfDay(today, value + booked.Flow - booked.Fees - daily, "broker", (pnl.Realized ?? booked.RealizedNetPnl) - booked.RealizedNetPnl);
        else if (entry.Start?.Day != today && !booked.HasAdjustment && state.Market.Find(entry.Contract.ConId)?.Close is { } close)
            entry.Start = new StartOfDay(today, booked.StartQuantity * close * entry.Ledger.Multiplier, "close");
        else return;
        PositionBook.Touch(entry);
        account.IsDirty = true;
        state.ArePositionsDirty = true;
    }

    private IReadOnlyList<Position> Marked() => state.Positions.Mark(state.Market.Find, rates, state.Now);

    // Prices of before an outage say nothing of an equity that was told after it.
    private decimal? WealthOf(AccountId account, DaySum sum) =>
        state.Positions.EntriesOf(account).Any(e => e.Ledger.Quantity != 0m && state.Market.Find(e.Contract.ConId) is { IsInterrupted: true }) ? null : sum.Wealth;

    private DaySum Sum(AccountId account, DateOnly today, IReadOnlyList<Position> positions)
    {
        var sum = new DaySum(account, today, rates);
        foreach (Position p in positions)
            if (p.Account == account) sum.Add(p);
        foreach (PositionEntry entry in state.Positions.EntriesOf(account)) sum.AddOtherFees(entry.Ledger);
        return sum;
    }

    private void Keep(DayLedger day)
    {
        int known = _past.FindIndex(d => d.Account == day.Account && d.Day == day.Day);
        if (known >= 0) _past[known] = day;
        else _past.Insert(0, day);
        if (_past.Count > PastDaysMax) _past.RemoveAt(_past.Count - 1);
        Past = [.. _past];
    }

    private static DayLedger LedgerOf(AccountId id, DayDocument d) => new()
    {
        Account = id,
        Day = d.Day,
        BaseCurrency = d.Base,
        StartEquity = d.StartEquity,
        StartSource = d.StartSource,
        Equity = d.Figures.Equity,
        PeakEquity = d.Peak ?? d.StartEquity,
        NetDeposits = d.NetDeposits,
        RealizedPnl = d.Figures.Realized,
        UnrealizedPnl = d.Figures.Unrealized,
        Fees = d.Figures.Fees,
        DayPnl = d.Figures.DayPnl,
        Missing = d.Figures.Missing,
        Note = d.Note,
        UpdatedTime = d.Figures.Time,
    };
}
