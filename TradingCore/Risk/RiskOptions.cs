using System.ComponentModel.DataAnnotations;

namespace TradingCore.Risk;

/// <summary>Limits of the risk checks, section <c>Risk</c>: the defaults of the firm, over which changes at run time are laid. They are cautious.</summary>
public sealed class RiskOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Risk";

    /// <summary>Largest quantity of one order in shares or contracts (R08).</summary>
    /// <value>0.00000001 to 1,000,000,000. Default 1,000.</value>
    [Range(typeof(decimal), "0.00000001", "1000000000", ParseLimitsInInvariantCulture = true)]
    public decimal OrderQuantityMax { get; set; } = 1_000m;

    /// <summary>Largest quantity of one order in a currency pair, in units of its first currency (R08).</summary>
    /// <value>0.01 to 1,000,000,000. Default 50,000.</value>
    [Range(typeof(decimal), "0.01", "1000000000", ParseLimitsInInvariantCulture = true)]
    public decimal OrderQuantityMaxForex { get; set; } = 50_000m;

    /// <summary>Largest notional of a single order, in the account's base currency (R09).</summary>
    /// <value>0.01 to 1,000,000,000. Default 50,000.</value>
    [Range(typeof(decimal), "0.01", "1000000000", ParseLimitsInInvariantCulture = true)]
    public decimal OrderNotionalMax { get; set; } = 50_000m;

    /// <summary>Currency of the notional limit while the account's base currency is not known, ISO code.</summary>
    /// <value>Three letters. Default USD.</value>
    [Required, RegularExpression("^[A-Z]{3}$")]
    public string BaseCurrency { get; set; } = "USD";

    /// <summary>Largest position in one contract, long or short, with all working orders filled, in shares or contracts (R19).</summary>
    /// <value>0.00000001 to 1,000,000,000. Default 2,000.</value>
    [Range(typeof(decimal), "0.00000001", "1000000000", ParseLimitsInInvariantCulture = true)]
    public decimal PositionMax { get; set; } = 2_000m;

    /// <summary>Largest position in a currency pair, in units of its first currency (R19).</summary>
    /// <value>0.01 to 1,000,000,000. Default 100,000.</value>
    [Range(typeof(decimal), "0.01", "1000000000", ParseLimitsInInvariantCulture = true)]
    public decimal PositionMaxForex { get; set; } = 100_000m;

    /// <summary>Largest position in one contract over all accounts of the login, with all working orders filled, in shares or contracts (R19); 0 switches it off.</summary>
    /// <value>0 to 1,000,000,000. Default 0. Positions that face each other in two accounts are added, not set off.</value>
    [Range(typeof(decimal), "0", "1000000000", ParseLimitsInInvariantCulture = true)]
    public decimal PositionTotalMax { get; set; }

    /// <summary>How far a limit price may be through the market, in percent of it (R12).</summary>
    /// <value>0.01 to 100. Default 5.</value>
    [Range(typeof(decimal), "0.01", "100", ParseLimitsInInvariantCulture = true)]
    public decimal PriceCollarPercent { get; set; } = 5m;

    /// <summary>The same for currency pairs.</summary>
    /// <value>0.01 to 100. Default 1.</value>
    [Range(typeof(decimal), "0.01", "100", ParseLimitsInInvariantCulture = true)]
    public decimal PriceCollarPercentForex { get; set; } = 1m;

    /// <summary>How far a price may be away from the market on the passive side, in percent of it: beyond, it is taken for a typing error (R12).</summary>
    /// <value>0.1 to 1,000. Default 50.</value>
    [Range(typeof(decimal), "0.1", "1000", ParseLimitsInInvariantCulture = true)]
    public decimal PriceFarPercent { get; set; } = 50m;

    /// <summary>Oldest quote that may be traded on (R16).</summary>
    /// <value>100 ms to 1 hour. Default 5 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan QuoteMaxAge { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Orders and changes of orders in one second, for each strategy and for people (R28).</summary>
    /// <value>1 to 40. Default 5.</value>
    [Range(1, 40)]
    public int OrdersPerSecond { get; set; } = 5;

    /// <summary>Orders and changes of orders in one minute, for each strategy and for people (R28).</summary>
    /// <value>1 to 2,400. Default 60.</value>
    [Range(1, 2_400)]
    public int OrdersPerMinute { get; set; } = 60;

    /// <summary>Time within which the same order again is taken for a mistake (R33); zero switches the check off.</summary>
    /// <value>0 to 1 minute. Default 2 s.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan DuplicateWindow { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Symbols that are not traded (R04).</summary>
    public IList<string> RestrictedSymbols { get; } = [];

    /// <summary>The only symbols that are traded (R04); empty for all.</summary>
    public IList<string> AllowedSymbols { get; } = [];

    /// <summary>The only accounts that are traded (R03); empty for all of the login.</summary>
    public IList<string> AllowedAccounts { get; } = [];

    /// <summary>The only strategies that may trade (R03); empty for all.</summary>
    public IList<string> AllowedStrategies { get; } = [];

    /// <summary>Hashes of strategy code that may trade real money (R39).</summary>
    public IList<string> ApprovedCode { get; } = [];

    /// <summary>Stocks of tier 2 of the limit up-limit down plan, with wider bands (R14). All others count as tier 1, whose bands are narrower.</summary>
    public IList<string> LuldTier2Symbols { get; } = [];

    /// <summary>Smallest quantity of one order (R10); 0 for none.</summary>
    /// <value>0 to 1,000,000,000. Default 0.</value>
    [Range(typeof(decimal), "0", "1000000000", ParseLimitsInInvariantCulture = true)]
    public decimal OrderQuantityMin { get; set; }

    /// <summary>Smallest notional of one order, in the base currency (R10); 0 for none.</summary>
    /// <value>0 to 1,000,000,000. Default 0.</value>
    [Range(typeof(decimal), "0", "1000000000", ParseLimitsInInvariantCulture = true)]
    public decimal OrderNotionalMin { get; set; }

    /// <summary>Largest order in percent of the average daily volume (R11); 0 switches the check off.</summary>
    /// <value>0 to 100. Default 1.</value>
    [Range(typeof(decimal), "0", "100", ParseLimitsInInvariantCulture = true)]
    public decimal DailyVolumePercentMax { get; set; } = 1m;

    /// <summary>Largest order in percent of the average volume of a minute (R11); 0 switches the check off.</summary>
    /// <value>0 to 10,000. Default 20.</value>
    [Range(typeof(decimal), "0", "10000", ParseLimitsInInvariantCulture = true)]
    public decimal MinuteVolumePercentMax { get; set; } = 20m;

    /// <summary>How far a limit price may be through the market, in average true ranges of a minute (R12); 0 leaves the percent alone.</summary>
    /// <value>0 to 100. Default 3.</value>
    [Range(typeof(decimal), "0", "100", ParseLimitsInInvariantCulture = true)]
    public decimal PriceCollarAtr { get; set; } = 3m;

    /// <summary>The least that the collar by true range is narrowed to, in percent of the market (R12): a quiet minute must not stop trading.</summary>
    /// <value>0.01 to 100. Default 1.</value>
    [Range(typeof(decimal), "0.01", "100", ParseLimitsInInvariantCulture = true)]
    public decimal PriceCollarAtrFloorPercent { get; set; } = 1m;

    /// <summary>How far the average price of own fills may be from the market, in percent (R13).</summary>
    /// <value>0.01 to 100. Default 10.</value>
    [Range(typeof(decimal), "0.01", "100", ParseLimitsInInvariantCulture = true)]
    public decimal FillDriftPercentMax { get; set; } = 10m;

    /// <summary>Time over which own fills are averaged (R13).</summary>
    /// <value>1 s to 1 hour. Default 5 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan FillDriftWindow { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether limit prices of US stocks must stay inside the limit up-limit down band (R14).</summary>
    /// <value>Default true.</value>
    public bool LuldBands { get; set; } = true;

    /// <summary>Oldest quote that may be traded on outside regular hours (R16).</summary>
    /// <value>100 ms to 1 hour. Default 60 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan QuoteMaxAgeOutsideRth { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether orders must be sent in the hours in which they can work (R17).</summary>
    /// <value>Default true.</value>
    public bool MarketHours { get; set; } = true;

    /// <summary>How long before an auction its orders must be sent (R17).</summary>
    /// <value>0 to 2 hours. Default 15.5 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:00", "02:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan AuctionCutOff { get; set; } = TimeSpan.FromMinutes(15.5);

    /// <summary>Largest gross exposure with all working orders filled, as a multiple of equity (R20).</summary>
    /// <value>0.01 to 100. Default 2.</value>
    [Range(typeof(decimal), "0.01", "100", ParseLimitsInInvariantCulture = true)]
    public decimal GrossExposureMax { get; set; } = 2m;

    /// <summary>Largest gross exposure of all accounts of the login together with all working orders filled, base currency (R20); 0 switches it off.</summary>
    /// <value>0 to 1,000,000,000,000. Default 0.</value>
    [Range(typeof(decimal), "0", "1000000000000", ParseLimitsInInvariantCulture = true)]
    public decimal GrossExposureTotalMax { get; set; }

    /// <summary>Largest net exposure with all working orders filled, as a multiple of equity (R21).</summary>
    /// <value>0.01 to 100. Default 1.</value>
    [Range(typeof(decimal), "0.01", "100", ParseLimitsInInvariantCulture = true)]
    public decimal NetExposureMax { get; set; } = 1m;

    /// <summary>Largest exposure to one contract, or to one sector, in percent of equity (R22).</summary>
    /// <value>0.1 to 10,000. Default 25.</value>
    [Range(typeof(decimal), "0.1", "10000", ParseLimitsInInvariantCulture = true)]
    public decimal ConcentrationPercentMax { get; set; } = 25m;

    /// <summary>Share of excess liquidity that is kept free, in percent (R23).</summary>
    /// <value>0 to 100. Default 10.</value>
    [Range(typeof(decimal), "0", "100", ParseLimitsInInvariantCulture = true)]
    public decimal MarginCushionPercent { get; set; } = 10m;

    /// <summary>Estimated initial margin in percent of the notional (R23).</summary>
    /// <value>0 to 1,000. Default 50.</value>
    [Range(typeof(decimal), "0", "1000", ParseLimitsInInvariantCulture = true)]
    public decimal MarginRatePercent { get; set; } = 50m;

    /// <summary>The same for currency pairs.</summary>
    /// <value>0 to 1,000. Default 5.</value>
    [Range(typeof(decimal), "0", "1000", ParseLimitsInInvariantCulture = true)]
    public decimal MarginRatePercentForex { get; set; } = 5m;

    /// <summary>The same for futures.</summary>
    /// <value>0 to 1,000. Default 15.</value>
    [Range(typeof(decimal), "0", "1000", ParseLimitsInInvariantCulture = true)]
    public decimal MarginRatePercentFutures { get; set; } = 15m;

    /// <summary>How long the broker's what-if margin is used instead of the estimate (R23).</summary>
    /// <value>0 to 1 hour. Default 60 s.</value>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan MarginPreviewMaxAge { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether purchases must be paid with settled cash, as in a cash account (R24).</summary>
    /// <value>Default false.</value>
    public bool SettledCashOnly { get; set; }

    /// <summary>Equity that the gross exposure needs during the day, in percent of it (R24); 0 switches the rule off.</summary>
    /// <value>0 to 100. Default 25.</value>
    [Range(typeof(decimal), "0", "100", ParseLimitsInInvariantCulture = true)]
    public decimal IntradayMarginPercent { get; set; } = 25m;

    /// <summary>Largest loss of the day in percent of the equity at its start (R25).</summary>
    /// <value>0.01 to 100. Default 2.</value>
    [Range(typeof(decimal), "0.01", "100", ParseLimitsInInvariantCulture = true)]
    public decimal DailyLossPercentMax { get; set; } = 2m;

    /// <summary>Largest loss of the day of all accounts of the login together, base currency (R25); 0 switches it off.</summary>
    /// <value>0 to 1,000,000,000,000. Default 0.</value>
    [Range(typeof(decimal), "0", "1000000000000", ParseLimitsInInvariantCulture = true)]
    public decimal DailyLossTotalMax { get; set; }

    /// <summary>Largest fall of equity from its peak, in percent (R26).</summary>
    /// <value>0.01 to 100. Default 5.</value>
    [Range(typeof(decimal), "0.01", "100", ParseLimitsInInvariantCulture = true)]
    public decimal DrawdownPercentMax { get; set; } = 5m;

    /// <summary>Losing trades in a row after which a strategy stops (R27).</summary>
    /// <value>1 to 1,000. Default 5.</value>
    [Range(1, 1_000)]
    public int LossStreakMax { get; set; } = 5;

    /// <summary>Largest loss of a strategy in a day, in percent of the equity at its start (R27).</summary>
    /// <value>0.01 to 100. Default 1.</value>
    [Range(typeof(decimal), "0.01", "100", ParseLimitsInInvariantCulture = true)]
    public decimal StrategyLossPercentMax { get; set; } = 1m;

    /// <summary>Orders and changes of orders of an account in one second (R28).</summary>
    /// <value>1 to 45. Default 40.</value>
    [Range(1, 45)]
    public int AccountOrdersPerSecond { get; set; } = 40;

    /// <summary>Messages to the gateway in one second (R29); the broker takes about 50.</summary>
    /// <value>1 to 50. Default 45.</value>
    [Range(1, 50)]
    public int MessagesPerSecond { get; set; } = 45;

    /// <summary>Of these, kept for cancels (R29).</summary>
    /// <value>0 to 49. Default 10.</value>
    [Range(0, 49)]
    public int MessagesKeptForCancels { get; set; } = 10;

    /// <summary>Orders of one strategy in one symbol and side in a minute (R30).</summary>
    /// <value>1 to 10,000. Default 20.</value>
    [Range(1, 10_000)]
    public int RepeatsPerMinute { get; set; } = 20;

    /// <summary>Orders of one strategy in one symbol and side in a day (R30).</summary>
    /// <value>1 to 100,000. Default 200.</value>
    [Range(1, 100_000)]
    public int RepeatsPerDay { get; set; } = 200;

    /// <summary>Orders, changes and cancels of an account for each of its fills in a day (R31).</summary>
    /// <value>1 to 10,000. Default 20.</value>
    [Range(typeof(decimal), "1", "10000", ParseLimitsInInvariantCulture = true)]
    public decimal OrderTradeRatioMax { get; set; } = 20m;

    /// <summary>The ratio from which is warned (R31).</summary>
    /// <value>1 to 10,000. Default 10.</value>
    [Range(typeof(decimal), "1", "10000", ParseLimitsInInvariantCulture = true)]
    public decimal OrderTradeRatioWarning { get; set; } = 10m;

    /// <summary>Orders of the day from which the ratio counts (R31).</summary>
    /// <value>1 to 100,000. Default 100.</value>
    [Range(1, 100_000)]
    public int OrderTradeRatioFrom { get; set; } = 100;

    /// <summary>Working orders in one contract, side and account (R32); the broker takes 20.</summary>
    /// <value>1 to 20. Default 15.</value>
    [Range(1, 20)]
    public int WorkingOrdersMax { get; set; } = 15;

    /// <summary>Whether an order never trades with an own working one (R34). How is said by <see cref="SelfMatchDeniesNewest"/>.</summary>
    /// <value>Default true.</value>
    public bool SelfMatch { get; set; } = true;

    /// <summary>
    /// Which of two own orders gives way (R34). True: the newer one is denied. False: the resting one is cancelled, and the newer one waits here until the broker has confirmed
    /// that, is judged anew, and leaves or is denied.
    /// </summary>
    /// <value>Default true.</value>
    public bool SelfMatchDeniesNewest { get; set; } = true;

    /// <summary>Whether short sales need shares that can be borrowed (R35).</summary>
    /// <value>Default true.</value>
    public bool ShortLocate { get; set; } = true;

    /// <summary>Whether an order that opens or adds to a position must bring a protective stop (R36).</summary>
    /// <value>Default false.</value>
    public bool ProtectiveStop { get; set; }

    /// <summary>Largest order of a person, as a multiple of the middle one of the last 30 days, that needs no typed confirmation (R37); 0 switches the check off.</summary>
    /// <value>0 to 1,000. Default 3.</value>
    [Range(typeof(decimal), "0", "1000", ParseLimitsInInvariantCulture = true)]
    public decimal UsualSizeMultipleMax { get; set; } = 3m;

    /// <summary>How old the last sign of life of a strategy may be (R39).</summary>
    /// <value>100 ms to 1 hour. Default 10 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan StrategyHeartbeatMax { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How far a fill may be from the market before it is told, in percent (R40).</summary>
    /// <value>0.01 to 100. Default 5.</value>
    [Range(typeof(decimal), "0.01", "100", ParseLimitsInInvariantCulture = true)]
    public decimal FillCollarPercent { get; set; } = 5m;

    /// <summary>Commission of a fill in percent of its notional from which it is told (R40).</summary>
    /// <value>0.001 to 100. Default 1.</value>
    [Range(typeof(decimal), "0.001", "100", ParseLimitsInInvariantCulture = true)]
    public decimal FeePercentMax { get; set; } = 1m;

    /// <summary>Difference between own position and the broker's beyond which the account halts (R40), in shares or contracts.</summary>
    /// <value>0 to 1,000,000,000. Default 1,000.</value>
    [Range(typeof(decimal), "0", "1000000000", ParseLimitsInInvariantCulture = true)]
    public decimal PositionMismatchMax { get; set; } = 1_000m;

    /// <summary>Whether a check denies when the market data that it needs (volume, true range, hours, borrowable shares) is not known. Money that is not known always denies.</summary>
    /// <value>Default false.</value>
    public bool MissingDataDenies { get; set; }
}
