using Microsoft.Extensions.Time.Testing;
using TradingCore.Tws;
using TwsProtocol.Messages.Requests;

namespace TradingCore.Tests.Tws;

public sealed class PacingTests
{
    [Fact]
    public void Never_more_than_the_limit_is_sent_in_any_second()
    {
        var clock = new FakeTimeProvider();
        var pacer = new MessagePacer(45, clock);
        var queue = new SendQueue(2_000);
        for (int i = 0; i < 400; i++) queue.TryEnqueue(new CancelOrder(i), SendPriority.Cancel);
        for (int i = 0; i < 400; i++) queue.TryEnqueue(new ReqMktData(i, new()), SendPriority.Request);
        List<DateTimeOffset> sent = [];

        while (queue.Count > 0)
        {
            while (queue.TryDequeue(pacer, out _, out _)) sent.Add(clock.GetUtcNow());
            clock.Advance(TimeSpan.FromMilliseconds(7));
        }

        int busiest = sent.Max(start => sent.Count(t => t >= start && t < start + TimeSpan.FromSeconds(1)));
        Assert.Equal(800, sent.Count);
        Assert.Equal(45, busiest);
    }

    [Fact]
    public void Requests_leave_ten_a_second_to_cancels()
    {
        var clock = new FakeTimeProvider();
        var pacer = new MessagePacer(45, clock);
        var queue = new SendQueue(2_000);
        for (int i = 0; i < 100; i++) queue.TryEnqueue(new ReqMktData(i, new()), SendPriority.Request);
        int requests = 0;
        for (int ms = 0; ms < 999; ms++)
        {
            while (queue.TryDequeue(pacer, out _, out _)) requests++;
            clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        for (int i = 0; i < 20; i++) queue.TryEnqueue(new CancelOrder(i), SendPriority.Cancel);
        int cancels = 0;
        while (queue.TryDequeue(pacer, out _, out _)) cancels++;

        Assert.InRange(requests, 33, 35);
        Assert.Equal(45 - requests, cancels);
    }

    [Fact]
    public void Requests_leave_evenly_so_that_neither_a_pause_of_the_gateway_nor_an_order_meets_a_burst()
    {
        var clock = new FakeTimeProvider();
        var pacer = new MessagePacer(45, clock);
        var queue = new SendQueue(2_000);
        for (int i = 0; i < 200; i++) queue.TryEnqueue(new ReqMktData(i, new()), SendPriority.Request);
        List<DateTimeOffset> sent = [];
        int ordersWaited = 0;

        for (int ms = 0; queue.Count > 0; ms++)
        {
            while (queue.TryDequeue(pacer, out Outgoing message, out _)) if (message.Message is ReqMktData) sent.Add(clock.GetUtcNow());
            // Twice a second an order comes while the requests still wait.
            if (ms % 500 == 250) queue.TryEnqueue(new PlaceOrder(ms, new(), new()), SendPriority.Order);
            clock.Advance(TimeSpan.FromMilliseconds(1));
            if (ms % 500 == 250 && pacer.WaitFor(SendPriority.Order) > TimeSpan.Zero) ordersWaited++;
        }

        // A gateway that stands still for 0.4 s reads what piled up together with the second after it: that must stay below its 50.
        TimeSpan stall = TimeSpan.FromSeconds(0.4);
        Assert.InRange(sent.Max(start => sent.Count(t => t >= start && t < start + stall + TimeSpan.FromSeconds(1))), 30, 50);
        Assert.InRange(sent[^1] - sent[0], TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(8));
        Assert.Equal(0, ordersWaited);
    }

    [Fact]
    public void Cancels_overtake_orders_and_orders_overtake_requests()
    {
        var pacer = new MessagePacer(45, new FakeTimeProvider());
        var queue = new SendQueue(10);
        queue.TryEnqueue(new ReqCurrentTime(), SendPriority.Request);
        queue.TryEnqueue(new PlaceOrder(1, new(), new()), SendPriority.Order);
        queue.TryEnqueue(new CancelOrder(1), SendPriority.Cancel);
        List<string> order = [];

        while (queue.TryDequeue(pacer, out Outgoing message, out _)) order.Add(message.Message.CallName);

        Assert.Equal(["cancelOrder", "placeOrder", "reqCurrentTime"], order);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    [InlineData(8, 6)]
    [InlineData(45, 35)]
    [InlineData(50, 40)]
    public void A_small_limit_keeps_a_small_reserve(int limit, int shared) =>
        Assert.Equal(shared, new MessagePacer(limit, TimeProvider.System).SharedLimit);

    [Fact]
    public void A_full_lane_refuses_and_the_other_lanes_do_not()
    {
        var queue = new SendQueue(2);
        bool[] accepted =
        [
            queue.TryEnqueue(new ReqCurrentTime(), SendPriority.Request), queue.TryEnqueue(new ReqCurrentTime(), SendPriority.Request),
            queue.TryEnqueue(new ReqCurrentTime(), SendPriority.Request), queue.TryEnqueue(new CancelOrder(1), SendPriority.Cancel),
        ];

        Assert.Equal([true, true, false, true], accepted);
    }

    [Fact]
    public void The_wait_doubles_with_jitter_up_to_the_longest_and_starts_again_after_a_good_session()
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(30), new Random(1));

        TimeSpan[] waits = [.. Enumerable.Range(0, 40).Select(_ => backoff.Next())];
        backoff.Reset();
        TimeSpan afterReset = backoff.Next();

        for (int i = 0; i < waits.Length; i++)
        {
            double step = Math.Min(30_000, 250 * Math.Pow(2, i));
            Assert.InRange(waits[i].TotalMilliseconds, step / 2, step);
        }
        Assert.True(waits.Skip(10).Distinct().Count() > 20, "waits at the longest step do not vary");
        Assert.InRange(afterReset.TotalMilliseconds, 125, 250);
    }
}
