namespace TwsSimulator.Market;

/// <summary>Which calendar an instrument trades by.</summary>
internal enum HoursKind
{
    /// <summary>US stocks: 04:00 to 20:00 New York, regular hours 09:30 to 16:00, exchange holidays.</summary>
    UsStock,

    /// <summary>Futures on CME Globex and at the CBOT: 17:00 to 16:00 Chicago, Sunday to Friday.</summary>
    CmeFuture,

    /// <summary>Grain futures at the CBOT: 19:00 to 13:20 Chicago, Sunday to Friday; the pause from 7:45 to 8:30 is left out. Regular hours 8:30 to 13:20.</summary>
    Grain,

    /// <summary>Spot currencies: 17:15 to 17:00 New York, Sunday to Friday.</summary>
    Forex,

    /// <summary>Crypto currencies: every day around the clock.</summary>
    Crypto,

    /// <summary>A cash index: the regular hours of US stocks only.</summary>
    UsIndex,
}

/// <summary>Everything about one tradable contract that does not change while the simulator runs.</summary>
internal sealed record Instrument
{
    /// <summary>IB contract id.</summary>
    public required int ConId { get; init; }

    /// <summary>Symbol as IB writes it (EUR for EUR.USD).</summary>
    public required string Symbol { get; init; }

    /// <summary>STK, FUT, CASH, CRYPTO, IND or OPT.</summary>
    public required string SecType { get; init; }

    /// <summary>The exchange an order is normally sent to: SMART, CME, CBOT, IDEALPRO, PAXOS, CBOE.</summary>
    public required string Exchange { get; init; }

    /// <summary>Listing exchange; empty where IB gives none.</summary>
    public string PrimaryExchange { get; init; } = "";

    /// <summary>Currency of the price.</summary>
    public string Currency { get; init; } = "USD";

    /// <summary>Symbol of the exchange, e.g. ESZ6 or EUR.USD.</summary>
    public required string LocalSymbol { get; init; }

    /// <summary>Trading class, e.g. NMS.</summary>
    public required string TradingClass { get; init; }

    /// <summary>Last trading day of a future; null for all others.</summary>
    public DateOnly? LastTradeDate { get; init; }

    /// <summary>Units of the underlying per contract; 1 for stocks.</summary>
    public int Multiplier { get; init; } = 1;

    /// <summary>Units of the price for one unit of the currency: 100 for prices in cents, else 1.</summary>
    public int PriceMagnifier { get; init; } = 1;

    /// <summary>Money, in the currency, that one contract is worth for each unit of its price: 50 for 5,000 bushels in cents.</summary>
    public decimal PointValue => (decimal)Multiplier / PriceMagnifier;

    /// <summary>Price steps in one unit of price: 100 for a step of 0.01. Whole, so that prices are exact quotients.</summary>
    public double TicksPerUnit { get; init; } = 100;

    /// <summary>Smallest price step.</summary>
    public double MinTick => 1 / TicksPerUnit;

    /// <summary>Id of the market rule that holds the price step.</summary>
    public int MarketRuleId { get; init; } = 26;

    /// <summary>Exchanges that take the contract, SMART first.</summary>
    public required string ValidExchanges { get; init; }

    /// <summary>Full name.</summary>
    public required string LongName { get; init; }

    /// <summary>COMMON, ETF or empty.</summary>
    public string StockType { get; init; } = "";

    /// <summary>Sector, broad.</summary>
    public string Industry { get; init; } = "";

    /// <summary>Sector, middle.</summary>
    public string Category { get; init; } = "";

    /// <summary>Sector, narrow.</summary>
    public string Subcategory { get; init; } = "";

    /// <summary>International securities identification number; empty where there is none.</summary>
    public string Isin { get; init; } = "";

    /// <summary>conId of the underlying; 0 when none.</summary>
    public int UnderConId { get; init; }

