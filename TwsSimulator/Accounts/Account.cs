using TwsSimulator.Market;

namespace TwsSimulator.Accounts;

/// <summary>Money, positions and margin of the simulated account, in US dollars. Changed by the gateway's loop only.</summary>
internal sealed class Account
{
    private const decimal BuyingPowerFactor = 2m;
    private readonly SortedDictionary<int, Position> _positions = [];
    private readonly Func<Instrument, decimal> _mark;

    /// <summary>Opens the account.</summary>
    /// <param name="id">Account number, e.g. DU1234567.</param>
    /// <param name="startingCash">Dollars at the start.</param>
    /// <param name="mark">Price of an instrument now.</param>
    public Account(string id, decimal startingCash, Func<Instrument, decimal> mark)
    {
        Id = id;
        StartingCash = startingCash;
        Cash = startingCash;
        _mark = mark;
    }

    /// <summary>Account number.</summary>
    public string Id { get; }

    /// <summary>Dollars the account was opened with.</summary>
    public decimal StartingCash { get; }

    /// <summary>Dollars; negative when borrowed.</summary>
    public decimal Cash { get; private set; }

    /// <summary>Euros, from spot trades.</summary>
    public decimal Euros { get; private set; }

    /// <summary>The trading day that day figures belong to.</summary>
    public DateOnly Day { get; private set; }

    /// <summary>All contracts ever held in this account, by conId; closed ones have quantity 0.</summary>
    public IReadOnlyCollection<Position> Positions => _positions.Values;

    /// <summary>Position in a contract; null when it was never held.</summary>
    public Position? Find(int conId) => _positions.GetValueOrDefault(conId);

    /// <summary>Signed quantity held.</summary>
    public decimal QuantityOf(int conId) => Find(conId)?.Quantity ?? 0;

    /// <summary>Price used to value an instrument now.</summary>
    public decimal Mark(Instrument instrument) => _mark(instrument);

    /// <summary>Books a fill; returns the realised profit, or null for a fill that only opened.</summary>
    /// <param name="key">Names the fill, for a correction.</param>
    /// <param name="instrument">What was traded.</param>
    /// <param name="signed">Quantity, negative for a sale.</param>
    /// <param name="price">Price per unit as quoted.</param>
    /// <param name="commission">Commission of this fill.</param>
    public decimal? Book(string key, Instrument instrument, decimal signed, decimal price, decimal commission)
    {
        decimal? realized = PositionOf(instrument).Book(key, signed, price, commission);
        Pay(instrument, signed, price, commission, realized ?? 0);
        return realized;
    }

    /// <summary>Corrects a fill of today, or of an earlier day by taking it back first; returns the realised profit of the right fill.</summary>
    public decimal? Correct(string key, string newKey, Instrument instrument, decimal oldSigned, decimal oldPrice, decimal signed, decimal price, decimal commission)
    {
        Position position = PositionOf(instrument);
        decimal before = position.RealizedPnl;
        (decimal? realized, bool isKnown) = position.Correct(key, newKey, signed, price, commission);
        if (!isKnown)
        {
            // What it realised then is history: the fill is undone with its commission and booked anew.
            position.Book(key + ".undone", -oldSigned, oldPrice, -commission);
            realized = position.Book(newKey, signed, price, commission);
        }

        Pay(instrument, signed, price, commission, 0);
        Pay(instrument, -oldSigned, oldPrice, -commission, position.RealizedPnl - before);
        return realized;
    }

    private void Pay(Instrument instrument, decimal signed, decimal price, decimal commission, decimal realized)
    {
        switch (instrument.SecType)
        {
            case "FUT":
                // A future costs nothing to enter: profit arrives when it is closed. Commissions are in the average cost
                // and in the realised profit, so they reach the cash with it.
                Cash += realized;
                break;
            case "CASH":
                Euros += signed;
                Cash -= (signed * price) + commission;
                break;
            default:
                Cash -= (signed * price * instrument.PointValue) + commission;
                break;
        }
    }

