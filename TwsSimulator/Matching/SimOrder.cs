using TwsProtocol.Contracts;
using TwsProtocol.Orders;
using TwsSimulator.Market;

namespace TwsSimulator.Matching;

/// <summary>One order in the simulated gateway. Changed by the gateway's loop only.</summary>
internal sealed class SimOrder(int clientId, int orderId, long permId, Instrument instrument, Contract contract, Order order)
{
    /// <summary>API client that owns it.</summary>
    public int ClientId { get; } = clientId;

    /// <summary>Order id of that client.</summary>
    public int OrderId { get; } = orderId;

    /// <summary>Id over all clients.</summary>
    public long PermId { get; } = permId;

    /// <summary>What is traded.</summary>
    public Instrument Instrument { get; } = instrument;

    /// <summary>The contract as the client described it.</summary>
    public Contract Contract { get; } = contract;

    /// <summary>The terms; a modification replaces them.</summary>
    public Order Order { get; set; } = order;

    /// <summary>Where it stands.</summary>
    public OrderStatusKind Status { get; set; } = OrderStatusKind.PendingSubmit;

    /// <summary>Why it waits: child, trigger, or empty.</summary>
    public string WhyHeld { get; set; } = "";

    /// <summary>Filled so far.</summary>
    public decimal Filled { get; set; }

    /// <summary>Sum of filled quantity times price.</summary>
    public decimal FilledValue { get; set; }

    /// <summary>Price of the last fill.</summary>
    public double LastFillPrice { get; set; }

    /// <summary>Number of fills.</summary>
    public int FillCount { get; set; }

    /// <summary>Commission so far.</summary>
    public decimal Commission { get; set; }

    /// <summary>Whether a stop or an if-touched order has been triggered.</summary>
    public bool IsTriggered { get; set; }

    /// <summary>Whether it may meet the market: accepted, transmitted, not waiting for a parent.</summary>
    public bool IsActive { get; set; }

    /// <summary>When it came, Unix milliseconds.</summary>
    public long PlacedMs { get; set; }

    /// <summary>Whether what it waited for has come: its conditions, its time, its auction.</summary>
    public bool IsDue { get; set; }

    /// <summary>When the auction is that it is for, Unix seconds; 0 when it is for none.</summary>
    public long AuctionTime { get; set; }

    /// <summary>Whether the broker closes a position with it.</summary>
    public bool IsLiquidation { get; set; }

    /// <summary>Order id that an order entered in TWS by hand was given for client 0; 0 when none.</summary>
    public int BoundId { get; set; }

    /// <summary>Whether it was entered in TWS by hand.</summary>
    public bool IsManual => OrderId < 0;

    /// <summary>The order id that clients are told: 0 for orders entered in TWS by hand that are not bound.</summary>
    public int ToldOrderId => BoundId != 0 ? BoundId : Math.Max(0, OrderId);

    /// <summary>Stop price of a trailing order, moved with the market.</summary>
    public double? TrailStop { get; set; }

    /// <summary>The trading day a DAY order is good for.</summary>
    public DateOnly Day { get; set; }

    /// <summary>When it was done, Unix milliseconds; 0 while it works.</summary>
    public long CompletedMs { get; set; }

    /// <summary>How it ended, in words.</summary>
    public string CompletedStatus { get; set; } = "";

    /// <summary>True for BUY.</summary>
    public bool IsBuy => Order.Action == "BUY";

    /// <summary>Quantity ordered.</summary>
    public decimal Quantity => Order.TotalQuantity ?? 0;

    /// <summary>Quantity not filled.</summary>
    public decimal Remaining => Quantity - Filled;

    /// <summary>Average price of the fills; 0 before one.</summary>
    public double AverageFillPrice => Filled == 0 ? 0 : (double)Math.Round(FilledValue / Filled, 8);

    /// <summary>Whether it can still fill.</summary>
    public bool IsWorking => Status is not (OrderStatusKind.Filled or OrderStatusKind.Cancelled or OrderStatusKind.ApiCancelled or OrderStatusKind.Inactive);
}
