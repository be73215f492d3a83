using TradingCore.Domain;

namespace TradingCore.Positions;

/// <summary>Makes the published form of a position.</summary>
internal static class PositionFigures
{
    /// <summary>All figures of a position at a mark.</summary>
    public static Position Of(PositionEntry entry, Mark mark, DateOnly day, RateAnswer rate, IBaseRates rates)
    {
        PositionLedger ledger = entry.Ledger;
        LedgerDay today = ledger.Of(day);
        decimal? value = ledger.Quantity == 0m ? 0m : mark.Price is { } v ? ledger.MarketValue(v) : null;
        decimal? unrealized = ledger.Quantity == 0m ? 0m : mark.Price is { } u ? ledger.UnrealizedPnl(u) : null;
        StartOfDay? start = StartOf(entry, today);
        decimal? dayPnl = value - start?.Value + today.Flow - today.Fees;
        (decimal? realizedBase, decimal? feesBase) = Dated(entry, rates);
        return new Position
        {
            Account = entry.Account,
            Contract = entry.Contract,
            Quantity = ledger.Quantity,
            AveragePrice = ledger.AveragePrice,
            AverageCost = ledger.AverageCost,
            RealizedPnl = ledger.RealizedPnl,
            RealizedNetPnl = ledger.RealizedNetPnl,
            Commission = ledger.Commission,
            MarkPrice = mark.Price,
            MarkFlaw = mark.Flaw,
            MarketValue = value,
            UnrealizedPnl = unrealized,
            Day = day,
            DayPnl = dayPnl,
            DayRealizedPnl = today.RealizedPnl,
            DayUnrealizedPnl = dayPnl + today.Fees - today.RealizedPnl,
            DayFees = today.Fees,
            DayStartSource = start?.Source ?? "",
            BaseCurrency = rate.BaseCurrency,
            RateToBase = rate.Rate,
            RateFlaw = rate.Flaw,
            UnrealizedPnlBase = unrealized == 0m ? 0m : unrealized * rate.Rate,
            RealizedPnlBase = realizedBase,
            CommissionBase = feesBase,
            DayPnlBase = dayPnl == 0m ? 0m : dayPnl * rate.Rate,
            BrokerQuantity = entry.BrokerQuantity,
            BrokerAverageCost = entry.BrokerAverageCost,
            BrokerUnrealizedPnl = entry.BrokerPnl?.Unrealized,
            BrokerRealizedPnl = entry.BrokerPnl?.Realized,
            BrokerDailyPnl = entry.BrokerPnl?.Daily,
            BrokerPnlTime = entry.BrokerPnl?.Time,
            UpdatedTime = entry.ChangedTime,
        };
    }

    /// <summary>What it was worth when the day began; null while that is not known.</summary>
    public static StartOfDay? StartOf(PositionEntry entry, LedgerDay today) =>
        entry.Start is { } start && start.Day == today.Day ? start
        : today is { StartQuantity: 0m, HasAdjustment: false } ? new StartOfDay(today.Day, 0m, "flat")
        : null;

    // Each day at its own rate. Without a rate there is no figure: 1 would be a guess.
    private static (decimal? Realized, decimal? Fees) Dated(PositionEntry entry, IBaseRates rates)
    {
        PositionLedger ledger = entry.Ledger;
        string currency = entry.Contract.Currency;
        if (rates.Now(entry.Account, currency) is { BaseCurrency: var to } && to == currency) return (ledger.RealizedPnl, ledger.Commission);
        decimal? realized = 0m, fees = 0m;
        // What a checkpoint has summed up is of days that nobody can tell apart.
        if (ledger.OpeningRealizedPnl != 0m) realized = null;
        if (ledger.Opening is { Commission: not 0m }) fees = null;
        foreach (LedgerDay day in ledger.Days)
        {
            if (day is { RealizedPnl: 0m, Fees: 0m }) continue;
            decimal? rate = rates.Of(entry.Account, currency, day.Day);
            if (day.RealizedPnl != 0m) realized += day.RealizedPnl * rate;
            if (day.Fees != 0m) fees += day.Fees * rate;
        }
        return (realized, fees);
    }
}
