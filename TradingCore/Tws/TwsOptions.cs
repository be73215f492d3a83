using System.ComponentModel.DataAnnotations;

namespace TradingCore.Tws;

/// <summary>Where the gateway is and how the session behaves. Defaults are the cautious ones.</summary>
public sealed class TwsOptions
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

    /// <summary>Longest wait for an answer before a request is asked again or given up.</summary>
    /// <value>1 s to 10 min. Default 15 s; history gets four times as long.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(15);

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

    /// <summary>File that records all traffic as JSON lines with account numbers masked, for fault finding; appended to, read by the simulator's <c>decode</c>.</summary>
    /// <value>A path in a folder that exists; empty records nothing. Default empty. The file grows without end: leave it out when the fault is found.</value>
    public string CaptureFile { get; set; } = "";
}
