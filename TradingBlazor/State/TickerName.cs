using System.Globalization;

namespace TradingBlazor.State;

/// <summary>Names of contracts in the width of a column: an option is told by its strike, right and expiry, without the digits that all of them have, on two short lines where one is too long.</summary>
public static class TickerName
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

    /// <summary>The name in short, such as <c>SPY 400C Dec18'26</c>; what is no option stays as it is.</summary>
    /// <param name="ticker">Name on the desk.</param>
    public static string Short(string ticker)
    {
        if (!IsOption(ticker)) return ticker;
        ReadOnlySpan<char> ending = ticker.AsSpan(ticker.Length - Ending);
        if (!DateTime.TryParseExact(ending[..Date], "yyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime expiry)) return ticker;
        decimal strike = decimal.Parse(ending[(Ending - Strike)..], NumberStyles.None, CultureInfo.InvariantCulture) / 1000m;
        return string.Create(CultureInfo.InvariantCulture, $"{ticker.AsSpan(0, ticker.Length - Ending).TrimEnd()} {strike:0.###}{ending[Date]} {expiry:MMM}{expiry.Day}'{expiry:yy}");
    }

    /// <summary>How its letters are set, for the style sheet.</summary>
    /// <param name="ticker">Name on the desk.</param>
    public static string Css(string ticker) => IsOption(ticker) ? "is-long is-option" : ticker.Length >= LongFrom ? "is-long" : "";
}
