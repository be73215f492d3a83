using System.Globalization;
using TradingCore.Accounts;
using TradingCore.Positions;

namespace TradingCore.Engine.MoneyFlow;

/// <summary>
/// What is told late of days that are over: they show it, with the reason, and what the limits of today are counted from moves, so that it is no profit or loss of today.
/// </summary>
internal sealed class DayCorrections(EngineState state, DayDesk days, AccountRates rates)
{
    /// <summary>Changes the days that are over by what was booked.</summary>
    /// <param name="entry">The position with the booking in it.</param>
    /// <param name="late">What was booked.</param>
    /// <param name="start">The position's start of the present day as it was before; null when there was none.</param>
    public void Apply(PositionEntry entry, LateBooking late, StartOfDay? start)
    {
        DateOnly today = state.Days.Of(state.Now);
        AccountDay? account = days.Known(entry.Account);
        if (account?.Day < today) days.Store(account);
        DateOnly[] over = days.StoredDays(entry.Account, late.Day, today);
        decimal? todayPrice = StartPrice(entry, late.Past.Of(today).StartQuantity, start is { } s && s.Day == today ? s.Value : null) ?? state.Market.Find(entry.Contract.ConId)?.Close;
        for (int i = 0; i < over.Length; i++)
        {
            DateOnly day = over[i], next = i + 1 < over.Length ? over[i + 1] : today;
            decimal? startPrice = PriceOf(entry, late.Past, day), endPrice = next == today ? todayPrice : PriceOf(entry, late.Past, next);
            DayShift shift = DayShift.Of(day, entry, late.Past, startPrice, endPrice, next, rates);
            if (!shift.IsNone) Change(entry, day, shift, late.Reason, startPrice);
        }
        late.MoveLosses(entry, todayPrice);
        // What the broker told holds it already, or will the next time.
        account?.Rebase();
    }

    private decimal? PriceOf(PositionEntry entry, LedgerPast past, DateOnly day) =>
        StartPrice(entry, past.Of(day).StartQuantity, days.Stored(entry.Account, day).Starts.FirstOrDefault(s => s.ConId == entry.Contract.ConId.Value)?.Value);

    private static decimal? StartPrice(PositionEntry entry, decimal quantity, decimal? value) => quantity == 0m ? null : value / quantity / entry.Ledger.Multiplier;

    private void Change(PositionEntry entry, DateOnly day, DayShift shift, string reason, decimal? startPrice)
    {
        DayDocument known = days.Stored(entry.Account, day);
        FiguresDocument f = known.Figures;
        decimal held = entry.Ledger.Of(day).StartQuantity;
        days.Change(entry.Account, known.Noted($"{state.Now.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC: {reason}") with
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
        });
    }
}
