using System.Text.Json;
using TradingCore.Accounts;
using TradingCore.Domain;
using TradingCore.Engine.Events;
using TradingCore.Engine.Ports;
using TradingCore.Positions;

namespace TradingCore.Engine;

/// <summary>
/// Money from fills and marks: cash, exchange rates, the ledger of each account's day. What a restart could not make again from fills and the
/// broker's word is journalled as documents among the settings.
/// </summary>
internal sealed class MoneyDesk(EngineState state)
{
    private const string Who = "engine";
    private const int PastDaysMax = 400;
    private static readonly TimeSpan StoreInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FiguresInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan DailyPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RefreshDelay = TimeSpan.FromSeconds(1);

    private readonly AccountRates _rates = new(state);
    private readonly Dictionary<AccountId, AccountDay> _accounts = [];
    private readonly Dictionary<(AccountId, DateOnly), DayDocument> _stored = [];
    private readonly Dictionary<string, DateTimeOffset> _ratesStored = new(StringComparer.Ordinal);
    private readonly List<DayLedger> _past = [];   // newest first
    private readonly List<Adjustment> _adjustments = [];   // newest first
    private DateTimeOffset? _bookedTime;

    /// <summary>Rates into base currencies.</summary>
    public IBaseRates Rates => _rates;

    /// <summary>Days that are over, newest first. A new list at every change.</summary>
    public IReadOnlyList<DayLedger> PastDays { get; private set; } = [];

    /// <summary>Changes that are no fills, newest first. A new list at every change.</summary>
    public IReadOnlyList<Adjustment> Adjustments { get; private set; } = [];

    /// <summary>Books a fill, or a fill as corrected: position, and the cash that it moved.</summary>
    public void Book(Fill fill, DateTimeOffset time)
    {
        // A combination is not held: the executions of its legs, which are told as well, move positions and cash.
        if (fill.Contract.SecurityType == SecurityType.Combo) return;
        PositionEntry? before = state.Positions.Find(fill.Account, fill.Contract.ConId);
        MoneyOf was = before is null ? default : MoneyOf.From(before);
        PositionEntry entry = state.Positions.Book(fill.Account, fill.Contract, PositionBooking.Of(fill), time);
        bool isMoved = MoneyOf.From(entry).Move(state.Cash, entry, was);
        // In the same append of the journal as the fill: after a death either both are there or the broker tells the fill again.
        if (isMoved) StoreCash(fill.Account);
        _bookedTime = time;
        state.ArePositionsDirty = true;
    }

    /// <summary>Books a change of a position that is no fill, in the state and in the journal.</summary>
    /// <param name="entry">The position.</param>
    /// <param name="adjusted">The change.</param>
    /// <param name="isTakeOver">True for what was held before the account was known: the value at the day's start is then the broker's to tell.</param>
    public void Adjust(PositionEntry entry, PositionAdjusted adjusted, bool isTakeOver = false)
    {
        if (!isTakeOver) entry.Start = PositionFigures.StartOf(entry, entry.Ledger.Of(state.Days.Of(state.Now)));
        state.Positions.Book(entry.Account, entry.Contract, EngineState.Booking(adjusted), state.Now);
        if (_accounts.TryGetValue(entry.Account, out AccountDay? account)) account.Rebase();
        state.ArePositionsDirty = true;
        state.Effects.Journal.Add(adjusted);
        Remember(Of(adjusted));
    }

    /// <summary>Cash came or went without a trade.</summary>
    /// <param name="accountId">Account.</param>
    /// <param name="currency">Currency.</param>
    /// <param name="amount">Above 0 when it came in.</param>
    /// <param name="cause">A sentence.</param>
    /// <param name="isDeposit">True for a deposit or withdrawal: neither profit nor loss.</param>
    public void MoveCash(AccountId accountId, string currency, decimal amount, string cause, bool isDeposit)
    {
        state.Cash.Move(accountId, currency, amount);
        StoreCash(accountId);
        if (isDeposit && _accounts.TryGetValue(accountId, out AccountDay? account) && _rates.Now(accountId, currency) is { Rate: { } rate })
        {
            account.Deposit(amount * rate);
            account.Rebase();
        }
        Store(MoneyKeys.OfMoved(accountId, state.Now), JsonSerializer.Serialize(new CashMoved(currency, amount, cause, state.Now), MoneyJson.Default.CashMoved));
        Remember(new Adjustment(state.Now, accountId, "", currency, amount, 0m, cause));
    }

