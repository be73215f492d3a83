using TradingCore.Domain;
using TradingCore.MarketData.Depth;
using TradingCore.Tws.Mapping;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;

namespace TradingCore.Tws;

/// <summary>
/// The order books that are wanted. Remembered until nobody wants them: all are asked for again after a reconnect and whenever the gateway lost its
/// data, because a positional book with one missed row is wrong for ever. Used under the gateway's lock.
/// </summary>
/// <remarks>Source: responses.md section 9: three books at the same time to 100 market data lines (309), 317 empties a book, 316 ends it.</remarks>
internal sealed class DepthSubscriptions(SessionContext context)
{
    private const int LimitReached = 309;
    private const int Halted = 316;
    private const int Reset = 317;
    private const int NotSupported = 10092;
    private const int ExchangesTold = 2152;
    private static readonly TimeSpan RetryMin = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RetryMax = TimeSpan.FromMinutes(5);

    private readonly List<DepthSubscription> _all = [];
    private readonly Dictionary<int, DepthSubscription> _byId = [];

    // What the broker has shown to be too many, on this connection.
    private int? _learnedMax;

    /// <summary>The ledger.</summary>
    public DepthUsage Usage => new(_byId.Count, Max, _all.Count(s => s.Id == 0 && s.IsWaiting));

    /// <summary>Open at the gateway. Any thread, perhaps of the moment before.</summary>
    public int OpenCount => _byId.Count;

    /// <summary>Most that may be open. Any thread.</summary>
    public int Max => Math.Min(context.Options.DepthMax, _learnedMax ?? int.MaxValue);

    /// <summary>Wants a book.</summary>
    public void Add(DepthFeed feed)
    {
        if (_all.Exists(s => s.Feed.ConId == feed.ConId)) return;
        var subscription = new DepthSubscription(feed);
        _all.Add(subscription);
        if (context.IsReady) Ask(subscription);
        else Say(subscription, DepthState.Interrupted, "The gateway is not connected; the book comes by itself when it is back.");
    }

    /// <summary>No longer wants a book.</summary>
    public void Remove(ConId conId)
    {
        if (_all.Find(s => s.Feed.ConId == conId) is not { } subscription) return;
        _all.Remove(subscription);
        Cancel(subscription);
        AskWaiting();
    }

    /// <summary>Connected: asks for everything.</summary>
    public void OnReady()
    {
        _learnedMax = null;
        foreach (DepthSubscription subscription in _all) Ask(subscription);
    }

    /// <summary>The connection ended: what is shown is the last known book, and marked as such.</summary>
    public void OnClosed()
    {
        _byId.Clear();
        foreach (DepthSubscription subscription in _all)
        {
            subscription.Id = 0;
            subscription.AskAt = null;
            subscription.IsWaiting = false;
            subscription.Retries = 0;
            subscription.ClearAtFirstRow = true;
            Say(subscription, DepthState.Interrupted, "The connection is down; this is the last known book.");
        }
    }

    /// <summary>The gateway lost IB: no rows come.</summary>
    public void OnBrokerLost()
    {
        foreach (DepthSubscription subscription in _byId.Values) Say(subscription, DepthState.Interrupted, "The gateway has lost IB; this is the last known book.");
    }

    /// <summary>The gateway has IB again: rows were missed, so every book is asked for anew.</summary>
    public void AskAllAgain()
    {
        foreach (DepthSubscription subscription in _all)
        {
            Cancel(subscription);
            subscription.ClearAtFirstRow = true;
            Ask(subscription);
        }
    }

    /// <summary>Asks for what is due again.</summary>
    public void Tick(DateTimeOffset now)
    {
        if (!context.IsReady) return;
        foreach (DepthSubscription subscription in _all)
            if (subscription.AskAt <= now) Ask(subscription);
    }

    /// <summary>Shows the changes of this read to readers.</summary>
    public void Publish()
    {
        foreach (DepthSubscription subscription in _byId.Values) subscription.Feed.Publish();
    }

    /// <summary>A row of a book of one venue.</summary>
    public bool OnRow(in MarketDepth row) => OnRow(row.ReqId, row.Position, row.Operation, row.Side, row.Price, row.Size, "");

    /// <summary>A row with its venue or maker.</summary>
    public bool OnRow(in MarketDepthL2 row) => OnRow(row.ReqId, row.Position, row.Operation, row.Side, row.Price, row.Size, row.MarketMaker);

    /// <summary>The book of a contract for difference is that of its underlying.</summary>
    public bool OnReroute(RerouteMktDepthReq message)
    {
        if (!_byId.TryGetValue(message.ReqId, out DepthSubscription? subscription)) return false;
        Cancel(subscription);
        subscription.Rerouted = (message.ConId, message.Exchange);
        Ask(subscription);
        return true;
    }

