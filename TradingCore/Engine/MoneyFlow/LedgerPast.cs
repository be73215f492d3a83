using TradingCore.Positions;

namespace TradingCore.Engine.MoneyFlow;

/// <summary>The days of a position as they were before something of a day that is over was told.</summary>
/// <param name="days">What was booked by day, oldest first.</param>
/// <param name="quantity">Signed quantity after all of them.</param>
/// <param name="otherFees">Fees in other currencies.</param>
internal sealed class LedgerPast(LedgerDay[] days, decimal quantity, Dictionary<(DateOnly Day, string Currency), decimal> otherFees)
{
    /// <summary>Fees in other currencies by day and currency.</summary>
    public IReadOnlyDictionary<(DateOnly Day, string Currency), decimal> OtherFees => otherFees;

    /// <summary>Takes the days of a ledger as they are now; null stands for a position that was never held.</summary>
    public static LedgerPast From(PositionLedger? ledger) =>
        ledger is null ? new LedgerPast([], 0m, []) : new LedgerPast([.. ledger.Days], ledger.Quantity, new Dictionary<(DateOnly, string), decimal>(ledger.OtherFees));

    /// <summary>As <see cref="PositionLedger.Of"/>.</summary>
    public LedgerDay Of(DateOnly day)
    {
        foreach (LedgerDay known in days)
        {
            if (known.Day == day) return known;
            if (known.Day > day) return new LedgerDay { Day = day, StartQuantity = known.StartQuantity };
        }
        return new LedgerDay { Day = day, StartQuantity = quantity };
    }
}

/// <summary>What a booking that was told late changes of a day that is over, in the base currency.</summary>
/// <param name="Realized">Of the realised P&amp;L.</param>
/// <param name="Unrealized">Of the unrealised P&amp;L.</param>
/// <param name="Fees">Of the fees.</param>
/// <param name="Missing">What could not be counted, a sentence; empty when everything was.</param>
internal readonly record struct DayShift(decimal Realized, decimal Unrealized, decimal Fees, string Missing)
{
    /// <summary>True when the day stays as it was.</summary>
    public bool IsNone => this is { Realized: 0m, Unrealized: 0m, Fees: 0m, Missing: "" };

    /// <summary>Compares a day before and after the booking.</summary>
    /// <param name="day">The day.</param>
    /// <param name="entry">The position with the booking in it.</param>
    /// <param name="past">Its days without.</param>
    /// <param name="startPrice">Price at which the position was valued when the day began; null when not known.</param>
    /// <param name="endPrice">The same when the next day began.</param>
    /// <param name="next">The next day.</param>
    /// <param name="rates">Rates of days.</param>
    public static DayShift Of(DateOnly day, PositionEntry entry, LedgerPast past, decimal? startPrice, decimal? endPrice, DateOnly next, IBaseRates rates)
    {
        LedgerDay was = past.Of(day), now = entry.Ledger.Of(day);
        decimal? OfDay(string currency) => rates.Of(entry.Account, currency, day) ?? rates.Now(entry.Account, currency).Rate;
        decimal otherFees = 0m;
        var missing = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string currency in entry.Ledger.OtherFees.Keys.Concat(past.OtherFees.Keys).Where(k => k.Day == day).Select(k => k.Currency).Distinct(StringComparer.Ordinal))
        {
            decimal more = entry.Ledger.OtherFees.GetValueOrDefault((day, currency)) - past.OtherFees.GetValueOrDefault((day, currency));
            if (more == 0m) continue;
            if (OfDay(currency) is { } of) otherFees += more * of;
            else missing.Add($"No rate of {currency}.");
        }
        decimal realized = now.RealizedPnl - was.RealizedPnl, fees = now.Fees - was.Fees;
        decimal startMore = (now.StartQuantity - was.StartQuantity) * entry.Ledger.Multiplier;
        decimal endMore = (entry.Ledger.Of(next).StartQuantity - past.Of(next).StartQuantity) * entry.Ledger.Multiplier;
        decimal? unrealized = ValueOf(endMore, endPrice) - ValueOf(startMore, startPrice) + now.Flow - was.Flow - realized;
        if (unrealized is null) missing.Add($"Value at the end of the day not known of {entry.Contract.Ticker}, of which something was told late.");
        if (realized == 0m && fees == 0m && (unrealized ?? 0m) == 0m) return new DayShift(0m, 0m, otherFees, string.Join(' ', missing));
        if (OfDay(entry.Contract.Currency) is { } rate) return new DayShift(realized * rate, (unrealized ?? 0m) * rate, fees * rate + otherFees, string.Join(' ', missing));
        missing.Add($"No rate of {entry.Contract.Currency}.");
        return new DayShift(0m, 0m, otherFees, string.Join(' ', missing));
    }

    private static decimal? ValueOf(decimal units, decimal? price) => units == 0m ? 0m : units * price;
}
