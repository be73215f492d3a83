using Microsoft.Extensions.Configuration.EnvironmentVariables;
using TradingBlazor.Hubs;
using TradingBlazor.Security;
using TradingBlazor.Settings;
using TradingBlazor.State;
using TradingBlazor.Telemetry;
using TradingCore.Hosting;
using TradingCore.Persistence;
using TradingCore.Tws;

namespace TradingBlazor.Hosting;

/// <summary>Everything the program is set up with.</summary>
/// <param name="Trading">The trading system.</param>
/// <param name="Simulator">The embedded simulator; <see cref="SimulatorSettings.Enabled"/> says whether it runs.</param>
/// <param name="Urls">Where the web server listens.</param>
/// <param name="Security">TLS, second factors, limits of requests.</param>
/// <param name="Logs">How long the files of the log are kept.</param>
/// <param name="Telemetry">Metrics, traces and the port of operations.</param>
/// <param name="SimulatorNote">Why the simulator is off though nobody said so; empty otherwise.</param>
internal sealed record DeskSettings(TradingSettings Trading, SimulatorSettings Simulator, IReadOnlyList<string> Urls, SecurityOptions Security, LogOptions Logs, TelemetryOptions Telemetry, string SimulatorNote)
{
    /// <summary>Where the web server listens when nothing is set.</summary>
    public const string DefaultUrl = "http://localhost:5080";

    /// <summary>The pace of the pages.</summary>
    public DeskOptions Desk { get; init; } = new();

    /// <summary>Backups that are made by themselves.</summary>
    public BackupOptions Backup { get; init; } = new();

    /// <summary>Pace and limits of the hub.</summary>
    public StreamOptions Hub { get; init; } = new();

    /// <summary>Reads and checks everything.</summary>
    /// <param name="configuration">Settings from all sources.</param>
    /// <param name="args">Command line.</param>
    /// <exception cref="StartException">Something is wrong; one sentence for each.</exception>
    public static DeskSettings Read(ConfigurationManager configuration, string[] args)
    {
        var reader = new SettingsReader(configuration);
        IEnumerable<string> fileKeys = ((IConfigurationRoot)configuration).Providers.OfType<FileConfigurationProvider>().SelectMany(p => p.GetChildKeys([], null));
        IEnumerable<string> commandLineKeys = new ConfigurationBuilder().AddCommandLine(args).Build().GetChildren().Select(c => c.Key);
        foreach (string problem in SettingsSources.Problems([.. TradingSettings.Sections, SimulatorSettings.Section, SecurityOptions.Section, LogOptions.Section, DeskOptions.Section, TelemetryOptions.Section, StreamOptions.Section, BackupOptions.Section, SavedSettings.Section], commandLineKeys, Environment.GetEnvironmentVariables(), fileKeys))
            reader.Add(problem);
        DeskSettings settings = Compose(configuration, reader);
        if (reader.Problems.Count == 0) return settings;
        bool isSaved = ((IConfigurationRoot)configuration).Providers.OfType<SavedSettings>().Any(s => s.Values.Keys.Any(k => reader.Problems.Any(p => p.Contains(k, StringComparison.OrdinalIgnoreCase))));
        if (isSaved) reader.Add($"Some of this was saved on the pages of settings. Start once with --{SavedSettings.IgnoreKey}=true and mend it there.");
        throw new StartException([.. reader.Problems]);
    }

