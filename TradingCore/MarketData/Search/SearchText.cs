using System.Globalization;
using System.Text;
using TradingCore.Domain;

namespace TradingCore.MarketData.Search;

/// <summary>What a person typed into a search box, read word by word; words may come in any order after the first.</summary>
/// <param name="Pattern">The symbol or part of a name, upper case.</param>
/// <param name="SecurityType">The kind named; <see cref="SecurityType.Unknown"/> when none is.</param>
/// <param name="Exchange">An exchange named; empty when none is.</param>
/// <param name="Currency">A currency named; empty when none is.</param>
/// <param name="Month"><c>yyyyMM</c> or <c>yyyyMMdd</c>; empty when none is named.</param>
/// <param name="Strike">A strike; null when none is named.</param>
/// <param name="Right"><c>C</c> or <c>P</c>; empty when none is named.</param>
internal sealed record SearchText(string Pattern, SecurityType SecurityType, string Exchange, string Currency, string Month, decimal? Strike, string Right)
{
    /// <summary>The exchange's name of the one contract that is meant; empty when none is named.</summary>
    public string LocalSymbol { get; init; } = "";

    private const int LengthMax = 64;

    private static readonly Dictionary<string, SecurityType> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["stock"] = SecurityType.Stock,
        ["stocks"] = SecurityType.Stock,
        ["future"] = SecurityType.Future,
        ["futures"] = SecurityType.Future,
        ["option"] = SecurityType.Option,
        ["options"] = SecurityType.Option,
        ["forex"] = SecurityType.Forex,
        ["fx"] = SecurityType.Forex,
        ["index"] = SecurityType.Index,
        ["coin"] = SecurityType.Crypto,
        ["bond"] = SecurityType.Bond,
        ["warrant"] = SecurityType.Warrant,
    };

    private static readonly HashSet<string> Currencies = new(StringComparer.OrdinalIgnoreCase) { "USD", "EUR", "GBP", "JPY", "CHF", "CAD", "AUD", "NZD", "HKD", "SEK", "NOK", "DKK", "SGD", "CNH", "MXN", "KRW", "INR" };

    /// <summary>Why a text cannot be searched for; empty when it can.</summary>
    public static string FaultOf(string? text) =>
        Plain(text ?? "").All(c => c is >= ' ' and <= '~') ? "" : $"'{text}' has letters that the gateway knows no contract by. Type the symbol, or the name in Latin letters.";

    /// <summary>Reads a text; null when there is nothing to search for.</summary>
    public static SearchText? Read(string? text)
    {
        string[] words = Plain(text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length == 0 || text!.Length > LengthMax) return null;
        if (LocalNames.OfOption(string.Join(' ', words)) is { } local) return new SearchText(words[0].ToUpperInvariant(), SecurityType.Option, "", "", "", null, "") { LocalSymbol = local };
        SecurityType type = IsShortOption(words) ? SecurityType.Option : SecurityType.Unknown;
        string exchange = "", currency = "", month = "", right = "";
        decimal? strike = null;
        List<string> name = [words[0]];
        foreach (string word in words.Skip(1))
        {
            if (type == SecurityType.Unknown && (SecurityTypes.TryParse(word, out SecurityType code) || Words.TryGetValue(word, out code))) type = code;
            else if (type == SecurityType.Unknown) name.Add(word);
            else if (word.Length is 6 or 8 && word.All(char.IsAsciiDigit)) month = word;
            else if (decimal.TryParse(word, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number) && number > 0m) strike = number;
            else if (RightOf(word) is { Length: > 0 } side) right = side;
            else if (Currencies.Contains(word)) currency = word.ToUpperInvariant();
            else exchange = word.ToUpperInvariant();
        }
        return new SearchText(string.Join(' ', name).ToUpperInvariant(), type, exchange, currency, month, strike, right);
    }

    // "SPY 450 C" and "SPY 20261218 450 put": nothing but an option has a strike and a right.
    private static bool IsShortOption(string[] words) =>
        words.Length is 3 or 4 && words.Skip(1).Count(w => RightOf(w).Length > 0) == 1 && words.Skip(1).All(w => RightOf(w).Length > 0 || decimal.TryParse(w, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _));

    private static string RightOf(string word) => word.ToUpperInvariant() switch { "C" or "CALL" or "CALLS" => "C", "P" or "PUT" or "PUTS" => "P", _ => "" };

    // The gateway knows "Nestle" and can be asked with ASCII alone; some keyboards write Dec18’26.
    private static string Plain(string text) =>
        Ascii.IsValid(text) ? text : text.Contains('’') ? Plain(text.Replace('’', '\'')) : string.Concat(text.Normalize(NormalizationForm.FormD).Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark));

    /// <summary>The two currencies of <c>EUR.USD</c>, <c>EUR/USD</c> or <c>EURUSD</c>; of <c>EUR</c> the second is the dollar. Null when it is no pair.</summary>
    public (string First, string Second)? Pair =>
        Pattern.Length == 7 && Pattern[3] is '.' or '/' && Currencies.Contains(Pattern[..3]) ? (Pattern[..3], Pattern[4..])
        : Pattern.Length == 6 && Currencies.Contains(Pattern[..3]) && Currencies.Contains(Pattern[3..]) ? (Pattern[..3], Pattern[3..])
        : Pattern.Length == 3 && Currencies.Contains(Pattern) && Pattern != "USD" ? (Pattern, Currency.Length > 0 ? Currency : "USD")
        : null;
}
