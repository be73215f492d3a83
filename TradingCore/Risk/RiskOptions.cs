using System.ComponentModel.DataAnnotations;

namespace TradingCore.Risk;

/// <summary>Limits of the risk checks, section <c>Risk</c>. The defaults are cautious.</summary>
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
}
