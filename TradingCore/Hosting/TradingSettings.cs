using TradingCore.Alerts;
using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.MarketData;
using TradingCore.Persistence;
using TradingCore.Persistence.Redis;
using TradingCore.Positions;
using TradingCore.Risk;
using TradingCore.Tws;

namespace TradingCore.Hosting;

/// <summary>Everything the trading system is set up with, read and validated.</summary>
public sealed record TradingSettings
{
    /// <summary>Key of <see cref="Role"/>.</summary>
    public const string RoleKey = "Role";

    /// <summary>Names of the sections.</summary>
    public static IReadOnlyList<string> Sections { get; } =
        [TwsOptions.Section, TradingOptions.Section, RiskOptions.Section, MarketDataOptions.Section, BarsOptions.Section, PositionsOptions.Section, PersistenceOptions.Section, AlertOptions.Section, RedisOptions.Section, RoleKey];

    /// <summary>Where the gateway is.</summary>
    public required TwsOptions Tws { get; init; }
    /// <summary>Whether and what is traded.</summary>
    public required TradingOptions Trading { get; init; }
    /// <summary>Limits.</summary>
    public required RiskOptions Risk { get; init; }
    /// <summary>Subscriptions and quotes.</summary>
    public required MarketDataOptions MarketData { get; init; }
    /// <summary>Bars.</summary>
    public required BarsOptions Bars { get; init; }
    /// <summary>Marks, days of P&amp;L, comparison with the broker.</summary>
    public PositionsOptions Positions { get; init; } = new();
    /// <summary>What is kept, and where.</summary>
    public required PersistenceOptions Persistence { get; init; }

    /// <summary>Alerts: their beat and the mail server.</summary>
    public AlertOptions Alerts { get; init; } = new();

    /// <summary>Redis; not configured by default.</summary>
    public RedisOptions Redis { get; init; } = new();

    /// <summary>What this process does.</summary>
    public ProcessRole Role { get; init; }

    /// <summary>Reads all sections; mistakes are collected in <paramref name="reader"/>.</summary>
    /// <param name="reader">Reads the settings.</param>
    /// <param name="isSimulated">True when the session will connect to the embedded simulator.</param>
    public static TradingSettings Read(SettingsReader reader, bool isSimulated)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var settings = new TradingSettings
        {
            Tws = reader.Read<TwsOptions>(TwsOptions.Section),
            Trading = reader.Read<TradingOptions>(TradingOptions.Section),
            Risk = reader.Read<RiskOptions>(RiskOptions.Section),
            MarketData = reader.Read<MarketDataOptions>(MarketDataOptions.Section),
            Bars = reader.Read<BarsOptions>(BarsOptions.Section),
            Positions = reader.Read<PositionsOptions>(PositionsOptions.Section),
            Persistence = reader.Read<PersistenceOptions>(PersistenceOptions.Section),
            Alerts = reader.Read<AlertOptions>(AlertOptions.Section),
            Redis = reader.Read<RedisOptions>(RedisOptions.Section),
            Role = reader.ReadWord<ProcessRole>(RoleKey),
        };
        if (reader.Problems.Count == 0) settings.JudgeRole(reader);
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(settings.Positions.DayZone, out _))
            reader.Add($"Positions:DayZone is '{settings.Positions.DayZone}', and there is no zone of that name here. Expected an IANA name such as America/New_York.");
        TradingOptions trading = settings.Trading;
        bool isModeSet = reader.IsSet($"{TradingOptions.Section}:{nameof(TradingOptions.Mode)}");
        if (isSimulated && isModeSet && trading.Mode != TradingMode.Simulator)
            reader.Add($"Trading:Mode is {trading.Mode}, but the embedded simulator is on. Set Simulator:Enabled=false and Tws:Host and Tws:Port of the gateway, or leave Trading:Mode out.");
        // A gateway that is not the embedded one is taken for a paper account until somebody says otherwise.
        if (!isModeSet) trading.Mode = isSimulated ? TradingMode.Simulator : TradingMode.Paper;
        if (trading.Mode == TradingMode.Live && !trading.AllowLive)
            reader.Add("Trading:Mode is Live, but Trading:AllowLive is not true. Set Trading:AllowLive=true if real money is meant, or Trading:Mode=Paper.");
        return settings;
    }

    private void JudgeRole(SettingsReader reader)
    {
        if (Redis.CommandKeyFile.Length > 0)
        {
            try
            {
                Redis.CommandKey = File.ReadAllText(Redis.CommandKeyFile).Trim();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                reader.Add($"Redis:CommandKeyFile '{Redis.CommandKeyFile}' cannot be read: {e.Message}");
                return;
            }
            if (Redis.CommandKey.Length < 32) reader.Add($"The file of Redis:CommandKeyFile holds {Redis.CommandKey.Length} characters. Expected at least 32, such as the output of: openssl rand -hex 32.");
        }
        if (Role != ProcessRole.Web) return;
        if (!Redis.IsConfigured) reader.Add("Role is web, and a web process gets everything it shows over Redis. Set Redis:ConnectionString, such as localhost:6379.");
        else if (Redis.CommandKey.Length == 0) reader.Add("Role is web, and commands to the engine are signed with a secret that both know. Set Redis:CommandKeyFile to a file that holds it, on the engine and on every web process.");
        if (Persistence.Provider != PersistenceProvider.PostgreSql) reader.Add("Role is web, and users, preferences and the history are shared with the engine. Set Persistence:Provider=PostgreSql and Persistence:ConnectionString, on the engine and on every web process.");
    }
}
