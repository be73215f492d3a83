using TradingCore.Domain;
using TradingCore.MarketData;
using TradingCore.MarketData.Depth;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using WireDepth = TwsProtocol.Messages.Responses.MarketDepth;

namespace TradingCore.Tests.Tws;

public sealed class DepthTests
{
    private static (DepthFeed Feed, int Id) Open(PartsFixture f, Instrument instrument)
    {
        var feed = new DepthFeed(instrument, 5);
        f.Parts.Depth.Add(feed);
        return (feed, f.Sent<ReqMktDepth>().Single().ReqId);
    }

    private static void Rows(PartsFixture f, int id)
    {
        f.Receiver.On(new MarketDepthL2(id, 0, "ARCA", 0, 1, 150.25, 300m, true));
        f.Receiver.On(new MarketDepthL2(id, 0, "NYSE", 0, 0, 150.27, 200m, true));
        f.Parts.Depth.Publish();
    }

    [Fact]
    public void A_book_over_all_venues_is_asked_for_and_shown_with_its_venues()
    {
        using var f = new PartsFixture();
        var feed = new DepthFeed(GatewayFixture.Spy, 5);
        f.Parts.Depth.Add(feed);

        ReqMktDepth sent = Assert.Single(f.Sent<ReqMktDepth>());
        Rows(f, sent.ReqId);

        Assert.Equal((5, true, 756733), (sent.NumRows, sent.IsSmartDepth, sent.Contract.ConId));
        Assert.Equal(new DepthLevel(150.25m, 300m, "ARCA"), Assert.Single(feed.Current.Bids));
        Assert.Equal(new DepthLevel(150.27m, 200m, "NYSE"), Assert.Single(feed.Current.Asks));
        Assert.Equal((DepthState.Live, f.Context.Now), (feed.Current.State, feed.Current.ReceivedTime));
    }

    [Fact]
    public void A_pair_is_asked_for_at_its_venue()
    {
        using var f = new PartsFixture();
        f.Parts.Depth.Add(new DepthFeed(GatewayFixture.Pair, 5));

        Assert.False(Assert.Single(f.Sent<ReqMktDepth>()).IsSmartDepth);
    }

    [Fact]
    public void Reset_317_empties_the_book_and_new_rows_follow()
    {
        using var f = new PartsFixture();
        (DepthFeed feed, int id) = Open(f, GatewayFixture.Spy);
        Rows(f, id);

        f.Receiver.On(new ErrorMessage(id, 317, "Market depth data has been RESET. Please empty deep book contents before applying any new entries."));

        Assert.Empty(feed.Current.Bids);
        Rows(f, id);
        Assert.Single(feed.Current.Bids);
        Assert.Empty(f.Sent());
    }

    [Fact]
    public void Halted_316_marks_the_book_and_asks_again_with_growing_waits()
    {
        using var f = new PartsFixture();
        (DepthFeed feed, int id) = Open(f, GatewayFixture.Spy);
        Rows(f, id);

        f.Receiver.On(new ErrorMessage(id, 316, "Market depth data has been HALTED. Please re-subscribe."));
        Assert.Equal(DepthState.Interrupted, feed.Current.State);
        Assert.Empty(f.Sent<ReqMktDepth>());
        f.Clock.Advance(TimeSpan.FromSeconds(2));
        f.Parts.Depth.Tick(f.Context.Now);
        int second = Assert.Single(f.Sent<ReqMktDepth>()).ReqId;
        f.Receiver.On(new ErrorMessage(second, 316, "Market depth data has been HALTED. Please re-subscribe."));
        f.Clock.Advance(TimeSpan.FromSeconds(3));
        f.Parts.Depth.Tick(f.Context.Now);
        Assert.Empty(f.Sent<ReqMktDepth>());
        f.Clock.Advance(TimeSpan.FromSeconds(1));
        f.Parts.Depth.Tick(f.Context.Now);

        Rows(f, Assert.Single(f.Sent<ReqMktDepth>()).ReqId);
        Assert.Equal((DepthState.Live, 1), (feed.Current.State, feed.Current.Bids.Count));
    }

