using System.Globalization;
using System.Text.RegularExpressions;

namespace TradingBlazor.State;

/// <summary>Names of contracts in the width of a column: an option is told by its strike, right and expiry, without the digits that all of them have, on two short lines where one is too long.</summary>
public static partial class TickerName
{
    private const int Ending = 15, Date = 6, Strike = 8, LongFrom = 7;

    /// <summary>True for the name of an option, such as <c>SPY 261218C00400000</c>.</summary>
    /// <param name="ticker">Name on the desk.</param>
    public static bool IsOption(string ticker)
    {
        ArgumentNullException.ThrowIfNull(ticker);
        int at = ticker.Length - Ending;
        return at >= 2 && ticker[at - 1] == ' ' && (ticker[at + Date] is 'C' or 'P') && !ticker.AsSpan(at, Date).ContainsAnyExceptInRange('0', '9') && !ticker.AsSpan(at + Date + 1).ContainsAnyExceptInRange('0', '9');
    }

    /// <summary>True for the name of a combination, such as <c>+1 SPY −2 QQQ</c>.</summary>
    /// <param name="ticker">Name on the desk.</param>
    public static bool IsCombination(string ticker)
    {
        ArgumentNullException.ThrowIfNull(ticker);
        return ticker.Length > 2 && ticker[0] is '+' or '-' or '−' && char.IsAsciiDigit(ticker[1]);
    }

    /// <summary>
    /// The name in short, such as <c>SPY 400C Dec18'26</c>, and of a combination of options what its legs differ in, such as <c>SPY Dec18'26 +1 400C −1 405C</c>;
    /// what is neither stays as it is.
    /// </summary>
    /// <param name="ticker">Name on the desk.</param>
    public static string Short(string ticker) => IsCombination(ticker) ? OfLegs(ticker) : Parts(ticker) is { } p ? $"{p.Root} {p.Strike} {p.Expiry}" : ticker;

    /// <summary>The name in short for a column: of a combination the count of a leg never stands on another line than the leg.</summary>
    /// <param name="ticker">Name on the desk.</param>
    public static string InColumn(string ticker) => IsCombination(ticker) ? Count().Replace(Short(ticker), "$1\u00A0") : Short(ticker);

    /// <summary>A sentence of the engine or the broker with the names of the exchange in it written as the desk does.</summary>
    /// <param name="text">The sentence.</param>
    public static string InText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Named().Replace(text, static m => Short(m.Value));
    }

    private static (string Root, string Strike, string Expiry)? Parts(string ticker)
    {
        if (!IsOption(ticker)) return null;
        ReadOnlySpan<char> ending = ticker.AsSpan(ticker.Length - Ending);
        if (!DateTime.TryParseExact(ending[..Date], "yyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime expiry)) return null;
        decimal strike = decimal.Parse(ending[(Ending - Strike)..], NumberStyles.None, CultureInfo.InvariantCulture) / 1000m;
        return (ticker[..^Ending].TrimEnd(), string.Create(CultureInfo.InvariantCulture, $"{strike:0.###}{ending[Date]}"), string.Create(CultureInfo.InvariantCulture, $"{expiry:MMM}{expiry.Day}'{expiry:yy}"));
    }

    private static string OfLegs(string ticker)
    {
        (string Count, string Name)[] legs = [.. Leg().Matches(ticker).Select(m => (m.Groups["count"].Value.Replace('-', '−'), m.Groups["name"].Value))];
        (string Root, string Strike, string Expiry)?[] options = [.. legs.Select(l => Parts(l.Name))];
        if (options.Length == 0 || options.Any(o => o is null) || options.Select(o => o!.Value.Root).Distinct().Count() > 1) return string.Join(' ', legs.Select(l => $"{l.Count} {Short(l.Name)}"));
        bool isOneExpiry = options.Select(o => o!.Value.Expiry).Distinct().Count() == 1;
        return $"{options[0]!.Value.Root}{(isOneExpiry ? $" {options[0]!.Value.Expiry}" : "")} {string.Join(' ', legs.Zip(options, (l, o) => $"{l.Count} {o!.Value.Strike}{(isOneExpiry ? "" : $" {o.Value.Expiry}")}"))}";
    }

    [GeneratedRegex(@"(?<count>[+\-−]\d+) (?<name>.+?)(?= [+\-−]\d+ |$)", RegexOptions.CultureInvariant)]
    private static partial Regex Leg();

    [GeneratedRegex(@"(?<=^| )([+\-−]\d+) ", RegexOptions.CultureInvariant)]
    private static partial Regex Count();

    // A combination is one name: its legs are told by what they differ in.
    [GeneratedRegex(@"(?<![\w+\-−])(?:[+\-−]\d+ [A-Z][A-Z0-9.]{0,5}(?: [A-Z])? {1,6}\d{6}[CP]\d{8} ?){2,}(?<! )|(?<!\w)[A-Z][A-Z0-9.]{0,5}(?: [A-Z])? {1,6}\d{6}[CP]\d{8}(?!\d)", RegexOptions.CultureInvariant)]
    private static partial Regex Named();

    /// <summary>How its letters are set, for the style sheet.</summary>
    /// <param name="ticker">Name on the desk.</param>
    public static string Css(string ticker) => IsCombination(ticker) ? "is-long is-option is-combination" : IsOption(ticker) ? "is-long is-option" : ticker.Length >= LongFrom ? "is-long" : "";
}
