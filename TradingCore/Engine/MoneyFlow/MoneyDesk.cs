using System.Globalization;
using System.Text.Json;
using TradingCore.Accounts;
using TradingCore.Domain;
using TradingCore.Engine.Events;
using TradingCore.Engine.Ports;
using TradingCore.Positions;

namespace TradingCore.Engine.MoneyFlow;

/// <summary>
/// Money from fills and marks: what is booked to positions and cash, and what the broker tells of both. What a restart could not make again from fills and the
/// broker's word is journalled as documents among the settings.
/// </summary>
internal sealed class MoneyDesk
{
    private static readonly TimeSpan RefreshDelay = TimeSpan.FromSeconds(1);

    private readonly EngineState _state;
    private readonly AccountRates _rates;
    private readonly MoneyStore _store;
    private readonly RateKeeper _rateKeeper;
    private readonly DayCorrections _corrections;
    private readonly RecordedFlows _recorded;
    private readonly List<Adjustment> _adjustments = [];   // newest first
    private readonly HashSet<(AccountId, ConId)> _units = [];   // positions whose prices are known to be in another unit than they were booked in
    private DateTimeOffset? _bookedTime;

    public MoneyDesk(EngineState state)
    {
        _state = state;
        _rates = new AccountRates(state);
        _store = new MoneyStore(state);
        _rateKeeper = new RateKeeper(state, _store);
        Cash = new CashComparison(state, _rates);
        Days = new DayDesk(state, _rates, Cash, _store);
        _corrections = new DayCorrections(state, Days, _rates);
        _recorded = new RecordedFlows(state, _rates, Cash);
    }

    /// <summary>Rates into base currencies.</summary>
    public IBaseRates Rates => _rates;

    /// <summary>The days of each account.</summary>
    public DayDesk Days { get; }

    /// <summary>The broker's cash against own books.</summary>
    public CashComparison Cash { get; }

    /// <summary>Changes that are no fills, newest first. A new list at every change.</summary>
    public IReadOnlyList<Adjustment> Adjustments { get; private set; } = [];

    /// <summary>Books a fill, or a fill as corrected: position, and the cash that it moved.</summary>
    public void Book(Fill fill, DateTimeOffset time)
    {
        // A combination is not held: the executions of its legs, which are told as well, move positions and cash.
        if (fill.Contract.SecurityType == SecurityType.Combo) return;
        PositionEntry? before = _state.Positions.Find(fill.Account, fill.Contract.ConId);
        MoneyOf was = before is null ? default : MoneyOf.From(before);
        decimal held = before is null ? 0m : AtStart(before);
        LateBooking? late = LateBooking.Find(_state, before, fill);
        StartOfDay? start = before?.Start;
        PositionEntry entry = _state.Positions.Book(fill.Account, fill.Contract, PositionBooking.Of(fill), time);
        StartFrom(entry, held);
        if (late is not null) _corrections.Apply(entry, late, start);
        bool isMoved = MoneyOf.From(entry).Move(_state.Cash, entry, was);
        // In the same append of the journal as the fill: after a death either both are there or the broker tells the fill again.
        if (isMoved) _store.Cash(fill.Account);
        _bookedTime = time;
        _state.ArePositionsDirty = true;
    }

    /// <summary>
    /// A contract was resolved. When its prices turn out to be told in a part of the currency, positions in it are valued anew, and so is the cash that they moved: what
    /// that changes is neither a profit nor a loss.
    /// </summary>
    public void OnResolved(Contract contract)
    {
        foreach (PositionEntry entry in _state.Positions.Entries)
        {
            if (entry.Contract.ConId != contract.ConId || (entry.Contract == contract && entry.WantedMultiplier is null)) continue;
            MoneyOf was = MoneyOf.From(entry);
            (decimal multiplier, decimal realized) = (entry.Ledger.Multiplier, entry.Ledger.RealizedPnl);
            _state.Positions.OnResolved(entry, contract);
            if (entry.Ledger.Multiplier == multiplier) continue;
            // Noted, because the history has the bookings with the contract as it was known then: the next start values them rightly at once, and moves no cash again.
            if (!_units.Add((entry.Account, contract.ConId))) continue;
            if (MoneyOf.From(entry).Move(_state.Cash, entry, was)) _store.Cash(entry.Account);
            if (_rates.Now(entry.Account, contract.Currency) is { Rate: { } rate }) _state.RiskDesk.Losses.MoveStart(entry.Account, (entry.Ledger.RealizedPnl - realized) * rate);
            Days.Known(entry.Account)?.Rebase();
            _store.Unit(contract);
        }
    }