    /// <summary>What an option is on; null for all others.</summary>
    public Instrument? Underlying { get; init; }

    /// <summary>Legs of a combination; none for all others.</summary>
    public InstrumentLegs Legs { get; init; } = InstrumentLegs.None;

    /// <summary>Strike of an option; 0 for all others.</summary>
    public double Strike { get; init; }

    /// <summary>C or P of an option; empty for all others.</summary>
    public string Right { get; init; } = "";

    /// <summary>Smallest order quantity and its step.</summary>
    public decimal SizeIncrement { get; init; } = 1;

    /// <summary>The calendar.</summary>
    public HoursKind Hours { get; init; } = HoursKind.UsStock;

    /// <summary>Level the price stays around.</summary>
    public required double BasePrice { get; init; }

    /// <summary>Share of the market's moves, 1 for the broad market.</summary>
    public double Beta { get; init; } = 1;

    /// <summary>Group whose moves the instrument shares; empty for none.</summary>
    public string Sector { get; init; } = "";

    /// <summary>Standard deviation of the day's own return, without market and sector.</summary>
    public double OwnVolatility { get; init; }

    /// <summary>Average traded quantity of a day.</summary>
    public double DailyVolume { get; init; }

    /// <summary>Average quantity of one trade.</summary>
    public double TradeSize { get; init; } = 100;

    /// <summary>Usual distance of bid and ask in price steps.</summary>
    public int SpreadTicks { get; init; } = 1;

    /// <summary>Usual quantity at the bid and at the ask.</summary>
    public double QuoteSize { get; init; } = 600;

    /// <summary>Share of five-second slots in which nothing trades.</summary>
    public double QuietShare { get; init; } = 0.02;

    /// <summary>Initial margin as a share of the notional.</summary>
    public decimal InitialMarginRate { get; init; } = 0.5m;

    /// <summary>Maintenance margin as a share of the notional.</summary>
    public decimal MaintenanceMarginRate { get; init; } = 0.25m;

    /// <summary>Stream of random numbers; instruments of one underlying share it.</summary>
    public string NoiseName { get; init; } = "";

    /// <summary>Whether prices come from trades; currencies are quoted only.</summary>
    public bool HasTrades => SecType != "CASH";

    /// <summary>Whether there is a bid and an ask; an index has none and takes no orders.</summary>
    public bool IsTradable => SecType != "IND";

    /// <summary>Name used by options and replay files: SPY, EUR.USD, ES, BTC.</summary>
    public string Name => SecType switch { "CASH" => $"{Symbol}.{Currency}", "OPT" or "BAG" => LocalSymbol, _ => Symbol };

    /// <summary>The price of a whole number of steps, as the double nearest to its decimal text.</summary>
    public double PriceOf(long steps) => steps / TicksPerUnit;

    /// <summary>The nearest number of price steps.</summary>
    public long StepsOf(double price) => (long)Math.Round(price * TicksPerUnit, MidpointRounding.AwayFromZero);

    /// <summary>A quarter of a sum of prices that is given in steps; exact, and without a slow decimal division for the usual steps.</summary>
    public decimal AverageOfFour(long sumOfSteps) => TicksPerUnit switch
    {
        100 => Scaled(sumOfSteps * 25, 4),
        4 => Scaled(sumOfSteps * 625, 4),
        20_000 => Scaled(sumOfSteps * 125, 7),
        _ => Math.Round(sumOfSteps / 4m / (decimal)TicksPerUnit, 6),
    };

    private static decimal Scaled(long value, byte scale) => new((int)value, (int)(value >> 32), 0, false, scale);

    /// <summary>Whether a price lies on the grid of price steps.</summary>
    public bool IsOnTick(double price)
    {
        double steps = price * TicksPerUnit;
        return Math.Abs(steps - Math.Round(steps)) < 1e-6 * Math.Max(1, Math.Abs(steps) * 1e-6);
    }
}
