using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Tests.Engine;

namespace TradingCore.Tests.Guarantees.Orders;

/// <summary>A combination is one order, and its legs are what is held.</summary>
public sealed class ComboGuaranteeTests
{
    private static readonly ComboLegs Pair = new([new ComboLeg(default, "SPY", 1, OrderSide.Buy), new ComboLeg(default, "AAPL", 2, OrderSide.Sell)]);

    private static OrderSpec Combo(OrderSide side, decimal limit) => Desk.Spec(side, 10m, limit) with { Ticker = Pair.Name, Legs = Pair };

    private static async Task<FaultyDesk> WithBothAsync()
    {
        FaultyDesk desk = await FaultyDesk.StartAsync();
        await desk.System.Engine.Commands.AddToWatchlistAsync(new ContractQuery("AAPL"), new CommandContext("user", "anna"), desk.Test);
        await desk.UntilAsync(v => v.FindQuote("AAPL") is { Bid: not null, Ask: not null });
        return desk;
    }

    private static decimal NetAsk(FaultyDesk desk) => desk.View.FindQuote("SPY")!.Ask!.Value - 2m * desk.View.FindQuote("AAPL")!.Bid!.Value;

    [Fact]
    public async Task A_filled_combination_leaves_the_positions_of_its_legs_also_after_a_restart()
    {
        await using FaultyDesk desk = await WithBothAsync();

        OrderRef order = await desk.SubmitAsync(Combo(OrderSide.Buy, NetAsk(desk) + 2m));
        await desk.UntilAsync(_ => desk.Find(order) is { State: OrderState.Filled, Filled: 10m });
        await desk.UntilAsync(v => v.Positions.Count(p => p is { IsTiedOut: true, Quantity: not 0m }) == 2);
        await desk.RestartEngineAsync();
        await desk.ReadyAsync();

        Assert.Equal([(10m, "SPY"), (-20m, "AAPL")], desk.View.Positions.OrderByDescending(p => p.Quantity).Select(p => (p.Quantity, p.Contract.Ticker)));
        Assert.Equal(3, desk.Simulator.Truth.Executions.Count);
        await desk.AssertAgreesAsync();
        Assert.True(desk.Find(order).Commission > 0m);
    }

    [Fact]
    public async Task A_resting_combination_is_changed_cancelled_and_known_after_a_restart()
    {
        await using FaultyDesk desk = await WithBothAsync();
        OrderRef order = await desk.SubmitAsync(Combo(OrderSide.Buy, decimal.Floor(NetAsk(desk)) - 20m));
        await desk.UntilAsync(_ => desk.Find(order).State == OrderState.Working);

        await desk.RestartEngineAsync();
        await desk.ReadyAsync();
        await desk.UntilAsync(v => v.FindQuote("AAPL") is { Bid: not null, Ask: not null, IsInterrupted: false });
        decimal lower = desk.Find(order).LimitPrice!.Value - 1m;
        CommandResult change = await desk.ModifyAsync(order, new OrderChange(LimitPrice: lower));
        Assert.True(change.Outcome == CommandOutcome.Accepted, change.Message);
        await desk.UntilAsync(_ => desk.Find(order) is { PendingChange: null } o && o.LimitPrice == lower);
        await desk.CancelAsync(order);

        await desk.UntilAsync(_ => desk.Find(order).State == OrderState.Cancelled);
        Assert.Empty(desk.Simulator.Truth.Executions);
        Assert.Equal(Pair.Name, desk.Find(order).Contract.Ticker);
    }
}
