using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Orders;
using TwsSimulator;

namespace TradingCore.Tests.Simulation.Orders;

/// <summary>Random trading by two clients in two accounts: the books balance at every moment, and a restart changes nothing.</summary>
public sealed class BookPropertyTests
{
    private const int Steps = 60;
    private const decimal Start = 1_000_000m;
    private static readonly string[] Accounts = ["DU1", "DU2"];
    private static readonly OrderStatusKind[] Final = [OrderStatusKind.Filled, OrderStatusKind.Cancelled, OrderStatusKind.Inactive];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task The_books_balance_after_every_step_of_random_trading_and_over_a_restart(int seed)
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        FakeTimeProvider clock = Given.Clock();
        Func<SimulatorOptions, SimulatorOptions> set = o => o with { Account = Accounts[0], MoreAccounts = [Accounts[1]], StateFolder = folder, Seed = seed, MessagesPerSecondMax = 100_000 };
        try
        {
            string before;
            await using (SimulatedGateway gateway = await Given.GatewayAsync(clock, set))
            {
                await TradeAsync(gateway, clock, new Random(seed));
                before = Text(gateway.Truth);
            }

            await using SimulatedGateway again = await Given.GatewayAsync(clock, set);
            Assert.Equal(before, Text(again.Truth));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task TradeAsync(SimulatedGateway gateway, FakeTimeProvider clock, Random random)
    {
        await using SimulatorClient one = await SimulatorClient.ConnectAsync(gateway.EndPoint, clientId: 1);
        await using SimulatorClient two = await SimulatorClient.ConnectAsync(gateway.EndPoint, clientId: 2);
        one.Send(new ReqMktData(1, SimulatorClient.Spy));
        TickPrice tick = await one.AdvanceUntilAsync<TickPrice>(clock);
        var next = new Dictionary<SimulatorClient, int> { [one] = 1, [two] = 1 };
        var ended = new Dictionary<long, OrderStatusKind>();
        for (int step = 0; step < Steps; step++)
        {
            SimulatorClient client = random.Next(2) == 0 ? one : two;
            Act(client, next, random, tick.Price);
            if (random.Next(10) == 0 && gateway.Truth.Executions.Count > 0)
                await gateway.PlayAsync(string.Create(CultureInfo.InvariantCulture, $"{{ fault: correctExecution, price: {Math.Round(tick.Price + random.Next(-3, 3), 2)} }}"), TestContext.Current.CancellationToken);
            clock.Advance(TimeSpan.FromMilliseconds(random.Next(1, 2_000)));
            await one.SyncAsync();
            await two.SyncAsync();
            AssertBalanced(gateway.Truth, ended);
        }

        Assert.True(gateway.Truth.Executions.Count > Steps / 4, "Too little was traded to say anything.");
    }

    private static void Act(SimulatorClient client, Dictionary<SimulatorClient, int> next, Random random, double price)
    {
        int id = next[client];
        Order order = RandomOrder(random, price);
        switch (random.Next(8))
        {
            case 0 when id > 1: client.Send(new CancelOrder(random.Next(1, id))); break;
            case 1 when id > 1: client.Place(random.Next(1, id), order with { TotalQuantity = random.Next(1, 400) }); break;
            case 2:
                client.Place(id, order with { Transmit = false });
                string exit = order.Action == "BUY" ? "SELL" : "BUY";
                double away = exit == "SELL" ? 1 : -1;
                client.Place(id + 1, order with { Action = exit, OrderType = "LMT", LmtPrice = Math.Round(price + away), AuxPrice = null, ParentId = id, Transmit = false, OcaGroup = "", OcaType = 0, Tif = "GTC" });
                client.Place(id + 2, order with { Action = exit, OrderType = "STP", AuxPrice = Math.Round(price - away), LmtPrice = null, ParentId = id, OcaGroup = "", OcaType = 0, Tif = "GTC" });
                next[client] = id + 3;
                break;
            default:
                client.Place(id, order);
                next[client] = id + 1;
                break;
        }
    }

    private static Order RandomOrder(Random random, double price)
    {
        string action = random.Next(2) == 0 ? "BUY" : "SELL";
        decimal quantity = random.Next(1, 1_500);
        Order order = random.Next(5) switch
        {
            0 => Given.Market(action, quantity),
            1 => new Order { Action = action, TotalQuantity = quantity, OrderType = "STP", AuxPrice = Math.Round(price + random.Next(-2, 3)), Tif = "GTC" },
            2 => new Order { Action = action, TotalQuantity = quantity, OrderType = "TRAIL", AuxPrice = 0.05, Tif = "DAY" },
            3 => Given.Limit(action, quantity, Math.Round(price + random.Next(-1, 2), 2)) with { Tif = random.Next(2) == 0 ? "IOC" : "FOK" },
            _ => Given.Limit(action, quantity, Math.Round(price + (random.NextDouble() / 2) - 0.25, 2)),
        };
        order = order with { Account = Accounts[random.Next(2)] };
        return random.Next(4) == 0 ? order with { OcaGroup = "g" + random.Next(3), OcaType = random.Next(1, 4) } : order;
    }

    private static void AssertBalanced(SimulatorTruth truth, Dictionary<long, OrderStatusKind> ended)
    {
        foreach (TruthOrder order in truth.Orders)
        {
            Assert.True(order.Filled <= order.Quantity, $"{order} has filled too much.");
            Assert.Equal(order.Filled == order.Quantity, order.Status == OrderStatusKind.Filled);
            if (ended.TryGetValue(order.PermId, out OrderStatusKind was))
                Assert.Equal(was, order.Status);
            if (Final.Contains(order.Status))
                ended[order.PermId] = order.Status;
        }

        foreach (string account in Accounts)
        {
            TruthExecution[] fills = [.. truth.Executions.Where(e => e.Account == account)];
            Assert.Equal(fills.Sum(f => f.SignedQuantity), truth.Positions.Where(p => p.Account == account).Sum(p => p.Quantity));
            Assert.Equal(Start - fills.Sum(f => (f.SignedQuantity * (decimal)f.Price) + f.Commission), truth.Accounts.Single(a => a.Id == account).Cash);
        }

        Assert.Equal(truth.Executions.Count, truth.Executions.DistinctBy(e => e.ExecId).Count());
    }

    private static string Text(SimulatorTruth truth)
        => JsonSerializer.Serialize(new { truth.Orders, truth.Executions, truth.Positions, Cash = truth.Accounts.Select(a => new { a.Id, a.Cash, a.RealizedPnl }) });
}