    public void On(AccountValuesReceived e)
    {
        state.Accounts.Apply(e.Values);
        if (e.Values.NetLiquidation is not { } equity) return;
        AccountDay account = Find(e.Values.Account);
        account.Told(equity);
        // What own marks make of it counts from this moment on, not from the next beat: a fill may come between.
        account.Value(Sum(account.Account, state.Days.Of(state.Now), state.Positions.Mark(state.Market.Find, _rates, state.Now)).Wealth);
    }

    public void On(CurrencyCashReceived e)
    {
        state.Cash.OnBroker(e.Account, e.Currency, e.Cash, e.TotalCash, e.Time);
        string to = _rates.BaseOf(e.Account);
        if (e.ExchangeRate is { } rate && to.Length > 0 && to != e.Currency) Take(new ExchangeRate(e.Currency, to, rate, state.Days.Of(e.Time), "broker", e.Time));
    }

    public void On(CashListEnd e)
    {
        // The broker leaves out a currency in which nothing is held. Without a single one the account itself was left out.
        foreach (AccountId account in state.Session.Accounts.Where(a => e.Named.Any(n => n.Account == a)))
            foreach (string currency in state.Cash.Currencies(account))
                if (!e.Named.Contains((account, currency))) state.Cash.OnBroker(account, currency, 0m, 0m, e.Time);
    }

    public void On(PositionPnlReceived e) =>
        state.Positions.OnBrokerPnl(e.Account, e.ConId, new BrokerPnl(e.Quantity, e.MarketValue, e.DailyPnl, e.UnrealizedPnl, e.RealizedPnl, e.Time));

    /// <summary>A comparison with the broker is complete: what an account holds in cash when it is first met is taken over.</summary>
    public void OnRound()
    {
        foreach (AccountId account in state.Session.Accounts)
        {
            if (state.Cash.IsOpen(account) || !IsCashWhole(account)) continue;
            state.Cash.Open(account);
            StoreCash(account);
        }
    }

    // Cash that was told before the last fill does not hold it, and cash that holds a fill which is still on its way would count it twice.
    private bool IsCashWhole(AccountId account)
    {
        IReadOnlyDictionary<string, BrokerCash> told = state.Cash.Broker(account);
        if (!told.Values.Any(c => c.Cash is not null)) return false;
        DateTimeOffset oldest = told.Values.Min(c => c.Time);
        return EntriesOf(account).All(e => e.BookedTime < oldest && e.Difference == 0m);
    }

    /// <summary>True when the account was met before the present day began: everything of the day is known here.</summary>
    public bool KnowsWholeDay(AccountId account) => _past.Exists(d => d.Account == account);

    /// <summary>Asks for account values soon after a fill: the broker's own turn comes every three minutes.</summary>
    public void RefreshAfterFills()
    {
        if (_bookedTime is not { } booked || state.Now - booked < RefreshDelay || !state.Session.IsConnected) return;
        _bookedTime = null;
        state.Effects.Calls.Add(GatewayCall.RefreshAccounts());
    }

    /// <summary>Values everything, begins days, keeps peaks.</summary>
    public void OnClock()
    {
        RefreshAfterFills();
        TakeQuotes();
        if (state.IsVerified) OnRound();
        DateOnly today = state.Days.Of(state.Now);
        foreach (AccountId id in state.Session.Accounts) BeginIfDue(Find(id), today);
        foreach (AccountDay account in _accounts.Values) Value(account);
    }

    /// <summary>The published form; <paramref name="known"/> itself when nothing changed.</summary>
    public MoneyState Publish(MoneyState known)
    {
        IReadOnlyList<CashLine> cash = CashLines();
        bool isSame = ReferenceEquals(known.Ledgers, state.Ledgers.Snapshot) && ReferenceEquals(known.PastDays, PastDays) && ReferenceEquals(known.TieOut, state.TieOut.Snapshot)
            && ReferenceEquals(known.Rates, state.Rates.Snapshot) && ReferenceEquals(known.Groups, state.Groups) && ReferenceEquals(known.Aliases, state.Aliases)
            && ReferenceEquals(known.Adjustments, Adjustments) && known.Cash.SequenceEqual(cash);
        return isSame ? known : new MoneyState
        {
            Ledgers = state.Ledgers.Snapshot,
            PastDays = PastDays,
            TieOut = state.TieOut.Snapshot,
            Rates = state.Rates.Snapshot,
            Cash = cash,
            Groups = state.Groups,
            Aliases = state.Aliases,
            Adjustments = Adjustments,
        };
    }

