using TradingCore.Domain;

namespace TradingCore.Orders;

/// <summary>Which key led to which order, so that a repeated command is answered with the same order instead of a second one.</summary>
/// <param name="keptMax">Keys that are kept; the oldest go first.</param>
public sealed class IdempotencyKeys(int keptMax)
{
    private readonly Dictionary<string, OrderRef> _orders = new(StringComparer.Ordinal);
    private readonly Queue<string> _age = new();

    // Of orders whose key is not known here: a part of their id stands for it.
    private readonly Dictionary<string, OrderRef> _marks = new(StringComparer.Ordinal);
    private readonly Queue<string> _ageOfMarks = new();

    /// <summary>The order that was accepted with this key, here or by another engine; null when none was.</summary>
    public OrderRef? Find(string key)
    {
        if (key.Length == 0) return null;
        if (_orders.TryGetValue(key, out OrderRef found)) return found;
        return _marks.Count > 0 && _marks.TryGetValue(SortableId.MarkOf(key), out found) ? found : null;
    }

    /// <summary>Notes an accepted order; an empty key means none.</summary>
    public void Add(string key, OrderRef orderRef)
    {
        if (key.Length == 0 || !_orders.TryAdd(key, orderRef)) return;
        _age.Enqueue(key);
        if (_age.Count > keptMax) _orders.Remove(_age.Dequeue());
    }

    /// <summary>Notes an order that is known without its key, such as one that the broker told of after another engine had sent it.</summary>
    public void AddUnkeyed(OrderRef orderRef)
    {
        string mark = orderRef.KeyMark;
        if (mark.Length == 0 || !_marks.TryAdd(mark, orderRef)) return;
        _ageOfMarks.Enqueue(mark);
        if (_ageOfMarks.Count > keptMax) _marks.Remove(_ageOfMarks.Dequeue());
    }
}
