using TradingCore.Domain;
using TradingCore.Engine.Events;
using TradingCore.Tws.Mapping;
using TwsProtocol.Contracts;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using PriceIncrement = TradingCore.Domain.PriceIncrement;
using WireContract = TwsProtocol.Contracts.Contract;

namespace TradingCore.Tws;

/// <summary>
/// Turns what a person calls a contract into an instrument: contract details, then the market rule of its exchange. What is not answered when
/// the connection ends is asked again. Used under the gateway's lock.
/// </summary>
internal sealed class InstrumentResolver(SessionContext context)
{
    private const int NoSuchContract = 200;
    private const int AttemptsMax = 3;
    private const int LookupsMax = 2_000;
    private const int DetailsMax = 2_000;
    private const int RulesMax = 5_000;
    private static readonly string[] UsualListings = ["NASDAQ", "NYSE", "ARCA", "AMEX", "BATS", "PINK"];

    private readonly Dictionary<ContractQuery, Lookup> _lookups = [];
    private readonly Dictionary<int, IReadOnlyList<PriceIncrement>> _rules = [];

    /// <summary>Lookups that are not answered.</summary>
    public int Count => _lookups.Count;

    /// <summary>Asks for a contract. The same question twice is one question.</summary>
    public void Ask(ContractQuery query)
    {
        if (_lookups.ContainsKey(query)) return;
        if (_lookups.Count >= LookupsMax)
        {
            Fail(new Lookup(query, []), 0, $"more than {LookupsMax} contracts are being looked up; ask again later");
            return;
        }
        var lookup = new Lookup(query, ContractQueryMap.Candidates(query));
        _lookups.Add(query, lookup);
        if (context.IsReady) Send(lookup);
    }

    /// <summary>Connected: asks what is open.</summary>
    public void OnReady()
    {
        foreach (Lookup lookup in _lookups.Values)
        {
            lookup.Attempts = 0;
            lookup.Chosen = null;
            Send(lookup);
        }
    }

    /// <summary>A contract that fits.</summary>
    public static void OnDetails(PendingRequest request, ContractDetails details)
    {
        var lookup = (Lookup)request.Owner;
        if (lookup.Found.Count < DetailsMax) lookup.Found.Add(details);
    }

    /// <summary>No more contracts fit.</summary>
    public void OnDetailsEnd(PendingRequest request)
    {
        context.Book.Close(request.Id);
        var lookup = (Lookup)request.Owner;
        if (Choose(lookup) is not { } chosen)
        {
            Next(lookup, NoSuchContract, "no contract fits that has not expired");
            return;
        }
        lookup.Chosen = chosen;
        lookup.RuleId = ContractMap.MarketRuleId(chosen, chosen.Contract.Exchange);
        if (lookup.RuleId is not { } rule || _rules.ContainsKey(rule))
        {
            Finish(lookup);
            return;
        }
        lookup.RuleDeadline = context.Deadline();
        if (_lookups.Values.Any(l => l != lookup && l.Chosen is not null && l.RuleId == rule)) return; // already asked for
        context.Send(new ReqMarketRule(rule));
    }

    /// <summary>A market rule came.</summary>
    public void OnRule(MarketRule rule)
    {
        if (_rules.Count < RulesMax)
            _rules[rule.MarketRuleId] = [.. rule.PriceIncrements.Select(i => new PriceIncrement(WireNumber.ToDecimalOrZero(i.LowEdge), WireNumber.ToDecimalOrZero(i.Increment))).Where(i => i.Increment > 0m).OrderBy(i => i.LowEdge)];
        foreach (Lookup lookup in _lookups.Values.Where(l => l.Chosen is not null && l.RuleId == rule.MarketRuleId).ToArray()) Finish(lookup);
    }

    /// <summary>The gateway refuses.</summary>
    public void OnError(PendingRequest request, int code, string text)
    {
        context.Book.Close(request.Id);
        Next((Lookup)request.Owner, code, text);
    }

