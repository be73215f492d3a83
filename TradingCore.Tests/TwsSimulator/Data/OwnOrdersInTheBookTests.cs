using Microsoft.Extensions.Time.Testing;
using TwsProtocol;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Orders;
using TwsSimulator;

namespace TradingCore.Tests.Simulation.Data;

/// <summary>What of the account's own orders the market can see.</summary>
public sealed class OwnOrdersInTheBookTests : IAsyncLifetime
{
    private const decimal Large = 1_000_000;
    private readonly FakeTimeProvider _clock = Given.Clock();
    private SimulatedGateway _gateway = null!;
    private SimulatorClient _client = null!;
    private double _bid;

    public async ValueTask InitializeAsync()
    {
        _gateway = await Given.GatewayAsync(_clock, o => o with { StartingCash = 100_000_000_000 });
        _client = await SimulatorClient.ConnectAsync(_gateway.EndPoint);
        _client.Send(new ReqMktData(1, SimulatorClient.Spy));
        _bid = (await _client.NextAsync<TickPrice>(t => t.TickType == TickType.Bid)).Price;
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task A_resting_limit_order_stands_in_the_book_with_its_quantity()
    {
        await RestAsync(Given.Limit("BUY", Large, Deep));

        Assert.InRange(SizeAt(Deep), Large, Large + 100_000);
    }

    [Fact]
    public async Task An_iceberg_shows_its_tip_alone()
    {
        await RestAsync(Given.Limit("BUY", Large, Deep) with { DisplaySize = 400_000 });

        Assert.InRange(SizeAt(Deep), 400_000, 500_000);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task A_hidden_order_and_one_for_all_or_none_are_in_nobodys_book(bool isHidden, bool isAllOrNone)
    {
        await RestAsync(Given.Limit("BUY", Large, Deep) with { Hidden = isHidden, AllOrNone = isAllOrNone });

        Assert.InRange(SizeAt(Deep), 1, 100_000);
    }

    // A row well inside the book, also when the market moves a little.
    private double Deep => Math.Round(_bid - 0.15, 2);

    private async Task RestAsync(Order order)
    {
        _client.Place(1, order);
        await _client.NextAsync<OrderStatus>(s => s.Status == OrderStatusKind.Submitted);
        _client.Send(new ReqMktDepth(2, SimulatorClient.Spy, 60, true));
        await _client.SyncAsync();
    }

    // Rows come as insertions first.
    private decimal SizeAt(double price) => _client.Seen.OfType<MarketDepthL2>().First(d => d.Side == 1 && d.Price == price).Size ?? 0;
}
