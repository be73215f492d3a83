using System.ComponentModel.DataAnnotations;

namespace TradingCore.Positions;

/// <summary>Settings of positions, profit and loss and the comparison with the broker, section <c>Positions</c>.</summary>
public sealed class PositionsOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Positions";

    /// <summary>Which price positions are valued with.</summary>
    /// <value><c>ExitSide</c> (also written <c>exit side</c>): long at the bid, short at the ask; <c>Last</c>; <c>Mid</c>. Default ExitSide.</value>
    [RegularExpression("^(?i)(exit ?side|last|mid)$", ErrorMessage = "The field {0} must be 'exit side', 'last' or 'mid'.")]
    public string MarkPrice { get; set; } = "exit side";

    /// <summary>Zone in which days begin.</summary>
    /// <value>IANA name. Default America/New_York, in which IB counts the days of a US account.</value>
    [Required]
    public string DayZone { get; set; } = "America/New_York";

    /// <summary>Time of the day, in <see cref="DayZone"/>, at which a day of P&amp;L begins; from noon on it is the day of the next date.</summary>
    /// <value>00:00 to 23:59. Default 00:00.</value>
    [Range(typeof(TimeSpan), "00:00:00", "23:59:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan DayStart { get; set; } = TimeSpan.Zero;

    /// <summary>Age from which an exchange rate counts as old. It is still used, and shown as old.</summary>
    /// <value>1 minute to 7 days. Default 1 hour.</value>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan RateAgeMax { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Largest difference of an average cost per unit from the broker's, in the contract's currency.</summary>
    /// <value>0 to 1,000. Default 0.01.</value>
    [Range(typeof(decimal), "0", "1000", ParseLimitsInInvariantCulture = true)]
    public decimal AverageCostTolerance { get; set; } = 0.01m;

    /// <summary>Largest difference of unrealised or realised P&amp;L of a position from the broker's, in the contract's currency.</summary>
    /// <value>0 to 1,000,000. Default 5.</value>
    [Range(typeof(decimal), "0", "1000000", ParseLimitsInInvariantCulture = true)]
    public decimal PnlTolerance { get; set; } = 5m;

    /// <summary>Largest difference of the day's P&amp;L of a position from the broker's; the price of the day's start may be another one there.</summary>
    /// <value>0 to 1,000,000. Default 100.</value>
    [Range(typeof(decimal), "0", "1000000", ParseLimitsInInvariantCulture = true)]
    public decimal DailyPnlTolerance { get; set; } = 100m;

    /// <summary>Largest difference of the cash of one currency from the broker's, in that currency.</summary>
    /// <value>0 to 1,000,000. Default 5.</value>
    [Range(typeof(decimal), "0", "1000000", ParseLimitsInInvariantCulture = true)]
    public decimal CashTolerance { get; set; } = 5m;

    /// <summary>How long P&amp;L and average cost may differ before it counts: the broker tells them about once a second, after the fill.</summary>
    /// <value>1 s to 10 minutes. Default 15 s.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan PnlGrace { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long cash may differ before it counts: the broker tells account values every three minutes.</summary>
    /// <value>1 s to 1 hour. Default 4 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan CashGrace { get; set; } = TimeSpan.FromMinutes(4);

    /// <summary>How often the broker's lists are asked for again while nothing happens.</summary>
    /// <value>10 s to 1 hour. Default 1 minute.</value>
    [Range(typeof(TimeSpan), "00:00:10", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan TieOutInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The rule that <see cref="MarkPrice"/> names.</summary>
    public MarkPriceRule MarkRule => MarkPrice.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant() switch
    {
        "LAST" => MarkPriceRule.Last,
        "MID" => MarkPriceRule.Mid,
        _ => MarkPriceRule.ExitSide,
    };
}
