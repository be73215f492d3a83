using TradingCore.Domain;
using TradingCore.Engine.Events;
using TradingCore.Tws;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;

namespace TradingCore.Tests.Tws;

public sealed class HistoryTests
{
    private static HistoricalBar WireBar(DateTimeOffset time, double close = 150) =>
        new(time.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture), 149.5, 151, 149, close, 1000m, 150.1m, 12);

    [Fact]
    public void A_request_names_size_duration_end_and_kind_as_the_gateway_wants_them()
    {
        using var f = new PartsFixture();

        f.Parts.History.Ask(f.History(GatewayFixture.Spy, BarSize.OneMinute, TimeSpan.FromHours(2), TimeSpan.FromHours(1)));

        ReqHistoricalData sent = Assert.Single(f.Sent<ReqHistoricalData>());
        Assert.Equal(
            ("20260115-14:00:00", "1 min", "3600 S", "TRADES", false, 2, false),
            (sent.EndDateTime, sent.BarSizeSetting, sent.DurationStr, sent.WhatToShow, sent.UseRTH, sent.FormatDate, sent.KeepUpToDate));
    }

    [Fact]
    public void Bars_come_oldest_first_and_trimmed_to_what_was_asked()
    {
        using var f = new PartsFixture();
        HistoryRequest request = f.History(GatewayFixture.Spy, BarSize.OneMinute, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(5));
        f.Parts.History.Ask(request);
        int id = f.Sent<ReqHistoricalData>().Single().ReqId;

        f.Receiver.On(new HistoricalData(id, [.. Enumerable.Range(0, 8).Select(i => WireBar(request.From.AddMinutes(6 - i)))]));

        HistoryReceived answer = Assert.Single(f.Posted.Events<HistoryReceived>());
        Assert.Same(request, answer.Request);
        Assert.Equal(Enumerable.Range(0, 5).Select(i => request.From.AddMinutes(i)), answer.Bars.Select(b => b.Time));
        Assert.Equal((149.5m, 150m, 1000m, 12, 12, BarSource.Backfill, true), (answer.Bars[0].Open, answer.Bars[0].Close, answer.Bars[0].Volume, answer.Bars[0].Count, answer.Bars[0].Parts, answer.Bars[0].Source, answer.Bars[0].IsClosed));
    }

    [Fact]
    public void From_version_196_the_end_is_a_message_of_its_own()
    {
        using var f = new PartsFixture();
        f.Parts.ServerVersion = 196;
        HistoryRequest request = f.History(GatewayFixture.Spy, BarSize.OneMinute, TimeSpan.FromMinutes(5));
        f.Parts.History.Ask(request);
        int id = f.Sent<ReqHistoricalData>().Single().ReqId;

        f.Receiver.On(new HistoricalData(id, [WireBar(request.From)]));
        int before = f.Posted.Events<HistoryReceived>().Count;
        f.Receiver.On(new HistoricalDataEnd(id, "", ""));

        Assert.Equal((0, 1), (before, f.Posted.Events<HistoryReceived>().Count));
    }

    [Fact]
    public void A_long_time_of_short_bars_is_asked_for_in_parts_and_answered_once()
    {
        using var f = new PartsFixture();
        HistoryRequest request = f.History(GatewayFixture.Spy, BarSize.FiveSeconds, TimeSpan.FromHours(3), TimeSpan.FromMinutes(30));
        f.Parts.History.Ask(request);

        List<string> ends = [];
        for (int part = 0; part < 3; part++)
        {
            ReqHistoricalData sent = Assert.Single(f.Sent<ReqHistoricalData>());
            ends.Add($"{sent.EndDateTime} {sent.DurationStr}");
            f.Receiver.On(new HistoricalData(sent.ReqId, [WireBar(request.From.AddHours(part))]));
        }

        Assert.Equal(["20260115-13:00:00 3600 S", "20260115-14:00:00 3600 S", "20260115-14:30:00 1800 S"], ends);
        Assert.Equal(3, Assert.Single(f.Posted.Events<HistoryReceived>()).Bars.Count);
    }

    [Fact]
    public void Short_bars_keep_to_sixty_in_ten_minutes_less_what_the_lines_need()
    {
        using var f = new PartsFixture();
        for (int i = 1; i <= 20; i++) f.Parts.Subscriptions.Add(GatewayFixture.Stock($"S{i}", i));
        for (int i = 1; i <= 60; i++) f.Parts.History.Ask(f.History(GatewayFixture.Stock($"S{i}", i), BarSize.FiveSeconds, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(1)));

        int asked = AnswerAll(f);
        for (int second = 0; second < 590; second++)
        {
            f.Advance(TimeSpan.FromSeconds(1));
            asked += AnswerAll(f);
        }
        int withinTenMinutes = asked;
        f.Advance(TimeSpan.FromSeconds(30));

        // 60, less 20 new real-time bars, less 20 kept free to subscribe the 20 lines again.
        Assert.Equal(20, withinTenMinutes);
        Assert.True(AnswerAll(f) > 0);
    }

    [Fact]
    public void One_contract_gets_five_short_requests_in_two_seconds()
    {
        using var f = new PartsFixture();
        for (int i = 1; i <= 8; i++) f.Parts.History.Ask(f.History(GatewayFixture.Spy, BarSize.FiveSeconds, TimeSpan.FromMinutes(10 + i), TimeSpan.FromMinutes(i)));
        int atOnce = AnswerAll(f);
        f.Advance(TimeSpan.FromSeconds(1));
        int afterOne = AnswerAll(f);
        f.Advance(TimeSpan.FromSeconds(1.5));

        Assert.Equal((5, 0, 3), (atOnce, afterOne, AnswerAll(f)));
    }

    [Fact]
    public void The_same_short_request_is_not_sent_twice_within_fifteen_seconds()
    {
        using var f = new PartsFixture();
        HistoryRequest request = f.History(GatewayFixture.Spy, BarSize.FiveSeconds, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(1));
        f.Parts.History.Ask(request);
        f.Parts.History.Ask(request);
        int first = AnswerAll(f);
        f.Advance(TimeSpan.FromSeconds(14));
        int soon = AnswerAll(f);
        f.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal((1, 0, 1), (first, soon, AnswerAll(f)));
    }

    [Fact]
    public void Minute_bars_are_not_held_back_by_the_rules_for_short_bars()
    {
        using var f = new PartsFixture();
        for (int i = 1; i <= 100; i++) f.Parts.History.Ask(f.History(GatewayFixture.Stock($"S{i}", i), BarSize.OneMinute, TimeSpan.FromDays(1)));

        int open = f.Sent<ReqHistoricalData>().Count;

        Assert.Equal(10, open);
    }

    [Fact]
    public void A_pacing_breach_is_waited_out_and_asked_again()
    {
        using var f = new PartsFixture();
        f.Parts.History.Ask(f.History(GatewayFixture.Spy, BarSize.OneMinute, TimeSpan.FromHours(1)));
        int id = f.Sent<ReqHistoricalData>().Single().ReqId;

        f.Receiver.On(new ErrorMessage(id, 162, "Historical Market Data Service error message:Historical data request pacing violation"));
        f.Advance(TimeSpan.FromSeconds(19));
        int soon = f.Sent<ReqHistoricalData>().Count;
        f.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(0, soon);
        Assert.Single(f.Sent<ReqHistoricalData>());
        Assert.Empty(f.Posted.Events<HistoryFailed>());
    }

    [Fact]
    public void No_data_is_an_empty_answer_and_another_refusal_a_failure()
    {
        using var f = new PartsFixture();
        f.Parts.History.Ask(f.History(GatewayFixture.Spy, BarSize.OneMinute, TimeSpan.FromHours(1)));
        f.Parts.History.Ask(f.History(GatewayFixture.Pair, BarSize.OneMinute, TimeSpan.FromHours(1)));
        IReadOnlyList<ReqHistoricalData> sent = f.Sent<ReqHistoricalData>();

        f.Receiver.On(new ErrorMessage(sent[0].ReqId, 162, "Historical Market Data Service error message:HMDS query returned no data: SPY@SMART Trades"));
        f.Receiver.On(new ErrorMessage(sent[1].ReqId, 200, "No security definition has been found for the request"));

        Assert.Empty(Assert.Single(f.Posted.Events<HistoryReceived>()).Bars);
        HistoryFailed failed = Assert.Single(f.Posted.Events<HistoryFailed>());
        Assert.Equal((200, "EUR.USD"), (failed.Code, failed.Request.Instrument.Contract.Ticker));
    }

    [Fact]
    public void A_request_without_an_answer_is_cancelled_and_fails_after_three_times()
    {
        using var f = new PartsFixture();
        f.Parts.History.Ask(f.History(GatewayFixture.Spy, BarSize.OneMinute, TimeSpan.FromHours(1)));
        f.Sent();

        f.Advance(TimeSpan.FromSeconds(60));
        IReadOnlyList<string> again = [.. f.Sent().Select(r => r.CallName)];
        f.Advance(TimeSpan.FromSeconds(60));
        f.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal(["cancelHistoricalData", "reqHistoricalData"], again);
        Assert.Contains("did not answer 3 times", Assert.Single(f.Posted.Events<HistoryFailed>()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_replay_of_another_year_is_asked_for_on_its_own_clock()
    {
        using var f = new PartsFixture();
        var market = new DateTimeOffset(2013, 10, 8, 15, 0, 0, TimeSpan.Zero);
        f.Receiver.On(new CurrentTime(market.ToUnixTimeSeconds()));
        f.Parts.History.Ask(f.History(GatewayFixture.Spy, BarSize.FiveSeconds, TimeSpan.FromMinutes(90)));
        ReqHistoricalData first = Assert.Single(f.Sent<ReqHistoricalData>());
        f.Receiver.On(new HistoricalData(first.ReqId, [WireBar(market.AddMinutes(-90))]));
        ReqHistoricalData second = Assert.Single(f.Sent<ReqHistoricalData>());
        f.Receiver.On(new HistoricalData(second.ReqId, [WireBar(market.AddMinutes(-1))]));

        Assert.Equal(("20131008-14:30:00", ""), (first.EndDateTime, second.EndDateTime));
        Assert.Equal(2, f.Posted.Events<HistoryReceived>().Single().Bars.Count);
    }

    [Theory]
    [InlineData(5, 60, "60 S")]
    [InlineData(5, 7, "60 S")]
    [InlineData(5, 61, "65 S")]
    [InlineData(5, 3600, "3600 S")]
    [InlineData(60, 60, "60 S")]
    [InlineData(60, 7199, "7200 S")]
    [InlineData(60, 86400, "1 D")]
    [InlineData(300, 300, "1800 S")]
    [InlineData(300, 86400 * 3, "3 D")]
    [InlineData(900, 86400 * 7, "7 D")]
    [InlineData(3600, 3600, "3600 S")]
    [InlineData(3600, 86400 * 30, "30 D")]
    public void Durations_go_with_the_bar_size(int size, int seconds, string duration)
    {
        var end = new DateTimeOffset(2026, 1, 15, 0, 0, 0, TimeSpan.Zero);
        var request = new HistoryRequest(GatewayFixture.Spy, new BarSize(size), end.AddSeconds(-seconds), end, "gap");

        // The start is moved back to the start of its bar.
        IReadOnlyList<HistoryPart> parts = HistoryPlan.Parts(request, end.AddDays(1), end.AddDays(1));

        Assert.Equal(duration, Assert.Single(parts).Duration);
    }

    private static int AnswerAll(PartsFixture f)
    {
        int count = 0;
        while (f.Sent<ReqHistoricalData>() is { Count: > 0 } sent)
        {
            foreach (ReqHistoricalData request in sent) f.Receiver.On(new HistoricalData(request.ReqId, []));
            count += sent.Count;
        }
        return count;
    }
}
