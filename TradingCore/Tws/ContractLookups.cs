using TradingCore.Domain;
using TradingCore.MarketData;
using TradingCore.MarketData.Search;
using TradingCore.Tws.Mapping;
using TwsProtocol.Contracts;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using WireContract = TwsProtocol.Contracts.Contract;

namespace TradingCore.Tws;

/// <summary>
/// Questions of screens about contracts: the search by symbol, which leaves at most once a second, and lists of contracts that fit a description.
/// Bounded; what is not answered when the connection ends is answered with that. Used under the gateway's lock.
/// </summary>
/// <remarks>Source: requests.md section 4.1: reqMatchingSymbols about one per second.</remarks>
internal sealed class ContractLookups(SessionContext context)
{
    private const int NoSuchContract = 200;
    private const int WaitingMax = 20;
    private const int OpenMax = 10;
    private const int FoundMax = 500;
    private const string NotConnected = "The gateway is not connected; contracts can be searched when it is back.";
    private const string Busy = "Too many searches at the same time; try again in some seconds.";

    // A second, and what a message may wait on its way out.
    private static readonly TimeSpan MatchInterval = TimeSpan.FromSeconds(1.05);

    private readonly LinkedList<Matching> _waiting = new();
    private readonly HashSet<Finding> _open = [];
    private DateTimeOffset _nextMatch;

    /// <summary>Asks for contracts by symbol or name.</summary>
    public Task<QueryAnswer<SymbolMatch>> Match(string pattern)
    {
        if (!context.IsReady) return Task.FromResult(QueryAnswer.Failed<SymbolMatch>(NotConnected));
        if (_waiting.FirstOrDefault(m => m.Pattern == pattern) is { } same) return same.Answer.Task;
        if (_waiting.Count >= WaitingMax) return Task.FromResult(QueryAnswer.Failed<SymbolMatch>(Busy));
        var matching = new Matching(pattern);
        _waiting.AddLast(matching);
        Tick(context.Now);
        return matching.Answer.Task;
    }

    /// <summary>Asks for the contracts that fit a description.</summary>
    public Task<QueryAnswer<Instrument>> Find(ContractLookup lookup)
    {
        if (!context.IsReady) return Task.FromResult(QueryAnswer.Failed<Instrument>(NotConnected));
        if (_open.Count >= OpenMax) return Task.FromResult(QueryAnswer.Failed<Instrument>(Busy));
        var finding = new Finding();
        int id = context.Book.Open(RequestKind.ContractSearch, finding, context.Deadline());
        if (!context.Send(new ReqContractDetails(id, ToWire(lookup)), SendPriority.Request, id))
        {
            context.Book.Close(id);
            return Task.FromResult(QueryAnswer.Failed<Instrument>(Busy));
        }
        _open.Add(finding);
        return finding.Answer.Task;
    }

    /// <summary>Sends the next search when its second has passed.</summary>
    public void Tick(DateTimeOffset now)
    {
        if (!context.IsReady || now < _nextMatch) return;
        for (LinkedListNode<Matching>? node = _waiting.First; node is not null; node = node.Next)
        {
            if (node.Value.Id != 0) continue;
            int id = context.Book.Open(RequestKind.SymbolSearch, node.Value, context.Deadline());
            if (!context.Send(new ReqMatchingSymbols(id, node.Value.Pattern), SendPriority.Request, id))
            {
                context.Book.Close(id);
                return;
            }
            node.Value.Id = id;
            _nextMatch = now + MatchInterval;
            return;
        }
    }

    /// <summary>Hits of a search.</summary>
    public void OnSamples(PendingRequest request, SymbolSamples samples)
    {
        List<SymbolMatch> found = [];
        foreach (ContractDescription hit in samples.ContractDescriptions)
        {
            if (!SecurityTypes.TryParse(hit.Contract.SecType, out SecurityType type)) continue;
            SecurityType[] derivatives = [.. hit.DerivativeSecTypes.Select(t => SecurityTypes.TryParse(t, out SecurityType d) ? d : SecurityType.Unknown).Where(d => d != SecurityType.Unknown)];
            found.Add(new SymbolMatch(new ConId(hit.Contract.ConId), hit.Contract.Symbol, type, hit.Contract.PrimaryExch, hit.Contract.Currency, hit.Contract.Description, derivatives));
        }
        End(request, QueryAnswer.Of<SymbolMatch>(found));
    }

    /// <summary>A contract that fits.</summary>
    public static void OnDetails(PendingRequest request, ContractDetails details)
    {
        var finding = (Finding)request.Owner;
        if (finding.Found.Count < FoundMax) finding.Found.Add(ContractMap.ToInstrument(details, "", []));
    }

    /// <summary>No more contracts fit.</summary>
    public void OnDetailsEnd(PendingRequest request) => End(request, QueryAnswer.Of<Instrument>(((Finding)request.Owner).Found));

    /// <summary>The gateway refuses; that no contract fits is an answer.</summary>
    public void OnError(PendingRequest request, int code, string text)
    {
        if (request.Owner is Matching) End(request, code == NoSuchContract ? QueryAnswer.Of<SymbolMatch>([]) : QueryAnswer.Failed<SymbolMatch>(ErrorCodes.WithAdvice(code, text)));
        else End(request, code == NoSuchContract ? QueryAnswer.Of<Instrument>([]) : QueryAnswer.Failed<Instrument>(ErrorCodes.WithAdvice(code, text)));
    }

    /// <summary>An answer is overdue.</summary>
    public void OnOverdue(PendingRequest request) => OnError(request, 0, "The gateway did not answer the search in time.");

    /// <summary>The connection ended.</summary>
    public void OnClosed()
    {
        foreach (Matching matching in _waiting) matching.Answer.TrySetResult(QueryAnswer.Failed<SymbolMatch>(NotConnected));
        foreach (Finding finding in _open) finding.Answer.TrySetResult(QueryAnswer.Failed<Instrument>(NotConnected));
        _waiting.Clear();
        _open.Clear();
        _nextMatch = default;
    }

    private void End(PendingRequest request, QueryAnswer<SymbolMatch> answer)
    {
        context.Book.Close(request.Id);
        var matching = (Matching)request.Owner;
        _waiting.Remove(matching);
        matching.Answer.TrySetResult(answer);
    }

    private void End(PendingRequest request, QueryAnswer<Instrument> answer)
    {
        context.Book.Close(request.Id);
        var finding = (Finding)request.Owner;
        _open.Remove(finding);
        finding.Answer.TrySetResult(answer);
    }

    private static WireContract ToWire(ContractLookup lookup) => new()
    {
        Symbol = lookup.Symbol,
        LocalSymbol = lookup.LocalSymbol,
        SecType = SecurityTypes.Code(lookup.SecurityType),
        Exchange = lookup.Exchange,
        Currency = lookup.Currency,
        LastTradeDateOrContractMonth = lookup.Month,
        Strike = (double)(lookup.Strike ?? 0m),
        Right = lookup.Right,
    };

    private sealed class Matching(string pattern)
    {
        public string Pattern { get; } = pattern;
        public int Id { get; set; }
        public TaskCompletionSource<QueryAnswer<SymbolMatch>> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Finding
    {
        public List<Instrument> Found { get; } = [];
        public TaskCompletionSource<QueryAnswer<Instrument>> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