    /// <summary>Value of cash and positions.</summary>
    public decimal NetLiquidation => Cash + EuroValue + StockValue + FutureUnrealized;

    /// <summary>Euros in dollars.</summary>
    public decimal EuroValue => Euros == 0 ? 0 : Euros * EuroRate;

    /// <summary>Dollars for one euro.</summary>
    public decimal EuroRate => _positions.Values.FirstOrDefault(p => p.Instrument.SecType == "CASH") is { } euro ? _mark(euro.Instrument) : 1;

    /// <summary>Value of stocks, options and coins, negative for short ones.</summary>
    public decimal StockValue => Sum(p => p.Instrument.SecType is "STK" or "CRYPTO" or "OPT", p => p.MarketValue(_mark(p.Instrument)));

    /// <summary>Value of stocks, options and coins, short ones counted positive.</summary>
    public decimal GrossPositionValue => Sum(p => p.Instrument.SecType is "STK" or "CRYPTO" or "OPT", p => Math.Abs(p.MarketValue(_mark(p.Instrument))));

    /// <summary>Open profit of futures.</summary>
    public decimal FutureUnrealized => Sum(p => p.Instrument.SecType == "FUT", p => p.UnrealizedPnl(_mark(p.Instrument)));

    /// <summary>Open profit of everything.</summary>
    public decimal UnrealizedPnl => Sum(_ => true, p => p.UnrealizedPnl(_mark(p.Instrument)));

    /// <summary>Profit closed today.</summary>
    public decimal RealizedToday => Sum(_ => true, p => p.RealizedToday);

    /// <summary>Profit since the start of the day.</summary>
    public decimal DailyPnl => Sum(_ => true, p => p.DailyPnl(_mark(p.Instrument)));

    /// <summary>Initial margin of the positions held.</summary>
    public decimal InitialMargin => Sum(_ => true, p => MarginOf(p.Instrument, p.Quantity, p.Instrument.InitialMarginRate));

    /// <summary>Maintenance margin of the positions held.</summary>
    public decimal MaintenanceMargin => Sum(_ => true, p => MarginOf(p.Instrument, p.Quantity, p.Instrument.MaintenanceMarginRate));

    /// <summary>Money that is free for new positions.</summary>
    public decimal AvailableFunds => NetLiquidation - InitialMargin;

    /// <summary>Money above the maintenance margin.</summary>
    public decimal ExcessLiquidity => NetLiquidation - MaintenanceMargin;

    /// <summary>Value of stocks that the free money can buy.</summary>
    public decimal BuyingPower => Math.Max(0, AvailableFunds * BuyingPowerFactor);

    /// <summary>Initial margin of a quantity at the price of now.</summary>
    public decimal MarginOf(Instrument instrument, decimal quantity, decimal rate)
        => quantity == 0 ? 0 : Math.Round(Math.Abs(quantity) * _mark(instrument) * instrument.PointValue * rate, 2);

    /// <summary>Starts a new day: day profits begin at zero from the prices of now.</summary>
    public void StartDay(DateOnly day)
    {
        Day = day;
        foreach (Position position in _positions.Values)
        {
            position.StartDay(_mark(position.Instrument));
        }
    }

    /// <summary>Takes over stored money.</summary>
    public void Restore(decimal cash, decimal euros, DateOnly day)
    {
        Cash = cash;
        Euros = euros;
        Day = day;
    }

    /// <summary>The position of a contract, created empty when it was never held.</summary>
    public Position PositionOf(Instrument instrument)
    {
        if (!_positions.TryGetValue(instrument.ConId, out Position? position))
        {
            position = new Position(instrument);
            _positions.Add(instrument.ConId, position);
        }

        return position;
    }

    private decimal Sum(Func<Position, bool> which, Func<Position, decimal> value)
    {
        decimal sum = 0;
        foreach (Position position in _positions.Values)
        {
            if (which(position) && (position.Quantity != 0 || position.DayFlow != 0 || position.RealizedToday != 0))
                sum += value(position);
        }

        return sum;
    }
}
