namespace TradingCore.Tws;

/// <summary>The parts that share one lock and one connection.</summary>
internal sealed class GatewayParts
{
    /// <summary>Makes the parts.</summary>
    public GatewayParts(SessionContext context)
    {
        var budget = new SmallBarBudget(context.Clock);
        Board = new StatusBoard(context);
        Orders = new OrderTracker();
        Resolver = new InstrumentResolver(context);
        Subscriptions = new Subscriptions(context, budget);
        History = new HistoryQueue(context, budget, () => Subscriptions.Count);
        Reconciliation = new Reconciliation(context, Board);
        Accounts = new AccountFeed(context);
        Life = new LifeSigns(context, Board, Reconciliation);
        Care = new ConnectionCare(context, Board);
    }

    public StatusBoard Board { get; }

    public OrderTracker Orders { get; }

    public InstrumentResolver Resolver { get; }

    public Subscriptions Subscriptions { get; }

    public HistoryQueue History { get; }

    public Reconciliation Reconciliation { get; }

    public AccountFeed Accounts { get; }

    public LifeSigns Life { get; }

    public ConnectionCare Care { get; }

    /// <summary>Version of the present connection; 0 without one.</summary>
    public int ServerVersion { get; set; }
}
