using System.Collections.Concurrent;
using TradingCore.Domain;

namespace TradingCore.MarketData.Search;

/// <summary>
/// Searches contracts of every kind. The gateway's search by symbol knows stocks, indices and what has derivatives; pairs, crypto currencies,
/// futures and options are asked for as contracts beside it. Answers are kept for a minute: typing a letter and taking it back asks nothing.
/// </summary>
/// <param name="queries">The gateway.</param>
public sealed class ContractSearch(IMarketQueries queries) : IContractSearch
{
    /// <summary>Most hits of one answer.</summary>
    public const int HitsMax = 40;

    private const int KeptMax = 200;
    private const int FuturesMax = 8;
    private const int ProductsMax = 3;
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, (QueryAnswer<ContractHit> Answer, DateTimeOffset At)> _kept = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Why a text cannot be searched for, as a sentence; empty when it can.</summary>
    public static string FaultOf(string? text) => SearchText.FaultOf(text);

    /// <inheritdoc/>
    public async Task<QueryAnswer<ContractHit>> SearchAsync(string text, DateTimeOffset now, CancellationToken stop = default)
    {
        if (FaultOf(text) is { Length: > 0 } fault) return QueryAnswer.Failed<ContractHit>(fault);
        if (SearchText.Read(text) is not { } search) return QueryAnswer.Of<ContractHit>([]);
        string key = search.ToString();
        if (_kept.TryGetValue(key, out (QueryAnswer<ContractHit> Answer, DateTimeOffset At) kept) && now - kept.At < KeptFor) return kept.Answer;
        QueryAnswer<ContractHit> answer = search.SecurityType == SecurityType.Unknown
            ? await SearchAllAsync(search, stop).ConfigureAwait(false)
            : await SearchKindAsync(search, now, stop).ConfigureAwait(false);
        if (!answer.IsAnswered) return answer;
        if (_kept.Count >= KeptMax) _kept.Clear();
        _kept[key] = (answer, now);
        return answer;
    }

    private async Task<QueryAnswer<ContractHit>> SearchAllAsync(SearchText search, CancellationToken stop)
    {
        bool isSymbol = search.Pattern.Length <= 6 && search.Pattern.All(char.IsAsciiLetterOrDigit);
        Task<QueryAnswer<SymbolMatch>> matches = queries.MatchSymbolsAsync(search.Pattern, stop);
        List<Task<QueryAnswer<Instrument>>> lookups = [];
        if (search.Pair is { } pair) lookups.Add(Find(new ContractLookup(pair.First, SecurityType.Forex, "IDEALPRO", pair.Second), stop));
        if (isSymbol)
        {
            lookups.Add(Find(new ContractLookup(search.Pattern, SecurityType.Future), stop));
            lookups.Add(Find(new ContractLookup(search.Pattern, SecurityType.Crypto, "PAXOS", "USD"), stop));
            // By the name that a position, an order and the watchlist have here.
            if (LocalNames.IsLikeFuture(search.Pattern)) lookups.Add(Find(new ContractLookup("", SecurityType.Future) { LocalSymbol = search.Pattern }, stop));
        }
        QueryAnswer<SymbolMatch> found = await matches.ConfigureAwait(false);
        // A hit that is a future names the product, not the month; the months are asked for, by the symbol when only its name was typed.
        lookups.AddRange(found.Items.Where(m => m.SecurityType == SecurityType.Future && !(isSymbol && m.Symbol == search.Pattern))
            .Select(m => m.Symbol).Distinct().Take(ProductsMax).Select(symbol => Find(new ContractLookup(symbol, SecurityType.Future), stop)));
        QueryAnswer<Instrument>[] contracts = await Task.WhenAll(lookups).ConfigureAwait(false);
        List<ContractHit> hits = [.. found.Items.Where(m => !IsDerivative(m.SecurityType)).Select(OfMatch)];
        foreach (QueryAnswer<Instrument> answer in contracts)
            hits.AddRange(Sorted(answer.Items, search).Take(FuturesMax).Select(OfInstrument));
        if (hits.Count == 0 && !found.IsAnswered) return QueryAnswer.Failed<ContractHit>(found.Problem);
        return QueryAnswer.Of<ContractHit>(
        [
            .. hits.DistinctBy(h => h.ConId)
                .OrderBy(h => !h.Ticker.Equals(search.Pattern, StringComparison.OrdinalIgnoreCase))
                .ThenBy(h => !h.Query.Symbol.StartsWith(search.Pattern, StringComparison.OrdinalIgnoreCase))
                .Take(HitsMax),
        ]);
    }