    /// <summary>An answer is overdue.</summary>
    public void OnOverdue(PendingRequest request)
    {
        context.Book.Close(request.Id);
        var lookup = (Lookup)request.Owner;
        if (lookup.Attempts < AttemptsMax) Send(lookup);
        else Fail(lookup, 0, $"the gateway did not answer {AttemptsMax} times");
    }

    /// <summary>Lets lookups end that wait for a market rule too long: the smallest tick of the contract is a safe price step.</summary>
    public void Tick(DateTimeOffset now)
    {
        if (_lookups.Count == 0) return;
        foreach (Lookup lookup in _lookups.Values.Where(l => l.Chosen is not null && l.RuleDeadline <= now).ToArray()) Finish(lookup);
    }

    private void Send(Lookup lookup)
    {
        lookup.Attempts++;
        lookup.Found.Clear();
        int id = context.Book.Open(RequestKind.ContractDetails, lookup, context.Deadline());
        context.Send(new ReqContractDetails(id, lookup.Candidates[lookup.Index]), SendPriority.Request, id);
    }

    private void Next(Lookup lookup, int code, string text)
    {
        if (lookup.Index + 1 < lookup.Candidates.Count)
        {
            lookup.Index++;
            lookup.Attempts = 0;
            Send(lookup);
            return;
        }
        Fail(lookup, code, text);
    }

    private void Fail(Lookup lookup, int code, string text)
    {
        _lookups.Remove(lookup.Query);
        context.Log.InstrumentNotResolved(lookup.Query, code, text);
        context.Post(new InstrumentNotResolved(lookup.Query, code, text) { Time = context.Now });
    }

    private void Finish(Lookup lookup)
    {
        _lookups.Remove(lookup.Query);
        IReadOnlyList<PriceIncrement> increments = lookup.RuleId is { } rule && _rules.TryGetValue(rule, out IReadOnlyList<PriceIncrement>? known) ? known : [];
        Instrument instrument = ContractMap.ToInstrument(lookup.Chosen!, lookup.Chosen!.Contract.Exchange, increments);
        context.Log.InstrumentResolved(lookup.Query, instrument.Contract.Ticker, instrument.Contract.ConId);
        context.Post(new InstrumentResolved(lookup.Query, instrument) { Time = context.Now });
    }

    private ContractDetails? Choose(Lookup lookup)
    {
        string today = context.ServerNow.UtcDateTime.ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture);
        ContractDetails[] alive =
        [
            .. lookup.Found
                .Where(d => string.CompareOrdinal(Expiry(d.Contract), today) >= 0)
                .OrderBy(d => Expiry(d.Contract), StringComparer.Ordinal)
                .ThenBy(d => Rank(d.Contract)),
        ];
        if (alive.Length > 1)
        {
            ContractDetails first = alive[0];
            if (alive.Any(d => d.Contract.ConId != first.Contract.ConId))
                context.Log.AmbiguousContract(lookup.Query, alive.Length, first.Contract.LocalSymbol, first.Contract.PrimaryExch is { Length: > 0 } primary ? primary : first.Contract.Exchange);
        }
        return alive.FirstOrDefault();
    }

    // What never expires sorts after every date.
    private static string Expiry(WireContract contract) => ContractMap.LastTradeDate(contract) is { Length: >= 6 } date ? date.PadRight(8, '9') : "99999999";

    private static int Rank(WireContract contract)
    {
        // QBALGO offers the futures of CME a second time, for algorithms only.
        if (contract.Exchange == "QBALGO") return 1_000;
        int listing = Array.IndexOf(UsualListings, contract.PrimaryExch);
        return listing >= 0 ? listing : UsualListings.Length;
    }

    private sealed class Lookup(ContractQuery query, IReadOnlyList<WireContract> candidates)
    {
        public ContractQuery Query { get; } = query;
        public IReadOnlyList<WireContract> Candidates { get; } = candidates;
        public int Index { get; set; }
        public int Attempts { get; set; }
        public List<ContractDetails> Found { get; } = [];
        public ContractDetails? Chosen { get; set; }
        public int? RuleId { get; set; }
        public DateTimeOffset RuleDeadline { get; set; }
    }
}
