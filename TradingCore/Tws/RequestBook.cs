namespace TradingCore.Tws;

/// <summary>What a request id stands for.</summary>
internal enum RequestKind
{
    /// <summary>Contract details.</summary>
    ContractDetails,
    /// <summary>Top of book.</summary>
    MarketData,
    /// <summary>Five-second bars.</summary>
    RealTimeBars,
    /// <summary>Historical bars.</summary>
    History,
    /// <summary>Executions.</summary>
    Executions,
    /// <summary>Account summary.</summary>
    AccountSummary,
    /// <summary>P&amp;L of an account.</summary>
    AccountPnl,
    /// <summary>P&amp;L of a position.</summary>
    PositionPnl,
    /// <summary>Order book.</summary>
    Depth,
    /// <summary>Search by symbol or name.</summary>
    SymbolSearch,
    /// <summary>Contracts that fit a description, for a screen.</summary>
    ContractSearch,
    /// <summary>Headlines of a contract.</summary>
    News,
}

/// <summary>A request that waits for an answer, or a subscription.</summary>
/// <param name="Id">Request id.</param>
/// <param name="Kind">Kind.</param>
/// <param name="Owner">Who asked; its type follows from the kind.</param>
/// <param name="Deadline">When the answer is overdue; null for subscriptions.</param>
internal sealed record PendingRequest(int Id, RequestKind Kind, object Owner, DateTimeOffset? Deadline);

/// <summary>Gives out request ids, apart from order ids, and finds who asked. Used under the gateway's lock.</summary>
internal sealed class RequestBook
{
    /// <summary>First request id. Order ids of a client count up from 1 and stay far below.</summary>
    public const int FirstId = 10_000_000;

    // Errors carry order ids and request ids in one field. A login whose order ids have grown into our range gets another range.
    private const int SecondFirstId = 1_500_000_000;

    private readonly Dictionary<int, PendingRequest> _pending = [];
    private int _first = FirstId;
    private int _next = FirstId;

    /// <summary>Requests and subscriptions that are alive.</summary>
    public int Count => _pending.Count;

    /// <summary>Makes sure that request ids do not meet the order ids that the gateway gives out.</summary>
    public void KeepApartFrom(int nextOrderId)
    {
        if (nextOrderId < FirstId / 2 || _first != FirstId) return;
        _first = SecondFirstId;
        _next = SecondFirstId;
    }

    /// <summary>A new id, remembered with who asked. Ids are never used twice by this process.</summary>
    public int Open(RequestKind kind, object owner, DateTimeOffset? deadline)
    {
        int id = _next++;
        _pending.Add(id, new PendingRequest(id, kind, owner, deadline));
        return id;
    }

    /// <summary>Finds a request of one kind.</summary>
    public bool TryFind(int id, RequestKind kind, out PendingRequest request)
    {
        bool found = _pending.TryGetValue(id, out PendingRequest? known) && known.Kind == kind;
        request = known!;
        return found;
    }

    /// <summary>Finds a request of any kind.</summary>
    public bool TryFind(int id, out PendingRequest request)
    {
        bool found = _pending.TryGetValue(id, out PendingRequest? known);
        request = known!;
        return found;
    }

    /// <summary>Forgets a request; true when it was alive.</summary>
    public bool Close(int id) => _pending.Remove(id);

    /// <summary>True for an id that this book has given out, alive or not.</summary>
    public bool HasGivenOut(int id) => id >= _first && id < _next;

    /// <summary>Requests whose answer is overdue.</summary>
    public IReadOnlyList<PendingRequest> Overdue(DateTimeOffset now)
    {
        List<PendingRequest>? overdue = null;
        foreach (PendingRequest request in _pending.Values)
            if (request.Deadline <= now) (overdue ??= []).Add(request);
        return overdue ?? [];
    }

    /// <summary>Forgets all: the connection that knew them is gone.</summary>
    public void Clear() => _pending.Clear();
}
