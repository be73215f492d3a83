using TradingCore.Domain;
using TradingCore.Engine.Views;
using TradingCore.Orders;

namespace TradingBlazor.Hubs;

/// <summary>Everything that happens to orders, numbered, with a snapshot that fits each number. For one thread at a time but for <see cref="Topic"/>.</summary>
internal sealed class OrderFeed
{
    /// <summary>Orders of a snapshot: every open one, and the newest of the others.</summary>
    public const int SnapshotMax = 2_000;

    private readonly ITradingView _view;
    private readonly OrderNewsReader _news;
    private readonly List<Encoded> _taken = [];

    // The view publishes a moment after the news; until it has, an order's newest state is here. What is older has been published, or came from an engine that is gone.
    private static readonly TimeSpan AheadMax = TimeSpan.FromSeconds(10);
    private readonly Dictionary<OrderRef, (Order Order, DateTimeOffset Time)> _ahead = [];
    private readonly TimeProvider _clock;

    public OrderFeed(ITradingView view, int kept, TimeProvider clock)
    {
        (_view, _clock) = (view, clock);
        // Followed before the first snapshot is made, so that nothing can fall between the two.
        _news = view.FollowOrders();
        Topic = new EventTopic(kept);
    }

    /// <summary>The events.</summary>
    public EventTopic Topic { get; }

    /// <summary>Takes what has happened since.</summary>
    public void Look()
    {
        while (_news.TryTake(out OrderNews news))
        {
            if (news.Kind == OrderNews.Missed)
            {
                Topic.Add(_taken);
                _taken.Clear();
                // The view is ahead of everything that was told before.
                _ahead.Clear();
                Topic.Break();
                continue;
            }
            _taken.Add(new Encoded(OrderNewsDto.Of(news)));
            if (news.Order is { } order) _ahead[order.OrderRef] = (order, _clock.GetUtcNow());
        }
        Topic.Add(_taken);
        _taken.Clear();
    }

    /// <summary>The orders after every event of the topic, newest first.</summary>
    /// <param name="note">What was left out; empty when nothing was.</param>
    public Encoded[] Snapshot(out string note)
    {
        IReadOnlyList<Order> published = _view.Orders;
        Prune(published);
        List<Order> orders = [.. published.Select(o => _ahead.TryGetValue(o.OrderRef, out (Order Order, DateTimeOffset) ahead) ? ahead.Order : o)];
        HashSet<OrderRef> known = [.. orders.Select(o => o.OrderRef)];
        orders.InsertRange(0, _ahead.Values.Select(a => a.Order).Where(o => !known.Contains(o.OrderRef)).OrderByDescending(o => o.Version));
        int all = orders.Count;
        if (all > SnapshotMax)
        {
            int finals = Math.Max(0, SnapshotMax - orders.Count(o => !o.State.IsFinal()));
            orders = [.. orders.Where(o => !o.State.IsFinal() || finals-- > 0)];
        }
        note = orders.Count == all ? "" : $"The open orders and the newest others, {orders.Count} of {all}; GET /api/v1/history/orders has all.";
        return [.. orders.Select(o => new Encoded(OrderNewsDto.Of(o)))];
    }

    private void Prune(IReadOnlyList<Order> published)
    {
        foreach (Order order in published)
            if (_ahead.TryGetValue(order.OrderRef, out (Order Order, DateTimeOffset) ahead) && ahead.Order.Version <= order.Version) _ahead.Remove(order.OrderRef);
        DateTimeOffset oldest = _clock.GetUtcNow() - AheadMax;
        foreach (OrderRef old in _ahead.Where(a => a.Value.Time < oldest).Select(a => a.Key).ToArray()) _ahead.Remove(old);
    }
}
