using System.ComponentModel.DataAnnotations;
using TradingCore.Tws.Mapping;

namespace TradingCore.Tws;

/// <summary>Where the gateway is and how the session behaves. Defaults are the cautious ones.</summary>
public sealed class TwsOptions : IValidatableObject
{
    /// <summary>Name of the section in the configuration.</summary>
    public const string Section = "Tws";

    /// <summary>Host name or address of TWS or IB Gateway.</summary>
    /// <value>Default 127.0.0.1.</value>
    [Required(AllowEmptyStrings = false)]
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>API port.</summary>
    /// <value>1 to 65535. Default 7500 (the simulator); TWS live 7496, TWS paper 7497, Gateway live 4001, Gateway paper 4002.</value>
    [Range(1, 65535)]
    public int Port { get; set; } = 7500;

    /// <summary>API client id. Orders belong to it: keep it the same for ever, and use it once per gateway.</summary>
    /// <value>0 to 999999. Default 1.</value>
    [Range(0, 999_999)]
    public int ClientId { get; set; } = 1;

    /// <summary>Refusals in a row of <see cref="ClientId"/> because another connection uses it (326), after which the session connects read-only under <see cref="AlternateClientId"/>.</summary>
    /// <value>0 to 1000. Default 5, which is some seconds. 0 never uses another id: the own one is tried until it is free.</value>
    [Range(0, 1_000)]
    public int ClientIdRefusalsMax { get; set; } = 5;

    /// <summary>Client id of the read-only connection that stands in while the own id is in use. No order is ever placed or changed with it.</summary>
    /// <value>1 to 999999, and not <see cref="ClientId"/>; 0 is left out because that id binds orders entered by hand. Empty takes one far away from the own id.</value>
    [Range(1, 999_999)]
    public int? AlternateClientId { get; set; }

    /// <summary>How often the own client id is tried while the session is read-only.</summary>
    /// <value>0.1 s to 10 min. Default 10 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan ClientIdProbeInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>True refuses new orders and modifications before they reach the wire; cancels still pass.</summary>
    public bool ReadOnly { get; set; }

    /// <summary>Accounts to use of those that the login has; empty uses all.</summary>
    public IList<string> Accounts { get; } = [];

