using System.ComponentModel.DataAnnotations;
using TradingCore.Domain;

namespace TradingCore.Engine;

/// <summary>Settings of trading, section <c>Trading</c>.</summary>
public sealed class TradingOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Trading";

    /// <summary>Whether new orders may leave. Cancels always do. A live account needs <see cref="AllowLive"/> as well.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Permission to trade real money. Without it an account that is not a paper account is only watched.</summary>
    public bool AllowLive { get; set; }

    /// <summary>What is meant to be behind the gateway. Accounts that are not paper accounts count as live whatever stands here.</summary>
    public TradingMode Mode { get; set; } = TradingMode.Simulator;

    /// <summary>How long the broker may take to answer an order, a change or a cancel before its state is unknown and the broker is asked.</summary>
    /// <value>100 ms to 5 minutes. Default 5 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan UnknownAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long our position and the broker's may differ before the broker is asked again: its report and the execution do not come at once.</summary>
    /// <value>100 ms to 5 minutes. Default 5 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan TieOutGrace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the comparison with the broker may take before it is started again.</summary>
    /// <value>1 s to 1 hour. Default 2 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan ReconcileTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a preview waits for the broker's margin.</summary>
    /// <value>100 ms to 1 minute. Default 3 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan MarginTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long before a planned restart of the gateway (<c>Tws:RestartTime</c>) no new order leaves; cancels do.</summary>
    /// <value>0 to 10 minutes. Default 10 s.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan RestartLead { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an order that is queued while the gateway is away may wait, when it does not say so itself.</summary>
    /// <value>1 s to 24 hours. Default 5 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan QueueExpiry { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long an order waits for own resting orders to be cancelled that it would trade with (<c>Risk:SelfMatchDeniesNewest</c> off), before it is judged whatever has become of them.</summary>
    /// <value>1 s to 10 minutes. Default 15 s.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan SelfMatchWait { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the exits of a bracket may differ from what its entry has filled before they are changed: the broker adjusts them itself when it ends the entry.</summary>
    /// <value>0 to 1 minute. Default 1 s.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan BracketGrace { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long before each open of a watched contract everything that trading needs must be there; if it is not, a person is called.</summary>
    /// <value>0 to 4 hours; 0 never checks. Default 15 min.</value>
    [Range(typeof(TimeSpan), "00:00:00", "04:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan ReadinessLead { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long something may be missing before an open until a person is called: a start or a short gap of the connection passes by itself.</summary>
    /// <value>0 to 10 minutes. Default 30 s. When the open is nearer than that, the call comes at once.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan ReadinessGrace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a person is called again before an open while something is missing.</summary>
    /// <value>1 s to 1 hour. Default 5 min.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan ReadinessRepeat { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Which opens count: those of the regular hours of a contract, or those of all its trading hours.</summary>
    public ReadinessHours ReadinessHours { get; set; } = ReadinessHours.Regular;

    /// <summary>What must have happened before an order is answered with "accepted".</summary>
    /// <value>Default <see cref="AnswerMoment.Acknowledged"/>.</value>
    public AnswerMoment AnswerWhen { get; set; } = AnswerMoment.Acknowledged;

    /// <summary>Order ids reserved in the journal at once.</summary>
    /// <value>1 to 100,000. Default 100.</value>
    [Range(1, 100_000)]
    public int OrderIdBlock { get; set; } = 100;

    /// <summary>How long a cancel of the kill switch may stay unconfirmed before it is sent again.</summary>
    /// <value>500 ms to 1 minute. Default 2 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.5", "00:01:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan KillRepeatAfter { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How far through the market the limit is with which the kill switch closes a position, in percent of the price.</summary>
    /// <value>0.01 to 5. Default 1.</value>
    [Range(typeof(decimal), "0.01", "5", ParseLimitsInInvariantCulture = true)]
    public decimal KillLimitPercent { get; set; } = 1m;

    /// <summary>How long such a limit order may work before a market order takes its place.</summary>
    /// <value>1 s to 10 minutes. Default 5 s.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan KillMarketAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long level K4 of the kill switch waits to become flat before it disconnects all the same.</summary>
    /// <value>0 to 1 hour. Default 1 minute.</value>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan KillDisconnectAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a phase of the kill switch may take before a person is called.</summary>
    /// <value>1 s to 1 hour. Default 15 s.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan KillStuckAfter { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Inputs that may wait for the engine; when it is full, the writers wait.</summary>
    /// <value>64 to 1,048,576. Default 8,192.</value>
    [Range(64, 1_048_576)]
    public int InboxCapacity { get; set; } = 8_192;

    /// <summary>Final orders, and fills, that are kept in the lists for pages; older ones are in the history.</summary>
    /// <value>100 to 100,000. Default 5,000.</value>
    [Range(100, 100_000)]
    public int KeptMax { get; set; } = 5_000;

    /// <summary>Whether orders and the kill switch are rehearsed at every start, on an engine of their own, so that the first one in earnest is as quick as the thousandth.</summary>
    /// <value>Default true. It takes one or two seconds of the processor within the first ten; without it the first orders of a process take some tens of milliseconds longer.</value>
    public bool Rehearse { get; set; } = true;

    /// <summary>How often, while ticks come, the newest order is judged and written once more and thrown away, so that the next one finds its way in the processor's caches.</summary>
    /// <value>0 (never) to 1 s. Default 2 ms. Only within an hour after an order; it takes at most some three percent of a core.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:01", ParseLimitsInInvariantCulture = true)]
    public TimeSpan KeepWarm { get; set; } = TimeSpan.FromMilliseconds(2);
}
