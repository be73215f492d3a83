using System.Text.Json;
using TradingBlazor.Telemetry;
using TradingCore.Hosting;
using TradingCore.Persistence;

namespace TradingBlazor.Hosting.Doctor;

/// <summary>
/// <c>TradingBlazor -- doctor [--json] [settings as for the program]</c>: looks at everything that a start needs, and says what to do. It changes nothing and may run beside the program.
/// </summary>
internal static class DoctorCommand
{
    /// <summary>First word of the command.</summary>
    public const string Word = "doctor";

    private const string Json = "--json";
    private const string RedisConnection = "Redis:ConnectionString";
    private const string RedisPrefix = "Redis:KeyPrefix";
    private static readonly JsonSerializerOptions Written = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Checks everything.</summary>
    /// <param name="args">The command line after the word.</param>
    /// <param name="output">Where the findings go.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>Exit code: 0 when nothing failed, 1 otherwise.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, CancellationToken stop = default)
    {
        string[] settings = [.. args.Where(a => !a.Equals(Json, StringComparison.OrdinalIgnoreCase))];
        var findings = new List<Finding>();
        var secrets = new List<string>();
        await ExamineAsync(settings, findings, secrets, stop);
        Finding[] told = [.. findings.Select(f => f with { Found = Hide(f.Found, secrets), Advice = Hide(f.Advice, secrets) })];
        bool isWell = told.All(f => f.Status != FindingStatus.Fail);
        if (settings.Length != args.Length)
            await output.WriteLineAsync(JsonSerializer.Serialize(new { ok = isWell, checks = told.Select(f => new { name = f.Check, status = f.Status.ToString().ToLowerInvariant(), found = f.Found, advice = f.Advice }) }, Written));
        else
            await WriteAsync(output, told);
        return isWell ? 0 : 1;
    }

    private static async Task ExamineAsync(string[] args, List<Finding> findings, List<string> secrets, CancellationToken stop)
    {
        TimeProvider clock = TimeProvider.System;
        ConfigurationManager? configuration = Configure(args, findings);
        DeskSettings? settings = configuration is null ? null : Read(configuration, args, findings);
        string folder = new PersistenceOptions { Folder = configuration?[$"{PersistenceOptions.Section}:{nameof(PersistenceOptions.Folder)}"] ?? "" }.ResolveFolder();
        string? running = MachineChecks.RunningIn(folder);
        if (configuration is not null) secrets.AddRange(Secrets(configuration));

        findings.Add(MachineChecks.Folder(folder, running));
        findings.Add(MachineChecks.Disk(folder, settings?.Trading.Persistence));
        TimeSpan? difference = null;
        if (settings is not null)
        {
            await CheckPortsAsync(settings, running is not null, findings, stop);
            findings.Add(NetworkChecks.Certificate(settings.Security, folder, clock));
            (IReadOnlyList<Finding> gateway, difference) = await NetworkChecks.GatewayAsync(settings, running is not null, clock, stop);
            findings.AddRange(gateway);
            findings.Add(await StorageChecks.DatabaseAsync(settings.Trading.Persistence, folder, stop));
            findings.Add(await StorageChecks.RedisAsync(configuration![RedisConnection] ?? "", configuration[RedisPrefix]));
            foreach ((string setting, string url) in Watchers(settings)) findings.Add(await NetworkChecks.WatcherAsync(setting, url, stop));
            findings.Add(MachineChecks.Zones(["America/New_York", settings.Trading.Positions.DayZone, settings.Trading.Tws.RestartZone, settings.Trading.Tws.WeeklyLoginZone]));
        }
        findings.Add(MachineChecks.Clock(clock, difference));
    }

    /// <summary>The settings from the same sources as the program's own; null when they cannot be read at all.</summary>
    private static ConfigurationManager? Configure(string[] args, List<Finding> findings)
    {
        if (SettingsSources.ArgumentProblems(args) is { Count: > 0 } problems)
        {
            foreach (string problem in problems) findings.Add(Wrong(problem));
            return null;
        }
        try
        {
            ConfigurationManager configuration = DeskApplication.CreateBuilder(args).Configuration;
            DeskSettings.AddSources(configuration, args);
            DeskSettings.AddSaved(configuration);
            return configuration;
        }
        catch (Exception e) when (e is StartException or InvalidDataException or FormatException)
        {
            findings.Add(Wrong(e.Message));
            return null;
        }
    }

