using TradingCore.Domain;

namespace TradingCore.Positions;

/// <summary>All positions by account and contract. Not thread-safe: one writer.</summary>
/// <param name="markAgeMax">Age from which the price that a position is marked with counts as old.</param>
/// <param name="rule">Which price positions are valued with.</param>
/// <param name="days">Which day a moment belongs to.</param>
public sealed class PositionBook(TimeSpan markAgeMax, MarkPriceRule rule, TradingDay days)
{
    private readonly Dictionary<(AccountId, ConId), PositionEntry> _entries = [];
    private readonly List<PositionEntry> _ordered = [];
    private Position[] _snapshot = [];

    /// <summary>All positions that are or were held, in the order they were first met.</summary>
    public IReadOnlyList<PositionEntry> Entries => _ordered;

    /// <summary>The positions of an account, in the same order.</summary>
    public IEnumerable<PositionEntry> EntriesOf(AccountId account) => _ordered.Where(e => e.Account == account);

    /// <summary>Rises with every change of any quantity.</summary>
    public long Version { get; private set; }

    /// <summary>The last result of <see cref="Mark"/>.</summary>
    public IReadOnlyList<Position> Snapshot => _snapshot;

    /// <summary>The position; null when none was ever held.</summary>
    public PositionEntry? Find(AccountId account, ConId conId) => _entries.GetValueOrDefault((account, conId));

    /// <summary>Signed quantity by our own fills; 0 when none is held.</summary>
    public decimal QuantityOf(AccountId account, ConId conId) => Find(account, conId)?.Ledger.Quantity ?? 0m;

    /// <summary>Books a change.</summary>
    public PositionEntry Book(AccountId account, Contract contract, PositionBooking booking, DateTimeOffset now)
    {
        PositionEntry entry = Get(account, contract);
        entry.Ledger.Book(booking);
        entry.BookedTime = now;
        OnChanged(entry, now);
        return entry;
    }

    /// <summary>Takes over the balance of bookings of earlier runs, before anything of the position is booked.</summary>
    public void Open(AccountId account, Contract contract, LedgerBalance balance, DateTimeOffset lastTime)
    {
        PositionEntry entry = Get(account, contract);
        entry.Ledger.Open(balance);
        OnChanged(entry, lastTime);
    }

    /// <summary>Takes the bookings in that a position was opened with as a balance; false when they do not come to it.</summary>
    public bool TryReopen(AccountId account, ConId conId, LedgerBalance start, IEnumerable<PositionBooking> older)
    {
        if (Find(account, conId) is not { } entry || !entry.Ledger.TryReopen(start, older)) return false;
        entry.Published = null;
        Version++;
        return true;
    }

    /// <summary>The position, also when nothing was ever held.</summary>
    public PositionEntry Meet(AccountId account, Contract contract) => Get(account, contract);

    /// <summary>Takes the broker's figures.</summary>
    /// <param name="account">Account.</param>
    /// <param name="contract">What is held.</param>
    /// <param name="quantity">Signed quantity; 0 means closed.</param>
    /// <param name="averageCost">Average cost per unit as quoted (not times the multiplier), commission included.</param>
    /// <param name="round">Comparison round that runs; 0 when none.</param>
    /// <param name="now">When it came, UTC.</param>
    /// <returns>The position; null when the broker holds nothing and nothing was ever held.</returns>
    public PositionEntry? OnBroker(AccountId account, Contract contract, decimal quantity, decimal? averageCost, int round, DateTimeOffset now)
    {
        if (quantity == 0m && Find(account, contract.ConId) is null) return null;
        PositionEntry entry = Get(account, contract);
        entry.BrokerQuantity = quantity;
        entry.BrokerTime = now;
        entry.BrokerAverageCost = averageCost;
        entry.SeenRound = round == 0 ? entry.SeenRound : round;
        OnChanged(entry, now);
        return entry;
    }

    /// <summary>Takes the broker's P&amp;L.</summary>
    public void OnBrokerPnl(AccountId account, ConId conId, BrokerPnl pnl)
    {
        if (Find(account, conId) is not { } entry) return;
        bool isNews = entry.BrokerPnl is not { } known || known with { Time = pnl.Time } != pnl;
        entry.BrokerPnl = pnl;
        if (isNews) entry.Published = null;
    }

    /// <summary>The broker leaves out what is flat: what it did not name in a complete round it does not hold.</summary>
    /// <param name="round">The round.</param>
    /// <param name="now">When it was complete, UTC.</param>
    /// <param name="isTold">Whether the broker tells of an account at all; of another one nothing is known.</param>
    public void OnRoundOfPositions(int round, DateTimeOffset now, Func<AccountId, bool> isTold)
    {
        ArgumentNullException.ThrowIfNull(isTold);
        foreach (PositionEntry entry in _ordered)
        {
            decimal? told = isTold(entry.Account) ? 0m : null;
            if (entry.SeenRound == round || entry.BrokerQuantity == told) continue;
            entry.BrokerQuantity = told;
            entry.BrokerTime = now;
            OnChanged(entry, now);
        }
    }

    /// <summary>The contract was resolved: from now on the position has this name, and is valued in the unit that its prices are told in.</summary>
    public void OnResolved(PositionEntry entry, Contract contract)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(contract);
        entry.Contract = contract;
        entry.Rescale(contract.Multiplier);
        entry.Published = null;
        Version++;
    }

    /// <summary>Values all positions. Gives the same list when nothing changed.</summary>
    /// <param name="quotes">Finds the newest quote of a contract.</param>
    /// <param name="rates">Turns an account's contract currency into its base currency.</param>
    /// <param name="now">Time to judge the age of prices at.</param>
    public IReadOnlyList<Position> Mark(Func<ConId, Quote?> quotes, IBaseRates rates, DateTimeOffset now)
    {
        DateOnly day = days.Of(now);
        bool isChanged = _snapshot.Length != _ordered.Count;
        foreach (PositionEntry entry in _ordered)
        {
            Quote? quote = quotes(entry.Contract.ConId);
            Mark mark = Positions.Mark.Of(rule, quote, entry.Ledger.Quantity, quote is not null && quote.IsStale(now, markAgeMax));
            RateAnswer rate = rates.Now(entry.Account, entry.Contract.Currency);
            if (entry.Published is { } shown && shown.MarkPrice == mark.Price && shown.MarkFlaw == mark.Flaw && shown.Day == day
                && shown.RateToBase == rate.Rate && shown.RateFlaw == rate.Flaw && shown.BaseCurrency == rate.BaseCurrency) continue;
            entry.Published = PositionFigures.Of(entry, mark, day, rate, rates);
            isChanged = true;
        }
        if (!isChanged) return _snapshot;
        return _snapshot = [.. _ordered.Select(e => e.Published!)];
    }

    /// <summary>Something that its figures depend on changed: it is made anew at the next <see cref="Mark"/>.</summary>
    public static void Touch(PositionEntry entry) => entry.Published = null;

    private PositionEntry Get(AccountId account, Contract contract)
    {
        if (_entries.TryGetValue((account, contract.ConId), out PositionEntry? entry)) return entry;
        entry = new PositionEntry(account, contract, days);
        _entries.Add((account, contract.ConId), entry);
        _ordered.Add(entry);
        return entry;
    }

    private void OnChanged(PositionEntry entry, DateTimeOffset now)
    {
        Version++;
        entry.ChangedTime = now;
        entry.DifferingSince = entry.Difference == 0m ? null : entry.DifferingSince ?? now;
        entry.Published = null;
    }
}