    /// <summary>Books a change of a position that is no fill, in the state and in the journal.</summary>
    /// <param name="entry">The position.</param>
    /// <param name="adjusted">The change.</param>
    /// <param name="isTakeOver">True for what was held before the account was known: the value at the day's start is then the broker's to tell.</param>
    /// <param name="isNeutral">True for what is neither a profit nor a loss, whatever its price: shares that were moved to another bank were not sold.</param>
    public void Adjust(PositionEntry entry, PositionAdjusted adjusted, bool isTakeOver = false, bool isNeutral = false)
    {
        if (!isTakeOver) entry.Start = PositionFigures.StartOf(entry, entry.Ledger.Of(_state.Days.Of(_state.Now)));
        (decimal? made, decimal? counted) = isNeutral ? (MadeOf(entry), _state.RiskDesk.Losses.PnlOf(entry.Account)) : (null, null);
        _state.Positions.Book(entry.Account, entry.Contract, EngineState.Booking(adjusted), _state.Now);
        if (isNeutral) KeepDay(entry, made, counted);
        Days.Known(entry.Account)?.Rebase();
        _state.ArePositionsDirty = true;
        _state.Effects.Journal.Add(adjusted);
        Remember(Of(adjusted));
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
        _state.Cash.Move(accountId, currency, amount);
        _store.Cash(accountId);
        if (isDeposit && _rates.Now(accountId, currency) is { Rate: { } rate })
        {
            if (Days.Known(accountId) is { } account)
            {
                account.Deposit(amount * rate);
                account.Rebase();
            }
            _state.RiskDesk.Losses.CashFlow(accountId, amount * rate, isBooked: true);
        }
        // Two movements of one moment must not have one key.
        DateTimeOffset time = _state.Now;
        while (_adjustments.Exists(a => a.Time == time)) time = time.AddMicroseconds(1);
        _store.Moved(accountId, new CashMoved(currency, amount, cause, time, kind));
        Remember(new Adjustment(time, accountId, "", currency, amount, 0m, cause, kind));
    }

    public void On(AccountValuesReceived e)
    {
        _state.Accounts.Apply(e.Values);
        if (e.Values.NetLiquidation is { } equity) Days.Told(e.Values.Account, equity);
    }

    public void On(CurrencyCashReceived e)
    {
        _state.Cash.OnBroker(e.Account, e.Currency, e.Cash, e.TotalCash, e.Time);
        string to = _rates.BaseOf(e.Account);
        if (e.ExchangeRate is { } rate && to.Length > 0 && to != e.Currency) _rateKeeper.Take(new ExchangeRate(e.Currency, to, rate, _state.Days.Of(e.Time), "broker", e.Time));
    }

    public void On(CashListEnd e)
    {
        // The broker leaves out a currency in which nothing is held. Without a single one the account itself was left out.
        foreach (AccountId account in _state.Session.Accounts.Where(a => e.Named.Any(n => n.Account == a)))
            foreach (string currency in _state.Cash.Currencies(account))
                if (!e.Named.Contains((account, currency))) _state.Cash.OnBroker(account, currency, 0m, 0m, e.Time);
    }

    public void On(PositionPnlReceived e) =>
        _state.Positions.OnBrokerPnl(e.Account, e.ConId, new BrokerPnl(e.Quantity, e.MarketValue, e.DailyPnl, e.UnrealizedPnl, e.RealizedPnl, e.Time));

