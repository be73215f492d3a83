using TradingCore.Domain;

namespace TradingCore.Orders;

/// <summary>Which key led to which order, so that a repeated command is answered with the same order instead of a second one.</summary>
/// <param name="keptMax">Keys that are kept; the oldest go first.</param>
public sealed class IdempotencyKeys(int keptMax)
{
    private readonly Dictionary<string, OrderRef> _orders = new(StringComparer.Ordinal);
    private readonly Queue<string> _age = new();

    /// <summary>The order that was accepted with this key; null when none was.</summary>
    public OrderRef? Find(string key) => key.Length > 0 && _orders.TryGetValue(key, out OrderRef found) ? found : null;

    /// <summary>Notes an accepted order; an empty key means none.</summary>
    public void Add(string key, OrderRef orderRef)
    {
        if (key.Length == 0 || !_orders.TryAdd(key, orderRef)) return;
        _age.Enqueue(key);
        if (_age.Count > keptMax) _orders.Remove(_age.Dequeue());
    }
}