    /// <summary>Longest wait for the socket to open.</summary>
    /// <value>0.1 s to 60 s. Default 5 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest wait for the gateway's version, and again for its accounts and order id.</summary>
    /// <value>0.1 s to 60 s. Default 10 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan HandshakeTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>First wait after a lost connection; every failed attempt doubles it.</summary>
    /// <value>0.05 s to 60 s. Default 0.25 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:01:00")]
    public TimeSpan ReconnectDelayMin { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest wait between two attempts.</summary>
    /// <value>0.05 s to 10 min. Default 10 s: a try costs a local gateway nothing, and nobody wants to wait longer once it is back.</value>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:10:00")]
    public TimeSpan ReconnectDelayMax { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Most messages sent in any second. TWS answers more than 50 with error 100 and closes in the end.</summary>
    /// <value>1 to 50. Default 45, of which 10 are kept for cancels.</value>
    [Range(1, 50)]
    public int MessagesPerSecond { get; set; } = 45;

    /// <summary>Time between two own signs of life. Three silent intervals mean a dead connection.</summary>
    /// <value>0.1 s to 3.3 s, so that a half-open connection is found within 10 s. Default 3 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:03.3")]
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How often the gateway is asked something that needs more of it than a sign of life.</summary>
    /// <value>0.1 s to 10 min. Default 30 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan ProbeInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Attempts to connect, or questions, without an answer in a row after which the gateway is taken for stuck.</summary>
    /// <value>1 to 100. Default 3.</value>
    [Range(1, 100)]
    public int StuckAfter { get; set; } = 3;

    /// <summary>Most order books open at the same time. Source: IB grants 3 to 100 market data lines; one more is refused with error 309, and then what is open is the limit.</summary>
    /// <value>1 to 60. Default 3.</value>
    [Range(1, 60)]
    public int DepthMax { get; set; } = 3;

    /// <summary>Longest wait for an answer before a request is asked again or given up.</summary>
    /// <value>1 s to 10 min. Default 15 s; history gets four times as long.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often the orders of other API clients and of TWS itself are asked for: the gateway tells of them only when asked.</summary>
    /// <value>0 to 1 min; 0 asks only at comparisons. Default 0.75 s, so that they appear within a second; costs one of the messages a second that IB allows.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan OrderPollInterval { get; set; } = TimeSpan.FromMilliseconds(750);

    /// <summary>Longest silence of a contract's five-second bars in its trading hours before they are asked for again.</summary>
    /// <value>6 s to 10 min. Default 20 s; doubles while they stay silent.</value>
    [Range(typeof(TimeSpan), "00:00:06", "00:10:00")]
    public TimeSpan BarSilenceMax { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Longest silence of a contract's quotes in its trading hours before they are asked for again.</summary>
    /// <value>5 s to 1 h. Default 60 s; doubles while they stay silent. Thinly traded contracts can be quiet for longer without harm.</value>
    [Range(typeof(TimeSpan), "00:00:05", "01:00:00")]
    public TimeSpan QuoteSilenceMax { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Kind of market data asked for: 1 live, 2 frozen, 3 delayed, 4 delayed and frozen.</summary>
    /// <value>1 to 4. Default 1. Risk refuses to trade on anything but live data.</value>
    [Range(1, 4)]
    public int MarketDataType { get; set; } = 1;

    /// <summary>Time of day at which TWS or IB Gateway restarts by itself ("Auto restart" in its settings), as <c>HH:mm</c> in <see cref="RestartZone"/>.</summary>
    /// <value>Empty for none. Default empty. Orders sent in the second of a restart can vanish, so none leaves shortly before it (<c>Trading:RestartLead</c>).</value>
    [RegularExpression("^(([01][0-9]|2[0-3]):[0-5][0-9])?$", ErrorMessage = "Give a time such as 23:45, or nothing.")]
    public string RestartTime { get; set; } = "";

    /// <summary>Time zone of <see cref="RestartTime"/>.</summary>
    /// <value>A name such as America/New_York or US/Eastern. Default US/Eastern.</value>
    [Required(AllowEmptyStrings = false)]
    public string RestartZone { get; set; } = "US/Eastern";

    /// <summary>Day on which a person logs the gateway in for the week. IB ends the session of a gateway at the weekend, and the next login needs the second factor.</summary>
    /// <value>Sunday to Saturday; empty plans none. Default empty. Needs <see cref="WeeklyLoginTime"/> as well.</value>
    public DayOfWeek? WeeklyLoginDay { get; set; }

    /// <summary>Time of the weekly login, as <c>HH:mm</c> in <see cref="WeeklyLoginZone"/>: an hour at which a person is awake with the phone at hand.</summary>
    /// <value>Empty plans none. Default empty.</value>
    [RegularExpression("^(([01][0-9]|2[0-3]):[0-5][0-9])?$", ErrorMessage = "Give a time such as 17:30, or nothing.")]
    public string WeeklyLoginTime { get; set; } = "";

    /// <summary>Time zone of <see cref="WeeklyLoginTime"/>.</summary>
    /// <value>A name such as Europe/Berlin or US/Eastern. Default US/Eastern.</value>
    [Required(AllowEmptyStrings = false)]
    public string WeeklyLoginZone { get; set; } = "US/Eastern";

    /// <summary>How long before the weekly login it is reminded of; the last reminder is the loudest.</summary>
    /// <value>Durations of 1 minute to 6 days. Default 1 day, 2 hours and 15 minutes.</value>
    public string[] WeeklyLoginReminders { get; set; } = ["1.00:00:00", "02:00:00", "00:15:00"];

    /// <summary>Page on which a person reaches the gateway's window to log in, such as the noVNC page of its container. Only shown as a link, never opened by this program.</summary>
    /// <value>An http or https address; empty shows none. Default empty.</value>
    public string LoginHelpUrl { get; set; } = "";

    /// <summary>How long there may be no gateway, or no broker behind it, before a person is called to log in.</summary>
    /// <value>1 s to 1 h. Default 3 min.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan LoginAfter { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>How often a person is called again while nothing has changed.</summary>
    /// <value>1 s to 1 day. Default 15 min.</value>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan CallInterval { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Program that restarts the gateway, and its arguments, one an entry; run without a shell, and only while there is no connection.</summary>
    /// <value>Empty runs nothing. Default empty.</value>
    public string[] RestartCommand { get; set; } = [];

    /// <summary>How long no connection may be possible before <see cref="RestartCommand"/> runs; a gateway that is stuck is restarted at once.</summary>
    /// <value>1 s to 1 h. Default 5 min.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan RestartCommandAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Least time between two runs of <see cref="RestartCommand"/>. After three runs in a row without a session a person is called instead.</summary>
    /// <value>1 s to 1 day. Default 10 min.</value>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan RestartCommandInterval { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long <see cref="RestartCommand"/> may run before it is ended.</summary>
    /// <value>1 s to 10 min. Default 1 min.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan RestartCommandTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>File that records all traffic as JSON lines with account numbers masked, for fault finding; appended to, read by the simulator's <c>decode</c>.</summary>
    /// <value>A path in a folder that exists; empty records nothing. Default empty. The file grows without end: leave it out when the fault is found.</value>
    public string CaptureFile { get; set; } = "";

    /// <summary>The client id of a read-only connection: <see cref="AlternateClientId"/>, or one that no one counting up from 1 meets.</summary>
    internal int AlternateClientIdOrDefault => AlternateClientId ?? (ClientId < 500_000 ? ClientId + 500_000 : ClientId - 499_999);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (AlternateClientId == ClientId) yield return Wrong("it must differ from Tws:ClientId, which it stands in for.", nameof(AlternateClientId));
        if (WireTime.FindZone(RestartZone) is null) yield return Wrong($"'{RestartZone}' is no time zone; give a name such as America/New_York.", nameof(RestartZone));
        if (WireTime.FindZone(WeeklyLoginZone) is null) yield return Wrong($"'{WeeklyLoginZone}' is no time zone; give a name such as America/New_York.", nameof(WeeklyLoginZone));
        if (WeeklyLoginDay is not null && WeeklyLoginTime.Length == 0) yield return Wrong("a weekly login needs a time as well, such as 17:30.", nameof(WeeklyLoginTime));
        if (WeeklyLoginDay is null && WeeklyLoginTime.Length > 0) yield return Wrong("a weekly login needs a day as well, such as Sunday.", nameof(WeeklyLoginDay));
        foreach (string lead in WeeklyLoginReminders)
            if (WeeklyLoginPlan.ParseLead(lead) is null) yield return Wrong($"'{lead}' is no duration from 00:01:00 to 6.00:00:00, such as 02:00:00.", nameof(WeeklyLoginReminders));
        if (LoginHelpUrl.Length > 0 && !(Uri.TryCreate(LoginHelpUrl, UriKind.Absolute, out Uri? page) && page.Scheme is "http" or "https"))
            yield return Wrong($"'{LoginHelpUrl}' is no address of a page. Expected one such as http://localhost:6080/vnc.html.", nameof(LoginHelpUrl));
        if (RestartCommand.Length > 0 && string.IsNullOrWhiteSpace(RestartCommand[0])) yield return Wrong("its first entry must be the program to run.", nameof(RestartCommand));
    }

    private static ValidationResult Wrong(string message, string property) => new(message, [property]);
}
