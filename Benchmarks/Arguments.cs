using System.Globalization;

namespace Benchmarks;

/// <summary>Reads arguments of the form <c>--name value</c>.</summary>
internal static class Arguments
{
    /// <summary>The value of an argument; null when it is not given.</summary>
    public static string? Text(string[] args, string name) => Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;

    /// <summary>The whole number of an argument.</summary>
    public static int Number(string[] args, string name, int otherwise) => Text(args, name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    /// <summary>The number of an argument.</summary>
    public static double Decimal(string[] args, string name, double otherwise) => Text(args, name) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
