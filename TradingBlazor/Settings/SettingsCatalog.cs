using static TradingBlazor.Settings.AppliesWhen;
using static TradingBlazor.Settings.FieldKind;

namespace TradingBlazor.Settings;

/// <summary>
/// Every setting that a page can change. What decides who may do what (second persons, second factors, TLS, addresses to listen on) is not among them: it is set by whoever is at the
/// machine, so that nobody can take the guard away from a browser.
/// </summary>
internal static class SettingsCatalog
{
    /// <summary>The connection to TWS.</summary>
    public static IReadOnlyList<SettingField> Connection { get; } =
    [
        new("Simulator:Enabled", "Embedded simulator", "On: prices and fills are made up in this program, and nothing can be lost. Off: the gateway below is used.", Switch),
        new("Tws:Host", "Host", "Name or address of the machine on which TWS or IB Gateway runs.", Text, OnReconnect),
        new("Tws:Port", "Port", "1 to 65535. TWS live 7496, TWS paper 7497, Gateway live 4001, Gateway paper 4002.", Number, OnReconnect),
        new("Tws:ClientId", "Client id", "0 to 999999. Orders belong to it: keep it the same for ever, and use it once per gateway.", Number, OnReconnect),
        new("Tws:ReadOnly", "Read only", "On: no order and no change of one reaches the wire; cancels do.", Switch, AtOnce),
        new("Tws:Accounts", "Accounts", "Accounts to use of those that the login has, with commas between; empty uses all.", List),
        new("Tws:MarketDataType", "Market data", "What is asked for. Risk refuses to trade on anything but live data.", Choice) { Choices = DataTypes },
        new("Trading:Mode", "What is behind it", "What is meant to be behind the gateway. Accounts that are not for practice count as live whatever stands here.", Choice)
        {
            Choices = [("Simulator", "simulator"), ("Paper", "paper account"), ("Live", "REAL MONEY")],
            IsGrave = v => v.Equals("Live", StringComparison.OrdinalIgnoreCase),
        },
        new("Trading:AllowLive", "Real money allowed", "Without it an account with real money is only watched. Saving it needs a fresh second factor.", Switch) { IsGrave = v => v.Equals("true", StringComparison.OrdinalIgnoreCase) },
        new("Trading:Enabled", "Trading", "Off: no new order leaves; cancels do.", Switch),
        new("Tws:ConnectTimeout", "Wait for the socket", "00:00:00.1 to 00:01:00. Longest wait for the socket to open.", Duration),
        new("Tws:ReconnectDelayMax", "Longest wait between two attempts", "00:00:00.05 to 00:10:00.", Duration),
        new("Tws:RestartTime", "Daily restart of TWS", "The time of \"Auto restart\" in the settings of TWS, such as 23:45; empty for none. No order leaves shortly before it.", Text),
        new("Tws:RestartZone", "Time zone of that", "A name such as America/New_York.", Text),
        new("Tws:LoginHelpUrl", "Page to log TWS in", "Shown as a link when somebody must log in; empty for none.", Text),
    ];

    /// <summary>Instruments and market data.</summary>
    public static IReadOnlyList<SettingField> Instruments { get; } =
    [
        new("MarketData:Watchlist", "Watchlist of a first start", "Contracts with commas between, such as SPY, ES FUT CME, EUR.USD. Later starts use the watchlist as it was left.", List),
        new("MarketData:LinesMax", "Market data lines", "1 to 1,000: most contracts with market data at a time. IB grants 100 to a new account.", Number),
        new("Tws:MarketDataType", "Kind of market data", "What is asked for. Risk refuses to trade on anything but live data.", Choice) { Choices = DataTypes },
        new("MarketData:QuoteMaxAge", "Oldest quote", "00:00:00.1 to 01:00:00: the oldest quote that is taken for the present market.", Duration),
        new("MarketData:DepthRows", "Rows of an order book", "1 to 60, of each side.", Number),
        new("Tws:DepthMax", "Order books at a time", "1 to 60. IB grants 3 to 100 market data lines.", Number),
        new("Bars:BackfillOnSubscribe", "Ask for the past", "On: the past of a contract is asked for when it is subscribed for the first time. Gaps are filled in any case.", Switch),
        new("Bars:BackfillSpan", "How far back", "00:01:00 to 5.00:00:00: how far the first request goes back.", Duration),
        new("Bars:HistoryMinutesMax", "One-minute bars kept", "120 to 100,000 for each contract; 7,200 are five days around the clock.", Number),
        new("Bars:CompareInterval", "Compare bars with the broker", "00:00:00 (never) to 1.00:00:00.", Duration),
        new("Tws:QuoteSilenceMax", "Silence of quotes", "00:00:05 to 01:00:00: silence in trading hours after which a contract's quotes are asked for again.", Duration),
    ];

    /// <summary>What is kept, and how long.</summary>
    public static IReadOnlyList<SettingField> Retention { get; } =
    [
        new("Persistence:RetentionDays", "Finished orders and fills, days", "0 keeps them for ever; otherwise at least the days of fills below. Open orders and positions stay whatever their age.", Number, AtOnce),
        new("Persistence:FillDays", "Fills loaded at the start, days", "10 to 3,650. Older ones are summed up in a checkpoint of each position.", Number),
        new("Persistence:OrderDays", "Finished orders loaded at the start, days", "1 to 365. Open orders are always loaded whole.", Number),
        new("Persistence:Recording:Enabled", "Record every input", "On: everything that enters the engine is recorded, so that a day can be replayed.", Switch),
        new("Persistence:Recording:KeepDays", "Recordings, days", "1 to 3,650. The files of a run go together, when its last one is old enough.", Number, AtOnce),
        new("Persistence:Recording:MaxBytesPerDay", "Recordings, bytes a day", "1,048,576 to 1,099,511,627,776. The rest of a larger day is not recorded, and its file says so.", Number, AtOnce),
        new("Logs:KeepFiles", "Files of the log", "1 to 1,000. A file is a day, or less when it grows over its size; the oldest goes first.", Number),
        new("Logs:FileBytesMax", "Bytes of a file of the log", "1,048,576 to 1,073,741,824.", Number),
    ];

    /// <summary>Backups that are made by themselves, and where all of them lie.</summary>
    public static IReadOnlyList<SettingField> Backup { get; } =
    [
        new("Backup:Folder", "Folder", "A whole path, best on another disk; not in the data folder and not where a web server shows files. Empty for 'backups' in the data folder. Backups that were made before stay where they are.", Text, AtOnce) { IsGrave = _ => true },
        new("Backup:Every", "Time between two", "01:00:00 to 30.00:00:00; 00:00:00 makes none by itself.", Duration),
        new("Backup:Keep", "Kept of those", "1 to 365. Those that people make are never deleted.", Number, AtOnce),
    ];

    /// <summary>All, each once.</summary>
    public static IReadOnlyDictionary<string, SettingField> All { get; } = Connection.Concat(Instruments).Concat(Retention).Concat(Backup).DistinctBy(f => f.Key).ToDictionary(f => f.Key, StringComparer.OrdinalIgnoreCase);

    private static IReadOnlyList<(string Value, string Word)> DataTypes => [("1", "live"), ("2", "frozen: the last before the close"), ("3", "delayed"), ("4", "delayed and frozen")];
}
