namespace TwsProtocol.Orders.Groups;

/// <summary>What only completed orders tell.</summary>
internal record struct OrderOutcome
{
    public string AutoCancelDate = "";
    public decimal? FilledQuantity;
    public int? RefFuturesConId;
    public string Shareholder = "";
    public bool RouteMarketableToBbo;

    public OrderOutcome()
    {
    }
}
