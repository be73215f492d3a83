using TradingCore.Domain;

namespace TradingCore.Tws;

/// <summary>
/// What the session must know of orders to read their errors: does the broker hold the order, and was the last message about it a
/// modification. The state machine itself is the engine's. Used under the gateway's lock.
/// </summary>
internal sealed class OrderTracker
{
    // Far more than a day of orders. The oldest are forgotten first, so memory stays flat.
    private const int OrdersMax = 20_000;

    private readonly Dictionary<int, Entry> _orders = [];
    private readonly Queue<int> _age = new();
    private const int PreviewsMax = 1_000;

    private readonly Dictionary<int, TaskCompletionSource<MarginPreview?>> _previews = [];
    private readonly OrderedDictionary<int, bool> _asked = [];   // ids of previews, the oldest first

    /// <summary>True while the broker holds the order and has not said that it ended.</summary>
    public bool IsAtBroker(int orderId) => _orders.TryGetValue(orderId, out Entry? entry) && entry.IsAtBroker;

    /// <summary>Forgets all orders: from now on the numbers are those of another client id.</summary>
    public void Forget()
    {
        _orders.Clear();
        _age.Clear();
        _asked.Clear();
    }

    /// <summary>Notes that an order goes out; it is a modification when the broker holds it already.</summary>
    public void Sending(int orderId, string correlationId)
    {
        Entry entry = Touch(orderId);
        entry.CorrelationId = correlationId;
        entry.IsModification = entry.IsAtBroker;
    }

    /// <summary>Notes that the broker told of the order.</summary>
    public void Seen(int orderId, bool isFinal)
    {
        if (orderId <= 0) return;
        Touch(orderId).IsAtBroker = !isFinal;
    }

    /// <summary>True when the last message sent about the order was a modification of one that the broker holds.</summary>
    public bool IsModification(int orderId) => _orders.TryGetValue(orderId, out Entry? entry) && entry.IsModification;

    /// <summary>Correlation id of an order that this session sent; empty for others.</summary>
    public string CorrelationIdOf(int orderId) => _orders.TryGetValue(orderId, out Entry? entry) ? entry.CorrelationId : "";

    /// <summary>Starts a preview; false when one with this id is under way.</summary>
    public bool TryOpenPreview(int orderId, out TaskCompletionSource<MarginPreview?> answer)
    {
        answer = new TaskCompletionSource<MarginPreview?>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_previews.TryAdd(orderId, answer)) return false;
        if (_asked.Count >= PreviewsMax) _asked.RemoveAt(0);
        _asked[orderId] = true;
        return true;
    }

    /// <summary>True while a preview with this id is under way.</summary>
    public bool IsPreview(int orderId) => _previews.ContainsKey(orderId);

    /// <summary>Answers a preview; false when none is under way.</summary>
    public bool TryAnswerPreview(int orderId, MarginPreview? answer) => _previews.Remove(orderId, out TaskCompletionSource<MarginPreview?>? waiting) && waiting.TrySetResult(answer);

    /// <summary>True, once, when an order that works was only asked about; its preview then ends without an answer.</summary>
    public bool TakePreview(int orderId)
    {
        if (!_asked.Remove(orderId)) return false;
        TryAnswerPreview(orderId, null);
        return true;
    }

    /// <summary>Ends every preview without an answer: the connection is gone.</summary>
    public void EndPreviews()
    {
        foreach (TaskCompletionSource<MarginPreview?> waiting in _previews.Values) waiting.TrySetResult(null);
        _previews.Clear();
    }

    private Entry Touch(int orderId)
    {
        if (_orders.TryGetValue(orderId, out Entry? known)) return known;
        if (_age.Count >= OrdersMax) _orders.Remove(_age.Dequeue());
        _age.Enqueue(orderId);
        var entry = new Entry();
        _orders.Add(orderId, entry);
        return entry;
    }

    private sealed class Entry
    {
        public bool IsAtBroker { get; set; }
        public bool IsModification { get; set; }
        public string CorrelationId { get; set; } = "";
    }
}
