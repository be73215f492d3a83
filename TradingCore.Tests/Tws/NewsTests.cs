using Microsoft.Extensions.Logging.Abstractions;
using TradingCore.Domain;
using TradingCore.Engine.Events;
using TradingCore.MarketData.News;
using TradingCore.Tws;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsSimulator;

namespace TradingCore.Tests.Tws;

public sealed class NewsTests : IDisposable
{
    private static readonly ConId Spy = new(756733);

    private readonly PartsFixture _fixture = new();
    private readonly NewsBoard _board;

    public NewsTests()
    {
        _board = new NewsBoard(_fixture.Clock);
        _fixture.Parts.News.Board = _board;
    }

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Nothing_is_asked_before_a_screen_shows_news()
    {
        Tick(TimeSpan.FromMinutes(5));

        Assert.Empty(_fixture.Sent());
    }

    [Fact]
    public void Headlines_of_what_a_screen_shows_are_asked_for_once_a_minute_and_cleaned()
    {
        int id = AskedId();
        _fixture.Receiver.On(new HistoricalNews(id, "2026-01-15 14:59:30.0", "DJNL", "DJNL$1", "{A:800015:L:en}SPY slips &amp; recovers"));
        _fixture.Receiver.On(new HistoricalNews(id, "2026-01-15 14:00:00.0", "BRFG", "BRFG$2", "SPY edges up"));
        _fixture.Receiver.On(new HistoricalNewsEnd(id, HasMore: false));
        Later(TimeSpan.FromSeconds(30));
        int askedSoon = _fixture.Sent<ReqHistoricalNews>().Count;
        Later(TimeSpan.FromSeconds(31));

        Assert.Equal(
            [new NewsItem(new DateTimeOffset(2026, 1, 15, 14, 59, 30, TimeSpan.Zero), "DJNL", "DJNL$1", "SPY slips & recovers", "SPY"), new NewsItem(new DateTimeOffset(2026, 1, 15, 14, 0, 0, TimeSpan.Zero), "BRFG", "BRFG$2", "SPY edges up", "SPY")],
            _board.Current.Items);
        Assert.Equal("Dow Jones Newsletters", _board.Current.Providers["DJNL"]);
        Assert.Equal((0, 1), (askedSoon, _fixture.Sent<ReqHistoricalNews>().Count));
    }

    [Fact]
    public void A_headline_that_comes_again_is_shown_once()
    {
        int id = AskedId();
        for (int i = 0; i < 2; i++) _fixture.Receiver.On(new HistoricalNews(id, "2026-01-15 14:59:30.0", "DJNL", "DJNL$1", "SPY slips"));
        _fixture.Receiver.On(new HistoricalNewsEnd(id, HasMore: false));

        Assert.Single(_board.Current.Items);
    }

    [Fact]
    public void A_bulletin_of_the_broker_says_what_kind_it_is()
    {
        _fixture.Receiver.On(new NewsBulletin(7, 2, "NYSE", "NYSE"));

        NewsItem bulletin = Assert.Single(_board.Current.Items);
        Assert.Equal(("Exchange unavailable: NYSE", true), (bulletin.Headline, bulletin.IsBulletin));
    }

    [Fact]
    public void A_login_without_providers_and_a_refusal_are_told_and_a_silent_gateway_is_asked_again()
    {
        Show();
        Tick(TimeSpan.Zero);
        _fixture.Receiver.On(new NewsProviders([]));
        Assert.StartsWith("The login has no news provider.", _board.Current.Trouble, StringComparison.Ordinal);

        int id = AskedId();
        _fixture.Receiver.On(new ErrorMessage(id, 10276, "News feed is not allowed."));
        Assert.Contains("News feed is not allowed.", _board.Current.Trouble, StringComparison.Ordinal);

        Later(TimeSpan.FromSeconds(61));
        int next = _fixture.Sent<ReqHistoricalNews>().Single().ReqId;
        _fixture.Parts.News.OnOverdue(new PendingRequest(next, RequestKind.News, "SPY", null));
        Assert.Contains("did not answer in time", _board.Current.Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Against_the_simulated_gateway_headlines_come_over_the_socket()
    {
        await using SimulatedGateway simulator = await SimulatedGateway.StartAsync(new SimulatorOptions(), TimeProvider.System, NullLoggerFactory.Instance, TestContext.Current.CancellationToken);
        await using var gateway = new TwsGateway(new TwsOptions { Port = simulator.EndPoint.Port }, TimeProvider.System, NullLoggerFactory.Instance);
        var board = new NewsBoard(TimeProvider.System);
        gateway.Attach(board);
        var inbox = new RecordingInbox();
        gateway.Start(inbox);
        gateway.ResolveInstrument(new ContractQuery("SPY"));
        Instrument spy = (await inbox.EventAsync<InstrumentResolved>()).Instrument;

        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        do board.Want(spy.Contract.ConId, "SPY");
        while (board.Current.Items.All(i => i.IsBulletin) && await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken));

        Assert.Contains(board.Current.Items, i => i is { Ticker: "SPY" } && i.Headline.StartsWith("SPY ", StringComparison.Ordinal));
        Assert.Equal(3, board.Current.Providers.Count);
    }

    private int AskedId()
    {
        Show();
        Tick(TimeSpan.Zero);
        _fixture.Receiver.On(new NewsProviders([new NewsProvider("DJNL", "Dow Jones Newsletters"), new NewsProvider("BRFG", "Briefing")]));
        Tick(TimeSpan.Zero);
        return _fixture.Sent<ReqHistoricalNews>().Single().ReqId;
    }

    private void Later(TimeSpan time)
    {
        _fixture.Clock.Advance(time);
        Show();
        Tick(TimeSpan.Zero);
    }

    private void Show() => _board.Want(Spy, "SPY");

    private void Tick(TimeSpan time)
    {
        _fixture.Clock.Advance(time);
        _fixture.Parts.News.Tick(_fixture.Context.Now);
    }
}
