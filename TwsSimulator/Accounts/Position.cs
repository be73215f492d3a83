using TwsSimulator.Market;

namespace TwsSimulator.Accounts;

/// <summary>Holding of one contract, by average cost as IB keeps it: commissions of opening trades are part of the cost.</summary>
internal sealed class Position(Instrument instrument)
{
    private readonly List<(string Key, decimal Signed, decimal Price, decimal Commission)> _fills = [];
    private (decimal Quantity, decimal AverageCost, decimal RealizedPnl, decimal RealizedToday, decimal DayFlow) _base;

    /// <summary>What is held.</summary>
    public Instrument Instrument { get; } = instrument;

    /// <summary>Signed quantity; negative when short.</summary>
    public decimal Quantity { get; private set; }

    /// <summary>Average cost of one unit of the quantity: price in the currency times multiplier, commission included.</summary>
    public decimal AverageCost { get; private set; }

    /// <summary>Profit of closed quantity since the account was opened, commissions taken off.</summary>
    public decimal RealizedPnl { get; private set; }

    /// <summary>Profit of quantity closed on the current day.</summary>
    public decimal RealizedToday { get; private set; }

    /// <summary>Market value at the start of the current day.</summary>
    public decimal DayStartValue { get; private set; }

    /// <summary>Money paid (negative) and received for trades of the current day, commissions taken off.</summary>
    public decimal DayFlow { get; private set; }

    /// <summary>Books a fill; returns the realised profit, or null when the fill only opened.</summary>
    /// <param name="key">Names the fill, so that it can be corrected on the same day.</param>
    /// <param name="signed">Quantity, negative for a sale.</param>
    /// <param name="price">Price per unit as quoted.</param>
    /// <param name="commission">Commission of this fill.</param>
    public decimal? Book(string key, decimal signed, decimal price, decimal commission)
    {
        _fills.Add((key, signed, price, commission));
        return Apply(signed, price, commission);
    }

    /// <summary>Corrects a fill: the position becomes what it were if the fill had been so from the start.</summary>
    /// <returns>The realised profit of the corrected fill, null when it only opened; and whether the fill is known here.</returns>
    public (decimal? Realized, bool IsKnown) Correct(string key, string newKey, decimal signed, decimal price, decimal commission)
    {
        int at = _fills.FindIndex(f => f.Key == key);
        if (at < 0)
            return (null, false);
        _fills[at] = (newKey, signed, price, commission);
        (Quantity, AverageCost, RealizedPnl, RealizedToday, DayFlow) = _base;
        decimal? realized = null;
        for (int i = 0; i < _fills.Count; i++)
        {
            decimal? of = Apply(_fills[i].Signed, _fills[i].Price, _fills[i].Commission);
            if (i == at)
                realized = of;
        }

        return (realized, true);
    }

    /// <summary>Applies a fill; returns the realised profit, or null when the fill only opened.</summary>
    /// <param name="signed">Quantity, negative for a sale.</param>
    /// <param name="price">Price per unit as quoted.</param>
    /// <param name="commission">Commission of this fill.</param>
    private decimal? Apply(decimal signed, decimal price, decimal commission)
    {
        decimal unit = price * Instrument.PointValue;
        DayFlow -= (signed * unit) + commission;
        decimal? realized = null;
        decimal closing = Quantity == 0 || Math.Sign(Quantity) == Math.Sign(signed) ? 0 : Math.Min(Math.Abs(Quantity), Math.Abs(signed));
        decimal commissionOfClose = closing == 0 ? 0 : commission * closing / Math.Abs(signed);
        if (closing > 0)
        {
            realized = (closing * Math.Sign(Quantity) * (unit - AverageCost)) - commissionOfClose;
            RealizedPnl += realized.Value;
            RealizedToday += realized.Value;
        }

        decimal opening = Math.Abs(signed) - closing;
        if (opening > 0)
        {
            decimal kept = Math.Abs(Quantity) - closing;
            decimal commissionOfOpen = commission - commissionOfClose;
            // A commission makes a long position dearer and lowers the proceeds of a short one.
            decimal cost = (opening * unit) + (Math.Sign(signed) * commissionOfOpen);
            AverageCost = ((kept * AverageCost) + cost) / (kept + opening);
        }

        Quantity += signed;
        if (Quantity == 0)
            AverageCost = 0;
        return realized;
    }

    /// <summary>Value at a price, in the contract's currency; negative when short.</summary>
    public decimal MarketValue(decimal price) => Quantity * price * Instrument.PointValue;

    /// <summary>Profit that closing at a price would realise, without commission.</summary>
    public decimal UnrealizedPnl(decimal price) => Quantity * ((price * Instrument.PointValue) - AverageCost);

    /// <summary>Profit since the start of the day, realised or not.</summary>
    public decimal DailyPnl(decimal price) => MarketValue(price) - DayStartValue + DayFlow;

    /// <summary>Starts a new day at the price of the day's end.</summary>
    public void StartDay(decimal price)
    {
        DayStartValue = MarketValue(price);
        DayFlow = 0;
        RealizedToday = 0;
        Begin();
    }

    /// <summary>Takes over a stored position.</summary>
    public void Restore(decimal quantity, decimal averageCost, decimal realizedPnl, decimal realizedToday, decimal dayStartValue, decimal dayFlow)
    {
        Quantity = quantity;
        AverageCost = averageCost;
        RealizedPnl = realizedPnl;
        RealizedToday = realizedToday;
        DayStartValue = dayStartValue;
        DayFlow = dayFlow;
        Begin();
    }

    private void Begin()
    {
        _fills.Clear();
        _base = (Quantity, AverageCost, RealizedPnl, RealizedToday, DayFlow);
    }
}
