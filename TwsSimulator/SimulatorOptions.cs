using System.Globalization;
using System.Net;

namespace TwsSimulator;

/// <summary>How a simulated gateway is set up. <see cref="Validate"/> says in one sentence what is wrong.</summary>
public sealed record SimulatorOptions
{
    private const int MoreAccountsMax = 50;

    /// <summary>TCP port to listen on.</summary>
    /// <value>0 to 65535; 0 takes a free port. Default 0.</value>
    public int Port { get; init; }

    /// <summary>Local address to listen on.</summary>
    /// <value>Default loopback: a gateway has no password, so only this machine may reach it.</value>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Seed of the market; the same seed gives the same prices at the same time.</summary>
    /// <value>Any number. Default 1.</value>
    public long Seed { get; init; } = 1;

    /// <summary>Names of the instruments to offer, such as SPY, EUR.USD or ES.</summary>
    /// <value>Empty offers all. Default empty.</value>
    public IReadOnlyList<string> Symbols { get; init; } = [];

    /// <summary>Folder with files to replay instead of the computed market; null computes.</summary>
    public string? ReplayFolder { get; init; }

    /// <summary>Seconds of the market per second of the clock, for replays.</summary>
    /// <value>0 to 100000; 0 plays as fast as the clients can read. Default 1.</value>
    public double Speed { get; init; } = 1;

    /// <summary>Where in the files the replay starts; null starts at the first bar.</summary>
    public DateTimeOffset? ReplayStart { get; init; }

    /// <summary>Whether the files repeat, with their dates moved on by whole weeks.</summary>
    public bool ReplayLoop { get; init; }

    /// <summary>Whether a replay stands still until somebody has asked for real-time bars, so that nothing is missed.</summary>
    /// <value>Default true.</value>
    public bool ReplayWaitsForSubscriber { get; init; } = true;

    /// <summary>Whether the computed market keeps to the exchanges' hours and holidays instead of trading around the clock.</summary>
    public bool RealHours { get; init; }

    /// <summary>Folder that keeps account, orders and positions over restarts; null keeps them in memory.</summary>
    public string? StateFolder { get; init; }

