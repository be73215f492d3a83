using Microsoft.Extensions.Time.Testing;
using TwsProtocol.Contracts;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Wire;
using TwsSimulator;

namespace TradingCore.Tests.Simulation.Data;

/// <summary>Single ticks and the depth of the book, over a real socket.</summary>
public sealed class TickAndDepthTests : IAsyncLifetime
{
    private static readonly Contract Euro = new() { Symbol = "EUR", SecType = "CASH", Exchange = "IDEALPRO", Currency = "USD" };
    private readonly FakeTimeProvider _clock = Given.Clock();
    private SimulatedGateway _gateway = null!;
    private SimulatorClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _gateway = await Given.GatewayAsync(_clock);
        _client = await SimulatorClient.ConnectAsync(_gateway.EndPoint);
        await _client.SyncAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task Live_trades_are_found_again_in_the_history_of_ticks_and_add_up_to_the_bars_range()
    {
        _client.Send(new ReqTickByTickData(20, SimulatorClient.Spy, "AllLast"));
        await _client.SyncAsync();
        for (int i = 0; i < 20; i++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(500));
            await _client.SyncAsync();
        }

        TickByTickAllLast[] live = [.. _client.Seen.OfType<TickByTickAllLast>()];
        _client.Send(new ReqHistoricalTicks(21, SimulatorClient.Spy, Given.Morning.UtcDateTime.ToString("yyyyMMdd-HH:mm:ss", null), "", 1000, "TRADES", UseRTH: false));
        HistoricalTicksLast past = await _client.NextAsync<HistoricalTicksLast>();
        _client.Send(new ReqHistoricalData(22, SimulatorClient.Spy, "", "60 S", "5 secs", "TRADES", false, 2));
        HistoricalData bars = await _client.NextAsync<HistoricalData>();