    /// <summary>Asks the broker after fills, takes rates, takes over and books cash, begins and values days.</summary>
    public void OnClock()
    {
        RefreshAfterFills();
        _rateKeeper.TakeQuotes();
        if (_state.IsVerified)
        {
            TakeOverCash();
            foreach (AccountId id in _state.Session.Accounts) _recorded.Book(id);
        }
        _rateKeeper.StoreWaiting();
        Days.Begin();
        Days.Value();
    }

    /// <summary>The published form; <paramref name="known"/> itself when nothing changed.</summary>
    public MoneyState Publish(MoneyState known)
    {
        IReadOnlyList<CashLine> cash = CashLines();
        bool isSame = ReferenceEquals(known.Ledgers, _state.Ledgers.Snapshot) && ReferenceEquals(known.PastDays, Days.Past) && ReferenceEquals(known.TieOut, _state.TieOut.Snapshot)
            && ReferenceEquals(known.Rates, _state.Rates.Snapshot) && ReferenceEquals(known.Groups, _state.Groups) && ReferenceEquals(known.Aliases, _state.Aliases)
            && ReferenceEquals(known.Adjustments, Adjustments) && known.Cash.SequenceEqual(cash);
        return isSame ? known : new MoneyState
        {
            Ledgers = _state.Ledgers.Snapshot,
            PastDays = Days.Past,
            TieOut = _state.TieOut.Snapshot,
            Rates = _state.Rates.Snapshot,
            Cash = cash,
            Groups = _state.Groups,
            Aliases = _state.Aliases,
            Adjustments = Adjustments,
        };
    }

    public void Restore(RecoveredState recovered)
    {
        foreach ((string key, string value) in recovered.Settings.OrderBy(s => s.Key, StringComparer.Ordinal)) RestoreSetting(key, value);
        Days.Restore();
        foreach (PositionAdjusted adjusted in recovered.Adjustments) _adjustments.Insert(0, Of(adjusted));
        _adjustments.Sort((a, b) => b.Time.CompareTo(a.Time));
        Adjustments = [.. _adjustments];
    }

    private void RestoreSetting(string key, string value)
    {
        if (key.StartsWith(MoneyKeys.Rate, StringComparison.Ordinal) && JsonSerializer.Deserialize(value, MoneyJson.Default.RateDocument) is { } rate)
        {
            string[] parts = key[MoneyKeys.Rate.Length..].Split(':');
            _state.Rates.Set(new ExchangeRate(parts[0], parts[1], rate.Rate, MoneyKeys.DateOf(key), rate.Source, rate.Time));
        }
        else if (key.StartsWith(MoneyKeys.Cash, StringComparison.Ordinal) && JsonSerializer.Deserialize(value, MoneyJson.Default.CashDocument) is { } cash)
        {
            _state.Cash.Open(new AccountId(key[MoneyKeys.Cash.Length..]), cash.Amounts);
        }
        else if (key.StartsWith(MoneyKeys.Unit, StringComparison.Ordinal) && JsonSerializer.Deserialize(value, MoneyJson.Default.UnitDocument) is { } unit)
        {
            var conId = new ConId(int.Parse(key[MoneyKeys.Unit.Length..], CultureInfo.InvariantCulture));
            foreach (PositionEntry entry in _state.Positions.Entries.Where(e => e.Contract.ConId == conId).ToArray())
            {
                _units.Add((entry.Account, conId));
                _state.Positions.OnResolved(entry, entry.Contract with { Multiplier = unit.Multiplier, PriceMagnifier = unit.PriceMagnifier });
            }
        }
        else if (key.StartsWith(MoneyKeys.Day, StringComparison.Ordinal) && JsonSerializer.Deserialize(value, MoneyJson.Default.DayDocument) is { } day)
        {
            Days.Restore(new AccountId(key[MoneyKeys.Day.Length..^11]), day);
        }
        else if (key.StartsWith(MoneyKeys.Halt, StringComparison.Ordinal) && value.Length > 0 && JsonSerializer.Deserialize(value, MoneyJson.Default.TieOutDocument) is { } halt)
        {
            TieOutItem item = halt.ToItem();
            _state.TieOut.Restore(item);
            if (item.Kind == TieOutKind.Quantity && _state.Positions.Find(item.Account, item.ConId) is { } entry) entry.IsBlocked = true;
        }
        else if (key.StartsWith(MoneyKeys.Moved, StringComparison.Ordinal) && JsonSerializer.Deserialize(value, MoneyJson.Default.CashMoved) is { } moved)
        {
            string account = key[MoneyKeys.Moved.Length..key.LastIndexOf(':')];
            _adjustments.Add(new Adjustment(moved.Time, new AccountId(account), "", moved.Currency, moved.Amount, 0m, moved.Cause, moved.Kind == AdjustmentKind.None ? AdjustmentKinds.OfOldCause(moved.Cause) : moved.Kind));
        }
    }

