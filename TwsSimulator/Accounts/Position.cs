using TwsSimulator.Market;

namespace TwsSimulator.Accounts;

/// <summary>Holding of one contract, by average cost as IB keeps it: commissions of opening trades are part of the cost.</summary>
internal sealed class Position(Instrument instrument)
{
    /// <summary>What is held.</summary>
    public Instrument Instrument { get; } = instrument;

    /// <summary>Signed quantity; negative when short.</summary>
    public decimal Quantity { get; private set; }

    /// <summary>Average cost of one unit of the quantity: price times multiplier, commission included.</summary>
    public decimal AverageCost { get; private set; }

    /// <summary>Profit of closed quantity since the account was opened, commissions taken off.</summary>
    public decimal RealizedPnl { get; private set; }

    /// <summary>Profit of quantity closed on the current day.</summary>
    public decimal RealizedToday { get; private set; }

    /// <summary>Market value at the start of the current day.</summary>
    public decimal DayStartValue { get; private set; }

    /// <summary>Money paid (negative) and received for trades of the current day, commissions taken off.</summary>
    public decimal DayFlow { get; private set; }

    /// <summary>Applies a fill; returns the realised profit, or null when the fill only opened.</summary>
    /// <param name="signed">Quantity, negative for a sale.</param>
    /// <param name="price">Price per unit as quoted.</param>
    /// <param name="commission">Commission of this fill.</param>
    public decimal? Apply(decimal signed, decimal price, decimal commission)
    {
        decimal unit = price * Instrument.Multiplier;
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
    public decimal MarketValue(decimal price) => Quantity * price * Instrument.Multiplier;

    /// <summary>Profit that closing at a price would realise, without commission.</summary>
    public decimal UnrealizedPnl(decimal price) => Quantity * ((price * Instrument.Multiplier) - AverageCost);

    /// <summary>Profit since the start of the day, realised or not.</summary>
    public decimal DailyPnl(decimal price) => MarketValue(price) - DayStartValue + DayFlow;

    /// <summary>Starts a new day at the price of the day's end.</summary>
    public void StartDay(decimal price)
    {
        DayStartValue = MarketValue(price);
        DayFlow = 0;
        RealizedToday = 0;
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
    }
}
