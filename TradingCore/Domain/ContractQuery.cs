namespace TradingCore.Domain;

/// <summary>What a person or a setting says to name a contract before the gateway has resolved it.</summary>
/// <param name="Symbol">Symbol, <c>EUR.USD</c> for a pair, or a local symbol of a derivative.</param>
/// <param name="SecurityType">Kind of product; <see cref="SecurityType.Unknown"/> lets the resolver find it (stock first, pair when the symbol looks like one).</param>
/// <param name="Exchange">Exchange, or empty for the usual one of the kind.</param>
/// <param name="Currency">Currency, or empty for the usual one.</param>
/// <param name="LastTradeDateOrContractMonth">Month or date of a derivative; empty means the front month.</param>
public sealed record ContractQuery(
    string Symbol,
    SecurityType SecurityType = SecurityType.Unknown,
    string Exchange = "",
    string Currency = "",
    string LastTradeDateOrContractMonth = "")
{
    /// <summary>Reads the short form used in settings and in the watchlist box: <c>SYMBOL [SECTYPE [EXCHANGE [CURRENCY [MONTH]]]]</c>, for example <c>ES FUT CME</c>.</summary>
    /// <param name="text">The short form; case of the symbol does not matter.</param>
    /// <param name="query">The result; null when false is returned.</param>
    /// <param name="error">A sentence that says what was wrong and what is expected; empty when true is returned.</param>
    public static bool TryParse(string text, out ContractQuery? query, out string error)
    {
        query = null;
        string[] parts = (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length is 0 or > 5)
        {
            error = $"'{text}' does not name a contract. Expected SYMBOL [SECTYPE [EXCHANGE [CURRENCY [MONTH]]]], for example 'SPY' or 'ES FUT CME'.";
            return false;
        }
        // The exchange's name of an option has blanks in it: AAPL  270115P00180000 is the root filled up to six, then date, right and strike.
        if (parts.Length > 1 && IsOptionTail(parts[1]))
        {
            parts = [parts[0].PadRight(6) + parts[1], .. parts.Skip(2)];
            if (parts.Length == 1) parts = [parts[0], "OPT"];
        }
        string symbol = parts[0].ToUpperInvariant();
        if (symbol.Length > 24 || symbol.Any(c => !(char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '/' or ' ')))
        {
            error = $"'{parts[0]}' is not a symbol. Expected up to 24 letters, digits, '.', '-' or '/'.";
            return false;
        }
        SecurityType type = SecurityType.Unknown;
        if (parts.Length > 1 && !SecurityTypes.TryParse(parts[1], out type))
        {
            error = $"'{parts[1]}' is not a security type. Expected one of {SecurityTypes.AllCodes}.";
            return false;
        }
        if (Part(3) is { Length: > 0 } currency && (currency.Length != 3 || !currency.All(char.IsAsciiLetter)))
        {
            error = $"'{parts[3]}' is not a currency. Expected three letters, such as in 'ES FUT CME USD 202612'.";
            return false;
        }
        if (Part(4) is { Length: > 0 } month && (month.Length is not (6 or 8) || !month.All(char.IsAsciiDigit)))
        {
            error = $"'{parts[4]}' is not a month or date. Expected YYYYMM or YYYYMMDD, such as in 'ES FUT CME USD 202612'.";
            return false;
        }
        query = new ContractQuery(symbol, type, Part(2), Part(3), Part(4));
        error = "";
        return true;

        string Part(int i) => parts.Length > i ? parts[i].ToUpperInvariant() : "";
    }

    private static bool IsOptionTail(string text) =>
        text.Length == 15 && char.ToUpperInvariant(text[6]) is 'C' or 'P' && text.Where((_, i) => i != 6).All(char.IsAsciiDigit);

    /// <summary>The short form again; what is stored in the watchlist.</summary>
    public override string ToString() =>
        string.Join(' ', new[] { Symbol, SecurityType == SecurityType.Unknown ? "" : SecurityTypes.Code(SecurityType), Exchange, Currency, LastTradeDateOrContractMonth }.Where(p => p.Length > 0));
}
