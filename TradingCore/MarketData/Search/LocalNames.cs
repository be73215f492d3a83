using System.Globalization;
using System.Text.RegularExpressions;

namespace TradingCore.MarketData.Search;

/// <summary>Names that say which contract is meant without more words: those that the exchange gives, and as desks print them.</summary>
internal static partial class LocalNames
{
    private const int RootLength = 6;
    private const decimal StrikeMax = 99_999.999m;

    /// <summary>The exchange's name of the option that a text names, such as <c>SPY   261218C00400000</c>; null when it names none.</summary>
    /// <param name="text">
    /// The exchange's name with any blanks (<c>SPY 261218C00400000</c>), as the desk prints it in short (<c>SPY 400C Dec18'26</c>) or as TWS does
    /// (<c>SPY Dec18'26 400 CALL</c>). A kind, exchange and currency may follow, as a watchlist keeps them.
    /// </param>
    public static string? OfOption(string text)
    {
        string plain = text.Trim().Replace('’', '\'');
        foreach (Regex form in (Regex[])[Exchange(), Short(), Tws()])
        {
            if (form.Match(plain) is not { Success: true } match) continue;
            string date = match.Groups["date"].Value;
            if (!DateTime.TryParseExact(date, date.Length == 6 && char.IsAsciiDigit(date[0]) ? "yyMMdd" : "MMMd\\'yy", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime expiry)) return null;
            decimal strike = decimal.Parse(match.Groups["strike"].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) / (form == Exchange() ? 1000m : 1m);
            if (strike is <= 0m or > StrikeMax) return null;
            return string.Create(CultureInfo.InvariantCulture, $"{match.Groups["root"].Value.ToUpperInvariant(),-RootLength}{expiry:yyMMdd}{char.ToUpperInvariant(match.Groups["right"].ValueSpan[0])}{strike * 1000m:00000000}");
        }
        return null;
    }

    /// <summary>True for what can be the exchange's name of a future, such as <c>ESZ6</c>.</summary>
    public static bool IsLikeFuture(string text) => Future().IsMatch(text);

    [GeneratedRegex(@"^(?<root>[A-Z0-9.]{1,6}?)\s*(?<date>\d{6})(?<right>[CP])(?<strike>\d{8})( .*)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Exchange();

    [GeneratedRegex(@"^(?<root>[A-Z0-9.]{1,6})\s+(?<strike>\d{1,5}(\.\d{1,3})?)(?<right>[CP])\s+(?<date>[A-Z]{3}\d{1,2}'\d\d)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Short();

    [GeneratedRegex(@"^(?<root>[A-Z0-9.]{1,6})\s+(?<date>[A-Z]{3}\d{1,2}'\d\d)\s+(?<strike>\d{1,5}(\.\d{1,3})?)\s*(?<right>C|P|CALL|PUT)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Tws();

    [GeneratedRegex(@"^[A-Z0-9]{1,4}[FGHJKMNQUVXZ]\d{1,2}$", RegexOptions.CultureInvariant)]
    private static partial Regex Future();
}
