using TradingCore.Domain;
using WireContract = TwsProtocol.Contracts.Contract;

namespace TradingCore.Tws.Mapping;

/// <summary>What to ask the gateway for, one guess after the other, when a person names a contract in short.</summary>
internal static class ContractQueryMap
{
    /// <summary>The contracts to ask for, most likely first; the next is asked only when the one before does not exist.</summary>
    public static IReadOnlyList<WireContract> Candidates(ContractQuery query)
    {
        if (query.SecurityType != SecurityType.Unknown) return [Candidate(query, query.SecurityType)];
        if (LooksLikePair(query.Symbol, out _, out _)) return [Candidate(query, SecurityType.Forex)];
        var candidates = new List<WireContract> { Candidate(query, SecurityType.Stock) };
        if (LooksLikeFutureMonth(query.Symbol) || query.LastTradeDateOrContractMonth.Length > 0 || query.Exchange.Length > 0)
            candidates.Add(Candidate(query, SecurityType.Future));
        candidates.Add(Candidate(query, SecurityType.Index));
        candidates.Add(Candidate(query, SecurityType.Crypto));
        return candidates;
    }

    private static WireContract Candidate(ContractQuery query, SecurityType type)
    {
        string currency = query.Currency.Length > 0 ? query.Currency : "USD";
        switch (type)
        {
            case SecurityType.Forex when LooksLikePair(query.Symbol, out string first, out string second):
                return Wire(type, first, Or(query.Exchange, "IDEALPRO"), second, query);
            case SecurityType.Forex:
                return Wire(type, query.Symbol, Or(query.Exchange, "IDEALPRO"), currency, query);
            case SecurityType.Crypto:
                return Wire(type, query.Symbol.Split('.', '/')[0], Or(query.Exchange, "PAXOS"), currency, query);
            case SecurityType.Stock:
                // A share of a class has a blank on the wire: BRK.B is BRK B.
                return Wire(type, query.Symbol.Replace('.', ' '), Or(query.Exchange, "SMART"), currency, query);
            case SecurityType.Future when LooksLikeFutureMonth(query.Symbol) && query.LastTradeDateOrContractMonth.Length == 0:
                return Wire(type, "", query.Exchange, query.Currency, query) with { LocalSymbol = query.Symbol };
            // The local symbol of an option has blanks in it, as its own symbol never has: AAPL  270115P00180000.
            case SecurityType.Option or SecurityType.FutureOption or SecurityType.Warrant when query.Symbol.Contains(' ', StringComparison.Ordinal):
                return Wire(type, "", type == SecurityType.FutureOption ? query.Exchange : Or(query.Exchange, "SMART"), currency, query) with { LocalSymbol = query.Symbol };
            case SecurityType.Future or SecurityType.FutureOption or SecurityType.Index:
                // Without an exchange the gateway looks on all of them.
                return Wire(type, query.Symbol, query.Exchange, query.Currency, query);
            default:
                return Wire(type, query.Symbol, Or(query.Exchange, "SMART"), currency, query);
        }
    }

    private static WireContract Wire(SecurityType type, string symbol, string exchange, string currency, ContractQuery query) => new()
    {
        Symbol = symbol,
        SecType = SecurityTypes.Code(type),
        Exchange = exchange,
        Currency = currency,
        LastTradeDateOrContractMonth = type is SecurityType.Forex or SecurityType.Stock or SecurityType.Index or SecurityType.Crypto ? "" : query.LastTradeDateOrContractMonth,
    };

    private static bool LooksLikePair(string symbol, out string first, out string second)
    {
        bool pair = symbol.Length == 7 && symbol[3] is '.' or '/' && symbol.Where((_, i) => i != 3).All(char.IsAsciiLetter);
        first = pair ? symbol[..3] : "";
        second = pair ? symbol[4..] : "";
        return pair;
    }

    // ESZ6, CLF27: product, month letter, year.
    private static bool LooksLikeFutureMonth(string symbol)
    {
        int digits = 0;
        while (digits < symbol.Length && char.IsAsciiDigit(symbol[^(digits + 1)])) digits++;
        return digits is 1 or 2 && symbol.Length >= digits + 3 && "FGHJKMNQUVXZ".Contains(symbol[^(digits + 1)], StringComparison.Ordinal);
    }

    private static string Or(string text, string fallback) => text.Length > 0 ? text : fallback;
}
