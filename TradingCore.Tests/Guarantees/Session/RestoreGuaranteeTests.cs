using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Tests.Engine;
using TradingCore.Tests.Guarantees.Bars;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Wire;

namespace TradingCore.Tests.Guarantees.Session;

/// <summary>What is asked of the gateway when it has the broker again, read from what went over the socket.</summary>
public sealed class RestoreGuaranteeTests
{
    [Fact]
    public async Task After_1101_every_subscription_is_asked_for_anew_and_what_was_missed_is_filled_from_history()
    {
        using var traffic = new Traffic();
        // Whoever watches for silence looks away: what is asked for again is asked for because of the notice.
        await using BarDesk desk = await BarDesk.StartAsync(
            new BarsOptions { SilenceMax = TimeSpan.FromMinutes(10), MinuteOverdueAfter = TimeSpan.FromMinutes(1) }, simulate: traffic.Record,
            change: o => (o.QuoteSilenceMax, o.BarSilenceMax) = (TimeSpan.FromHours(1), TimeSpan.FromMinutes(10)));
        await desk.PlayAsync("fault: connectionLost");
        await desk.UntilAsync(v => !v.Session.IsVerified);
        await desk.UntilAsync(desk.Clock.GetUtcNow().AddSeconds(12));
        await desk.Simulator.FlushCaptureAsync(TestContext.Current.CancellationToken);
        int before = traffic.Requests().Count;

        await desk.PlayAsync("{ fault: connectionRestored, dataLost: true }");
        DateTimeOffset restored = desk.Simulator.Truth.MarketTime;
        await desk.UntilAsync(v => v.Session.IsVerified && v.FindQuote("SPY")!.EventTime > restored && desk.Parts.Gaps is [{ State: BarGapState.Healed }]);
        await desk.UntilAsync(v => desk.Parts.Bars[^1].Time > restored);

        await desk.Simulator.FlushCaptureAsync(TestContext.Current.CancellationToken);
        Sent sent = new(traffic.Requests().Skip(before).Select(r => r.Request));
        Assert.Equal((1, 1), (sent.Count<ReqMktData>(), sent.Count<ReqRealTimeBars>()));
        Assert.Equal((1, 1), (sent.Count<CancelMktData>(), sent.Count<CancelRealTimeBars>()));
        Assert.True(sent.Count<ReqHistoricalData>() >= 1);
        Assert.Equal((1, 1, 1, 1), (sent.Count<ReqAllOpenOrders>(), sent.Count<ReqCompletedOrders>(), sent.Count<ReqExecutions>(), sent.Count<ReqPositions>()));
        Assert.Equal(1, desk.System.Statistics.Connects);
    }

    [Fact]
    public async Task After_1102_the_broker_is_compared_with_and_no_subscription_is_touched()
    {
        using var traffic = new Traffic();
        await using BarDesk desk = await BarDesk.StartAsync(simulate: traffic.Record);
        await desk.PlayAsync("fault: connectionLost");
        await desk.UntilAsync(v => !v.Session.IsVerified);
        await desk.UntilAsync(desk.Clock.GetUtcNow().AddSeconds(6));
        await desk.Simulator.FlushCaptureAsync(TestContext.Current.CancellationToken);
        int before = traffic.Requests().Count;

        await desk.PlayAsync("{ fault: connectionRestored, dataLost: false }");
        DateTimeOffset restored = desk.Simulator.Truth.MarketTime;
        await desk.UntilAsync(v => v.Session.IsVerified && v.FindQuote("SPY")!.EventTime > restored && desk.Parts.Bars[^1].Time > restored && desk.Parts.Gaps.All(g => g.State == BarGapState.Healed));

        await desk.Simulator.FlushCaptureAsync(TestContext.Current.CancellationToken);
        Sent sent = new(traffic.Requests().Skip(before).Select(r => r.Request));
        Assert.Equal((0, 0, 0, 0), (sent.Count<ReqMktData>(), sent.Count<CancelMktData>(), sent.Count<ReqRealTimeBars>(), sent.Count<CancelRealTimeBars>()));
        // A machine that is late may compare once more, because it takes the first for one that is not answered.
        int rounds = sent.Count<ReqAllOpenOrders>();
        Assert.True(rounds >= 1, "The broker was not asked.");
        Assert.Equal((rounds, rounds, rounds), (sent.Count<ReqCompletedOrders>(), sent.Count<ReqExecutions>(), sent.Count<ReqPositions>()));
    }

    [Fact]
    public async Task After_1102_bars_that_stay_silent_all_the_same_are_asked_for_again()
    {
        await using BarDesk desk = await BarDesk.StartAsync();

        Task played = desk.PlayAsync("- { fault: silence, symbol: SPY, kind: bars }\n- { fault: connectionLost, for: 5s }\n- { when: subscribed, fault: clear }");
        await desk.UntilAsync(v => v.Outages is [{ To: not null }] && played.IsCompletedSuccessfully);
        DateTimeOffset restored = desk.Simulator.Truth.MarketTime;

        await desk.UntilAsync(_ => desk.Parts.Bars[^1].Time > restored && desk.Parts.Gaps.All(g => g.State == BarGapState.Healed));
        Assert.Equal(1, desk.System.Statistics.Connects);
    }

    [Theory]
    [InlineData("{ fault: connectionLost, for: 200ms }")]
    [InlineData("- fault: connectionLost\n- { after: 200ms, fault: connectionRestored, dataLost: true }")]
    [InlineData("fault: dropConnection")]
    [InlineData("{ fault: reset, for: 300ms }")]
    public async Task However_the_connection_comes_back_the_fill_that_nobody_told_is_found_and_booked(string outage)
    {
        using var traffic = new Traffic();
        await using FaultyDesk desk = await FaultyDesk.StartAsync(traffic.Record);
        // Orders that are not answered soon are asked for anyway; here the reconnect alone may find the fill.
        await desk.RestartEngineAsync(trading: t => t.UnknownAfter = TimeSpan.FromMinutes(1));
        await desk.ReadyAsync();
        await desk.Simulator.FlushCaptureAsync(desk.Test);
        int before = traffic.Requests<ReqExecutions>().Count;
        await desk.PlayAsync("fault: loseExecution");
        OrderRef order = await desk.SubmitAsync(Desk.Buy(100m));
        await desk.UntilAsync(_ => desk.Simulator.Truth.Executions.Sum(e => e.SignedQuantity) == 100m);
        Assert.Equal(0m, desk.Find(order).Filled);

        await desk.PlayAsync(outage);
        await desk.UntilAsync(v => v.Outages is [{ To: not null }, ..]);

        await desk.UntilAsync(_ => desk.Find(order) is { State: OrderState.Filled, Filled: 100m });
        await desk.AssertAgreesAsync();
        await desk.Simulator.FlushCaptureAsync(desk.Test);
        Assert.Equal(before + 1, traffic.Requests<ReqExecutions>().Count);
        Assert.True(traffic.Requests<ReqAllOpenOrders>().Count > before && traffic.Requests<ReqPositions>().Count > before);
    }

    private sealed class Sent(IEnumerable<IRequest> requests)
    {
        private readonly IRequest[] _all = [.. requests];

        public int Count<T>() => _all.OfType<T>().Count();
    }
}
