namespace TradingCore.Tws;

/// <summary>The parts that share one lock and one connection.</summary>
internal sealed class GatewayParts
{
    private readonly SessionContext _context;

    /// <summary>Makes the parts.</summary>
    public GatewayParts(SessionContext context)
    {
        _context = context;
        var budget = new SmallBarBudget(context.Clock);
        Board = new StatusBoard(context);
        Orders = new OrderTracker();
        Resolver = new InstrumentResolver(context);
        Subscriptions = new Subscriptions(context, budget);
        History = new HistoryQueue(context, budget, () => Subscriptions.Count);
        Depth = new DepthSubscriptions(context);
        Lookups = new ContractLookups(context);
        Reconciliation = new Reconciliation(context, Board);
        OrderPoll = new OrderPoll(context, Reconciliation);
        Accounts = new AccountFeed(context);
        News = new NewsFeed(context);
        Life = new LifeSigns(context, Board, Reconciliation);
        Care = new ConnectionCare(context, Board);
    }

    public StatusBoard Board { get; }

    public OrderTracker Orders { get; }

    public InstrumentResolver Resolver { get; }

    public Subscriptions Subscriptions { get; }

    public HistoryQueue History { get; }

    public DepthSubscriptions Depth { get; }

    public ContractLookups Lookups { get; }

    public Reconciliation Reconciliation { get; }

    public OrderPoll OrderPoll { get; }

    public AccountFeed Accounts { get; }

    public NewsFeed News { get; }

    public LifeSigns Life { get; }

    public ConnectionCare Care { get; }

    /// <summary>Does what time brings while a session stands: questions that are overdue, data that fell silent, lists that did not come.</summary>
    public void Tick(DateTimeOffset now)
    {
        foreach (PendingRequest request in _context.Book.Overdue(now))
        {
            if (request.Kind == RequestKind.ContractDetails) Resolver.OnOverdue(request);
            else if (request.Kind == RequestKind.History) History.OnOverdue(request);
            else if (request.Kind is RequestKind.SymbolSearch or RequestKind.ContractSearch) Lookups.OnOverdue(request);
            else if (request.Kind == RequestKind.News) News.OnOverdue(request);
        }
        Resolver.Tick(now);
        Subscriptions.Tick(now, Board.IsBrokerConnected);
        Depth.Tick(now);
        Lookups.Tick(now);
        Reconciliation.Tick(now);
        OrderPoll.Tick(now);
        History.Pump();
        News.Tick(now);
    }

    /// <summary>Version of the present connection; 0 without one.</summary>
    public int ServerVersion { get; set; }
}
