using System.Diagnostics;
using TradingCore.Domain;

namespace TradingCore.Telemetry;

/// <summary>
/// Traces of orders: one span for the whole life of an order, one below it for each part of its way. The trace's id is the order's correlation id where that has the form of one, so log lines, history and
/// trace are found by the same word.
/// </summary>
/// <remarks>Made from orders after they had moved on, with the times that they carry; costs nothing while nobody listens. For one thread at a time.</remarks>
public sealed class OrderTraces : IDisposable
{
    /// <summary>Name of the source.</summary>
    public const string Name = "TradingCore.Orders";

    /// <summary>Name of the span of a whole order.</summary>
    public const string OrderSpan = "order";

    private const int TraceIdLength = 32;

    private readonly ActivitySource _source = new(Name);

    /// <summary>Whether anybody listens.</summary>
    public bool IsHeard => _source.HasListeners();

    /// <summary>Begins the span of an order, at the time of its command; null when nobody listens. <see cref="End"/> ends it.</summary>
    public Activity? Begin(Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (!IsHeard) return null;
        string id = order.Handling.CorrelationId;
        ActivityContext parent = IsTraceId(id) ? new ActivityContext(ActivityTraceId.CreateFromString(id), default, ActivityTraceFlags.Recorded) : default;
        // Whatever this thread is doing otherwise is no part of the order.
        Activity? before = Activity.Current;
        Activity.Current = null;
        try
        {
            Activity? span = _source.StartActivity(ActivityKind.Internal, parent, startTime: order.CreatedTime, name: OrderSpan);
            span?.SetTag("order.ref", order.OrderRef.Value)
                .SetTag("order.correlation_id", id)
                .SetTag("order.symbol", order.Contract.Ticker)
                .SetTag("order.side", order.Side.ToString())
                .SetTag("order.type", order.Type.ToString())
                .SetTag("order.source", order.Source)
                .SetTag("order.strategy", order.Strategy);
            return span;
        }
        finally
        {
            Activity.Current = before;
        }
    }

    /// <summary>Adds a part of the way of an order.</summary>
    /// <param name="order">Span of the order.</param>
    /// <param name="name">What the part is called.</param>
    /// <param name="from">When it began, UTC.</param>
    /// <param name="to">When it ended, UTC.</param>
    public void Add(Activity? order, string name, DateTimeOffset from, DateTimeOffset to)
    {
        if (order is null || to < from) return;
        Activity? part = _source.StartActivity(ActivityKind.Internal, order.Context, startTime: from, name: name);
        part?.SetEndTime(to.UtcDateTime);
        part?.Dispose();
    }

    /// <summary>Notes something that happened to an order.</summary>
    public static void Note(Activity? order, DateTimeOffset time, string what) => order?.AddEvent(new ActivityEvent(what, time));

    /// <summary>Ends the span of an order as it is now.</summary>
    public static void End(Activity? span, Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (span is null) return;
        span.SetTag("order.id", order.OrderId.Value).SetTag("order.perm_id", order.PermId.Value).SetTag("order.state", order.State.ToString()).SetTag("order.filled", (double)order.Filled);
        if (order.State is OrderState.Rejected or OrderState.Denied or OrderState.Unknown) span.SetStatus(ActivityStatusCode.Error, order.Reason);
        span.SetEndTime((order.UpdatedTime > order.CreatedTime ? order.UpdatedTime : order.CreatedTime).UtcDateTime);
        span.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    private static bool IsTraceId(string id) => id.Length == TraceIdLength && id.All(char.IsAsciiHexDigitLower) && id.Any(c => c != '0');
}