    /// <summary>The gateway says something about a book.</summary>
    public void OnError(PendingRequest request, int code, string text)
    {
        var subscription = (DepthSubscription)request.Owner;
        string ticker = subscription.Feed.Instrument.Contract.Ticker;
        if (code == Reset)
        {
            subscription.Feed.Clear();
            subscription.Feed.Publish();
            context.Log.SubscriptionAdvice(ticker, code, text);
            return;
        }
        SubscriptionOutcome outcome = code switch
        {
            LimitReached or Halted => SubscriptionOutcome.AskAgain,
            ExchangesTold => SubscriptionOutcome.Advice,
            NotSupported => SubscriptionOutcome.Refused,
            _ => ErrorCodes.ForSubscription(code, text, context.Options.MarketDataType),
        };
        if (outcome == SubscriptionOutcome.Advice)
        {
            context.Log.SubscriptionAdvice(ticker, code, text);
            return;
        }
        context.Book.Close(request.Id);
        _byId.Remove(request.Id);
        subscription.Id = 0;
        subscription.ClearAtFirstRow = true;
        if (code == LimitReached)
        {
            // The broker grants fewer than the setting; whatever is open now is its limit.
            _learnedMax = Math.Max(1, _byId.Count);
            Wait(subscription);
            return;
        }
        if (outcome == SubscriptionOutcome.AskAgain)
        {
            subscription.AskAt = context.Now + TimeSpan.FromTicks(Math.Min(RetryMax.Ticks, RetryMin.Ticks << Math.Min(subscription.Retries++, 8)));
            Say(subscription, DepthState.Interrupted, $"{ErrorCodes.WithAdvice(code, text)} It is asked for again ({code}).");
            return;
        }
        context.Log.SubscriptionRefused(ticker, code, text);
        Say(subscription, DepthState.Refused, $"{ErrorCodes.WithAdvice(code, text).TrimEnd('.')} ({code}).");
        AskWaiting();
    }

    private bool OnRow(int id, int position, int operation, int side, double price, decimal? size, string maker)
    {
        if (!_byId.TryGetValue(id, out DepthSubscription? subscription)) return false;
        if (subscription.ClearAtFirstRow)
        {
            subscription.ClearAtFirstRow = false;
            subscription.Feed.Clear();
        }
        var level = new DepthLevel(operation == 2 ? 0m : WireNumber.ToDecimalOrZero(price), size ?? 0m, maker);
        if (subscription.Feed.Apply(side == 1, position, operation, level, context.Now))
        {
            subscription.Retries = 0;
            return true;
        }
        context.Log.DepthOutOfStep(subscription.Feed.Instrument.Contract.Ticker, position, operation);
        Cancel(subscription);
        subscription.ClearAtFirstRow = true;
        subscription.AskAt = context.Now + TimeSpan.FromTicks(RetryMin.Ticks << Math.Min(subscription.Retries++, 8));
        Say(subscription, DepthState.Interrupted, "Rows of the book were missed; it is asked for anew.");
        return true;
    }

    private void Ask(DepthSubscription subscription)
    {
        subscription.AskAt = null;
        if (_byId.Count >= Max)
        {
            Wait(subscription);
            return;
        }
        subscription.IsWaiting = false;
        TwsProtocol.Contracts.Contract wire = ContractMap.ToWire(subscription.Feed.Instrument.Contract);
        if (subscription.Rerouted is { } other) wire = new TwsProtocol.Contracts.Contract { ConId = other.ConId, Exchange = other.Exchange };
        bool isSmart = wire.Exchange == "SMART";
        int id = context.Book.Open(RequestKind.Depth, subscription, deadline: null);
        if (!context.Send(new ReqMktDepth(id, wire, subscription.Feed.Rows, isSmart), SendPriority.Request, id))
        {
            context.Book.Close(id);
            subscription.AskAt = context.Now + RetryMin;
            return;
        }
        subscription.Id = id;
        subscription.IsSmart = isSmart;
        _byId.Add(id, subscription);
        Say(subscription, DepthState.Asking, "");
    }

    private void Cancel(DepthSubscription subscription)
    {
        if (subscription.Id == 0) return;
        context.Send(new CancelMktDepth(subscription.Id, subscription.IsSmart), SendPriority.Request, subscription.Id);
        context.Book.Close(subscription.Id);
        _byId.Remove(subscription.Id);
        subscription.Id = 0;
    }

    private void Wait(DepthSubscription subscription)
    {
        subscription.IsWaiting = true;
        Say(subscription, DepthState.Waiting, $"All {Max} order books that the broker grants are open for other contracts ({string.Join(", ", _byId.Values.Select(s => s.Feed.Instrument.Contract.Ticker))}). Close one; this one then opens by itself.");
    }

    private void AskWaiting()
    {
        if (!context.IsReady) return;
        foreach (DepthSubscription subscription in _all)
            if (subscription.IsWaiting && _byId.Count < Max) Ask(subscription);
    }

    private static void Say(DepthSubscription subscription, DepthState state, string reason)
    {
        subscription.Feed.Enter(state, reason);
        subscription.Feed.Publish();
    }
}

/// <summary>One wanted order book and what is asked for of it on the present connection.</summary>
internal sealed class DepthSubscription(DepthFeed feed)
{
    /// <summary>The book.</summary>
    public DepthFeed Feed { get; } = feed;

    /// <summary>Request id; 0 when it is not asked for.</summary>
    public int Id { get; set; }

    /// <summary>True when it was asked for over all venues: its cancel must say the same.</summary>
    public bool IsSmart { get; set; }

    /// <summary>True when no book is free for it.</summary>
    public bool IsWaiting { get; set; }

    /// <summary>When to ask again; null when nothing is due.</summary>
    public DateTimeOffset? AskAt { get; set; }

    /// <summary>Times in a row that it was asked for again.</summary>
    public int Retries { get; set; }

    /// <summary>True while the rows shown are of an earlier subscription: the next row begins a new book.</summary>
    public bool ClearAtFirstRow { get; set; }

    /// <summary>Contract and exchange that the gateway named instead; null when it named none.</summary>
    public (int ConId, string Exchange)? Rerouted { get; set; }
}
