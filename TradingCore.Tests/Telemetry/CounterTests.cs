using Microsoft.Extensions.Time.Testing;
using TradingCore.Alerts;
using TradingCore.Domain;
using TradingCore.MarketData;
using TradingCore.Risk;
using TradingCore.Tws;

namespace TradingCore.Tests.Telemetry;

/// <summary>What is counted on the way of ticks and messages, for whoever measures.</summary>
public sealed class CounterTests
{
    private static readonly DateTimeOffset At = new(2026, 10, 5, 14, 30, 0, TimeSpan.Zero);

    [Fact]
    public void Changes_of_a_quote_that_nobody_looks_at_are_conflated()
    {
        var flow = new QuoteFlow();
        var cell = new QuoteCell(flow);

        for (int i = 1; i <= 5; i++) cell.Apply(Bid(100m + i));
        cell.Read("SPY", new ConId(1));
        cell.Read("SPY", new ConId(1));

        Assert.Equal((5L, 4L), flow.Read());
        cell.Apply(Bid(200m));
        cell.Read("SPY", new ConId(1));
        Assert.Equal((6L, 4L), flow.Read());
    }

    [Fact]
    public void A_tick_that_is_counted_allocates_nothing()
    {
        var cell = new QuoteCell(new QuoteFlow());
        MarketTick tick = Bid(100m);
        cell.Apply(in tick);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++) cell.Apply(in tick);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void The_pacing_budget_tells_what_the_last_second_used()
    {
        var clock = new FakeTimeProvider(At);
        clock.Advance(TimeSpan.FromSeconds(10));
        var pacer = new MessagePacer(45, clock);

        for (int i = 0; i < 3; i++) pacer.Sent(SendPriority.Order);
        clock.Advance(TimeSpan.FromMilliseconds(600));
        pacer.Sent(SendPriority.Cancel);

        Assert.Equal((4, 45), (pacer.CountUsed(), pacer.Limit));
        clock.Advance(TimeSpan.FromMilliseconds(600));
        Assert.Equal(1, pacer.CountUsed());
    }

    [Fact]
    public void Denials_are_counted_by_the_code_of_each_failed_check()
    {
        var denials = new RiskDenials();

        denials.Count(new RiskVerdict([Failed("R08"), Failed("R16"), new RiskCheckResult("R01", "State", true, null, null, "")]));
        denials.Count(new RiskVerdict([Failed("R08"), Failed("odd")]));

        Assert.Equal([("other", 1L), ("R08", 2L), ("R16", 1L)], denials.Read());
    }

    [Fact]
    public void Orders_that_the_gateway_caused_are_bounded_when_nobody_takes_them()
    {
        var caused = new CausedOrders();
        for (int i = 0; i < 5_000; i++) caused.Add(i, TimeSpan.FromTicks(i));

        int taken = 0;
        CausedOrder last = default;
        while (caused.TryTake(out CausedOrder order)) (taken, last) = (taken + 1, order);

        Assert.Equal((1_000, 4_999), (taken, last.OrderId.Value));
    }

    [Fact]
    public void Critical_errors_wait_for_the_beat_of_the_alerts_and_are_bounded()
    {
        var errors = new CriticalErrors();
        for (int i = 0; i < 100; i++) errors.Add(At, $"Critical error: {i}");

        IReadOnlyList<TradingCore.Engine.Views.TradingNotice> taken = errors.Take();

        Assert.Equal((20, true, "Critical error: 0"), (taken.Count, taken.All(n => n.CallsPerson), taken[0].Text));
        Assert.Empty(errors.Take());
    }

    private static MarketTick Bid(decimal price) => new(new ConId(1), TickField.Bid, price, 1m, At);

    private static RiskCheckResult Failed(string code) => new(code, code, false, null, null, "No.");
}
