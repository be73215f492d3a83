using Microsoft.Extensions.Time.Testing;
using TwsProtocol.Contracts;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Orders;
using TwsSimulator;

namespace TradingCore.Tests.Simulation;

public sealed class RestartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("state").FullName;
    private readonly FakeTimeProvider _clock = Given.Clock();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Orders_positions_fills_and_ids_survive_a_restart()
    {
        TruthOrder[] orders;
        TruthExecution[] fills;
        decimal cash;
        await using (SimulatedGateway before = await StartAsync())
        {
            await using SimulatorClient client = await SimulatorClient.ConnectAsync(before.EndPoint, clientId: 4);
            client.Place(1, Given.Market("BUY", 100) with { OrderRef = "one" });
            client.Place(2, Given.Limit("BUY", 50, 100.25) with { OrderRef = "two" });
            await client.AdvanceUntilAsync<OrderStatus>(_clock, s => s.OrderId == 1 && s.Status == OrderStatusKind.Filled);
            (orders, fills, cash) = ([.. before.Truth.Orders], [.. before.Truth.Executions], before.Truth.Cash);
        }

        await using SimulatedGateway after = await StartAsync();
        await using SimulatorClient again = await SimulatorClient.ConnectAsync(after.EndPoint, clientId: 4);
        NextValidId next = await again.NextAsync<NextValidId>();
        OpenOrder resting = await again.NextAsync<OpenOrder>();
        again.Place(3, Given.Market("BUY", 10));
        await again.AdvanceUntilAsync<OrderStatus>(_clock, s => s.OrderId == 3 && s.Status == OrderStatusKind.Filled);

        Assert.Equal(3, next.OrderId);
        Assert.Equal((2, "two", 100.25, "Submitted"), (resting.OrderId, resting.Order.OrderRef, resting.Order.LmtPrice, resting.OrderState.Status));
        Assert.Equal(orders, after.Truth.Orders.Take(2));
        Assert.Equal(fills, after.Truth.Executions.Take(fills.Length));
        Assert.Equal(110m, Assert.Single(after.Truth.Positions).Quantity);
        Assert.True(after.Truth.Cash < cash);
        Assert.Equal(after.Truth.Executions.Count, after.Truth.Executions.Select(e => e.ExecId).Distinct().Count());
        Assert.Equal(3, after.Truth.Orders.Select(o => o.PermId).Distinct().Count());
    }

    [Fact]
    public async Task What_a_client_was_told_is_in_the_file_at_once_so_a_kill_loses_nothing()
    {
        string copy = Directory.CreateTempSubdirectory("state-copy").FullName;
        await using SimulatedGateway running = await StartAsync();
        await using SimulatorClient client = await SimulatorClient.ConnectAsync(running.EndPoint, clientId: 4);
        client.Place(1, Given.Limit("BUY", 50, 100.25));
        await client.NextAsync<OrderStatus>(s => s.Status == OrderStatusKind.Submitted);

        // The file as a killed process leaves it: mid-run, with a last line that was never finished.
        string journal = Path.Combine(copy, "simulator-account.jsonl");
        File.Copy(Path.Combine(_folder, "simulator-account.jsonl"), journal);
        File.AppendAllText(journal, "{\"Order\":{\"Cli");
        await using SimulatedGateway after = await Given.GatewayAsync(_clock, o => o with { StateFolder = copy });

        TruthOrder found = Assert.Single(after.Truth.Orders);
        Assert.Equal(running.Truth.Orders[0], found);
        await after.DisposeAsync();
        Directory.Delete(copy, recursive: true);
    }

    [Fact]
    public async Task After_a_kill_no_fill_takes_the_id_of_one_before_also_when_a_combination_took_one_that_no_account_holds()
    {
        string copy = Directory.CreateTempSubdirectory("state-copy").FullName;
        var pair = new Contract { Symbol = "SPY", SecType = "BAG", Exchange = "SMART", Currency = "USD", ComboLegs = [new ComboLeg { ConId = 756733, Ratio = 1, Action = "BUY", Exchange = "SMART" }, new ComboLeg { ConId = 265598, Ratio = 1, Action = "SELL", Exchange = "SMART" }] };
        await using SimulatedGateway running = await StartAsync();
        await using SimulatorClient client = await SimulatorClient.ConnectAsync(running.EndPoint, clientId: 4);
        client.Place(1, Given.Market("BUY", 1), pair);
        await client.AdvanceUntilAsync<OrderStatus>(_clock, s => s.OrderId == 1 && s.Status == OrderStatusKind.Filled);
        string[] before = [.. running.Truth.Executions.Select(e => e.ExecId)];
        File.Copy(Path.Combine(_folder, "simulator-account.jsonl"), Path.Combine(copy, "simulator-account.jsonl"));

        await using SimulatedGateway after = await Given.GatewayAsync(_clock, o => o with { StateFolder = copy });
        await using SimulatorClient again = await SimulatorClient.ConnectAsync(after.EndPoint, clientId: 4);
        again.Place(2, Given.Market("BUY", 10));
        await again.AdvanceUntilAsync<OrderStatus>(_clock, s => s.OrderId == 2 && s.Status == OrderStatusKind.Filled);

        Assert.DoesNotContain(after.Truth.Executions[^1].ExecId, before);
        await after.DisposeAsync();
        Directory.Delete(copy, recursive: true);
    }

    [Fact]
    public async Task A_done_order_is_among_the_completed_orders_after_a_restart()
    {
        await using (SimulatedGateway before = await StartAsync())
        {
            await using SimulatorClient client = await SimulatorClient.ConnectAsync(before.EndPoint);
            client.Place(1, Given.Limit("BUY", 50, 100.25));
            client.Send(new CancelOrder(1));
            await client.NextAsync<OrderStatus>(s => s.Status == OrderStatusKind.Cancelled);
        }

        await using SimulatedGateway after = await StartAsync();
        await using SimulatorClient again = await SimulatorClient.ConnectAsync(after.EndPoint);
        again.Send(new ReqCompletedOrders(false));
        CompletedOrder completed = await again.NextAsync<CompletedOrder>();
        await again.NextAsync<CompletedOrdersEnd>();

        Assert.Equal(("Cancelled", "Cancelled by Trader"), (completed.OrderState.Status, completed.OrderState.CompletedStatus));
    }

    [Fact]
    public async Task Two_simulators_cannot_share_a_state_folder()
    {
        await using SimulatedGateway first = await StartAsync();

        SimulatorException e = await Assert.ThrowsAsync<SimulatorException>(StartAsync);

        Assert.Contains("no other simulator uses", e.Message, StringComparison.Ordinal);
    }

    private Task<SimulatedGateway> StartAsync() => Given.GatewayAsync(_clock, o => o with { StateFolder = _folder });
}