    private CashLine[] CashLines() =>
    [
        .. state.Session.Accounts.SelectMany(account => state.Cash.Currencies(account).Select(currency =>
        {
            bool isTold = state.Cash.Broker(account).TryGetValue(currency, out BrokerCash broker);
            return new CashLine(account, currency, state.Cash.IsOpen(account) ? state.Cash.Own(account).GetValueOrDefault(currency) : null,
                broker.Cash, broker.TotalCash, isTold ? broker.Time : null);
        })),
    ];

    public void Restore(RecoveredState recovered)
    {
        foreach ((string key, string value) in recovered.Settings.OrderBy(s => s.Key, StringComparer.Ordinal)) RestoreSetting(key, value);
        foreach (((AccountId id, _), DayDocument document) in _stored.OrderBy(d => d.Key.Item2)) Restore(id, document);
        foreach (PositionAdjusted adjusted in recovered.Adjustments) _adjustments.Insert(0, Of(adjusted));
        _adjustments.Sort((a, b) => b.Time.CompareTo(a.Time));
        Adjustments = [.. _adjustments];
    }

    private void RestoreSetting(string key, string value)
    {
        if (key.StartsWith(MoneyKeys.Rate, StringComparison.Ordinal) && JsonSerializer.Deserialize(value, MoneyJson.Default.RateDocument) is { } rate)
        {
            string[] parts = key[MoneyKeys.Rate.Length..].Split(':');
            state.Rates.Set(new ExchangeRate(parts[0], parts[1], rate.Rate, MoneyKeys.DateOf(key), rate.Source, rate.Time));
        }
        else if (key.StartsWith(MoneyKeys.Cash, StringComparison.Ordinal) && JsonSerializer.Deserialize(value, MoneyJson.Default.CashDocument) is { } cash)
        {
            state.Cash.Open(new AccountId(key[MoneyKeys.Cash.Length..]), cash.Amounts);
        }
        else if (key.StartsWith(MoneyKeys.Day, StringComparison.Ordinal) && JsonSerializer.Deserialize(value, MoneyJson.Default.DayDocument) is { } day)
        {
            _stored[(new AccountId(key[MoneyKeys.Day.Length..^11]), day.Day)] = day;
        }
        else if (key.StartsWith(MoneyKeys.Moved, StringComparison.Ordinal) && JsonSerializer.Deserialize(value, MoneyJson.Default.CashMoved) is { } moved)
        {
            string account = key[MoneyKeys.Moved.Length..key.LastIndexOf(':')];
            _adjustments.Add(new Adjustment(moved.Time, new AccountId(account), "", moved.Currency, moved.Amount, 0m, moved.Cause));
        }
    }

