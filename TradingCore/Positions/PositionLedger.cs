namespace TradingCore.Positions;

/// <summary>
/// Quantity, average price and realised P&amp;L of one account in one contract, by the average price method: a reduction realises against the
/// average price, an increase moves it, and what goes through zero starts again at the price of the trade.
/// </summary>
/// <remarks>
/// Bookings are applied in the order of their time, whatever order they arrive in, so that a replay after a restart or a correction gives
/// the same figures. Realised P&amp;L is cash plus cost of what is held: it is exact whenever the position is flat, and realised plus
/// unrealised is exactly cash plus value at any time, whatever rounding the average price needs. Beside it the same is kept as the broker
/// counts it, with the commission of an opening trade in the cost and that of a closing one in the profit.
/// </remarks>
/// <param name="multiplier">Units of the underlying per contract; above 0.</param>
/// <param name="days">Which day a booking belongs to; null puts all in one day.</param>
public sealed class PositionLedger(decimal multiplier, TradingDay? days = null)
{
    private readonly List<PositionBooking> _bookings = [];   // by time, then key
    private readonly Dictionary<string, PositionBooking> _byKey = new(StringComparer.Ordinal);
    private readonly List<LedgerDay> _days = [];
    private readonly Dictionary<(DateOnly Day, string Currency), decimal> _otherFees = [];
    private decimal _cash;    // what was received minus what was paid, in price units (without multiplier)
    private decimal _basis;   // signed cost of what is held, in price units
    private decimal _cost;    // the same in money, commission of opening included
    private decimal _adjusted;   // what adjustments would have paid, in money
    private LedgerBalance? _opening;

    /// <summary>Units of the underlying per contract.</summary>
    public decimal Multiplier => multiplier;

    /// <summary>Signed quantity.</summary>
    public decimal Quantity { get; private set; }

    /// <summary>Average entry price; 0 when flat.</summary>
    public decimal AveragePrice => Quantity == 0m ? 0m : _basis / Quantity;

    /// <summary>Average cost per unit with the commission of opening, as the broker counts it; 0 when flat.</summary>
    public decimal AverageCost => Quantity == 0m ? 0m : _cost / Quantity / multiplier;

    /// <summary>Realised P&amp;L before commission, in the contract's currency.</summary>
    public decimal RealizedPnl => (_cash + _basis) * multiplier;

    /// <summary>Realised P&amp;L less the commission of what was closed, as the broker counts it.</summary>
    public decimal RealizedNetPnl => _cash * multiplier - Commission + _cost;

    /// <summary>What was received less what was paid, commission included, in the contract's currency. Adjustments moved no money and are not in it.</summary>
    public decimal NetCash => _cash * multiplier - _adjusted - Commission;

    /// <summary>Commission and fees in the contract's currency.</summary>
    public decimal Commission { get; private set; }

    /// <summary>Commission and fees in other currencies, by day and currency; usually none. Those of the opening balance stand under the first of all days, because theirs are not known any more.</summary>
    public IReadOnlyDictionary<(DateOnly Day, string Currency), decimal> OtherFees => _otherFees;

    /// <summary>Days on which something was booked, oldest first.</summary>
    public IReadOnlyList<LedgerDay> Days => _days;

    /// <summary>True while nothing was booked.</summary>
    public bool IsEmpty => _bookings.Count == 0 && _opening is null;

    /// <summary>Time of the oldest booking; null when there is none.</summary>
    public DateTimeOffset? FirstTime => _opening?.FirstTime ?? (_bookings.Count == 0 ? null : _bookings[0].Time);

    /// <summary>What all bookings come to; null while nothing was booked.</summary>
    public LedgerBalance? Balance => FirstTime is { } first ? new LedgerBalance(Quantity, _cash, _basis, Commission, _cost, _adjusted, first, SumOfOtherFees()) : null;

    /// <summary>The balance it was opened with; null when all bookings are here.</summary>
    public LedgerBalance? Opening => _opening;