    /// <summary>Reads every section; what is wrong is collected in <paramref name="reader"/>, and the result counts only when nothing is.</summary>
    internal static DeskSettings Compose(IConfiguration configuration, SettingsReader reader)
    {
        SimulatorSettings simulator = reader.Read<SimulatorSettings>(SimulatorSettings.Section);
        string note = "";
        bool isGatewayNamed = reader.IsSet($"{TwsOptions.Section}:{nameof(TwsOptions.Host)}") || reader.IsSet($"{TwsOptions.Section}:{nameof(TwsOptions.Port)}");
        if (isGatewayNamed && !reader.IsSet($"{SimulatorSettings.Section}:{nameof(SimulatorSettings.Enabled)}"))
        {
            simulator.Enabled = false;
            note = "Tws:Host or Tws:Port is set, so the embedded simulator stays off; Simulator:Enabled=true starts it all the same";
        }
        TradingSettings trading = TradingSettings.Read(reader, simulator.Enabled);
        if (simulator.Enabled && reader.Problems.Count == 0 && simulator.FindFault() is { } fault) reader.Add($"{SimulatorSettings.Section}: {fault}");
        SecurityOptions security = reader.Read<SecurityOptions>(SecurityOptions.Section);
        LogOptions logs = reader.Read<LogOptions>(LogOptions.Section);
        DeskOptions desk = reader.Read<DeskOptions>(DeskOptions.Section);
        TelemetryOptions telemetry = reader.Read<TelemetryOptions>(TelemetryOptions.Section);
        BackupOptions backup = reader.Read<BackupOptions>(BackupOptions.Section);
        if (BackupFolder.Fault(backup.Folder, trading.Persistence.ResolveFolder()) is { Length: > 0 } folderFault) reader.Add(folderFault);
        StreamOptions hub = reader.Read<StreamOptions>(StreamOptions.Section);
        string[] urls = ReadUrls(configuration, reader, security);
        if (trading.Alerts.Email.Password.Length > 0 && trading.Alerts.Email.Password != Environment.GetEnvironmentVariable($"{SettingsSources.EnvironmentPrefix}Alerts__Email__Password"))
            reader.Add($"Alerts:Email:Password is in a settings file or on the command line, where others can read it. Name a file in Alerts:Email:PasswordFile, or set the environment variable {SettingsSources.EnvironmentPrefix}Alerts__Email__Password.");
        if (reader.IsSet("Redis:CommandKey") && trading.Redis.CommandKey != Environment.GetEnvironmentVariable($"{SettingsSources.EnvironmentPrefix}Redis__CommandKey"))
            reader.Add($"Redis:CommandKey is in a settings file or on the command line, where others can read it. Name a file in Redis:CommandKeyFile, or set the environment variable {SettingsSources.EnvironmentPrefix}Redis__CommandKey.");
        return new DeskSettings(trading, simulator, urls, security, logs, telemetry, note) { Desk = desk, Hub = hub, Backup = backup };
    }

    /// <summary>The options of a section by its name.</summary>
    internal object SectionOf(string section) => section switch
    {
        TwsOptions.Section => Trading.Tws,
        TradingCore.Engine.TradingOptions.Section => Trading.Trading,
        TradingCore.MarketData.MarketDataOptions.Section => Trading.MarketData,
        TradingCore.Bars.BarsOptions.Section => Trading.Bars,
        PersistenceOptions.Section => Trading.Persistence,
        SimulatorSettings.Section => Simulator,
        LogOptions.Section => Logs,
        BackupOptions.Section => Backup,
        _ => throw new ArgumentOutOfRangeException(nameof(section), section, "No page changes this section."),
    };

    /// <summary>Lays what the pages of settings saved above the files and below environment and command line, unless the start is told to go without.</summary>
    /// <exception cref="StartException">The file cannot be read.</exception>
    public static void AddSaved(ConfigurationManager configuration)
    {
        if (bool.TryParse(configuration[SavedSettings.IgnoreKey], out bool isIgnored) && isIgnored) return;
        string folder = new PersistenceOptions { Folder = configuration[$"{PersistenceOptions.Section}:{nameof(PersistenceOptions.Folder)}"] ?? "" }.ResolveFolder();
        Dictionary<string, string> values = SavedSettings.Read(DataFolder.SavedSettingsIn(folder));
        int lastFile = configuration.Sources.ToList().FindLastIndex(s => s is FileConfigurationSource);
        configuration.Sources.Insert(lastFile + 1, new SavedSettings(values));
    }

    /// <summary>Adds the environment variables of this program, below the command line.</summary>
    public static void AddSources(ConfigurationManager configuration, string[] args)
    {
        configuration.Sources.Add(new EnvironmentVariablesConfigurationSource { Prefix = SettingsSources.EnvironmentPrefix });
        configuration.AddCommandLine(args);
    }

    private static string[] ReadUrls(IConfiguration configuration, SettingsReader reader, SecurityOptions security)
    {
        string[] urls = (configuration["urls"] ?? DefaultUrl).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        IEnumerable<string?> endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(e => e["Url"]);
        foreach (string url in urls.Concat(endpoints.OfType<string>()))
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https"))
                reader.Add($"urls: '{url}' is not an address to listen on. Expected one such as {DefaultUrl}; the port is 0 to 65535.");
            else if (address.Scheme == "https" && !security.HasCertificate)
                reader.Add($"urls: '{url}' needs a certificate. Set Security:CertificatePath, or Security:DevelopmentCertificate=true for a self-signed one on the own machine.");
            else if (!LoopbackGuard.IsLoopback(address.Host) && address.Scheme == "http")
                reader.Add($"urls: '{url}' can be reached from other machines without TLS, and whoever is on the way would read passwords and keys. Expected localhost, 127.0.0.1 or [::1], such as http://localhost:{address.Port}; or https with Security:CertificatePath.");
            else if (!LoopbackGuard.IsLoopback(address.Host) && security.Hosts.Count == 0)
                reader.Add($"urls: '{url}' can be reached from other machines, and Security:Hosts does not say under which names. Set it to the names that people type, such as --Security:Hosts=desk.example.com.");
        }
        return urls;
    }
}