    /// <summary>Time an order needs to reach the market.</summary>
    /// <value>0 to 60 seconds. Default 20 ms.</value>
    public TimeSpan OrderLatency { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Account number.</summary>
    /// <value>1 to 20 letters and digits. Default DU1234567.</value>
    public string Account { get; init; } = "DU1234567";

    /// <summary>Further account numbers: with one or more the login is that of an advisor, orders name their account or a group.</summary>
    /// <value>Up to 50, each 1 to 20 letters and digits. Default empty.</value>
    public IReadOnlyList<string> MoreAccounts { get; init; } = [];

    /// <summary>Dollars a new account is opened with.</summary>
    /// <value>0 to 1,000,000,000,000. Default 1,000,000.</value>
    public decimal StartingCash { get; init; } = 1_000_000m;

    /// <summary>Highest server version offered to clients.</summary>
    /// <value>176 to 200. Default 200.</value>
    public int ServerVersion { get; init; } = TwsProtocol.ServerVersion.Max;

    /// <summary>API client that also gets the orders and fills of all others; null for none.</summary>
    public int? MasterClientId { get; init; }

    /// <summary>Messages a client may send in a second before error 100.</summary>
    /// <value>1 to 1000000. Default 50.</value>
    public int MessagesPerSecondMax { get; init; } = 50;

    /// <summary>Instruments that all clients together may watch at the same time, as quotes, bars, ticks or depth, before error 101.</summary>
    /// <value>1 to 10000. Default 100.</value>
    public int MarketDataLines { get; init; } = 100;

    /// <summary>Names of instruments without a market data subscription: quotes come 15 minutes late and only to clients that ask for delayed data.</summary>
    /// <value><c>*</c> stands for all. Default empty.</value>
    public IReadOnlyList<string> DelayedSymbols { get; init; } = [];

    /// <summary>Whether requests are refused by IB's limits: history of small bars (error 162), 60 new requests for real-time bars in ten minutes (420).</summary>
    /// <value>Default false.</value>
    public bool HistoryPacing { get; init; }

    /// <summary>Changes of the quantities of every quote in a second, on top of the market's own, for load tests; 0 adds none.</summary>
    /// <value>0 to 100; the bid's quantity counts the changes. Default 0.</value>
    public int QuotesPerSecond { get; init; }

    /// <summary>Whether those changes move the prices too: a trade at a bid that climbs tick by tick and falls back.</summary>
    public bool QuotesMove { get; init; }

    /// <summary>File that records all traffic as JSON lines, account numbers masked; appended to. Null for none.</summary>
    public string? CaptureFile { get; init; }

    /// <summary>Port on loopback for faults and state over HTTP.</summary>
    /// <value>0 to 65535; 0 takes a free one. Null opens none. Default null.</value>
    public int? AdminPort { get; init; }

    /// <summary>File with a fault script that is played from the start; null for none.</summary>
    public string? FaultsFile { get; init; }

    /// <summary>The first thing that is wrong, as one sentence; null when all is well.</summary>
    public string? FindFault()
    {
        if (Port is < 0 or > 65535)
            return string.Create(CultureInfo.InvariantCulture, $"The port {Port} does not exist; give 0 for a free port or a number from 1 to 65535.");
        if (AdminPort is < 0 or > 65535)
            return string.Create(CultureInfo.InvariantCulture, $"The admin port {AdminPort} does not exist; give 0 for a free port or a number from 1 to 65535.");
        if (!(Speed is >= 0 and <= 100_000))
            return string.Create(CultureInfo.InvariantCulture, $"The speed {Speed} is out of range; give 0 for as fast as possible or a number up to 100000.");
        if (ReplayFolder is null && Speed is not 1)
            return "A speed can only be given together with a replay folder; the computed market runs in real time.";
        if (ReplayFolder is null && (ReplayStart is not null || ReplayLoop))
            return "A start time and looping belong to a replay; give a replay folder too.";
        if (ReplayFolder is not null && RealHours)
            return "Real hours are for the computed market; a replay always keeps to its files.";
        if (OrderLatency < TimeSpan.Zero || OrderLatency > TimeSpan.FromSeconds(60))
            return "The order latency is out of range; give 0 to 60000 milliseconds.";
        if (MoreAccounts.Count > MoreAccountsMax)
            return string.Create(CultureInfo.InvariantCulture, $"There are {MoreAccounts.Count + 1} accounts; give at most {MoreAccountsMax + 1}.");
        if (MoreAccounts.Prepend(Account).FirstOrDefault(a => a.Length is 0 or > 20 || !a.All(char.IsAsciiLetterOrDigit)) is { } wrong)
            return $"The account \"{wrong}\" is not an account number; give 1 to 20 letters and digits such as DU1234567.";
        if (MoreAccounts.Prepend(Account).GroupBy(a => a, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            return $"The account \"{twice.Key}\" is given twice; give each once.";
        if (StartingCash is < 0 or > 1_000_000_000_000m)
            return "The starting cash is out of range; give 0 to 1000000000000.";
        if (ServerVersion is < TwsProtocol.ServerVersion.Min or > TwsProtocol.ServerVersion.Max)
            return string.Create(CultureInfo.InvariantCulture, $"The server version {ServerVersion} is not served; give {TwsProtocol.ServerVersion.Min} to {TwsProtocol.ServerVersion.Max}.");
        if (MessagesPerSecondMax is < 1 or > 1_000_000)
            return "The message limit is out of range; give 1 to 1000000 messages per second.";
        if (MarketDataLines is < 1 or > 10_000)
            return "The number of market data lines is out of range; give 1 to 10000.";
        if (QuotesPerSecond is < 0 or > 100)
            return "The rate of quotes is out of range; give 0 to 100 changes per second.";
        if (QuotesMove && QuotesPerSecond == 0)
            return "Quotes that move need a rate; give how many changes per second too.";
        if (ReplayFolder is not null && QuotesPerSecond > 0)
            return "A rate of quotes is for the computed market; a replay always keeps to its files.";
        if (ReplayFolder is null && Symbols.FirstOrDefault(s => !Market.InstrumentCatalog.Names.Contains(s, StringComparer.OrdinalIgnoreCase)) is { } unknown)
            return $"The symbol \"{unknown}\" is not simulated; choose from {string.Join(", ", Market.InstrumentCatalog.Names)}.";
        return null;
    }

    /// <summary>Connections taken at a time; beyond it those that have not started their API make room, and when there are none new ones are closed.</summary>
    internal int ConnectionsMax { get; init; } = 512;

    /// <summary>Whether the user has no live data of an instrument; an option goes with what it is on.</summary>
    internal bool IsDelayed(Market.Instrument instrument)
        => DelayedSymbols.Contains("*") || DelayedSymbols.Contains((instrument.Underlying ?? instrument).Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Checks all values.</summary>
    /// <exception cref="SimulatorException">A value is wrong; the message says which and what is expected.</exception>
    public void Validate()
    {
        if (FindFault() is { } fault)
            throw new SimulatorException(fault);
    }
}