    private async Task<QueryAnswer<ContractHit>> SearchKindAsync(SearchText search, DateTimeOffset now, CancellationToken stop)
    {
        ContractLookup lookup = search.SecurityType switch
        {
            SecurityType.Forex when search.Pair is { } pair => new ContractLookup(pair.First, SecurityType.Forex, "IDEALPRO", pair.Second),
            SecurityType.Crypto => new ContractLookup(search.Pattern, SecurityType.Crypto, Or(search.Exchange, "PAXOS"), Or(search.Currency, "USD")),
            SecurityType.Stock => new ContractLookup(search.Pattern.Replace('.', ' '), SecurityType.Stock, Or(search.Exchange, "SMART"), Or(search.Currency, "USD")),
            SecurityType.Option when search.LocalSymbol.Length > 0 => new ContractLookup("", SecurityType.Option, "SMART", "USD") { LocalSymbol = search.LocalSymbol },
            SecurityType.Option or SecurityType.Warrant =>
                // A whole chain of options has thousands of contracts; without a month the present one is asked for.
                new ContractLookup(search.Pattern, search.SecurityType, Or(search.Exchange, "SMART"), Or(search.Currency, "USD"), Or(search.Month, Month(now)), search.Strike, search.Right),
            _ => new ContractLookup(search.Pattern, search.SecurityType, search.Exchange, search.Currency, search.Month, search.Strike, search.Right),
        };
        QueryAnswer<Instrument> answer = await Find(lookup, stop).ConfigureAwait(false);
        if (answer is { IsAnswered: true, Items.Count: 0 } && lookup is { SecurityType: SecurityType.Option, LocalSymbol: "" } && search.Month.Length == 0)
            answer = await Find(lookup with { Month = Month(now.AddMonths(1)) }, stop).ConfigureAwait(false);
        return answer.IsAnswered
            ? QueryAnswer.Of<ContractHit>([.. Sorted(answer.Items, search).Take(HitsMax).Select(OfInstrument)])
            : QueryAnswer.Failed<ContractHit>(answer.Problem);
    }

    private Task<QueryAnswer<Instrument>> Find(ContractLookup lookup, CancellationToken stop) => queries.FindContractsAsync(lookup, stop);

    private static string Month(DateTimeOffset time) => time.ToString("yyyyMM", System.Globalization.CultureInfo.InvariantCulture);

    // What expires first stands first; a strike that was typed as the middle of what is wanted brings its neighbours.
    private static IEnumerable<Instrument> Sorted(IReadOnlyList<Instrument> found, SearchText search) => found
        .Where(i => i.Contract.Exchange != "QBALGO")
        .OrderBy(i => i.Contract.LastTradeDateOrContractMonth, StringComparer.Ordinal)
        .ThenBy(i => search.Strike is { } strike && i.Contract.Strike is { } own ? Math.Abs(own - strike) : i.Contract.Strike ?? 0m)
        .ThenBy(i => i.Contract.Right, StringComparer.Ordinal);

    private static bool IsDerivative(SecurityType type) => type is SecurityType.Future or SecurityType.Option or SecurityType.FutureOption or SecurityType.Warrant;

    private static ContractHit OfMatch(SymbolMatch m)
    {
        string ticker = m.SecurityType switch
        {
            SecurityType.Forex => $"{m.Symbol}.{m.Currency}",
            SecurityType.Stock => m.Symbol.Replace(' ', '.'),
            _ => m.Symbol,
        };
        ContractQuery query = m.SecurityType switch
        {
            SecurityType.Forex => new ContractQuery(ticker, SecurityType.Forex),
            SecurityType.Stock => m.Currency is "USD" or "" ? new ContractQuery(ticker, SecurityType.Stock) : new ContractQuery(ticker, SecurityType.Stock, "SMART", m.Currency),
            _ => new ContractQuery(ticker, m.SecurityType, m.PrimaryExchange, m.Currency),
        };
        return new ContractHit(query, m.ConId, ticker, m.SecurityType, m.PrimaryExchange, m.Currency, m.Name, "", null, "", m.Derivatives);
    }

    private static ContractHit OfInstrument(Instrument i)
    {
        Contract c = i.Contract;
        ContractQuery query = c.SecurityType switch
        {
            SecurityType.Forex => new ContractQuery(c.Ticker, SecurityType.Forex),
            SecurityType.Stock => new ContractQuery(c.Ticker, SecurityType.Stock, c.Currency == "USD" ? "" : "SMART", c.Currency == "USD" ? "" : c.Currency),
            SecurityType.Crypto => new ContractQuery(c.Symbol, SecurityType.Crypto, c.Exchange, c.Currency),
            // The local symbol is the one name of a derivative that needs no more words.
            SecurityType.Option or SecurityType.FutureOption or SecurityType.Warrant => new ContractQuery(c.LocalSymbol, c.SecurityType, c.Exchange, c.Currency),
            SecurityType.Future => new ContractQuery(c.Symbol, SecurityType.Future, c.Exchange, c.Currency, c.LastTradeDateOrContractMonth),
            _ => new ContractQuery(c.Symbol, c.SecurityType, c.Exchange, c.Currency, c.LastTradeDateOrContractMonth),
        };
        string exchange = c.SecurityType == SecurityType.Stock && c.PrimaryExchange.Length > 0 ? c.PrimaryExchange : c.Exchange;
        return new ContractHit(query, c.ConId, c.Ticker, c.SecurityType, exchange, c.Currency, i.LongName, c.LastTradeDateOrContractMonth, c.Strike, c.Right, []);
    }

    private static string Or(string text, string fallback) => text.Length > 0 ? text : fallback;
}