    // Oldest day first: the last one is where the account stood.
    private void Restore(AccountId id, DayDocument d)
    {
        AccountDay account = Find(id);
        if (account.Day is not null) Past(LedgerOf(id, _stored[(id, account.Day.Value)]));
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

    // The market of a currency pair is a rate; IB trades a pair one way round only.
    private void TakeQuotes()
    {
        foreach (MarketData.WatchlistItem item in state.Market.Items)
        {
            if (state.Market.Find(item.Ticker) is not { Mid: { } mid, IsInterrupted: false } quote || mid <= 0m) continue;
            if (state.Market.FindInstrument(quote.ConId)?.Contract is not { SecurityType: SecurityType.Forex } pair) continue;
            Take(new ExchangeRate(pair.Symbol, pair.Currency, mid, state.Days.Of(quote.ReceivedTime), "quote", quote.ReceivedTime));
        }
    }

    private void Take(ExchangeRate rate)
    {
        if (!state.Rates.Set(rate)) return;
        string key = MoneyKeys.OfRate(rate);
        // A pair ticks all the time; a minute is fine enough for what a day is booked at.
        if (_ratesStored.TryGetValue(key, out DateTimeOffset stored) && state.Now - stored < FiguresInterval) return;
        _ratesStored[key] = state.Now;
        Store(key, JsonSerializer.Serialize(new RateDocument(rate.Rate, rate.Source, rate.Time), MoneyJson.Default.RateDocument));
    }

    private void BeginIfDue(AccountDay account, DateOnly today)
    {
        if (account.Day >= today || !state.IsVerified || account.Equity is not { } equity) return;
        // Seen to begin: the prices of now are those of the start. After an absence they are not, and the broker's figures say what it began with.
        bool isSeen = account.Day == today.AddDays(-1) && state.Ledgers.Find(account.Account) is { } last && state.Now - last.UpdatedTime < FiguresInterval;
        decimal? daily = state.Accounts.Find(account.Account)?.DailyPnl;
        if (!isSeen && daily is null && state.Now - state.VerifiedTime < DailyPatience) return;
        if (account.Day is { } over)
        {
            StoreDay(account);
            Past(LedgerOf(account.Account, _stored[(account.Account, over)]));
        }
        foreach (PositionEntry entry in EntriesOf(account.Account))
        {
            Position? shown = state.Positions.Snapshot.FirstOrDefault(p => p.Account == entry.Account && p.Contract.ConId == entry.Contract.ConId);
            entry.Start = isSeen && shown?.MarketValue is { } value && entry.Ledger.Of(today).Flow == 0m ? new StartOfDay(today, value, "own") : null;
            PositionBook.Touch(entry);
        }
        account.Begin(today, isSeen ? equity : equity - (daily ?? 0m), isSeen ? "own" : "broker");
    }

    private void Value(AccountDay account)
    {
        if (account.Day is not { } today) return;
        foreach (PositionEntry entry in EntriesOf(account.Account)) Anchor(account, entry, today);
        DaySum sum = Sum(account.Account, today, state.Positions.Mark(state.Market.Find, _rates, state.Now));
        account.Value(sum.Wealth);
        DayLedger? known = state.Ledgers.Find(account.Account);
        var ledger = new DayLedger
        {
            Account = account.Account,
            Day = today,
            BaseCurrency = _rates.BaseOf(account.Account),
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
        if (account.IsDirty ? state.Now - account.StoredTime >= StoreInterval : ledger != known && state.Now - account.StoredTime >= FiguresInterval) StoreDay(account);
    }

    private DaySum Sum(AccountId account, DateOnly today, IReadOnlyList<Position> positions)
    {
        var sum = new DaySum(account, today, _rates);
        foreach (Position p in positions)
            if (p.Account == account) sum.Add(p);
        foreach (PositionEntry entry in EntriesOf(account)) sum.AddOtherFees(entry.Ledger);
        return sum;
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

    private IEnumerable<PositionEntry> EntriesOf(AccountId account) => state.Positions.Entries.Where(e => e.Account == account);

    private void StoreDay(AccountDay account)
    {
        if (account.Day is not { } day || state.Ledgers.Find(account.Account) is not { } l) return;
        StartDocument[] starts =
        [
            .. EntriesOf(account.Account).Where(e => e.Start is { } s && s.Day == day).Select(e => new StartDocument(e.Contract.ConId.Value, e.Start!.Value, e.Start.Source, e.Start.CarriedRealizedPnl)),
        ];
        var document = new DayDocument(day, l.BaseCurrency, account.StartEquity, account.StartSource, account.PeakEquity, account.NetDeposits, starts,
            new FiguresDocument(l.Equity, l.RealizedPnl, l.UnrealizedPnl, l.Fees, l.DayPnl, l.Missing, l.UpdatedTime));
        _stored[(account.Account, day)] = document;
        account.IsDirty = false;
        account.StoredTime = state.Now;
        Store(MoneyKeys.OfDay(account.Account, day), JsonSerializer.Serialize(document, MoneyJson.Default.DayDocument));
    }

    private void StoreCash(AccountId account) =>
        Store(MoneyKeys.Cash + account.Value, JsonSerializer.Serialize(new CashDocument(state.Cash.Own(account)), MoneyJson.Default.CashDocument));

    private void Store(string key, string value) => state.Effects.Journal.Add(new SettingWritten(key, value, Who, state.Now));

    private void Past(DayLedger day)
    {
        _past.RemoveAll(d => d.Account == day.Account && d.Day == day.Day);
        _past.Insert(0, day);
        if (_past.Count > PastDaysMax) _past.RemoveAt(_past.Count - 1);
        PastDays = [.. _past];
    }

    private void Remember(Adjustment adjustment)
    {
        _adjustments.Insert(0, adjustment);
        Adjustments = [.. _adjustments];
    }

    private static Adjustment Of(PositionAdjusted a) => new(a.Time, a.Account, a.Contract.Ticker, "", a.Quantity, a.Price, a.Cause);

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
        UpdatedTime = d.Figures.Time,
    };
}