    // What an account holds in cash when it is first met is taken over.
    private void TakeOverCash()
    {
        foreach (AccountId account in _state.Session.Accounts)
        {
            if (_state.Cash.IsOpen(account) || !Cash.IsWhole(account)) continue;
            _state.Cash.Open(account);
            _store.Cash(account);
        }
    }

    // The broker's own turn to tell account values comes every three minutes.
    private void RefreshAfterFills()
    {
        if (_bookedTime is not { } booked || _state.Now - booked < RefreshDelay || !_state.Session.IsConnected) return;
        _bookedTime = null;
        _state.Effects.Calls.Add(GatewayCall.RefreshAccounts());
    }

    private decimal AtStart(PositionEntry entry) => entry.Ledger.Of(_state.Days.Of(_state.Now)).StartQuantity;

    // A fill of yesterday that is told, or corrected, today: another quantity was held when the day began, at the price of then.
    private void StartFrom(PositionEntry entry, decimal before)
    {
        decimal now = AtStart(entry);
        if (now == before || entry.Start is not { } start || start.Day != _state.Days.Of(_state.Now)) return;
        entry.Start = before == 0m || now == 0m || start.Source == "broker" ? null : start with { Value = start.Value / before * now };
        if (Days.Known(entry.Account) is { } account) account.IsDirty = true;
    }

    // What a position has made since it was first known, at the price that it is shown with.
    private decimal? MadeOf(PositionEntry entry)
    {
        PositionLedger ledger = entry.Ledger;
        if (ledger.Quantity == 0m) return ledger.RealizedPnl;
        return Mark.Of(_state.PositionOptions.MarkRule, _state.Market.Find(entry.Contract.ConId), ledger.Quantity, isStale: false).Price is { } mark ? ledger.RealizedPnl + ledger.UnrealizedPnl(mark) : null;
    }

    // What was booked moves the start of the day instead of its profit.
    private void KeepDay(PositionEntry entry, decimal? made, decimal? counted)
    {
        if (MadeOf(entry) - made is { } shift && entry.Start is { } start)
        {
            entry.Start = start with { Value = start.Value + shift };
            if (Days.Known(entry.Account) is { } account) account.IsDirty = true;
        }
        if (_state.RiskDesk.Losses.PnlOf(entry.Account) - counted is { } loss) _state.RiskDesk.Losses.MoveStart(entry.Account, loss);
    }

    private CashLine[] CashLines() =>
    [
        .. _state.Session.Accounts.SelectMany(account => _state.Cash.Currencies(account).Select(currency =>
        {
            bool isTold = _state.Cash.Broker(account).TryGetValue(currency, out BrokerCash broker);
            return new CashLine(account, currency, _state.Cash.IsOpen(account) ? _state.Cash.Own(account).GetValueOrDefault(currency) : null,
                broker.Cash, broker.TotalCash, isTold ? broker.Time : null);
        })),
    ];

    private void Remember(Adjustment adjustment)
    {
        _adjustments.Insert(0, adjustment);
        Adjustments = [.. _adjustments];
    }

    private static Adjustment Of(PositionAdjusted a) => new(a.Time, a.Account, a.Contract.Ticker, "", a.Quantity, a.Price, a.Cause, a.Kind);
}
