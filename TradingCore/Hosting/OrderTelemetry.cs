using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TradingCore.Domain;
using TradingCore.Orders;
using TradingCore.Telemetry;
using TradingCore.Tws;

namespace TradingCore.Hosting;

/// <summary>
/// Measures the way of every order. It follows the feed of what happens to orders, some time after it has happened, and reads the times that the orders carry: the engine does not know of it and never waits for it.
/// </summary>
public sealed class OrderTelemetry : BackgroundService
{
    /// <summary>How often it looks.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(250);

    // Orders that are remembered, so that nothing of them is measured twice; the oldest go first.
    private const int KeptMax = 20_000;
    private const int CausedMax = 1_000;

    private readonly OrderMeter _meter;
    private readonly OrderTraces _traces;
    private readonly QueueGauges? _gauges;
    private readonly TimeProvider _clock;
    private readonly ILogger<OrderTelemetry> _log;
    private readonly OrderNewsReader _news;
    private readonly Dictionary<OrderRef, Followed> _followed = [];
    private readonly Queue<OrderRef> _oldest = new();
    private readonly Dictionary<OrderId, TimeSpan> _caused = [];

    /// <summary>Makes one; it follows from here on, so it is made before the engine runs.</summary>
    /// <param name="news">Everything that happens to orders from here on.</param>
    /// <param name="meter">Where latencies go.</param>
    /// <param name="traces">Where traces go.</param>
    /// <param name="gauges">Tells which orders a message of the gateway has caused; null when nobody can.</param>
    /// <param name="clock">The beat.</param>
    /// <param name="log">Told when something could not be measured.</param>
    public OrderTelemetry(OrderNewsReader news, OrderMeter meter, OrderTraces traces, QueueGauges? gauges, TimeProvider clock, ILogger<OrderTelemetry> log)
    {
        (_news, _meter, _traces, _gauges, _clock, _log) = (news, meter, traces, gauges, clock, log);
    }

    /// <summary>One look, now.</summary>
    public void Look()
    {
        TakeCaused();
        while (_news.TryTake(out OrderNews news)) Take(news);
    }

    private void TakeCaused()
    {
        while (_gauges?.TryTakeCaused(out CausedOrder caused) == true)
        {
            if (_caused.Count >= CausedMax) _caused.Clear();
            _caused[caused.OrderId] = caused.Time;
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Beat, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false)) TryLook();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Normal end.
        }
        TryLook();
        foreach (Followed open in _followed.Values) OrderTraces.End(open.Span, open.Order);
    }

    private void TryLook()
    {
        try
        {
            Look();
        }
        catch (Exception e)
        {
            // Who listens to the measurements runs in here, too. A part of the host that ends with an exception would end the program that trades.
            _log.OrdersNotMeasured(e);
        }
    }

    private void Take(OrderNews news)
    {
        // What follows from the event before, and a gap in the news, happened to no order.
        if (news.Kind is not (OrderNews.State or OrderNews.Missed)) _meter.Event(news.Kind);
        if (news.Order is not { } order) return;
        if (!_followed.TryGetValue(order.OrderRef, out Followed? followed))
        {
            followed = Follow(order);
            // What an earlier run did was measured by it.
            if (news.Kind == OrderNews.Recovered) followed.Seen = order.Handling;
            else followed.Span = _traces.Begin(order);
        }
        followed.Order = order;
        Measure(followed, order);
        OrderTraces.Note(followed.Span, news.Time, news.Kind);
        if (!order.State.IsFinal()) return;
        OrderTraces.End(followed.Span, order);
        followed.Span = null;
    }

    private Followed Follow(Order order)
    {
        var followed = new Followed(order);
        _followed[order.OrderRef] = followed;
        _oldest.Enqueue(order.OrderRef);
        if (_oldest.Count > KeptMax && _followed.Remove(_oldest.Dequeue(), out Followed? oldest)) OrderTraces.End(oldest.Span, oldest.Order);
        return followed;
    }

    private void Measure(Followed followed, Order order)
    {
        OrderHandling now = order.Handling, seen = followed.Seen;
        followed.Seen = now;
        DateTimeOffset start = now.ReleasedTime ?? order.CreatedTime;
        if (seen.ReleasedTime is null && now.ReleasedTime is { } released && now.QueuedUntil is not null) _traces.Add(followed.Span, "queue", order.CreatedTime, released);
        if (seen.WireTime is null && now.WireTime is { } wire)
        {
            _meter.CommandToWire(wire - start);
            _traces.Add(followed.Span, "command to wire", start, wire);
            TakeCaused();
            bool isTimed = _caused.Remove(order.OrderId, out TimeSpan caused);
            // A person's command that the thread of the socket happened to carry out was not caused by what it had read. And where the engine was busy on another thread, which then sent the order, the moment of the
            // decision is what is known: leaving such orders out would leave out the slow ones.
            if (order.Strategy.Length > 0 || order.Source is "strategy" or "engine") _meter.TickToOrder(isTimed ? caused : wire - start);
        }
        if (now.WireTime is not { } sent) return;
        if (seen.AckTime is null && now.AckTime is { } acknowledged)
        {
            _meter.WireToAcknowledgement(acknowledged - sent);
            _traces.Add(followed.Span, "wire to acknowledgement", sent, acknowledged);
        }
        if (seen.FirstFillTime is null && now.FirstFillTime is { } filled)
        {
            _meter.WireToFill(filled - sent);
            _traces.Add(followed.Span, "wire to fill", sent, filled);
        }
    }

    private sealed class Followed(Order order)
    {
        public Order Order { get; set; } = order;

        public OrderHandling Seen { get; set; } = OrderHandling.None;

        public Activity? Span { get; set; }
    }
}
