namespace TwsProtocol.Orders;

/// <summary>One fill as the broker reports it.</summary>
public sealed record Execution
{
    /// <summary>Order id of the owning client.</summary>
    public int OrderId { get; init; }

    /// <summary>API client that owns the order.</summary>
    public int ClientId { get; init; }

    /// <summary>The order's id over all clients.</summary>
    public long PermId { get; init; }

    /// <summary>Id of the fill; a correction changes the part after the last dot.</summary>
    public string ExecId { get; init; } = "";

    /// <summary>yyyyMMdd HH:mm:ss zone, or yyyyMMdd-HH:mm:ss in UTC, or the old form with two blanks.</summary>
    public string Time { get; init; } = "";

    /// <summary>Account.</summary>
    public string AcctNumber { get; init; } = "";

    /// <summary>Venue of the fill.</summary>
    public string Exchange { get; init; } = "";

    /// <summary>BOT or SLD.</summary>
    public string Side { get; init; } = "";

    /// <summary>Quantity of this fill.</summary>
    public decimal? Shares { get; init; }

    /// <summary>Price of this fill.</summary>
    public double Price { get; init; }

    /// <summary>Filled so far.</summary>
    public decimal? CumQty { get; init; }

    /// <summary>Average price so far.</summary>
    public double AvgPrice { get; init; }

    /// <summary>1 = liquidation by IB.</summary>
    public int Liquidation { get; init; }

    /// <summary>Label of the order.</summary>
    public string OrderRef { get; init; } = "";

    /// <summary>Economic value rule.</summary>
    public string EvRule { get; init; } = "";

    /// <summary>Factor of the rule.</summary>
    public double EvMultiplier { get; init; }

    /// <summary>Model portfolio.</summary>
    public string ModelCode { get; init; } = "";

    /// <summary>0 none, 1 added, 2 removed, 3 routed out.</summary>
    public int LastLiquidity { get; init; }

    /// <summary>The price may still be revised; from server version 178.</summary>
    public bool PendingPriceRevision { get; init; }

    /// <summary>User that sent the order; from server version 198.</summary>
    public string Submitter { get; init; } = "";
}