    [Fact]
    public void A_fourth_book_waits_until_one_is_closed()
    {
        using var f = new PartsFixture();
        for (int i = 1; i <= 3; i++) Open(f, GatewayFixture.Stock($"S{i}", i));
        var fourth = new DepthFeed(GatewayFixture.Stock("S4", 4), 5);
        f.Parts.Depth.Add(fourth);

        Assert.Empty(f.Sent());
        Assert.Equal((DepthState.Waiting, new DepthUsage(3, 3, 1)), (fourth.Current.State, f.Parts.Depth.Usage));
        Assert.Contains("S1, S2, S3", fourth.Current.Reason, StringComparison.Ordinal);
        f.Parts.Depth.Remove(new ConId(2));

        Assert.Equal([typeof(CancelMktDepth), typeof(ReqMktDepth)], f.Sent().Select(r => r.GetType()));
        Assert.Equal(DepthState.Asking, fourth.Current.State);
    }

    [Fact]
    public void Error_309_teaches_the_limit_of_the_broker()
    {
        using var f = new PartsFixture();
        Open(f, GatewayFixture.Stock("S1", 1));
        (DepthFeed second, int id) = Open(f, GatewayFixture.Stock("S2", 2));

        f.Receiver.On(new ErrorMessage(id, 309, "Max number (1) of market depth requests has been reached"));

        Assert.Equal((DepthState.Waiting, new DepthUsage(1, 1, 1)), (second.Current.State, f.Parts.Depth.Usage));
        f.Parts.Depth.Remove(new ConId(1));
        Assert.Single(f.Sent<ReqMktDepth>());
    }

    [Fact]
    public void A_refusal_is_told_with_what_to_do_and_not_repeated()
    {
        using var f = new PartsFixture();
        (DepthFeed feed, int id) = Open(f, GatewayFixture.Spy);

        f.Receiver.On(new ErrorMessage(id, 10092, "Deep market data is not supported for this combination of security type/exchange"));
        f.Clock.Advance(TimeSpan.FromHours(1));
        f.Parts.Depth.Tick(f.Context.Now);

        Assert.Equal(DepthState.Refused, feed.Current.State);
        Assert.Contains("10092", feed.Current.Reason, StringComparison.Ordinal);
        Assert.Empty(f.Sent());
    }

    [Fact]
    public void Advice_about_venues_leaves_the_book_as_it_is()
    {
        using var f = new PartsFixture();
        (DepthFeed feed, int id) = Open(f, GatewayFixture.Spy);
        Rows(f, id);

        f.Receiver.On(new ErrorMessage(id, 2152, "Exchanges - Depth: ARCA; NYSE; Top: BEX"));

        Assert.Equal((DepthState.Live, 1), (feed.Current.State, feed.Current.Bids.Count));
    }

    [Fact]
    public void A_missed_row_makes_the_book_be_asked_for_anew()
    {
        using var f = new PartsFixture();
        (DepthFeed feed, int id) = Open(f, GatewayFixture.Pair);
        f.Receiver.On(new WireDepth(id, 3, 1, 1, 1.0841, 100m));

        Assert.Equal(DepthState.Interrupted, feed.Current.State);
        Assert.Single(f.Sent<CancelMktDepth>());
        f.Clock.Advance(TimeSpan.FromSeconds(2));
        f.Parts.Depth.Tick(f.Context.Now);
        Assert.Single(f.Sent<ReqMktDepth>());
    }

