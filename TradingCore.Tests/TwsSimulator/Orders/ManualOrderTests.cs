using Microsoft.Extensions.Time.Testing;
using TwsProtocol.Contracts;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Orders;
using TwsSimulator;

namespace TradingCore.Tests.Simulation.Orders;

/// <summary>What does not come from a client of the API: orders by hand, exercised options, orders by an amount of money.</summary>
public sealed class ManualOrderTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = Given.Clock();
    private SimulatedGateway _gateway = null!;
    private SimulatorClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _gateway = await Given.GatewayAsync(_clock);
        _client = await SimulatorClient.ConnectAsync(_gateway.EndPoint, clientId: 0);
        _client.Send(new ReqMktData(1, SimulatorClient.Spy));
        await _client.AdvanceUntilAsync<TickPrice>(_clock);
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task An_order_by_hand_that_is_bound_can_be_changed_and_cancelled_by_client_0()
    {
        await _gateway.PlayAsync("{ fault: manualOrder, symbol: SPY, action: BUY, quantity: 10, limit: 50 }", TestContext.Current.CancellationToken);
        _client.Send(new ReqAutoOpenOrders(true));
        OrderBound bound = await _client.NextAsync<OrderBound>();
        Assert.Equal(bound.OrderId, (await _client.NextAsync<OpenOrder>(o => o.Order.PermId == bound.PermId)).OrderId);

        _client.Send(new CancelOrder(bound.OrderId));
        await _client.NextAsync<OrderStatus>(s => s.OrderId == bound.OrderId && s.Status == OrderStatusKind.Cancelled);
        // From now on they are bound as they come.
        await _gateway.PlayAsync("{ fault: manualOrder, symbol: SPY, action: BUY, quantity: 11, limit: 50 }", TestContext.Current.CancellationToken);
        Assert.Equal(bound.OrderId + 1, (await _client.NextAsync<OrderBound>()).OrderId);
    }

    [Fact]
    public async Task Client_0_that_asks_for_its_open_orders_gets_those_by_hand_bound()
    {
        await _gateway.PlayAsync("{ fault: manualOrder, symbol: SPY, action: BUY, quantity: 10, limit: 50 }", TestContext.Current.CancellationToken);
        _client.Send(new ReqOpenOrders());

        OrderBound bound = await _client.NextAsync<OrderBound>();
        Assert.Equal(bound.OrderId, (await _client.NextAsync<OpenOrder>(o => o.Order.PermId == bound.PermId)).OrderId);
        Assert.True(bound is { ClientId: 0, OrderId: > 0 });
    }

    [Fact]
    public async Task An_exercised_option_leaves_the_account_and_brings_the_underlying_at_the_strike()
    {
        _client.Send(new ReqSecDefOptParams(5, "SPY", "", "STK", 756733));
        SecurityDefinitionOptionParameter chain = await _client.NextAsync<SecurityDefinitionOptionParameter>();
        double strike = chain.Strikes.Min();
        var call = new Contract { Symbol = "SPY", SecType = "OPT", Exchange = "SMART", Currency = "USD", LastTradeDateOrContractMonth = chain.Expirations.Max()!, Strike = strike, Right = "C" };
        _client.Send(new ExerciseOptions(6, call, 1, 1, "", 0));
        Assert.Contains("No unlapsed position", (await _client.NextAsync<ErrorMessage>(e => e.ReqId == 6)).ErrorMsg, StringComparison.Ordinal);
        _client.Send(new ReqMktData(2, call));
        _client.Place(1, Given.Market("BUY", 2), call);
        await _client.AdvanceUntilAsync<OrderStatus>(_clock, s => s is { OrderId: 1, Status: OrderStatusKind.Filled });

        _client.Send(new ExerciseOptions(7, call, 1, 2, "", 0));
        await _client.SyncAsync();

        TruthPosition held = Assert.Single(_gateway.Truth.Positions);
        Assert.Equal(("SPY", 200m), (held.Symbol, held.Quantity));
        Assert.Equal(strike, _gateway.Truth.Executions[^1].Price);
    }

    [Fact]
    public async Task An_order_by_an_amount_of_money_buys_what_the_amount_buys()
    {
        _client.Place(1, Given.Market("BUY", 0) with { CashQty = 10_000 });
        ExecDetails fill = await _client.AdvanceUntilAsync<ExecDetails>(_clock);

        Assert.InRange((double)fill.Execution.CumQty! * fill.Execution.Price, 1, 10_000);
        TruthOrder order = Assert.Single(_gateway.Truth.Orders);
        Assert.InRange((double)(order.Quantity + 1) * fill.Execution.Price, 9_990, 11_000);
    }
}
