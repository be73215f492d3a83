using TradingCore.Domain;

namespace TradingBlazor.State;

/// <summary>How long the parts of an order's way took.</summary>
public static class OrderLatency
{
    /// <summary>From the command to the broker's first word; null when it was not told.</summary>
    public static TimeSpan? ToBroker(Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return order.Handling.AckTime - Start(order);
    }

    /// <summary>The parts that are known, each with what it is.</summary>
    public static IReadOnlyList<(string What, TimeSpan Time)> Of(Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        OrderHandling h = order.Handling;
        var parts = new List<(string, TimeSpan)>(4);
        Add("Waited for the gateway", h.QueuedUntil is null ? null : h.ReleasedTime - order.CreatedTime);
        Add("Command to wire", h.WireTime - Start(order));
        Add("Wire to the broker's first word", h.AckTime - h.WireTime);
        Add("Wire to the first fill", h.FirstFillTime - h.WireTime);
        return parts;

        void Add(string what, TimeSpan? time)
        {
            if (time is { } t && t >= TimeSpan.Zero) parts.Add((what, t));
        }
    }

    /// <summary>A time that may be microseconds or minutes.</summary>
    public static string Words(TimeSpan time) => time < TimeSpan.FromSeconds(10) ? Format.Milliseconds(time) : Format.Age(time);

    // An order that waited in the queue began its way when it left it.
    internal static DateTimeOffset Start(Order order) => order.Handling.ReleasedTime ?? order.CreatedTime;
}
