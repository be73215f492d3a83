namespace TwsProtocol.Orders.Groups;

/// <summary>The message an order stands in: some groups differ a little from one to the other.</summary>
internal enum OrderLayout
{
    /// <summary>A request, placeOrder.</summary>
    Place,

    /// <summary>A server's message, openOrder.</summary>
    Open,

    /// <summary>A server's message, completedOrder.</summary>
    Completed,
}
