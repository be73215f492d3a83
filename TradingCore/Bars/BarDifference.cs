using TradingCore.Domain;

namespace TradingCore.Bars;

/// <summary>Tells whether two bars of one interval differ by more than rounding.</summary>
internal static class BarDifference
{
    // One in a million: what numbers lose on their way through the gateway's floating point and text, and less than a share of a busy minute.
    private const decimal Rounding = 0.000001m;

    /// <summary>What differs, a sentence for people; empty when nothing does. Counts and averages are not compared: brokers make them differently.</summary>
    internal static string Of(Bar own, Bar brokers)
    {
        var parts = new List<string>(5);
        Add(parts, "open", own.Open, brokers.Open);
        Add(parts, "high", own.High, brokers.High);
        Add(parts, "low", own.Low, brokers.Low);
        Add(parts, "close", own.Close, brokers.Close);
        Add(parts, "volume", own.Volume, brokers.Volume);
        return string.Join(", ", parts);
    }

    private static void Add(List<string> parts, string name, decimal own, decimal brokers)
    {
        if (Math.Abs(own - brokers) > Rounding * Math.Max(Math.Abs(own), Math.Abs(brokers)))
            parts.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name} {own:0.########} is {brokers:0.########}"));
    }
}