    /// <summary>Realised P&amp;L before commission that is in the opening balance, of days that are not kept apart any more.</summary>
    public decimal OpeningRealizedPnl => _opening is { } o ? (o.Cash + o.Basis) * multiplier : 0m;

    /// <summary>Starts from the balance of older bookings, which are not booked again. Figures come out as if they were all booked here.</summary>
    /// <exception cref="InvalidOperationException">Something was booked before.</exception>
    public void Open(LedgerBalance balance)
    {
        if (!IsEmpty) throw new InvalidOperationException("A ledger is opened before anything is booked.");
        _opening = balance;
        Rebuild();
    }

    /// <summary>Takes the bookings in that it was opened with as a balance, so that one of them can be corrected.</summary>
    /// <param name="start">What came before them.</param>
    /// <param name="older">The bookings; those that are here already are left out.</param>
    /// <returns>False when they do not come to the balance that it was opened with; then nothing is changed.</returns>
    public bool TryReopen(LedgerBalance start, IEnumerable<PositionBooking> older)
    {
        var whole = new PositionLedger(multiplier, days);
        whole.Open(start);
        foreach (PositionBooking booking in older.Where(b => !_byKey.ContainsKey(b.Key)).Concat(_bookings).OrderBy(b => b, ByTime.Instance)) whole.Book(booking);
        if ((whole.Quantity, whole._cash, whole.Commission) != (Quantity, _cash, Commission)) return false;
        _opening = start;
        _bookings.Clear();
        _bookings.AddRange(whole._bookings);
        foreach (PositionBooking booking in _bookings) _byKey[booking.Key] = booking;
        Rebuild();
        return true;
    }

    /// <summary>
    /// The same bookings with another multiplier: fills keep their prices, adjustments were booked at a cost in money and keep that. Null when it was opened with a balance
    /// in which the two are mixed, and the broker's cost is not known.
    /// </summary>
    /// <param name="other">Value of a contract for each unit of its price; above 0.</param>
    /// <param name="averageCost">The broker's average cost with that multiplier, per unit of the price; null when not told.</param>
    public PositionLedger? Rescaled(decimal other, decimal? averageCost = null)
    {
        var ledger = new PositionLedger(other, days);
        if (_opening is { } opening)
        {
            if ((opening.Rescaled(multiplier, other) ?? (averageCost is { } cost ? opening.RescaledAt(multiplier, other, cost) : null)) is not { } rescaled) return null;
            ledger.Open(rescaled);
        }
        foreach (PositionBooking booking in _bookings) ledger.Book(booking.IsAdjustment ? booking with { Price = booking.Price * multiplier / other } : booking);
        return ledger;
    }

    /// <summary>Unrealised P&amp;L at <paramref name="mark"/>, in the contract's currency.</summary>
    public decimal UnrealizedPnl(decimal mark) => (Quantity * mark - _basis) * multiplier;

    /// <summary>Unrealised P&amp;L at a market value as the broker counts it, the commission of opening taken off.</summary>
    public decimal UnrealizedNetPnl(decimal marketValue) => marketValue - _cost;

    /// <summary>Value at <paramref name="mark"/>, in the contract's currency; below 0 when short.</summary>
    public decimal MarketValue(decimal mark) => Quantity * mark * multiplier;

    /// <summary>What was booked on a day, and what was there when it began.</summary>
    public LedgerDay Of(DateOnly day)
    {
        for (int i = _days.Count - 1; i >= 0; i--)
        {
            if (_days[i].Day == day) return _days[i];
            if (_days[i].Day < day) break;
        }
        // Nothing was booked on it: it began with what the days before left.
        int next = _days.FindIndex(d => d.Day > day);
        return next < 0
            ? new LedgerDay { Day = day, StartQuantity = Quantity }
            : new LedgerDay { Day = day, StartQuantity = _days[next].StartQuantity };
    }

    /// <summary>The booking of a key; null when there is none here.</summary>
    public PositionBooking? Find(string key) => _byKey.TryGetValue(key, out PositionBooking known) ? known : null;

