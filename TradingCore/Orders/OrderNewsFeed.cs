using TradingCore.Domain;

namespace TradingCore.Orders;

/// <summary>
/// Everything that happens to orders, in its order, for any number of readers. The one writer adds a link to a chain and never waits; a reader
/// holds the link up to which it has read, so a slow one misses nothing and holds up nobody. Links that every reader has passed are collected.
/// </summary>
public sealed class OrderNewsFeed
{
    private Link _last = new(null);
    private bool _isRestored;

    /// <summary>A reader of all that happens from now on. Any thread may ask.</summary>
    public OrderNewsReader Follow() => new(Volatile.Read(ref _last));

    /// <summary>From now on an order that is added is a new one, not one of an earlier run.</summary>
    public void EndRestore() => _isRestored = true;

    /// <summary>An order was added. For the engine's loop.</summary>
    public void Added(Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (_isRestored) Changed(null, order);
        else Add(Of(order, new OrderEvent(order.UpdatedTime, OrderNews.Recovered, order.State, "", "")));
    }

    /// <summary>An order changed: tells the lines that its history has more. For the engine's loop.</summary>
    public void Changed(Order? before, Order after)
    {
        ArgumentNullException.ThrowIfNull(after);
        int first = after.History.Count;
        OrderEvent? known = before is { History.Count: > 0 } ? before.History[^1] : null;
        while (first > 0 && !ReferenceEquals(after.History[first - 1], known)) first--;
        for (int i = first; i < after.History.Count; i++) Add(Of(after, after.History[i]));
        if (first == after.History.Count && before is not null && before.State != after.State) Add(Of(after, new OrderEvent(after.UpdatedTime, OrderNews.State, after.State, "", "")));
    }

    /// <summary>An order was denied before it became one. For the engine's loop.</summary>
    public void Denied(DateTimeOffset time, string source, string text, string ticker, AccountId account, string strategy) =>
        Add(new OrderNews(time, "denied", source, text, ticker, account, strategy, null));

    /// <summary>Takes over what the feed of another process told.</summary>
    internal void Repeat(OrderNews news) => Add(news);

    private static OrderNews Of(Order order, OrderEvent e) => new(e.Time, e.Kind, e.Source, e.Text, order.Contract.Ticker, order.Account, order.Strategy, order);

    private void Add(OrderNews news)
    {
        var link = new Link(news);
        Volatile.Write(ref _last.Next, link);
        Volatile.Write(ref _last, link);
    }

    internal sealed class Link(OrderNews? news)
    {
        public readonly OrderNews? News = news;
        public Link? Next;
    }
}

/// <summary>Where one reader of the feed is. For one thread at a time.</summary>
public sealed class OrderNewsReader
{
    private OrderNewsFeed.Link _at;

    internal OrderNewsReader(OrderNewsFeed.Link at) => _at = at;

    /// <summary>Takes the next; false when there is none yet.</summary>
    public bool TryTake(out OrderNews news)
    {
        if (Volatile.Read(ref _at.Next) is not { } next)
        {
            news = null!;
            return false;
        }
        _at = next;
        news = next.News!;
        return true;
    }
}
