using System.ComponentModel.DataAnnotations;

namespace TradingCore.Bars;

/// <summary>Settings of bars, section <c>Bars</c>.</summary>
public sealed class BarsOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Bars";

    /// <summary>One-minute bars kept for each contract; longer bars reach as far back. Whole hours are dropped, so up to an hour more may be there.</summary>
    /// <value>120 to 100,000. Default 7,200: five days around the clock.</value>
    [Range(120, 100_000)]
    public int HistoryMinutesMax { get; set; } = 7_200;

    /// <summary>Five-second bars kept for each contract.</summary>
    /// <value>12 to 20,000. Default 720: an hour.</value>
    [Range(12, 20_000)]
    public int FiveSecondBarsMax { get; set; } = 720;

    /// <summary>Whether the past is asked for when a contract is subscribed for the first time. Gaps are filled in any case.</summary>
    public bool BackfillOnSubscribe { get; set; } = true;

    /// <summary>How far back the first request of a contract goes.</summary>
    /// <value>1 minute to 5 days. Default 1 day.</value>
    [Range(typeof(TimeSpan), "00:01:00", "5.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan BackfillSpan { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How long a minute stays open after its end for parts that are still on the way.</summary>
    /// <value>0 to 30 s. Default 2 s.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:30", ParseLimitsInInvariantCulture = true)]
    public TimeSpan CloseGrace { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Silence of a subscription in trading hours after which it is started again; doubles at each further try, up to 10 minutes.</summary>
    /// <value>10 s to 10 minutes. Default 30 s: six parts in a row did not come.</value>
    [Range(typeof(TimeSpan), "00:00:10", "00:10:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan SilenceMax { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long after its end a minute of trading hours may be without its last part before the subscription is started again; at further minutes with growing waits.</summary>
    /// <value>2 s to 1 minute. Default 5 s.</value>
    [Range(typeof(TimeSpan), "00:00:02", "00:01:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan MinuteOverdueAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Wait before a failed history request is repeated; doubles at each further try.</summary>
    /// <value>1 s to 10 minutes. Default 5 s.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a failed history request is repeated before it is given up until the next start of the subscription.</summary>
    /// <value>0 to 20. Default 6: about five minutes in all.</value>
    [Range(0, 20)]
    public int RetriesMax { get; set; } = 6;

    /// <summary>Time without five-second bars in trading hours after which a gap is marked while it lasts. A shorter one is marked when it ends.</summary>
    /// <value>5 s to 10 minutes. Default 15 s: two bars in a row did not come.</value>
    [Range(typeof(TimeSpan), "00:00:05", "00:10:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan GapAfter { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often the closed minutes of a contract are compared with the broker's own one-minute bars, in one request; 0 never compares.</summary>
    /// <value>0 to 1 day. Default 5 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan CompareInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Age of a closed minute before it is compared: the broker's own bar settles after the close.</summary>
    /// <value>0 to 1 hour. Default 1 minute.</value>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan CompareDelay { get; set; } = TimeSpan.FromMinutes(1);
}