    private static DeskSettings? Read(ConfigurationManager configuration, string[] args, List<Finding> findings)
    {
        try
        {
            DeskSettings settings = DeskSettings.Read(configuration, args);
            string mode = settings.Trading.Trading.Mode.ToString().ToLowerInvariant();
            findings.Add(settings.Trading.Trading is { Mode: TradingCore.Domain.TradingMode.Live }
                ? Finding.Warn("configuration", "Everything that is set is understood. REAL MONEY is meant.", "Be sure of the limits on the page /risk before the open.")
                : Finding.Ok("configuration", $"Everything that is set is understood. Mode {mode}, trading {(settings.Trading.Trading.Enabled ? "on" : "off")}."));
            return settings;
        }
        catch (StartException e)
        {
            foreach (string sentence in e.Sentences) findings.Add(Wrong(sentence));
            findings.Add(Finding.Warn("others", "Ports, certificate, gateway, database and Redis were not looked at, because the settings that name them are not understood.", "Mend the settings and run the doctor again."));
            return null;
        }
    }

    private static Finding Wrong(string sentence) => Finding.Fail("configuration", sentence, "Mend it where it is set: settings file, environment variable, command line, or a page under /settings (--SavedSettings:Ignore=true leaves those out).");

    private static async Task CheckPortsAsync(DeskSettings settings, bool isRunning, List<Finding> findings, CancellationToken stop)
    {
        IEnumerable<string> urls = OperationsPort.Url(settings.Telemetry) is { } operations ? settings.Urls.Append(operations) : settings.Urls;
        foreach (string url in urls) findings.Add(await NetworkChecks.PortAsync(url, isRunning, stop));
    }

    private static IEnumerable<(string Setting, string Url)> Watchers(DeskSettings settings)
    {
        if (settings.Telemetry.Otlp.IsSet) yield return ("Telemetry:Otlp:Endpoint", settings.Telemetry.Otlp.Endpoint);
        if (settings.Logs.Seq.IsSet) yield return ("Logs:Seq:Url", settings.Logs.Seq.Url);
        if (settings.Logs.Elastic.IsSet) yield return ("Logs:Elastic:Url", settings.Logs.Elastic.Url);
    }

    /// <summary>Passwords in connection strings, which an error of a driver could repeat.</summary>
    private static IEnumerable<string> Secrets(ConfigurationManager configuration)
    {
        foreach (string key in new[] { RedisConnection, $"{PersistenceOptions.Section}:{nameof(PersistenceOptions.ConnectionString)}" })
            foreach (string part in (configuration[key] ?? "").Split(',', ';'))
                if (part.Split('=', 2) is [var name, { Length: > 0 } value] && name.Trim().Equals("password", StringComparison.OrdinalIgnoreCase)) yield return value.Trim();
        foreach (string key in new[] { "Redis:CommandKey", "Alerts:Email:Password" })
            if (configuration[key] is { Length: > 0 } secret) yield return secret;
    }

    private static string Hide(string text, List<string> secrets) => secrets.Aggregate(text, (t, s) => t.Replace(s, "***", StringComparison.Ordinal));

    private static async Task WriteAsync(TextWriter output, Finding[] findings)
    {
        int width = findings.Max(f => f.Check.Length);
        foreach (Finding f in findings)
        {
            await output.WriteLineAsync($"{f.Status.ToString().ToLowerInvariant(),-4}  {f.Check.PadRight(width)}  {f.Found}");
            if (f.Advice.Length > 0) await output.WriteLineAsync($"{"",-4}  {"".PadRight(width)}  -> {f.Advice}");
        }
        int failed = findings.Count(f => f.Status == FindingStatus.Fail), warned = findings.Count(f => f.Status == FindingStatus.Warn);
        await output.WriteLineAsync(failed > 0 ? $"{failed} of {findings.Length} checks failed." : warned > 0 ? $"It can run; {warned} of {findings.Length} findings are worth a look." : $"All {findings.Length} findings are well.");
    }
}