    [Theory]
    [InlineData(1101)]
    [InlineData(1102)]
    public void After_an_outage_behind_the_gateway_the_last_book_is_marked_and_then_made_anew(int code)
    {
        using var f = new PartsFixture();
        (DepthFeed feed, int id) = Open(f, GatewayFixture.Spy);
        Rows(f, id);

        f.Receiver.On(new ErrorMessage(-1, 1100, "Connectivity between IB and Trader Workstation has been lost."));
        Assert.Equal((DepthState.Interrupted, 1), (feed.Current.State, feed.Current.Bids.Count));
        f.Receiver.On(new ErrorMessage(-1, code, "Connectivity between IB and Trader Workstation has been restored."));
        int again = f.Sent<ReqMktDepth>().Single().ReqId;
        f.Receiver.On(new MarketDepthL2(again, 0, "ARCA", 0, 1, 151.25, 100m, true));
        f.Parts.Depth.Publish();

        Assert.Equal(151.25m, Assert.Single(feed.Current.Bids).Price);
        Assert.Empty(feed.Current.Asks);
    }

    [Fact]
    public void The_book_of_a_contract_for_difference_comes_from_where_the_gateway_points()
    {
        using var f = new PartsFixture();
        (_, int id) = Open(f, GatewayFixture.Spy);

        f.Receiver.On(new RerouteMktDepthReq(id, 4711, "NYSE"));

        ReqMktDepth again = Assert.Single(f.Sent<ReqMktDepth>());
        Assert.Equal((4711, "NYSE", false), (again.Contract.ConId, again.Contract.Exchange, again.IsSmartDepth));
    }

    [Fact]
    public async Task A_screen_gets_history_that_the_engine_never_hears_of()
    {
        using var f = new PartsFixture();
        var reader = new TaskCompletionSource<QueryAnswer<Bar>>();
        f.Parts.History.Ask(f.History(GatewayFixture.Spy, BarSize.OneDay, TimeSpan.FromDays(30)), reader);
        ReqHistoricalData sent = Assert.Single(f.Sent<ReqHistoricalData>());

        f.Receiver.On(new HistoricalData(sent.ReqId, [new HistoricalBar("20260113", 149.5, 151, 149, 150, 1000m, 150.1m, 12)]));

        Bar day = Assert.Single((await reader.Task).Items);
        Assert.Equal(("1 day", BarSize.OneDay, true), (sent.BarSizeSetting, day.Size, day.IsComplete));
        Assert.Empty(f.Posted.Inputs);
    }

    [Fact]
    public async Task A_screen_that_waits_for_history_is_told_when_the_connection_ends()
    {
        using var f = new PartsFixture();
        var reader = new TaskCompletionSource<QueryAnswer<Bar>>();
        f.Parts.History.Ask(f.History(GatewayFixture.Spy, BarSize.OneMinute, TimeSpan.FromHours(1)), reader);

        f.Parts.History.OnClosed();

        Assert.Contains("connection", (await reader.Task).Problem, StringComparison.Ordinal);
        Assert.Equal(0, f.Parts.History.Count);
    }

    [Fact]
    public void Searches_by_symbol_leave_once_a_second_and_the_same_one_once()
    {
        using var f = new PartsFixture();
        Task<QueryAnswer<TradingCore.MarketData.Search.SymbolMatch>> first = f.Parts.Lookups.Match("SP");
        _ = f.Parts.Lookups.Match("SPY");
        Assert.Same(first, f.Parts.Lookups.Match("SP"));

        Assert.Equal("SP", Assert.Single(f.Sent<ReqMatchingSymbols>()).Pattern);
        f.Clock.Advance(TimeSpan.FromSeconds(1));
        f.Parts.Lookups.Tick(f.Context.Now);
        Assert.Empty(f.Sent<ReqMatchingSymbols>());
        f.Clock.Advance(TimeSpan.FromSeconds(0.1));
        f.Parts.Lookups.Tick(f.Context.Now);
        Assert.Equal("SPY", Assert.Single(f.Sent<ReqMatchingSymbols>()).Pattern);

        f.Parts.Lookups.OnClosed();
        Assert.True(first.IsCompleted);
    }
}
