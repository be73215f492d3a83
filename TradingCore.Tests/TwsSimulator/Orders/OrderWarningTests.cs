using Microsoft.Extensions.Time.Testing;
using TwsProtocol.Contracts;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Orders;
using TwsSimulator;

namespace TradingCore.Tests.Simulation.Orders;

/// <summary>What the gateway remarks about an order and takes it all the same; and what it refuses by the look of its fields.</summary>
public sealed class OrderWarningTests : IAsyncLifetime
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
    public async Task A_time_without_a_zone_is_remarked_with_2174_and_read_in_the_zone_of_the_login()
    {
        // In New York it is 11:00; in Chicago, where the future trades, 10:00.
        Contract es = new() { Symbol = "ES", SecType = "FUT", Exchange = "CME", Currency = "USD", LastTradeDateOrContractMonth = "202506" };
        _client.Place(1, Given.Limit("BUY", 1, 2_000) with { Tif = "GTD", GoodTillDate = "20250610 11:00:10" }, es);
        _client.Place(2, Given.Limit("BUY", 1, 2_000) with { Tif = "GTD", GoodTillDate = "20250610 11:00:10 US/Eastern" }, es);
        await _client.SyncAsync();

        await _client.AdvanceUntilAsync<OrderStatus>(_clock, s => s is { OrderId: 2, Status: OrderStatusKind.Cancelled });

        Assert.Equal([(1, 2174)], Remarks());
        Assert.All(_gateway.Truth.Orders, o => Assert.Equal(OrderStatusKind.Cancelled, o.Status));
        Assert.True(_clock.GetUtcNow() < Given.Morning.AddSeconds(20));
    }

    [Fact]
    public async Task Regular_hours_are_kept_where_outside_means_nothing_and_the_order_says_so()
    {
        _client.Place(1, Given.Market("BUY", 100) with { OutsideRth = true });
        _client.Place(2, Given.Limit("BUY", 100, 50) with { OutsideRth = true });
        await _client.SyncAsync();

        Assert.Equal([(1, 2109)], Remarks());
        Assert.False(_client.Seen.OfType<OpenOrder>().Last(o => o.OrderId == 1).Order.OutsideRth);
        Assert.True(_client.Seen.OfType<OpenOrder>().Last(o => o.OrderId == 2).Order.OutsideRth);
    }

    [Fact]
    public async Task An_order_that_turns_a_position_round_is_remarked_with_2137()
    {
        _client.Place(1, Given.Market("BUY", 100));
        await _client.NextAsync<OrderStatus>(s => s is { OrderId: 1, Status: OrderStatusKind.Filled });

        _client.Place(2, Given.Limit("SELL", 100, 900));
        _client.Place(3, Given.Limit("SELL", 150, 900));
        await _client.SyncAsync();

        Assert.Equal([(3, 2137)], Remarks());
        Assert.Equal(OrderStatusKind.Submitted, _gateway.Truth.Orders.Single(o => o.OrderId == 3).Status);
    }

    [Fact]
    public async Task A_direct_route_and_an_odd_lot_of_a_currency_are_remarked()
    {
        _client.Place(1, Given.Limit("BUY", 100, 50), SimulatorClient.Spy with { Exchange = "ARCA" });
        _client.Place(2, Given.Limit("BUY", 100, 1), Euro);
        _client.Place(3, Given.Limit("BUY", 20_000, 1), Euro);
        await _client.SyncAsync();

        Assert.Equal([(1, 10311), (2, 399)], Remarks());
        Assert.Equal(3, _gateway.Truth.Orders.Count(o => o.Status == OrderStatusKind.Submitted));
    }

    [Fact]
    public async Task A_preview_makes_no_remarks()
    {
        _client.Place(1, Given.Market("BUY", 100) with { OutsideRth = true, WhatIf = true });
        await _client.SyncAsync();

        Assert.Empty(Remarks());
    }

    [Fact]
    public async Task Fields_that_cannot_be_are_refused_with_their_codes()
    {
        _client.Place(1, Given.Market("SELL", 100) with { OrderType = "STP", AuxPrice = 50, TriggerMethod = 5 });
        _client.Place(2, Given.Market("SELL", 100) with { ShortSaleSlot = 3 });
        await _client.SyncAsync();

        Assert.Equal([(1, 146), (2, 347)], Remarks());
        Assert.Empty(_gateway.Truth.Orders);
    }

    [Fact]
    public async Task The_spelling_without_a_blank_is_the_order_type_with_one()
    {
        _client.Place(1, Given.Limit("BUY", 100, 50) with { OrderType = "PEGMID" });
        await _client.SyncAsync();

        Assert.Equal("PEG MID", Assert.Single(_gateway.Truth.Orders).OrderType);
    }

    private IEnumerable<(int, int)> Remarks() => _client.Seen.OfType<ErrorMessage>().Where(e => e.ReqId > 0 && e.ErrorCode != 202).Select(e => (e.ReqId, e.ErrorCode));
}
