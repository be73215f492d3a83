using Microsoft.Extensions.Time.Testing;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Orders;
using TwsProtocol.Wire;
using TwsSimulator;

namespace TradingCore.Tests.Simulation.Orders;

/// <summary>Brackets and one-cancels-all groups: no fill of one leaves another that would turn the position around.</summary>
public sealed class OrderFamilyTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = Given.Clock();
    private SimulatedGateway _gateway = null!;
    private SimulatorClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _gateway = await Given.GatewayAsync(_clock);
        _client = await SimulatorClient.ConnectAsync(_gateway.EndPoint);
        _client.Send(new ReqMktData(1, SimulatorClient.Spy));
        await _client.AdvanceUntilAsync<TickPrice>(_clock);
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task A_part_that_one_leg_of_a_bracket_sells_is_taken_off_the_other()
    {
        // More than the quote shows, so that the first leg fills in parts.
        const decimal Much = 1_500m;
        _client.Place(1, Given.Limit("BUY", Much, 1_000) with { Transmit = false });
        _client.Place(2, Given.Limit("SELL", Much, 1) with { ParentId = 1, Transmit = false });
        _client.Place(3, new Order { Action = "SELL", TotalQuantity = Much, OrderType = "STP", AuxPrice = 1, Tif = "GTC", ParentId = 1 });

        await _client.SyncAsync();
        for (int i = 0; i < 3_000 && Held(2).Status != OrderStatusKind.Filled; i++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(100));
            await _client.SyncAsync();
            TruthOrder profit = Held(2), stop = Held(3);
            if (profit.Filled > 0 && profit.Filled < Much)
                Assert.Equal(profit.Quantity - profit.Filled, stop.Quantity);
        }

        Assert.Equal((OrderStatusKind.Filled, OrderStatusKind.Cancelled), (Held(2).Status, Held(3).Status));
        Assert.Empty(_gateway.Truth.Positions);
    }

    [Fact]
    public async Task A_parent_that_is_cancelled_takes_its_children_with_it_also_those_not_transmitted()
    {
        _client.Place(1, Given.Limit("BUY", 100, 1) with { Transmit = false });
        _client.Place(2, Given.Limit("SELL", 100, 1_000) with { ParentId = 1, Transmit = false });
        await _client.SyncAsync();
        _client.Send(new CancelOrder(1));
        List<IResponse> told = await _client.SyncAsync();

        Assert.Equal([OrderStatusKind.Cancelled, OrderStatusKind.Cancelled], _gateway.Truth.Orders.Select(o => o.Status));
        Assert.Equal([1, 2], told.OfType<ErrorMessage>().Where(e => e.ErrorCode == 202).Select(e => e.ReqId));
        _client.Place(3, Given.Limit("SELL", 100, 1_000) with { ParentId = 1 });
        Assert.Equal(10006, (await _client.NextAsync<ErrorMessage>(e => e.ReqId == 3)).ErrorCode);
    }

    [Fact]
    public async Task A_group_of_two_clients_is_one_group_and_each_order_is_cancelled_once()
    {
        await using SimulatorClient other = await SimulatorClient.ConnectAsync(_gateway.EndPoint, clientId: 2);
        _client.Place(1, Given.Limit("BUY", 100, 1) with { OcaGroup = "g", OcaType = 1 });
        other.Place(1, Given.Limit("BUY", 100, 2) with { OcaGroup = "g", OcaType = 1 });
        await _client.SyncAsync();
        await other.SyncAsync();
        _client.Place(2, Given.Market("BUY", 100) with { OcaGroup = "g", OcaType = 1 });
        await _client.AdvanceUntilAsync<OrderStatus>(_clock, s => s is { OrderId: 2, Status: OrderStatusKind.Filled });
        await other.SyncAsync();

        Assert.Equal(2, _gateway.Truth.Orders.Count(o => o.Status == OrderStatusKind.Cancelled));
        Assert.Single(_client.Seen.OfType<ErrorMessage>(), e => e.ErrorCode == 202);
        Assert.Single(other.Seen.OfType<ErrorMessage>(), e => e.ErrorCode == 202);
    }

    private TruthOrder Held(int orderId) => _gateway.Truth.Orders.Single(o => o.OrderId == orderId);
}
