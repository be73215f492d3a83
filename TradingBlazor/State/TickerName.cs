using System.Globalization;

namespace TradingBlazor.State;

/// <summary>Names of contracts in the width of a column: an option is told by its expiry, right and strike, without the digits that all of them have.</summary>
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

    /// <summary>The name in short, such as <c>SPY 261218C400</c>; what is no option stays as it is.</summary>
    /// <param name="ticker">Name on the desk.</param>
    public static string Short(string ticker)
    {
        if (!IsOption(ticker)) return ticker;
        decimal strike = decimal.Parse(ticker.AsSpan(ticker.Length - Strike), NumberStyles.None, CultureInfo.InvariantCulture) / 1000m;
        return string.Create(CultureInfo.InvariantCulture, $"{ticker.AsSpan(0, ticker.Length - Ending).TrimEnd()} {ticker.AsSpan(ticker.Length - Ending, Date + 1)}{strike:0.###}");
    }

    /// <summary>How its letters are set, for the style sheet.</summary>
    /// <param name="ticker">Name on the desk.</param>
    public static string Css(string ticker) => IsOption(ticker) ? "is-long is-option" : ticker.Length >= LongFrom ? "is-long" : "";
}
