using Microsoft.Extensions.Time.Testing;
using TwsProtocol;
using TwsProtocol.Contracts;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Orders;
using TwsSimulator;

namespace TradingCore.Tests.Simulation.Orders;

/// <summary>When each type of order trades, and at what price, over a real socket.</summary>
public sealed class OrderTypeTests : IAsyncLifetime
{
    private const int Spy = 756733;
    private readonly FakeTimeProvider _clock = Given.Clock();
    private SimulatedGateway _gateway = null!;
    private SimulatorClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _gateway = await Given.GatewayAsync(_clock);
        _client = await SimulatorClient.ConnectAsync(_gateway.EndPoint);
        _client.Send(new ReqMktData(1, SimulatorClient.Spy));
        await _client.SyncAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _gateway.DisposeAsync();
    }

    [Theory]
    [InlineData("MOC", "DAY", 15, 59, 50)]
    [InlineData("MKT", "OPG", 9, 29, 55)]
    public async Task An_auction_order_rests_until_its_auction_and_fills_in_it(string type, string tif, int hour, int minute, int second)
    {
        _client.Place(1, Given.Market("BUY", 100) with { OrderType = type, Tif = tif });
        await GoToAsync(hour, minute, second);
        Assert.Equal(OrderStatusKind.PreSubmitted, Held(1).Status);

        OrderStatus filled = await _client.AdvanceUntilAsync<OrderStatus>(_clock, s => s is { OrderId: 1, Status: OrderStatusKind.Filled });

        Assert.Equal(100, filled.Filled);
    }

    [Fact]
    public async Task A_limit_on_close_that_does_not_trade_ends_with_the_close()
    {
        _client.Place(1, Given.Limit("BUY", 100, 50) with { OrderType = "LOC", Tif = "DAY" });
        await GoToAsync(15, 59, 50);

        OrderStatus ended = await _client.AdvanceUntilAsync<OrderStatus>(_clock, s => s is { OrderId: 1, Status: OrderStatusKind.Cancelled });

        Assert.Equal(0, ended.Filled);
    }

    [Theory]
    [InlineData("MIDPRICE")]
    [InlineData("PEG MID")]
    public async Task An_order_at_the_middle_never_pays_the_spread(string type)
    {
        _client.Place(1, Given.Market("BUY", 100) with { OrderType = type });

        ExecDetails fill = await _client.AdvanceUntilAsync<ExecDetails>(_clock);

        // The fill is told before the tick that made it.
        double bid = _client.Seen.OfType<TickPrice>().Last(t => t.TickType == TickType.Bid).Price;
        double ask = _client.Seen.OfType<TickPrice>().Last(t => t.TickType == TickType.Ask).Price;
        Assert.Equal((bid + ask) / 2, fill.Execution.Price, 8);
    }

    [Fact]
    public async Task A_relative_order_follows_the_bid_and_keeps_to_its_cap()
    {
        _client.Place(1, Given.Limit("BUY", 100, 50) with { OrderType = "REL", AuxPrice = 0.01, Tif = "DAY" });
        _client.Place(2, Given.Market("BUY", 100) with { OrderType = "REL", AuxPrice = 5 });

        ExecDetails fill = await _client.AdvanceUntilAsync<ExecDetails>(_clock);

        Assert.Equal(2, fill.Execution.OrderId);
        Assert.Equal(OrderStatusKind.Submitted, Held(1).Status);
    }

    [Fact]
    public async Task An_iceberg_that_rests_fills_by_what_it_shows()
    {
        double bid = _client.Seen.OfType<TickPrice>().Last(t => t.TickType == TickType.Bid).Price;
        _client.Place(1, Given.Limit("BUY", 500, bid) with { DisplaySize = 10 });

        await _client.AdvanceUntilAsync<ExecDetails>(_clock);

        Assert.All(_gateway.Truth.Executions, e => Assert.True(e.SignedQuantity <= 10 || e.Price < bid));
    }

    [Fact]
    public async Task A_price_condition_holds_the_order_until_it_is_met()
    {
        double last = _client.Seen.OfType<TickPrice>().Last(t => t.TickType == TickType.Last).Price;
        _client.Place(1, Given.Limit("BUY", 100, 900) with { Conditions = [new PriceCondition(true, true, 9_000, Spy, "SMART", 0)] });
        _client.Place(2, Given.Limit("BUY", 100, 900) with { Conditions = [new PriceCondition(true, false, last + 50, Spy, "SMART", 0)] });

        await _client.AdvanceUntilAsync<OrderStatus>(_clock, s => s is { OrderId: 2, Status: OrderStatusKind.Filled });

        Assert.Equal(OrderStatusKind.PreSubmitted, Held(1).Status);
    }

    [Fact]
    public async Task Conditions_are_joined_by_their_own_and_or_or()
    {
        var never = new PriceCondition(true, true, 9_000, Spy, "SMART", 0);
        var always = new PriceCondition(true, true, 1, Spy, "SMART", 0);
        _client.Place(1, Given.Limit("BUY", 100, 900) with { Conditions = [never, always] });
        _client.Place(2, Given.Limit("BUY", 100, 900) with { Conditions = [never with { IsConjunctionConnection = false }, always] });

        await _client.AdvanceUntilAsync<OrderStatus>(_clock, s => s is { OrderId: 2, Status: OrderStatusKind.Filled });

        Assert.Equal(OrderStatusKind.PreSubmitted, Held(1).Status);
    }

    [Fact]
    public async Task A_time_starts_an_order_and_a_condition_can_cancel_one()
    {
        string start = Given.Morning.AddSeconds(30).UtcDateTime.ToString("yyyyMMdd-HH:mm:ss", null);
        _client.Place(1, Given.Limit("BUY", 100, 900) with { GoodAfterTime = start });
        _client.Place(2, Given.Limit("BUY", 100, 50) with { Conditions = [new TimeCondition(true, true, start)], ConditionsCancelOrder = true });
        await _client.SyncAsync();
        _clock.Advance(TimeSpan.FromSeconds(25));
        await _client.SyncAsync();
        Assert.Equal((OrderStatusKind.PreSubmitted, OrderStatusKind.Submitted), (Held(1).Status, Held(2).Status));

        _clock.Advance(TimeSpan.FromSeconds(10));
        await _client.SyncAsync();

        Assert.Equal((OrderStatusKind.Filled, OrderStatusKind.Cancelled), (Held(1).Status, Held(2).Status));
    }

    [Fact]
    public async Task An_execution_in_another_symbol_sets_an_order_free()
    {
        _client.Place(1, Given.Limit("BUY", 100, 900) with { Conditions = [new ExecutionCondition(true, "STK", "SMART", "AAPL")] });
        _clock.Advance(TimeSpan.FromSeconds(5));
        await _client.SyncAsync();
        Assert.Equal(OrderStatusKind.PreSubmitted, Held(1).Status);

        _client.Place(2, Given.Market("BUY", 10), SimulatorClient.Spy with { Symbol = "AAPL" });

        await _client.AdvanceUntilAsync<OrderStatus>(_clock, s => s is { OrderId: 1, Status: OrderStatusKind.Filled });
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 60)]
    [InlineData(3, 60)]
    public async Task A_fill_cancels_or_reduces_the_others_of_its_group(int ocaType, decimal left)
    {
        _client.Place(1, Given.Limit("BUY", 100, 50) with { OcaGroup = "g", OcaType = ocaType });
        _client.Place(2, Given.Market("BUY", 40) with { OcaGroup = "g", OcaType = ocaType });

        await _client.AdvanceUntilAsync<OrderStatus>(_clock, s => s is { OrderId: 2, Status: OrderStatusKind.Filled });
        await _client.SyncAsync();

        Assert.Equal(left == 0 ? OrderStatusKind.Cancelled : OrderStatusKind.Submitted, Held(1).Status);
        Assert.Equal(left == 0 ? 100 : left, Held(1).Quantity);
    }

    [Theory]
    [InlineData("an auction for a currency", "MOC", "DAY", "", 387)]
    [InlineData("a stop for the opening", "STP", "OPG", "", 111)]
    [InlineData("an auction good till cancelled", "MOC", "GTC", "", 111)]
    [InlineData("an algorithm nobody knows", "MKT", "DAY", "Magic", 441)]
    public async Task What_cannot_be_is_refused_with_its_code(string what, string type, string tif, string algo, int code)
    {
        Contract contract = what.EndsWith("currency", StringComparison.Ordinal)
            ? new() { Symbol = "EUR", SecType = "CASH", Exchange = "IDEALPRO", Currency = "USD" }
            : SimulatorClient.Spy;
        _client.Place(1, Given.Market("BUY", 25_000) with { OrderType = type, Tif = tif, AuxPrice = 50, AlgoStrategy = algo }, contract);

        Assert.Equal(code, (await _client.NextAsync<ErrorMessage>(e => e.ReqId == 1)).ErrorCode);
    }

    [Fact]
    public async Task A_condition_on_a_contract_that_is_not_there_is_refused_with_200()
    {
        _client.Place(1, Given.Limit("BUY", 100, 900) with { Conditions = [new VolumeCondition(true, true, 10, 999, "SMART")] });

        Assert.Equal(200, (await _client.NextAsync<ErrorMessage>(e => e.ReqId == 1)).ErrorCode);
    }

    private TruthOrder Held(int orderId) => _gateway.Truth.Orders.Single(o => o.OrderId == orderId);

    // To a time of day in New York, in one step for what lies far ahead.
    private async Task GoToAsync(int hour, int minute, int second)
    {
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
        DateTime local = TimeZoneInfo.ConvertTime(_clock.GetUtcNow(), zone).DateTime;
        DateTime target = local.Date.Add(new TimeSpan(hour, minute, second));
        if (target <= local) target = target.AddDays(1);
        _clock.Advance(target - local);
        await _client.SyncAsync();
        _clock.Advance(TimeSpan.FromMilliseconds(200));
        await _client.SyncAsync();
    }
}
