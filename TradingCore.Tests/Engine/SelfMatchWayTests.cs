using Microsoft.Extensions.Logging.Abstractions;
using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Ports;
using TwsSimulator;

namespace TradingCore.Tests.Engine;

/// <summary>Resting orders that give way (R34), with a simulated gateway over a real socket.</summary>
public sealed class SelfMatchWayTests
{
    private static readonly CommandContext Anna = new("user", "anna");

    [Fact]
    public async Task The_resting_order_is_cancelled_and_the_newer_one_fills_against_the_market()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        CancellationToken test = limit.Token;
        await using SimulatedGateway simulator = await SimulatedGateway.StartAsync(new SimulatorOptions(), TimeProvider.System, NullLoggerFactory.Instance, test);
        // The sale is far through the market, also when the range of a minute is known by then.
        await using RunningSystem system = RunningSystem.Start(simulator, new FakeJournal(), RecoveredState.Empty, limits: r => (r.SelfMatch, r.SelfMatchDeniesNewest, r.PriceCollarAtr) = (true, false, 0m));
        ITradingCommands commands = system.Engine.Commands;
        await system.UntilAsync(v => v.Session is { IsTradingEnabled: true } && v.FindQuote("SPY") is { Bid: not null, Ask: not null }, test);
        await commands.SubmitAsync(Desk.Buy(100m), Anna, test);
        await system.UntilAsync(v => v.Positions.Any(p => p.Quantity == 100m), test);
        decimal price = decimal.Floor(system.Engine.View.FindQuote("SPY")!.Bid!.Value * 0.98m);
        Order[] resting = [(await commands.SubmitAsync(Desk.Buy(10m, price), Anna, test)).Order!, (await commands.SubmitAsync(Desk.Buy(20m, price - 1m), Anna, test)).Order!];
        await system.UntilAsync(_ => resting.All(o => system.Find(o.OrderRef).State is OrderState.Working or OrderState.PreSubmitted), test);

        PreviewResult preview = await commands.PreviewAsync(Desk.Sell(30m, price - 1m), Anna, withMargin: false, test);
        SubmitResult sale = await commands.SubmitAsync(Desk.Sell(30m, price - 1m), Anna, test);

        Assert.Equal(2, preview.WouldCancel.Count);
        Assert.True(sale.Outcome == SubmitOutcome.Queued, sale.Message);
        await system.UntilAsync(v => v.Positions.Any(p => p is { Quantity: 70m, BrokerQuantity: 70m }), test);
        Assert.Equal([OrderState.Cancelled, OrderState.Cancelled], resting.Select(o => system.Find(o.OrderRef).State));
        Assert.Equal(OrderState.Filled, system.Find(sale.Order!.OrderRef).State);
        Assert.All(resting, o => Assert.Single(system.Find(o.OrderRef).History, l => l.Kind == "cancel requested"));
    }
}
