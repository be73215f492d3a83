using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Stories;

/// <summary>The app dies as by <c>kill -9</c>, with a position and a resting order, and starts again.</summary>
[Collection(ProcessTestsCollection.Name)]
public sealed class AppRestartTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_kill_9_orders_position_and_history_are_the_same_nothing_is_sent_twice_and_the_next_order_takes_an_id_that_was_never_used()
    {
        using var data = new TemporaryFolder();
        await using SimulatorProcess gateway = await SimulatorProcess.StartAsync("gateway", port: null, ["--seed", "7"], Stop);
        await using var wire = new WireTap(gateway.Port);
        string[] settings = ["--Simulator:Enabled=false", $"--Tws:Port={wire.Port}"];
        string resting;
        TradedBook before;
        await using (AppProcess first = await AppProcess.StartAsync("app-to-be-killed", data.Path, port: null, settings, Stop))
        {
            using Api api = await Api.OfAsync(first, Stop);
            resting = await Trades.PositionAndRestingOrderAsync(api, Stop);
            before = await TradedBook.ReadAsync(api, Stop);
            await first.KillAsync();
        }
        Assert.Equal(2, wire.Orders.Count);

        await using AppProcess second = await AppProcess.StartAsync("app-started-again", data.Path, port: null, settings, Stop);
        using Api again = await Api.OfAsync(second, Stop);
        await again.ReadyToTradeAsync("SPY", Stop);
        TradedBook after = await TradedBook.ReadAsync(again, Stop);
        int sentByTheSecond = wire.Orders.Count - 2;
        await again.CancelAsync(resting, Stop);
        await again.OrderInStateAsync(resting, "cancelled", Stop);
        string next = (string)(await again.SubmitAsync(new { symbol = "SPY", side = "SELL", quantity = 20, type = "MKT" }, Stop))["id"]!;
        await again.OrderInStateAsync(next, "filled", Stop);

        Assert.Equal(before, after);
        Assert.Equal(0, sentByTheSecond);
        Assert.Equal(2, wire.Connections);
        Assert.Equal(3, wire.Orders.Select(o => o.OrderId).Distinct().Count());
        Assert.Equal(3, wire.Orders.Select(o => o.Order.OrderRef).Distinct().Count());
    }
}