    /// <summary>Books a change; one with a known key replaces the old one.</summary>
    public void Book(PositionBooking booking)
    {
        if (_byKey.TryGetValue(booking.Key, out PositionBooking known))
        {
            if (known == booking) return;
            _byKey[booking.Key] = booking;
            _bookings.RemoveAt(_bookings.BinarySearch(known, ByTime.Instance));
            Insert(booking);
            Rebuild();
            return;
        }
        _byKey.Add(booking.Key, booking);
        if (Insert(booking)) Apply(booking);
        else Rebuild();
    }

    private Dictionary<string, decimal>? SumOfOtherFees() =>
        _otherFees.Count == 0 ? null : _otherFees.GroupBy(f => f.Key.Currency, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Sum(f => f.Value), StringComparer.Ordinal);

    private bool Insert(PositionBooking booking)
    {
        int at = _bookings.BinarySearch(booking, ByTime.Instance);
        int index = at < 0 ? ~at : at;
        _bookings.Insert(index, booking);
        return index == _bookings.Count - 1;
    }

    private void Rebuild()
    {
        LedgerBalance opening = _opening ?? default;
        (Quantity, _cash, _basis, Commission) = (opening.Quantity, opening.Cash, opening.Basis, opening.Commission);
        (_cost, _adjusted) = (opening.Cost, opening.Adjusted);
        _days.Clear();
        _otherFees.Clear();
        foreach ((string currency, decimal fee) in opening.OtherFees ?? new Dictionary<string, decimal>()) _otherFees[(default, currency)] = fee;
        foreach (PositionBooking booking in _bookings) Apply(booking);
    }

    private void Apply(in PositionBooking booking)
    {
        LedgerDay day = DayOf(booking.Time);
        decimal realized = RealizedPnl, net = RealizedNetPnl;
        decimal before = Quantity, after = Quantity + booking.Quantity;
        decimal value = booking.Quantity * booking.Price;
        _cash -= value;
        Commission += booking.Commission;
        if (booking.IsAdjustment) _adjusted -= value * multiplier;
        bool isIncrease = before == 0m || Math.Sign(before) == Math.Sign(booking.Quantity);
        if (isIncrease)
        {
            _basis += value;
            _cost += value * multiplier + booking.Commission;
        }
        else if (after == 0m) _basis = _cost = 0m;
        else if (Math.Sign(after) == Math.Sign(before))
        {
            _basis = _basis / before * after;
            _cost = _cost / before * after;
        }
        else
        {
            // Through zero: the rest starts at the price of the trade, with its part of the commission.
            _basis = after * booking.Price;
            _cost = after * booking.Price * multiplier + booking.Commission * after / booking.Quantity;
        }
        Quantity = after;
        _days[^1] = day with
        {
            Flow = day.Flow - value * multiplier,
            Fees = day.Fees + booking.Commission,
            RealizedPnl = day.RealizedPnl + RealizedPnl - realized,
            RealizedNetPnl = day.RealizedNetPnl + RealizedNetPnl - net,
            HasAdjustment = day.HasAdjustment || booking.IsAdjustment,
        };
        if (booking.OtherFee == 0m) return;
        (DateOnly, string) key = (day.Day, booking.OtherFeeCurrency);
        _otherFees[key] = _otherFees.GetValueOrDefault(key) + booking.OtherFee;
    }

    private LedgerDay DayOf(DateTimeOffset time)
    {
        DateOnly day = days?.Of(time) ?? default;
        if (_days.Count == 0 || _days[^1].Day != day) _days.Add(new LedgerDay { Day = day, StartQuantity = Quantity });
        return _days[^1];
    }

    private sealed class ByTime : IComparer<PositionBooking>
    {
        public static readonly ByTime Instance = new();

        public int Compare(PositionBooking x, PositionBooking y) =>
            x.Time != y.Time ? x.Time.CompareTo(y.Time) : string.CompareOrdinal(x.Key, y.Key);
    }
}