        Assert.True(live.Length > 5);
        (long, double, decimal?, string)[] told = [.. live.Select(t => (t.Time, t.Price, t.Size, t.Exchange))];
        (long, double, decimal?, string)[] found = [.. past.Ticks.Select(t => (t.Time, t.Price, t.Size, t.Exchange))];
        // The history begins with the second that was running at the subscription.
        Assert.Equal(told, found.TakeLast(told.Length));
        HistoricalBar last = bars.Bars[^1];
        Assert.InRange(live.Where(t => t.Time >= long.Parse(last.Time, null) && t.Time < long.Parse(last.Time, null) + 5).Max(t => t.Price), last.Low, last.High);
    }

    [Fact]
    public async Task Ticks_of_the_past_come_before_the_live_ones_when_they_are_asked_for()
    {
        _client.Send(new ReqTickByTickData(20, Euro, "BidAsk", NumberOfTicks: 10));

        HistoricalTicksBidAsk past = await _client.NextAsync<HistoricalTicksBidAsk>();

        Assert.True(past.Ticks.Count >= 10);
        Assert.All(past.Ticks, t => Assert.True(t.PriceBid < t.PriceAsk));
        Assert.Equal(past.Ticks.OrderBy(t => t.Time).Select(t => t.Time), past.Ticks.Select(t => t.Time));
    }

    [Theory]
    [InlineData("Trades", 321)]
    [InlineData("Last", 10189)]
    public async Task A_kind_that_does_not_exist_or_cannot_be_had_is_refused(string kind, int code)
    {
        _client.Send(new ReqTickByTickData(20, Euro, kind));

        Assert.Equal(code, (await _client.NextAsync<ErrorMessage>(e => e.ReqId == 20)).ErrorCode);
    }

    [Fact]
    public async Task Streams_have_an_end_a_limit_and_ids_of_their_own()
    {
        for (int id = 1; id <= 6; id++) _client.Send(new ReqTickByTickData(id, SimulatorClient.Spy, "MidPoint"));
        _client.Send(new ReqTickByTickData(1, SimulatorClient.Spy, "MidPoint"));
        _client.Send(new CancelTickByTickData(1));
        _client.Send(new CancelTickByTickData(1));

        Assert.Equal((6, 10190), await ErrorAsync());
        Assert.Equal((1, 102), await ErrorAsync());
        Assert.Equal((1, 300), await ErrorAsync());
    }

    [Theory]
    [InlineData("", "", 10, "TRADES")]
    [InlineData("20250610-14:00:00", "20250610-15:00:00", 10, "TRADES")]
    [InlineData("20250610-14:00:00", "", 0, "TRADES")]
    [InlineData("20250610-14:00:00", "", 1001, "TRADES")]
    [InlineData("20250610-14:00:00", "", 10, "BID")]
    public async Task A_wrong_request_for_ticks_of_the_past_is_refused_with_321(string start, string end, int count, string what)
    {
        _client.Send(new ReqHistoricalTicks(21, SimulatorClient.Spy, start, end, count, what, UseRTH: true));

        Assert.Equal((21, 321), await ErrorAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_that_applies_every_change_holds_a_book_around_the_quote(bool isSmart)
    {
        const int Rows = 7;
        var book = new Book();
        double bid = 0, ask = 0;
        _client.Send(new ReqMktData(19, SimulatorClient.Spy));
        _client.Send(new ReqMktDepth(20, SimulatorClient.Spy, Rows, isSmart));
        for (int i = 0; i < 40; i++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(500));
            foreach (IResponse message in await _client.SyncAsync())
            {
                book.Apply(message);
                if (message is TickPrice { TickType: 1 } b) bid = b.Price;
                if (message is TickPrice { TickType: 2 } a) ask = a.Price;
            }

            Assert.Equal((Rows, Rows), (book.Bids.Count, book.Asks.Count));
            Assert.Equal(book.Bids.OrderDescending(), book.Bids);
            Assert.Equal(book.Asks.Order(), book.Asks);
            Assert.Equal((bid, ask), (book.Bids[0], book.Asks[0]));
        }

        Assert.Equal(isSmart, book.Venues > 1);
    }

    [Fact]
    public async Task A_fourth_book_an_index_and_a_wrong_cancel_are_refused()
    {
        for (int id = 1; id <= 4; id++) _client.Send(new ReqMktDepth(id, SimulatorClient.Spy, 5, IsSmartDepth: true));
        _client.Send(new ReqMktDepth(9, new Contract { Symbol = "SPX", SecType = "IND", Exchange = "CBOE", Currency = "USD" }, 5));
        _client.Send(new CancelMktDepth(77, IsSmartDepth: true));

        Assert.Equal((4, 309), await ErrorAsync());
        Assert.Equal((9, 10092), await ErrorAsync());
        Assert.Equal((77, 310), await ErrorAsync());
        _client.Send(new ReqMktDepthExchanges());
        Assert.Contains((await _client.NextAsync<MktDepthExchanges>()).Descriptions, d => d is { Exchange: "ISLAND", SecType: "STK" });
    }

    private async Task<(int, int)> ErrorAsync()
    {
        ErrorMessage error = await _client.NextAsync<ErrorMessage>(e => e.ReqId != -1);
        return (error.ReqId, error.ErrorCode);
    }

    private sealed class Book
    {
        private readonly HashSet<string> _venues = [];

        public List<double> Bids { get; } = [];

        public List<double> Asks { get; } = [];

        public int Venues => _venues.Count;

        public void Apply(IResponse message)
        {
            switch (message)
            {
                case MarketDepth d: Apply(d.Position, d.Operation, d.Side, d.Price); break;
                case MarketDepthL2 d:
                    _venues.Add(d.MarketMaker);
                    Apply(d.Position, d.Operation, d.Side, d.Price);
                    break;
            }
        }

        private void Apply(int position, int operation, int side, double price)
        {
            List<double> rows = side == 1 ? Bids : Asks;
            switch (operation)
            {
                case 0: rows.Insert(position, price); break;
                case 1: rows[position] = price; break;
                default: rows.RemoveAt(position); break;
            }
        }
    }
}
