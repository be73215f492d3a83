using TradingCore.Engine;
using TradingCore.Engine.Events;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Orders;

namespace TradingCore.Tws;

/// <summary>
/// The four lists that a reconciliation round compares. Each is asked for once at a time, because the end of a list carries no id of its
/// question. A list that does not come in time is asked for again with growing waits; until then the round stays open and the engine
/// unverified. Used under the gateway's lock.
/// </summary>
internal sealed class Reconciliation(SessionContext context, StatusBoard board)
{
    private static readonly TimeSpan WaitMax = TimeSpan.FromMinutes(1);
    private readonly BrokerList[] _lists =
    [
        new("the list of open orders"), new("the list of completed orders"), new("the list of executions"), new("the list of positions"),
    ];

    private int _wanted;
    private int _executionsId;

    private enum Which
    {
        OpenOrders,
        CompletedOrders,
        Executions,
        Positions,
    }

    /// <summary>How often all four lists were asked for without any of them being told; one that stays away alone is no sign of a gateway that hangs.</summary>
    public int Unanswered => _lists.Min(l => l.Unanswered);

    /// <summary>True while a round waits for the list of open orders.</summary>
    public bool AsksForOpenOrders => _lists[(int)Which.OpenOrders].AskedFor is not null;

    /// <summary>Starts a round; one that is under way is superseded.</summary>
    public void Start(int round)
    {
        _wanted = round;
        if (!context.IsReady) return;
        context.Log.RoundStarted(round);
        for (int i = 0; i < _lists.Length; i++)
            if (_lists[i].AskedFor is null) Ask((Which)i);
    }

    /// <summary>The connection ended: answers will not come. The engine starts a new round when there is a new one.</summary>
    public void OnClosed()
    {
        foreach (BrokerList list in _lists) list.Reset();
        _executionsId = 0;
        _wanted = 0;
    }

    /// <summary>All open orders were told.</summary>
    public void OnOpenOrdersEnd() => OnEnd(Which.OpenOrders);

    /// <summary>All completed orders were told.</summary>
    public void OnCompletedOrdersEnd() => OnEnd(Which.CompletedOrders);

    /// <summary>All positions were told.</summary>
    public void OnPositionsEnd() => OnEnd(Which.Positions);

    /// <summary>All executions were told.</summary>
    public void OnExecutionsEnd(PendingRequest request)
    {
        context.Book.Close(request.Id);
        OnEnd(Which.Executions);
    }

    /// <summary>The gateway refuses to tell executions; the question stays open and is repeated.</summary>
    public void OnExecutionsError(PendingRequest request) => context.Book.Close(request.Id);

    /// <summary>Repeats what is overdue.</summary>
    public void Tick(DateTimeOffset now)
    {
        if (!context.IsReady) return;
        for (int i = 0; i < _lists.Length; i++)
        {
            BrokerList list = _lists[i];
            if (list.AskedFor is not { } round || list.Deadline > now) continue;
            context.Log.ListOverdue(round, list.Name, list.Wait);
            // While the broker is away its lists cannot come, and that is not the gateway's fault.
            if (board.IsBrokerConnected) list.Unanswered++;
            list.Wait = list.Wait * 2 < WaitMax ? list.Wait * 2 : WaitMax;
            Ask((Which)i);
        }
    }

    private void Ask(Which which)
    {
        BrokerList list = _lists[(int)which];
        if (list.AskedFor is null) list.Wait = context.Options.RequestTimeout;
        list.AskedFor = _wanted;
        list.Deadline = context.Now + list.Wait;
        // New orders wait for these answers, so they go ahead of all the subscriptions of a new connection.
        switch (which)
        {
            case Which.OpenOrders:
                // Orders of all clients; the own ones are among them and send updates without being asked for.
                context.Send(new ReqAllOpenOrders(), SendPriority.Order);
                break;
            case Which.CompletedOrders:
                context.Send(new ReqCompletedOrders(ApiOnly: false), SendPriority.Order);
                break;
            case Which.Executions:
                if (_executionsId != 0) context.Book.Close(_executionsId);
                _executionsId = context.Book.Open(RequestKind.Executions, this, deadline: null);
                context.Send(new ReqExecutions(_executionsId) { Filter = new ExecutionFilter() }, SendPriority.Order, _executionsId);
                break;
            case Which.Positions:
                context.Send(new ReqPositions(), SendPriority.Order);
                break;
        }
    }

    private void OnEnd(Which which)
    {
        BrokerList list = _lists[(int)which];
        if (list.AskedFor is not { } round)
        {
            context.Counters.Late();
            return;
        }
        list.AskedFor = null;
        list.Unanswered = 0;
        context.Post(End(which, round));
        if (round != _wanted)
        {
            Ask(which);
            return;
        }
        list.DoneRound = round;
        if (!_lists.All(l => l.DoneRound == _wanted && l.AskedFor is null)) return;
        context.Log.RoundEnded(round);
        board.Reconciled();
    }

    private EngineEvent End(Which which, int round) => which switch
    {
        Which.OpenOrders => new OpenOrdersEnd(round) { Time = context.Now },
        Which.CompletedOrders => new CompletedOrdersEnd(round) { Time = context.Now },
        Which.Executions => new ExecutionsEnd(round) { Time = context.Now },
        _ => new PositionsEnd(round) { Time = context.Now },
    };

    private sealed class BrokerList(string name)
    {
        public string Name { get; } = name;
        public int? AskedFor { get; set; }
        public int DoneRound { get; set; }
        public DateTimeOffset Deadline { get; set; }
        public TimeSpan Wait { get; set; }
        public int Unanswered { get; set; }

        public void Reset()
        {
            AskedFor = null;
            DoneRound = 0;
            Unanswered = 0;
        }
    }
}
