using TradingCore.Domain;
using TradingCore.Positions;

namespace TradingCore.Engine.MoneyFlow;

/// <summary>A fill, a correction or a commission of a day that is over.</summary>
internal sealed class LateBooking
{
    private readonly EngineState _state;
    private readonly decimal? _pnl;

    private LateBooking(EngineState state, AccountId account, DateOnly day, LedgerPast past, string reason)
    {
        _state = state;
        (Day, Past, Reason) = (day, past, reason);
        _pnl = state.RiskDesk.Losses.PnlOf(account);
    }

    /// <summary>The first day that it changes.</summary>
    public DateOnly Day { get; }

    /// <summary>The position's days without it.</summary>
    public LedgerPast Past { get; }

    /// <summary>What it is, a sentence.</summary>
    public string Reason { get; }

    /// <summary>Looks at a fill before it is booked; null when it is of the present day, or changes nothing.</summary>
    /// <param name="state">The engine's state.</param>
    /// <param name="before">The position it goes to; null when none was ever held.</param>
    /// <param name="fill">The fill as it is to be booked.</param>
    public static LateBooking? Find(EngineState state, PositionEntry? before, Fill fill)
    {
        PositionBooking? known = before?.Ledger.Find(fill.ExecId.Key);
        PositionBooking booking = PositionBooking.Of(fill);
        if (known == booking) return null;
        DateOnly day = state.Days.Of(fill.Time), today = state.Days.Of(state.Now);
        if (known is { } old && state.Days.Of(old.Time) < day) day = state.Days.Of(old.Time);
        if (day >= today) return null;
        Instrument? instrument = state.Market.FindInstrument(fill.Contract.ConId);
        string what = known is null ? $"{OrderText.Number(fill.SignedQuantity)} {fill.Contract.Ticker} at {Say.Price(fill.Price, instrument)} (execution {fill.ExecId}) were told late."
            : (known.Value.Quantity, known.Value.Price, known.Value.Time) == (booking.Quantity, booking.Price, booking.Time) ? $"The commission of execution {fill.ExecId} in {fill.Contract.Ticker} was told late."
            : $"Execution {fill.ExecId} was corrected: {OrderText.Number(known.Value.Quantity)} {fill.Contract.Ticker} at {Say.Price(known.Value.Price, instrument)} are {OrderText.Number(booking.Quantity)} at {Say.Price(booking.Price, instrument)}.";
        return new LateBooking(state, fill.Account, day, LedgerPast.From(before?.Ledger), what);
    }

    /// <summary>
    /// It is booked: what it made before the present day began is none of the present day's. Where that cannot be told, a loss counts and a profit does not.
    /// </summary>
    /// <param name="entry">The position with it.</param>
    /// <param name="price">Price when the present day began; null when not known.</param>
    public void MoveLosses(PositionEntry entry, decimal? price)
    {
        if (_state.RiskDesk.Losses.Find(entry.Account) is not { } counted || counted.Day <= Day) return;
        if (_state.RiskDesk.Losses.PnlOf(entry.Account) - _pnl is not { } moved || moved == 0m) return;
        DateOnly today = _state.Days.Of(_state.Now);
        decimal more = (entry.Ledger.Of(today).StartQuantity - Past.Of(today).StartQuantity) * entry.Ledger.Multiplier;
        decimal? ofToday = more == 0m ? 0m
            : (_state.Market.Find(entry.Contract.ConId)?.Mark - price) * more * _state.RiskDesk.Rates.Rate(entry.Contract.Currency, _state.BaseCurrencyOf(entry.Account));
        _state.RiskDesk.Losses.MoveStart(entry.Account, ofToday is { } t ? moved - t : Math.Max(0m, moved));
    }
}
