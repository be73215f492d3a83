using System.Text.RegularExpressions;
using TradingCore.Tests.Architecture;

namespace TradingBlazor.Tests.Telemetry;

/// <summary>A line of the tables in docs/metrics.md.</summary>
/// <param name="Name">Name in Prometheus, without the suffixes of a histogram.</param>
/// <param name="Type">As Prometheus calls it.</param>
/// <param name="Labels">Labels beside the one that names the meter.</param>
/// <param name="Appears">When it is there.</param>
internal sealed record DocumentedMetric(string Name, string Type, string[] Labels, string Appears);

/// <summary>What docs/metrics.md promises.</summary>
internal static partial class MetricsDocument
{
    private static readonly string Text = File.ReadAllText(RepositoryFiles.PathOf("docs/metrics.md"));

    /// <summary>The lines of its tables.</summary>
    public static IReadOnlyList<DocumentedMetric> Own { get; } =
        [.. Line().Matches(Text).Select(m => new DocumentedMetric(m.Groups["name"].Value, m.Groups["type"].Value, [.. Word().Matches(m.Groups["labels"].Value).Select(l => l.Value)], m.Groups["appears"].Value.Trim()))];

    /// <summary>Every name that may be used in rules and dashboards, those of histograms with their suffixes.</summary>
    public static IReadOnlySet<string> Usable { get; } = Names().SelectMany(n => new[] { n, $"{n}_bucket", $"{n}_sum", $"{n}_count" }).ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<string> Names() => Own.Select(m => m.Name).Concat(Named().Matches(Text).Select(m => m.Groups[1].Value));

    [GeneratedRegex(@"^\| `(?<name>[a-z_]+)` \| (?<type>\w+) \|(?<labels>[^|]*)\|[^|]*\|(?<appears>[^|]*)\|$", RegexOptions.Multiline)]
    private static partial Regex Line();

    [GeneratedRegex(@"[a-z_]+")]
    private static partial Regex Word();

    [GeneratedRegex(@"`((?:dotnet|http|kestrel|signalr)_[a-z_]+|target_info|up)`")]
    private static partial Regex Named();
}
