using System.Collections.Concurrent;
using TradingCore.Domain;

namespace TradingCore.Tws;

/// <summary>An order that a message of the gateway has caused.</summary>
/// <param name="OrderId">API order id.</param>
/// <param name="Time">From the read that brought the message to the order in the socket.</param>
internal readonly record struct CausedOrder(OrderId OrderId, TimeSpan Time);

/// <summary>Orders that left while the thread of the socket was carrying out what it had read, for whoever measures. Any thread.</summary>
internal sealed class CausedOrders
{
    // Whoever measures looks a few times a second, and the broker takes 50 messages in each.
    private const int WaitingMax = 1_000;

    private readonly ConcurrentQueue<CausedOrder> _waiting = new();

    /// <summary>Adds one; the oldest goes when nobody takes them.</summary>
    public void Add(int orderId, TimeSpan time)
    {
        _waiting.Enqueue(new CausedOrder(new OrderId(orderId), time));
        if (_waiting.Count > WaitingMax) _waiting.TryDequeue(out _);
    }

    /// <summary>Takes the oldest; false when there is none.</summary>
    public bool TryTake(out CausedOrder order) => _waiting.TryDequeue(out order);
}
