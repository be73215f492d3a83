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
