using TradingCore.Domain;
using TradingCore.Engine.Events;
using TwsProtocol;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Wire;

namespace TradingCore.Tests.Tws;

public sealed class SubscriptionTests
{
    private static (int Ticks, int Bars) Subscribe(PartsFixture f, Instrument instrument)
    {
        f.Parts.Subscriptions.Add(instrument);
        IReadOnlyList<IRequest> sent = f.Sent();
        return (sent.OfType<ReqMktData>().Single().ReqId, sent.OfType<ReqRealTimeBars>().Single().ReqId);
    }

    [Fact]
    public void Live_ticks_come_with_their_kind_and_without_the_repeated_size()
    {
        using var f = new PartsFixture();
        (int id, _) = Subscribe(f, GatewayFixture.Spy);

        f.Receiver.On(new TickPrice(id, TickType.Bid, 150.25, 300m));
        f.Receiver.On(new TickSize(id, TickType.BidSize, 300m));
        f.Receiver.On(new TickSize(id, TickType.BidSize, 400m));
        f.Receiver.On(new TickPrice(id, TickType.Ask, -1, 0m));
        f.Receiver.On(new TickPrice(id, TickType.MarkPrice, 1, null));
        f.Receiver.On(new TickSize(id, TickType.Volume, 12345m));
        f.Receiver.On(new TickString(id, TickType.LastTimestamp, "1768489200"));
        f.Receiver.On(new TickGeneric(id, TickType.Halted, 0));

        IReadOnlyList<MarketTick> ticks = f.Posted.Ticks;
        Assert.Equal([TickField.DataType, TickField.Bid, TickField.BidSize, TickField.Ask, TickField.Volume, TickField.LastTime, TickField.Halted], ticks.Select(t => t.Field));
        Assert.Equal(1m, ticks[0].Value);
        Assert.Equal((150.25m, 300m), (ticks[1].Value, ticks[1].Size));
        Assert.Equal(400m, ticks[2].Value);
        Assert.Null(ticks[3].Value);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1768489200), ticks[5].EventTime);
        Assert.Single(f.Posted.Events<SubscriptionStarted>());
    }

    [Fact]
    public void Delayed_data_is_marked_also_when_the_gateway_does_not_say_so()
    {
        using var f = new PartsFixture(o => o.MarketDataType = 3);
        (int id, _) = Subscribe(f, GatewayFixture.Spy);

        f.Receiver.On(new TickPrice(id, TickType.DelayedLast, 150.25, 1m));
        f.Receiver.On(new MarketDataTypeMessage(id, 4));
        f.Receiver.On(new TickPrice(id, TickType.DelayedLast, 150.26, 1m));

        Assert.Equal([3m, 4m], f.Posted.Ticks.Where(t => t.Field == TickField.DataType).Select(t => t.Value!.Value));
        Assert.Equal([150.25m, 150.26m], f.Posted.Ticks.Where(t => t.Field == TickField.Last).Select(t => t.Value!.Value));
    }

    [Theory]
    [InlineData(10090)]
    [InlineData(10167)]
    [InlineData(10091)]
    [InlineData(2150)]
    public void Advice_never_ends_a_subscription(int code)
    {
        using var f = new PartsFixture();
        (int id, int bars) = Subscribe(f, GatewayFixture.Spy);

        f.Receiver.On(new ErrorMessage(id, code, "Part of requested market data is not subscribed."));
        f.Receiver.On(new ErrorMessage(bars, code, "Part of requested market data is not subscribed."));
        f.Receiver.On(new TickPrice(id, TickType.Bid, 150.25, 300m));

        Assert.Empty(f.Posted.Events<SubscriptionFailed>());
        Assert.Contains(f.Posted.Ticks, t => t.Field == TickField.Bid);
        Assert.Empty(f.Sent());
    }

    [Theory]
    [InlineData(354)]
    [InlineData(200)]
    [InlineData(10168)]
    [InlineData(10089)]
    public void A_refusal_for_good_is_told_and_not_repeated(int code)
    {
        using var f = new PartsFixture();
        (int id, _) = Subscribe(f, GatewayFixture.Spy);

        f.Receiver.On(new ErrorMessage(id, code, "no"));
        f.Advance(TimeSpan.FromHours(1));

        Assert.Equal((GatewayFixture.Spy.Contract.ConId, code), (f.Posted.Events<SubscriptionFailed>().Single().ConId, f.Posted.Events<SubscriptionFailed>().Single().Code));
        Assert.Empty(f.Sent<ReqMktData>());
    }

    [Theory]
    [InlineData(10197)]
    [InlineData(101)]
    public void A_refusal_for_a_while_is_told_and_asked_again_until_data_flows(int code)
    {
        using var f = new PartsFixture();
        (int id, _) = Subscribe(f, GatewayFixture.Spy);
        f.Receiver.On(new TickReqParams(id, 0.01, "", 3));

        f.Receiver.On(new ErrorMessage(id, code, "No market data during competing live session"));
        f.Advance(TimeSpan.FromSeconds(15));
        ReqMktData again = Assert.Single(f.Sent<ReqMktData>());
        f.Receiver.On(new TickPrice(again.ReqId, TickType.Last, 1, 1m));

        Assert.Equal(code, f.Posted.Events<SubscriptionFailed>().Single().Code);
        Assert.Equal(2, f.Posted.Events<SubscriptionStarted>().Count);
    }

    [Fact]
    public void Bars_that_the_gateway_refuses_fall_back_to_another_kind()
    {
        using var f = new PartsFixture();
        Instrument bitcoin = GatewayFixture.Stock("BTC", 479624278);
        (_, int id) = Subscribe(f, bitcoin with { Contract = bitcoin.Contract with { SecurityType = SecurityType.Crypto } });

        f.Receiver.On(new ErrorMessage(id, 10299, "Expected what to show is AGGTRADES, please use that instead of TRADES."));

        ReqRealTimeBars second = Assert.Single(f.Sent<ReqRealTimeBars>());
        Assert.Equal("AGGTRADES", second.WhatToShow);
        Assert.Empty(f.Posted.Events<SubscriptionFailed>());
    }

    [Fact]
    public void Bars_without_volume_come_with_zeros()
    {
        using var f = new PartsFixture();
        (_, int id) = Subscribe(f, GatewayFixture.Pair);

        f.Receiver.On(new RealTimeBar(id, 1768489200, 1.16001, 1.16002, 1.16, 1.160015, -1m, -1m, -1));

        Bar bar = f.Posted.Events<BarReceived>().Single().Bar;
        Assert.Equal((1.160015m, 0m, 0, 1.160015m, 1), (bar.Close, bar.Volume, bar.Count, bar.Wap, bar.Parts));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1768489200), bar.Time);
    }

    [Fact]
    public void Bars_that_fall_silent_are_asked_for_again_with_growing_waits()
    {
        using var f = new PartsFixture();
        (_, int id) = Subscribe(f, GatewayFixture.Spy);
        f.Receiver.On(new RealTimeBar(id, 1768489200, 1, 1, 1, 1, 1m, 1m, 1));

        f.Advance(TimeSpan.FromSeconds(20));
        int early = f.Sent<ReqRealTimeBars>().Count;
        f.Advance(TimeSpan.FromSeconds(1));
        int first = f.Sent<ReqRealTimeBars>().Count;
        f.Advance(TimeSpan.FromSeconds(30));
        int between = f.Sent<ReqRealTimeBars>().Count;
        f.Advance(TimeSpan.FromSeconds(11));
        ReqRealTimeBars second = Assert.Single(f.Sent<ReqRealTimeBars>());
        f.Receiver.On(new RealTimeBar(second.ReqId, 1768489300, 1, 1, 1, 1, 1m, 1m, 1));

        Assert.Equal((0, 1, 0), (early, first, between));
        Assert.Equal(2, f.Posted.Events<SubscriptionStarted>().Count);
    }

    [Fact]
    public void Silence_outside_trading_hours_is_left_alone()
    {
        using var f = new PartsFixture();
        // The clock of the test stands at 10:00 in New York.
        (_, int id) = Subscribe(f, GatewayFixture.Spy with { TimeZoneId = "US/Eastern", TradingHours = "20260115:0400-20260115:0955;20260116:0400-20260116:2000" });
        f.Receiver.On(new RealTimeBar(id, 1768489200, 1, 1, 1, 1, 1m, 1m, 1));

        f.Advance(TimeSpan.FromMinutes(10));

        Assert.Empty(f.Sent<ReqRealTimeBars>());
    }

    [Fact]
    public void No_more_than_sixty_bar_subscriptions_start_in_ten_minutes()
    {
        using var f = new PartsFixture();
        for (int i = 1; i <= 70; i++) f.Parts.Subscriptions.Add(GatewayFixture.Stock($"S{i}", i));
        int atOnce = f.Sent<ReqRealTimeBars>().Count;

        for (int i = 0; i < 59; i++) f.Advance(TimeSpan.FromSeconds(10));
        int withinTenMinutes = f.Sent<ReqRealTimeBars>().Count;
        f.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal((60, 0, 10), (atOnce, withinTenMinutes, f.Sent<ReqRealTimeBars>().Count));
    }

    [Fact]
    public void Late_ticks_of_a_dead_request_are_counted_and_ignored()
    {
        using var f = new PartsFixture();
        (int id, _) = Subscribe(f, GatewayFixture.Spy);
        f.Parts.Subscriptions.Remove(GatewayFixture.Spy.Contract.ConId);

        f.Receiver.On(new TickPrice(id, TickType.Bid, 1, 1m));
        f.Receiver.On(new ErrorMessage(id, 300, "Can't find EId with tickerId"));

        Assert.Empty(f.Posted.Inputs);
        Assert.Equal(2, f.Context.Counters.Read().LateReplies);
    }

    [Fact]
    public void A_tick_on_its_way_to_the_engine_allocates_nothing()
    {
        using var f = new PartsFixture();
        (int id, _) = Subscribe(f, GatewayFixture.Spy);
        Feed(2_000);
        _ = f.Posted;
        Feed(2_000);
        _ = f.Posted;

        long before = GC.GetAllocatedBytesForCurrentThread();
        Feed(1_000);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);

        void Feed(int count)
        {
            for (int i = 0; i < count; i++)
            {
                f.Receiver.On(new TickPrice(id, TickType.Bid, 150 + i % 3, 100m));
                f.Receiver.On(new TickSize(id, TickType.AskSize, 100 + i % 3));
                f.Receiver.On(new TickGeneric(id, TickType.Halted, 0));
            }
        }
    }
}
