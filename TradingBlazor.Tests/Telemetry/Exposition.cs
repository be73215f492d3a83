using System.Globalization;
using System.Text.RegularExpressions;

namespace TradingBlazor.Tests.Telemetry;

/// <summary>What <c>/metrics</c> answered.</summary>
internal sealed partial class Exposition(string text)
{
    private readonly (string Name, string Labels, double Value)[] _lines =
        [.. Line().Matches(text).Select(m => (m.Groups["name"].Value, m.Groups["labels"].Value, double.Parse(m.Groups["value"].Value.Replace("+Inf", "Infinity", StringComparison.Ordinal), CultureInfo.InvariantCulture)))];

    /// <summary>The sum of a name's lines that have a label.</summary>
    public double Sum(string name, string label = "") => _lines.Where(l => l.Name == name && l.Labels.Contains(label, StringComparison.Ordinal)).Sum(l => l.Value);

    /// <summary>Histograms of orders whose buckets fall, or do not come to their count.</summary>
    public IEnumerable<string> BrokenHistograms() => _lines.Where(l => l.Name.StartsWith("trading_order_", StringComparison.Ordinal) && l.Name.EndsWith("_seconds_count", StringComparison.Ordinal)).Select(l => l.Name[..^"_count".Length]).Where(name =>
    {
        double[] buckets = [.. _lines.Where(l => l.Name == $"{name}_bucket").Select(l => l.Value)];
        return buckets.Length < 2 || !buckets.SequenceEqual(buckets.Order()) || buckets[^1] != Sum($"{name}_count");
    });

    [GeneratedRegex(@"^(?<name>[a-z_]+)\{(?<labels>[^\n]*)\} (?<value>[0-9.eE+-]+|\+Inf|NaN)( \d+)?$", RegexOptions.Multiline)]
    private static partial Regex Line();
}
