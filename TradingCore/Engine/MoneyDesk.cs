using System.Text.Json;
using TradingCore.Accounts;
using TradingCore.Domain;
using TradingCore.Engine.Events;
using TradingCore.Engine.Ports;
using TradingCore.Engine.Views;
using TradingCore.Positions;

namespace TradingCore.Engine;

/// <summary>
/// Money from fills and marks: cash, exchange rates, the ledger of each account's day. What a restart could not make again from fills and the
/// broker's word is journalled as documents among the settings.
/// </summary>
internal sealed class MoneyDesk(EngineState state)
{
    private const string Who = "engine";
    private const string EquitySource = "equity";
    private const int PastDaysMax = 400;
    private const decimal RecordedPart = 0.01m;   // how far a rate may be from the one that a recorded payment was worked out with
    private static readonly TimeSpan StoreInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FiguresInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan DailyPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan CashDelay = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan CashPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RefreshDelay = TimeSpan.FromSeconds(1);

    private readonly AccountRates _rates = new(state);
    private readonly Dictionary<AccountId, AccountDay> _accounts = [];
    private readonly Dictionary<(AccountId, DateOnly), DayDocument> _stored = [];
    private readonly Dictionary<string, DateTimeOffset> _ratesStored = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ExchangeRate> _ratesWaiting = new(StringComparer.Ordinal);   // too soon after the last one to be stored
    private readonly Dictionary<AccountId, decimal> _gaps = [];
    private readonly List<DayLedger> _past = [];   // newest first
    private readonly List<Adjustment> _adjustments = [];   // newest first
    private readonly HashSet<(AccountId, ConId)> _units = [];   // positions whose prices are known to be in another unit than they were booked in
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
        decimal held = before is null ? 0m : AtStart(before);
        LateBooking? late = LateBooking.Find(state, before, fill);
        StartOfDay? start = before?.Start;
        PositionEntry entry = state.Positions.Book(fill.Account, fill.Contract, PositionBooking.Of(fill), time);
        StartFrom(entry, held);
        if (late is not null) ChangePast(entry, late, start);
        bool isMoved = MoneyOf.From(entry).Move(state.Cash, entry, was);
        // In the same append of the journal as the fill: after a death either both are there or the broker tells the fill again.
        if (isMoved) StoreCash(fill.Account);
        _bookedTime = time;
        state.ArePositionsDirty = true;
    }

    /// <summary>
    /// A contract was resolved. When its prices turn out to be told in a part of the currency, positions in it are valued anew, and so is the cash that they moved: what
    /// that changes is neither a profit nor a loss.
    /// </summary>
    public void OnResolved(Contract contract)
    {
        foreach (PositionEntry entry in state.Positions.Entries)
        {
            if (entry.Contract.ConId != contract.ConId || (entry.Contract == contract && entry.WantedMultiplier is null)) continue;
            MoneyOf was = MoneyOf.From(entry);
            (decimal multiplier, decimal realized) = (entry.Ledger.Multiplier, entry.Ledger.RealizedPnl);
            state.Positions.OnResolved(entry, contract);
            if (entry.Ledger.Multiplier == multiplier) continue;
            // Noted, because the history has the bookings with the contract as it was known then: the next start values them rightly at once, and moves no cash again.
            string key = MoneyKeys.Unit + contract.ConId.Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
            if (!_units.Add((entry.Account, contract.ConId))) continue;
            if (MoneyOf.From(entry).Move(state.Cash, entry, was)) StoreCash(entry.Account);
            if (_rates.Now(entry.Account, contract.Currency) is { Rate: { } rate }) state.RiskDesk.Losses.MoveStart(entry.Account, (entry.Ledger.RealizedPnl - realized) * rate);
            if (_accounts.TryGetValue(entry.Account, out AccountDay? account)) account.Rebase();
            Store(key, JsonSerializer.Serialize(new UnitDocument(contract.Multiplier, contract.PriceMagnifier), MoneyJson.Default.UnitDocument));
        }
    }

    // The days that are over show it, with the reason; what the limits of today are counted from moves, so that it is no profit or loss of today.
    private void ChangePast(PositionEntry entry, LateBooking late, StartOfDay? start)
    {
        DateOnly today = state.Days.Of(state.Now);
        _accounts.TryGetValue(entry.Account, out AccountDay? account);
        if (account?.Day < today) StoreDay(account);
        DateOnly[] days = [.. _stored.Keys.Where(k => k.Item1 == entry.Account && k.Item2 >= late.Day && k.Item2 < today).Select(k => k.Item2).Order()];
        decimal? todayPrice = StartPrice(entry, late.Past.Of(today).StartQuantity, start is { } s && s.Day == today ? s.Value : null) ?? state.Market.Find(entry.Contract.ConId)?.Close;
        for (int i = 0; i < days.Length; i++)
        {
            DateOnly day = days[i], next = i + 1 < days.Length ? days[i + 1] : today;
            decimal? startPrice = PriceOf(entry, late.Past, day), endPrice = next == today ? todayPrice : PriceOf(entry, late.Past, next);
            DayShift shift = DayShift.Of(day, entry, late.Past, startPrice, endPrice, next, _rates);
            if (!shift.IsNone) Change(entry, day, shift, late.Reason, startPrice);
        }
        late.MoveLosses(entry, todayPrice);
        // What the broker told holds it already, or will the next time.
        account?.Rebase();
    }

    private decimal? PriceOf(PositionEntry entry, LedgerPast past, DateOnly day) =>
        StartPrice(entry, past.Of(day).StartQuantity, _stored[(entry.Account, day)].Starts.FirstOrDefault(s => s.ConId == entry.Contract.ConId.Value)?.Value);

    private static decimal? StartPrice(PositionEntry entry, decimal quantity, decimal? value) => quantity == 0m ? null : value / quantity / entry.Ledger.Multiplier;

    private void Change(PositionEntry entry, DateOnly day, DayShift shift, string reason, decimal? startPrice)
    {
        DayDocument known = _stored[(entry.Account, day)];
        FiguresDocument f = known.Figures;
        decimal held = entry.Ledger.Of(day).StartQuantity;
        DayDocument document = known.Noted($"{state.Now.UtcDateTime.ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture)} UTC: {reason}") with
        {
            Starts = [.. known.Starts.Select(s => s.ConId == entry.Contract.ConId.Value && startPrice is { } price ? s with { Value = held * price * entry.Ledger.Multiplier } : s)],
            Figures = f with
            {
                Realized = f.Realized + shift.Realized,
                Unrealized = f.Unrealized + shift.Unrealized,
                Fees = f.Fees + shift.Fees,
                DayPnl = f.DayPnl + shift.Realized + shift.Unrealized - shift.Fees,
                Missing = shift.Missing.Length == 0 || f.Missing.Contains(shift.Missing, StringComparison.Ordinal) ? f.Missing : $"{f.Missing} {shift.Missing}".TrimStart(),
                Time = state.Now,
            },
        };
        _stored[(entry.Account, day)] = document;
        Store(MoneyKeys.OfDay(entry.Account, day), JsonSerializer.Serialize(document, MoneyJson.Default.DayDocument));
        if (state.Ledgers.Find(entry.Account)?.Day == day) state.Ledgers.Set(LedgerOf(entry.Account, document));
        else if (_past.Exists(d => d.Account == entry.Account && d.Day == day)) Past(LedgerOf(entry.Account, document));
    }

    private decimal AtStart(PositionEntry entry) => entry.Ledger.Of(state.Days.Of(state.Now)).StartQuantity;

    // A fill of yesterday that is told, or corrected, today: another quantity was held when the day began, at the price of then.
    private void StartFrom(PositionEntry entry, decimal before)
    {
        decimal now = AtStart(entry);
        if (now == before || entry.Start is not { } start || start.Day != state.Days.Of(state.Now)) return;
        entry.Start = before == 0m || now == 0m || start.Source == "broker" ? null : start with { Value = start.Value / before * now };
        if (_accounts.TryGetValue(entry.Account, out AccountDay? account)) account.IsDirty = true;
    }

    /// <summary>Books a change of a position that is no fill, in the state and in the journal.</summary>
    /// <param name="entry">The position.</param>
    /// <param name="adjusted">The change.</param>
    /// <param name="isTakeOver">True for what was held before the account was known: the value at the day's start is then the broker's to tell.</param>
    /// <param name="isNeutral">True for what is neither a profit nor a loss, whatever its price: shares that were moved to another bank were not sold.</param>
    public void Adjust(PositionEntry entry, PositionAdjusted adjusted, bool isTakeOver = false, bool isNeutral = false)
    {
        if (!isTakeOver) entry.Start = PositionFigures.StartOf(entry, entry.Ledger.Of(state.Days.Of(state.Now)));
        (decimal? made, decimal? counted) = isNeutral ? (MadeOf(entry), state.RiskDesk.Losses.PnlOf(entry.Account)) : (null, null);
        state.Positions.Book(entry.Account, entry.Contract, EngineState.Booking(adjusted), state.Now);
        if (isNeutral) KeepDay(entry, made, counted);
        if (_accounts.TryGetValue(entry.Account, out AccountDay? account)) account.Rebase();
        state.ArePositionsDirty = true;
        state.Effects.Journal.Add(adjusted);
        Remember(Of(adjusted));
    }

    // What a position has made since it was first known, at the price that it is shown with.
    private decimal? MadeOf(PositionEntry entry)
    {
        PositionLedger ledger = entry.Ledger;
        if (ledger.Quantity == 0m) return ledger.RealizedPnl;
        return Mark.Of(state.PositionOptions.MarkRule, state.Market.Find(entry.Contract.ConId), ledger.Quantity, isStale: false).Price is { } mark ? ledger.RealizedPnl + ledger.UnrealizedPnl(mark) : null;
    }

    // What was booked moves the start of the day instead of its profit.
    private void KeepDay(PositionEntry entry, decimal? made, decimal? counted)
    {
        if (MadeOf(entry) - made is { } shift && entry.Start is { } start)
        {
            entry.Start = start with { Value = start.Value + shift };
            if (_accounts.TryGetValue(entry.Account, out AccountDay? account)) account.IsDirty = true;
        }
        if (state.RiskDesk.Losses.PnlOf(entry.Account) - counted is { } loss) state.RiskDesk.Losses.MoveStart(entry.Account, loss);
    }

    /// <summary>Cash came or went without a trade.</summary>
    /// <param name="accountId">Account.</param>
    /// <param name="currency">Currency.</param>
    /// <param name="amount">Above 0 when it came in.</param>
    /// <param name="cause">A sentence.</param>
    /// <param name="isDeposit">True for a deposit or withdrawal: neither profit nor loss.</param>
    /// <param name="kind">What kind of booking it is.</param>
    public void MoveCash(AccountId accountId, string currency, decimal amount, string cause, bool isDeposit, AdjustmentKind kind)
    {
        state.Cash.Move(accountId, currency, amount);
        StoreCash(accountId);
        if (isDeposit && _rates.Now(accountId, currency) is { Rate: { } rate })
        {
            if (_accounts.TryGetValue(accountId, out AccountDay? account))
            {
                account.Deposit(amount * rate);
                account.Rebase();
            }
            state.RiskDesk.Losses.CashFlow(accountId, amount * rate, isBooked: true);
        }
        // Two movements of one moment must not have one key.
        DateTimeOffset time = state.Now;
        while (_adjustments.Exists(a => a.Time == time)) time = time.AddMicroseconds(1);
        Store(MoneyKeys.OfMoved(accountId, time), JsonSerializer.Serialize(new CashMoved(currency, amount, cause, time, kind), MoneyJson.Default.CashMoved));
        Remember(new Adjustment(time, accountId, "", currency, amount, 0m, cause, kind));
    }

    public void On(AccountValuesReceived e)
    {
        state.Accounts.Apply(e.Values);
        if (e.Values.NetLiquidation is not { } equity) return;
        AccountDay account = Find(e.Values.Account);
        account.Told(equity);
        // What own marks make of it counts from this moment on, not from the next beat: a fill may come between.
        account.Value(WealthOf(account.Account, Sum(account.Account, state.Days.Of(state.Now), state.Positions.Mark(state.Market.Find, _rates, state.Now))), unbooked: null);
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
        if (state.IsVerified)
            foreach (AccountId id in state.Session.Accounts) BookRecorded(id);
        StoreWaitingRates();
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
        else if (key.StartsWith(MoneyKeys.Unit, StringComparison.Ordinal) && JsonSerializer.Deserialize(value, MoneyJson.Default.UnitDocument) is { } unit)
        {
            var conId = new ConId(int.Parse(key[MoneyKeys.Unit.Length..], System.Globalization.CultureInfo.InvariantCulture));
            foreach (PositionEntry entry in state.Positions.Entries.Where(e => e.Contract.ConId == conId).ToArray())
            {
                _units.Add((entry.Account, conId));
                state.Positions.OnResolved(entry, entry.Contract with { Multiplier = unit.Multiplier, PriceMagnifier = unit.PriceMagnifier });
            }
        }
        else if (key.StartsWith(MoneyKeys.Day, StringComparison.Ordinal) && JsonSerializer.Deserialize(value, MoneyJson.Default.DayDocument) is { } day)
        {
            _stored[(new AccountId(key[MoneyKeys.Day.Length..^11]), day.Day)] = day;
        }
        else if (key.StartsWith(MoneyKeys.Halt, StringComparison.Ordinal) && value.Length > 0 && JsonSerializer.Deserialize(value, MoneyJson.Default.TieOutDocument) is { } halt)
        {
            TieOutItem item = halt.ToItem();
            state.TieOut.Restore(item);
            if (item.Kind == TieOutKind.Quantity && state.Positions.Find(item.Account, item.ConId) is { } entry) entry.IsBlocked = true;
        }
        else if (key.StartsWith(MoneyKeys.Moved, StringComparison.Ordinal) && JsonSerializer.Deserialize(value, MoneyJson.Default.CashMoved) is { } moved)
        {
            string account = key[MoneyKeys.Moved.Length..key.LastIndexOf(':')];
            _adjustments.Add(new Adjustment(moved.Time, new AccountId(account), "", moved.Currency, moved.Amount, 0m, moved.Cause, moved.Kind == AdjustmentKind.None ? AdjustmentKinds.OfOldCause(moved.Cause) : moved.Kind));
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
        if (_ratesStored.TryGetValue(key, out DateTimeOffset stored) && state.Now - stored < FiguresInterval) _ratesWaiting[key] = rate;
        else StoreRate(key, rate);
    }

    // The last rate of a day is what the day is booked at: it is stored also when none follows it.
    private void StoreWaitingRates()
    {
        if (_ratesWaiting.Count == 0) return;
        foreach ((string key, ExchangeRate rate) in _ratesWaiting.Where(w => state.Now - _ratesStored[w.Key] >= FiguresInterval).ToArray()) StoreRate(key, rate);
    }

    private void StoreRate(string key, ExchangeRate rate)
    {
        _ratesStored[key] = state.Now;
        _ratesWaiting.Remove(key);
        Store(key, JsonSerializer.Serialize(new RateDocument(rate.Rate, rate.Source, rate.Time), MoneyJson.Default.RateDocument));
    }

    private void BeginIfDue(AccountDay account, DateOnly today)
    {
        if (!state.IsVerified || account.Equity is not { } equity) return;
        decimal? daily = DailyPnl(account.Account);
        if (account.Day == today && account.StartSource == EquitySource && daily is { } late) account.Correct(equity - account.NetDeposits - late);
        if (account.Day >= today) return;
        // Seen to begin: the prices of now are those of the start. After an absence they are not, and the broker's figures say what it began with.
        bool isSeen = account.Day == today.AddDays(-1) && account.SeenTime is { } seen && state.Now - seen < FiguresInterval;
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
        account.Begin(today, isSeen ? equity : equity - (daily ?? 0m), isSeen ? "own" : daily is null ? EquitySource : "broker");
    }

    /// <summary>The broker's P&amp;L of the present day; null when it has told none of it. What it told yesterday is none of today.</summary>
    public decimal? DailyPnl(AccountId account) =>
        state.Accounts.Find(account) is { DailyPnl: { } daily, DailyPnlTime: { } told } && state.Days.Of(told) == state.Days.Of(state.Now) ? daily : null;

    private void Value(AccountDay account)
    {
        if (account.Day is not { } today) return;
        if (state.IsVerified && today == state.Days.Of(state.Now)) account.SeenTime = state.Now;
        foreach (PositionEntry entry in EntriesOf(account.Account)) Anchor(account, entry, today);
        DaySum sum = Sum(account.Account, today, state.Positions.Mark(state.Market.Find, _rates, state.Now));
        account.Value(WealthOf(account.Account, sum), Unexplained(account.Account));
        // The figures are those of the day that the clock shows: a day that is over keeps its own until the next one can begin.
        if (today < state.Days.Of(state.Now)) return;
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

    // Prices of before an outage say nothing of an equity that was told after it.
    private decimal? WealthOf(AccountId account, DaySum sum) =>
        EntriesOf(account).Any(e => e.Ledger.Quantity != 0m && state.Market.Find(e.Contract.ConId) is { IsInterrupted: true }) ? null : sum.Wealth;

    /// <summary>
    /// Cash that the broker has over own books, in the base currency: until somebody says what it is, it raises no peak. 0 when there is none; null for a
    /// moment after the equity was told, because the cash in it is told beside it.
    /// </summary>
    public decimal? Unexplained(AccountId account)
    {
        if (state.Accounts.Find(account)?.EquityTime is { } told && state.Now - told < CashDelay) return null;
        return Math.Max(0m, CashGap(account));
    }

    /// <summary>
    /// Cash that is gone at the broker and that nothing in the books explains, in the base currency, 0 or below: it may have been paid out, which is no loss.
    /// 0 also where missing cash says nothing, because a position differs as well or the broker settles futures in it; null while the cash that belongs to the
    /// newest equity has not been told.
    /// </summary>
    public decimal? PaidOut(AccountId account)
    {
        if (!state.Cash.IsOpen(account)) return 0m;
        if (state.Accounts.Find(account)?.EquityTime is { } told && state.Now - told < CashPatience && !state.Cash.Broker(account).Values.Any(c => c.Time >= told)) return null;
        return AgreesInQuantity(account) ? Math.Min(0m, CashGap(account)) : 0m;
    }

    /// <summary>True when every position of the account has the quantity that the broker tells: then no execution is missing that could have moved its cash.</summary>
    public bool AgreesInQuantity(AccountId account) => EntriesOf(account).All(e => e.Difference == 0m);

    /// <summary>True when the broker settles futures of the account in this currency every day: its cash is the fills' no more.</summary>
    public bool IsSettledDaily(AccountId account, string currency) => EntriesOf(account).Any(e =>
        e.Contract.SecurityType is SecurityType.Future or SecurityType.FutureOption && e.Contract.Currency == currency && e.Ledger.Quantity != 0m && e.Ledger.Of(state.Days.Of(state.Now)).StartQuantity != 0m);

    // The broker's cash less own books, in the base currency.
    private decimal CashGap(AccountId account)
    {
        if (!state.Cash.IsOpen(account)) return 0m;
        decimal sum = 0m;
        IReadOnlyDictionary<string, BrokerCash> broker = state.Cash.Broker(account);
        // Between a fill and the broker's next word the two differ by the fill itself.
        if (broker.Count == 0 || broker.Values.Min(c => c.Time) <= BookedTime(account)) return _gaps.GetValueOrDefault(account);
        IReadOnlyDictionary<string, decimal> own = state.Cash.Own(account);
        foreach (string currency in state.Cash.Currencies(account))
        {
            if (IsSettledDaily(account, currency)) continue;
            decimal difference = (broker.GetValueOrDefault(currency).Cash ?? 0m) - own.GetValueOrDefault(currency);
            if (Math.Abs(difference) > state.PositionOptions.CashTolerance && _rates.Now(account, currency) is { Rate: { } rate }) sum += difference * rate;
        }
        return _gaps[account] = sum;
    }

    /// <summary>When something was last booked to a position of the account, UTC.</summary>
    public DateTimeOffset BookedTime(AccountId account) => EntriesOf(account).Select(e => e.BookedTime).DefaultIfEmpty().Max();

    // Money that a person recorded as paid in or out has come or gone: it is booked without asking again.
    private void BookRecorded(AccountId account)
    {
        if (state.RiskDesk.Losses.Find(account)?.RecordedFlow is not { } recorded || recorded == 0m || !state.Cash.IsOpen(account) || !AgreesInQuantity(account)) return;
        string currency = _rates.BaseOf(account);
        if (Moved(account, currency) is not { } inBase) return;
        if (inBase != 0m)
        {
            if (Math.Sign(inBase) == Math.Sign(recorded) && Math.Abs(inBase - recorded) <= state.PositionOptions.CashTolerance) BookRecorded(account, currency, inBase, "");
            return;
        }
        // It was recorded in the base currency and moved in another one: about what it is worth at the rate of now, and only where nothing else has moved.
        (string Currency, decimal Moved)[] others = [.. state.Cash.Currencies(account).Where(c => c != currency).Select(c => (c, Moved(account, c) ?? 0m)).Where(c => c.Item2 != 0m)];
        if (others is not [var (other, moved)] || Math.Sign(moved) != Math.Sign(recorded) || _rates.Now(account, other) is not { Rate: { } rate, Flaw.Length: 0 }) return;
        decimal worth = moved * rate;
        if (Math.Abs(worth - recorded) > Math.Abs(recorded) * RecordedPart) return;
        // What the rate made of it was paid, and not what the person worked it out at.
        state.RiskDesk.Losses.CashFlow(account, worth - recorded);
        BookRecorded(account, other, moved, $", at {OrderText.Number(rate)} {currency} for 1 {other}");
    }

    // What cash has moved in one currency beside own books: 0 within the tolerance; null while the two cannot be compared.
    private decimal? Moved(AccountId account, string currency)
    {
        if (!state.Cash.Broker(account).TryGetValue(currency, out BrokerCash told) || told.Cash is not { } cash || told.Time <= BookedTime(account) || IsSettledDaily(account, currency)) return null;
        decimal moved = cash - state.Cash.Own(account).GetValueOrDefault(currency);
        return Math.Abs(moved) <= state.PositionOptions.CashTolerance ? 0m : moved;
    }

    private void BookRecorded(AccountId account, string currency, decimal moved, string how)
    {
        string cause = $"{(moved > 0m ? "Deposit" : "Withdrawal")}, as it was recorded{how}.";
        MoveCash(account, currency, moved, cause, isDeposit: true, AdjustmentKind.Person);
        state.Log.DifferenceBooked($"Cash of {currency}", moved, cause);
        state.Notices.Add(state.Now, NoticeSeverity.Info, "tie-out", $"Cash of {currency}: {(moved > 0m ? "+" : "")}{OrderText.Number(moved)} booked. {cause}");
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
        if (_stored.GetValueOrDefault((account.Account, day)) is { Changes: > 0 } changed) document = document with { Notes = changed.Notes, Changes = changed.Changes };
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
        int known = _past.FindIndex(d => d.Account == day.Account && d.Day == day.Day);
        if (known >= 0) _past[known] = day;
        else _past.Insert(0, day);
        if (_past.Count > PastDaysMax) _past.RemoveAt(_past.Count - 1);
        PastDays = [.. _past];
    }

    private void Remember(Adjustment adjustment)
    {
        _adjustments.Insert(0, adjustment);
        Adjustments = [.. _adjustments];
    }

    private static Adjustment Of(PositionAdjusted a) => new(a.Time, a.Account, a.Contract.Ticker, "", a.Quantity, a.Price, a.Cause, a.Kind);

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
