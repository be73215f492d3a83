using System.Collections;

namespace TradingCore.Hosting;

/// <summary>Finds sections that nobody reads: a misspelt section would otherwise be ignored in silence.</summary>
public static class SettingsSources
{
    /// <summary>Prefix of environment variables that are meant for this program alone.</summary>
    public const string EnvironmentPrefix = "TradingBlazor__";

    // What the framework itself reads. A name that is neither here nor ours does nothing, and is therefore a mistake.
    private static readonly string[] FrameworkKeys =
    [
        "AllowedHosts", "applicationName", "captureStartupErrors", "ConnectionStrings", "contentRoot", "detailedErrors", "DetailedErrors", "environment",
        "hostBuilder", "hostingStartupAssemblies", "hostingStartupExcludeAssemblies", "http_ports", "https_port", "https_ports", "Kestrel", "launchBrowser", "Logging",
        "preferHostingUrls", "preventHostingStartup", "ReloadStaticAssetsAtRuntime", "Serilog", "server.urls", "shutdownTimeoutSeconds", "startupAssembly",
        "staticWebAssets", "suppressStatusMessages", "urls", "webroot",
    ];

    /// <summary>One sentence for each word of the command line that sets nothing: the framework skips such words in silence.</summary>
    /// <param name="args">The command line.</param>
    public static IReadOnlyList<string> ArgumentProblems(IReadOnlyList<string> args)
    {
        ArgumentNullException.ThrowIfNull(args);
        var problems = new List<string>();
        for (int i = 0; i < args.Count; i++)
        {
            string arg = args[i];
            bool isKey = arg.StartsWith("--", StringComparison.Ordinal) || arg.StartsWith('/');
            if (arg.Contains('=', StringComparison.Ordinal) && (isKey || !arg.StartsWith('-'))) continue;
            if (!isKey) problems.Add($"'{arg}' on the command line sets nothing. Expected --Section:Key=value, such as --Tws:Port=4002.");
            else if (++i == args.Count) problems.Add($"{arg} has no value. Expected {arg}=value.");
        }
        return problems;
    }

    /// <summary>One sentence for each section that nobody reads.</summary>
    /// <param name="sections">The sections of this program.</param>
    /// <param name="commandLineKeys">First parts of the keys on the command line.</param>
    /// <param name="environment">Environment variables by name.</param>
    /// <param name="fileKeys">First parts of the keys in the settings files.</param>
    public static IReadOnlyList<string> Problems(IReadOnlyCollection<string> sections, IEnumerable<string> commandLineKeys, IDictionary environment, IEnumerable<string> fileKeys)
    {
        ArgumentNullException.ThrowIfNull(commandLineKeys);
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(fileKeys);
        var problems = new List<string>();
        foreach (string key in commandLineKeys)
            if (!IsKnown(key)) problems.Add(Sentence($"--{key}", key));
        foreach (string key in fileKeys.Distinct(StringComparer.OrdinalIgnoreCase))
            if (!IsKnown(key)) problems.Add(Sentence($"'{key}' in the settings file", key));
        foreach (string name in environment.Keys.OfType<string>().Order(StringComparer.Ordinal))
        {
            if (name.StartsWith(EnvironmentPrefix, StringComparison.OrdinalIgnoreCase))
            {
                string key = name[EnvironmentPrefix.Length..].Split("__")[0];
                if (!IsKnown(key)) problems.Add(Sentence($"The environment variable {name}", key));
            }
            else if (name.Contains("__", StringComparison.Ordinal))
            {
                // Other programs have variables too, so only what looks like one of ours is taken for a slip.
                string key = name.Split("__")[0];
                if (!IsKnown(key) && Spelling.Nearest(key, sections.Append("TradingBlazor")) is not null) problems.Add(Sentence($"The environment variable {name}", key));
            }
        }
        return problems;

        bool IsKnown(string key) => sections.Concat(FrameworkKeys).Contains(key, StringComparer.OrdinalIgnoreCase);

        string Sentence(string what, string key)
        {
            string hint = Spelling.Nearest(key, sections.Append("urls").Append("TradingBlazor")) is { } near ? $"Did you mean '{near}'? " : "";
            return $"{what} sets nothing: there is no section '{key}'. {hint}The sections are {string.Join(", ", sections)}.";
        }
    }
}
