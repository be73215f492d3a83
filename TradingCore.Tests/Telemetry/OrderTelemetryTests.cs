using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TradingCore.Domain;
using TradingCore.Hosting;
using TradingCore.Orders;
using TradingCore.Telemetry;

namespace TradingCore.Tests.Telemetry;

public sealed class OrderTelemetryTests : IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 10, 5, 14, 30, 0, TimeSpan.Zero);
    private const string Correlation = "0192f0c4a1b27c3d8e4f5a6b7c8d9e0f";

    private readonly OrderNewsFeed _feed = new();
    private readonly OrderMeter _meter = new();
    private readonly OrderTraces _traces = new();
    private readonly OrderTelemetry _telemetry;
    private readonly MeterListener _listener = new();
    private readonly List<(string Name, double Value)> _measured = [];
    private readonly List<string> _counted = [];

    public OrderTelemetryTests()
    {
        _feed.EndRestore();
        _telemetry = new OrderTelemetry(_feed.Follow(), _meter, _traces, null, TimeProvider.System, NullLogger<OrderTelemetry>.Instance);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, MeterOf(_meter))) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => _measured.Add((instrument.Name, value)));
        _listener.SetMeasurementEventCallback<long>((_, _, tags, _) => _counted.Add((string)tags[0].Value!));
        _listener.Start();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _telemetry.Dispose();
        _meter.Dispose();
        _traces.Dispose();
    }

    [Fact]
    public void The_parts_of_an_orders_way_are_measured_once_each()
    {
        Order sent = Sent();
        Order acknowledged = With(sent, "acknowledged", OrderState.Working, h => h with { AckTime = At.AddMilliseconds(30) });
        Order filled = With(acknowledged, "filled", OrderState.Filled, h => h with { FirstFillTime = At.AddMilliseconds(510) });

        _feed.Changed(null, sent);
        _feed.Changed(sent, acknowledged);
        _feed.Changed(acknowledged, filled);
        _telemetry.Look();
        _telemetry.Look();

        Assert.Equal(
            [("trading.order.command_to_wire", 0.01), ("trading.order.wire_to_acknowledgement", 0.02), ("trading.order.wire_to_fill", 0.5)],
            _measured.Select(m => (m.Name, Math.Round(m.Value, 9))));
        Assert.Equal(["sent", "acknowledged", "filled"], _counted);
    }

    [Fact]
    public async Task A_listener_that_fails_ends_neither_the_measuring_nor_the_program()
    {
        var clock = new FakeTimeProvider();
        using var telemetry = new OrderTelemetry(_feed.Follow(), _meter, _traces, null, clock, NullLogger<OrderTelemetry>.Instance);
        CancellationToken limit = TestTime.Limit();
        bool fails = true;
        _listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            if (fails) throw new InvalidOperationException("The exporter is broken.");
            _counted.Add((string)tags[0].Value!);
        });
        await telemetry.StartAsync(limit);

        _feed.Changed(null, Sent());
        clock.Advance(OrderTelemetry.Beat);
        fails = false;
        _feed.Denied(At, "api", "Denied: too large.", "SPY", default, "");
        while (_counted.Count == 0 && !telemetry.ExecuteTask!.IsCompleted)
        {
            clock.Advance(OrderTelemetry.Beat);
            await Task.Delay(1, limit);
        }
        await telemetry.StopAsync(limit);

        Assert.Null(telemetry.ExecuteTask!.Exception);
        Assert.Contains("denied", _counted);
    }

    [Fact]
    public void What_an_earlier_run_did_is_not_measured_again()
    {
        var restored = new OrderNewsFeed();
        using var telemetry = new OrderTelemetry(restored.Follow(), _meter, _traces, null, TimeProvider.System, NullLogger<OrderTelemetry>.Instance);

        restored.Added(Sent());
        telemetry.Look();

        Assert.Empty(_measured);
        Assert.Equal(["recovered"], _counted);
    }

    [Fact]
    public void A_denied_order_is_counted_and_a_kind_that_nobody_knows_makes_no_label_of_its_own()
    {
        _feed.Denied(At, "api", "Denied: too large.", "SPY", default, "");
        Order odd = With(Sent(), "something new", OrderState.Working, h => h);
        _feed.Changed(Sent(), odd);

        _telemetry.Look();

        Assert.Equal("denied", _counted[0]);
        Assert.Equal("other", _counted[^1]);
    }

    [Fact]
    public void The_end_that_follows_from_the_last_fill_and_a_gap_in_the_news_are_no_events_of_orders()
    {
        Order sent = Sent();
        Order filled = With(sent, "filled", OrderState.Working, h => h with { FirstFillTime = At.AddMilliseconds(510) });

        _feed.Changed(null, sent);
        _feed.Changed(sent, filled);
        _feed.Changed(filled, filled with { State = OrderState.Filled });
        _telemetry.Look();

        Assert.Equal(["sent", "filled"], _counted);
    }

    [Fact]
    public void An_order_is_a_trace_with_the_id_that_its_log_lines_carry()
    {
        var spans = new List<Activity>();
        using var heard = new ActivityListener
        {
            ShouldListenTo = s => s.Name == OrderTraces.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = a => { if (a.TraceId.ToHexString() == Correlation) spans.Add(a); },
        };
        ActivitySource.AddActivityListener(heard);
        Order sent = Sent();
        Order filled = With(sent, "filled", OrderState.Filled, h => h with { AckTime = At.AddMilliseconds(30), FirstFillTime = At.AddMilliseconds(40) });

        _feed.Changed(null, sent);
        _feed.Changed(sent, filled);
        _telemetry.Look();

        Activity order = Assert.Single(spans, s => s.OperationName == OrderTraces.OrderSpan);
        Assert.Equal(default, order.ParentSpanId);
        Assert.Equal(["command to wire", "wire to acknowledgement", "wire to fill"], spans.Where(s => s != order).Select(s => s.OperationName));
        Assert.All(spans.Where(s => s != order), s => Assert.Equal(order.SpanId, s.ParentSpanId));
        Assert.Equal((At.UtcDateTime, TimeSpan.FromMilliseconds(40)), (order.StartTimeUtc, order.Duration));
        Assert.Equal(TimeSpan.FromMilliseconds(20), spans[1].Duration);
        Assert.Equal("Filled", order.GetTagItem("order.state"));
    }

    [Fact]
    public void An_order_of_a_strategy_that_another_thread_sent_is_measured_from_the_decision_and_one_of_a_person_never()
    {
        Order person = Sent(), strategy = Sent() with { OrderRef = new OrderRef("A-2"), OrderId = new OrderId(8), Strategy = "momentum" };

        _feed.Changed(null, person);
        _feed.Changed(null, strategy);
        _telemetry.Look();

        Assert.Equal([0.010], _measured.Where(m => m.Name == "trading.order.tick_to_order").Select(m => Math.Round(m.Value, 6)));
    }

    private static Order Sent() => With(
        new Order { OrderRef = new OrderRef("A-1"), OrderId = new OrderId(7), Contract = new Contract { Symbol = "SPY", Ticker = "SPY" }, Quantity = 10m, CreatedTime = At, UpdatedTime = At, Handling = new OrderHandling { CorrelationId = Correlation } },
        "sent", OrderState.PendingSubmit, h => h with { WireTime = At.AddMilliseconds(10) });

    private static Order With(Order order, string kind, OrderState state, Func<OrderHandling, OrderHandling> change)
    {
        OrderHandling handling = change(order.Handling);
        DateTimeOffset now = new[] { handling.WireTime, handling.AckTime, handling.FirstFillTime }.Max() ?? At;
        return order with { State = state, Handling = handling, UpdatedTime = now, History = [.. order.History, new OrderEvent(now, kind, state, "broker", "")] };
    }

    private static Meter MeterOf(OrderMeter meter) => (Meter)typeof(OrderMeter).GetField("_meter", System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)!.GetValue(meter)!;
}
