namespace TradingCore.Positions;

/// <summary>
/// Quantity, average price and realised P&amp;L of one account in one contract, by the average price method: a reduction realises against the
/// average price, an increase moves it, and what goes through zero starts again at the price of the trade.
/// </summary>
/// <remarks>
/// Bookings are applied in the order of their time, whatever order they arrive in, so that a replay after a restart or a correction gives
/// the same figures. Realised P&amp;L is cash plus cost of what is held: it is exact whenever the position is flat, and realised plus
/// unrealised is exactly cash plus value at any time, whatever rounding the average price needs.
/// </remarks>
/// <param name="multiplier">Units of the underlying per contract; above 0.</param>
public sealed class PositionLedger(decimal multiplier)
{
    private readonly List<PositionBooking> _bookings = [];   // by time, then key
    private readonly Dictionary<string, PositionBooking> _byKey = new(StringComparer.Ordinal);
    private decimal _cash;    // what was received minus what was paid, in price units (without multiplier)
    private decimal _basis;   // signed cost of what is held, in price units
    private LedgerBalance? _opening;

    /// <summary>Signed quantity.</summary>
    public decimal Quantity { get; private set; }

    /// <summary>Average entry price; 0 when flat.</summary>
    public decimal AveragePrice => Quantity == 0m ? 0m : _basis / Quantity;

    /// <summary>Realised P&amp;L before commission, in the contract's currency.</summary>
    public decimal RealizedPnl => (_cash + _basis) * multiplier;

    /// <summary>Commission and fees.</summary>
    public decimal Commission { get; private set; }

    /// <summary>True while nothing was booked.</summary>
    public bool IsEmpty => _bookings.Count == 0 && _opening is null;

    /// <summary>Time of the oldest booking; null when there is none.</summary>
    public DateTimeOffset? FirstTime => _opening?.FirstTime ?? (_bookings.Count == 0 ? null : _bookings[0].Time);

    /// <summary>What all bookings come to; null while nothing was booked.</summary>
    public LedgerBalance? Balance => FirstTime is { } first ? new LedgerBalance(Quantity, _cash, _basis, Commission, first) : null;

    /// <summary>Starts from the balance of older bookings, which are not booked again. Figures come out as if they were all booked here.</summary>
    /// <exception cref="InvalidOperationException">Something was booked before.</exception>
    public void Open(LedgerBalance balance)
    {
        if (!IsEmpty) throw new InvalidOperationException("A ledger is opened before anything is booked.");
        _opening = balance;
        Rebuild();
    }

    /// <summary>Unrealised P&amp;L at <paramref name="mark"/>, in the contract's currency.</summary>
    public decimal UnrealizedPnl(decimal mark) => (Quantity * mark - _basis) * multiplier;

    /// <summary>Value at <paramref name="mark"/>, in the contract's currency; below 0 when short.</summary>
    public decimal MarketValue(decimal mark) => Quantity * mark * multiplier;

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
        foreach (PositionBooking booking in _bookings) Apply(booking);
    }

    private void Apply(in PositionBooking booking)
    {
        decimal before = Quantity, after = Quantity + booking.Quantity;
        _cash -= booking.Quantity * booking.Price;
        Commission += booking.Commission;
        bool isIncrease = before == 0m || Math.Sign(before) == Math.Sign(booking.Quantity);
        if (isIncrease) _basis += booking.Quantity * booking.Price;
        else if (after == 0m) _basis = 0m;
        else if (Math.Sign(after) == Math.Sign(before)) _basis = _basis / before * after;
        else _basis = after * booking.Price;   // through zero: the rest starts at the price of the trade
        Quantity = after;
    }

    private sealed class ByTime : IComparer<PositionBooking>
    {
        public static readonly ByTime Instance = new();

        public int Compare(PositionBooking x, PositionBooking y) =>
            x.Time != y.Time ? x.Time.CompareTo(y.Time) : string.CompareOrdinal(x.Key, y.Key);
    }
}
