using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Positions;
using TwsSimulator;

namespace TradingCore.Tests.Guarantees.Money;

/// <summary>A contract whose prices are told in cents, over a real socket: what it is worth, costs and makes is in dollars, to the cent.</summary>
public sealed class CentsTests
{
    [Fact]
    public async Task Corn_is_bought_and_sold_in_cents_and_booked_in_dollars_also_after_a_restart()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync(
            o => o with { Symbols = ["SPY", "ZC"] }, positions: new PositionsOptions { PnlGrace = TimeSpan.FromSeconds(3), CashGrace = TimeSpan.FromSeconds(5) });
        await desk.System.Engine.Commands.AddToWatchlistAsync(new ContractQuery("ZC", SecurityType.Future, "CBOT"), new CommandContext("user", "anna"), desk.Test);
        string corn = desk.View.Watchlist.Single(w => w.Ticker != "SPY").Ticker;
        await desk.UntilAsync(v => v.FindQuote(corn) is { Bid: not null, Ask: not null });
        Instrument known = desk.View.FindInstrument(corn)!;

        decimal ask = desk.View.FindQuote(corn)!.Ask!.Value;
        PreviewResult preview = await desk.System.Engine.Commands.PreviewAsync(Trade(corn, OrderSide.Buy, 2m), new CommandContext("user", "anna"), withMargin: false, desk.Test);
        await FillAsync(desk, Trade(corn, OrderSide.Buy, 2m));
        await FillAsync(desk, Trade(corn, OrderSide.Sell, 1m));
        await UntilTiedOutAsync(desk);

        // 5,000 bushels at some 450 cents are some 22,500 dollars, and not 2,250,000.
        Assert.Equal((50m, 100, 0.25m), (known.Contract.Multiplier, known.Contract.PriceMagnifier, known.TickSizeAt(ask)));
        Assert.InRange(ask, 300m, 600m);
        Assert.InRange(preview.Notional!.Value, 2m * 50m * 300m, 2m * 50m * 600m);
        AssertEqualsTruth(desk, corn);

        await desk.RestartEngineAsync();
        await desk.ReadyAsync();
        await UntilTiedOutAsync(desk);
        AssertEqualsTruth(desk, corn);
    }

    private static OrderSpec Trade(string ticker, OrderSide side, decimal quantity) => new() { Ticker = ticker, Side = side, Quantity = quantity, Type = OrderType.Market };

    private static async Task FillAsync(FaultyDesk desk, OrderSpec spec)
    {
        OrderRef order = await desk.SubmitAsync(spec);
        await desk.UntilAsync(_ => desk.Find(order).State == OrderState.Filled);
    }

    private static Task UntilTiedOutAsync(FaultyDesk desk) => desk.UntilAsync(v =>
        v.Fills is { Count: 2 } fills && fills.All(f => f.Commission is not null)
        && v.Money.TieOut is { Count: > 4 } items
        && items.All(i => i.State is TieOutState.Agrees or TieOutState.NotCompared)
        && items.Any(i => i is { Kind: TieOutKind.Cash, State: TieOutState.Agrees })
        && items.Any(i => i is { Kind: TieOutKind.AverageCost, State: TieOutState.Agrees })
        && items.Any(i => i is { Kind: TieOutKind.UnrealizedPnl, State: TieOutState.Agrees }));

    private static void AssertEqualsTruth(FaultyDesk desk, string corn)
    {
        TruthExecution[] executions = [.. desk.Simulator.Truth.Executions];
        Assert.Equal(executions.Select(e => (e.ExecId, (decimal)e.Price)).Order(), desk.View.Fills.Select(f => (f.ExecId.Value, f.Price)).Order());
        decimal bought = (decimal)executions.Single(e => e.SignedQuantity > 0m).Price, sold = (decimal)executions.Single(e => e.SignedQuantity < 0m).Price;
        Position held = desk.View.Positions.Single(p => p.Contract.Ticker == corn);
        TruthPosition truth = desk.Simulator.Truth.Positions.Single();
        // 2.25 dollars of commission for each contract; IB tells the cost in dollars, with the commission of opening.
        Assert.Equal((1m, bought * 50m + 2.25m), (truth.Quantity, truth.AverageCost));
        Assert.Equal((1m, truth.AverageCost), (held.Quantity, held.AverageCost * held.Contract.Multiplier));
        Assert.Equal((sold - bought) * 50m - 4.5m, held.RealizedNetPnl);
        Assert.True(Math.Abs(held.RealizedNetPnl - desk.Simulator.Truth.Accounts.Single().RealizedPnl) < 0.005m);
        Assert.True(Math.Abs(desk.View.Money.Cash.Single(c => c.Currency == "USD").Own!.Value - desk.Simulator.Truth.Accounts.Single().Cash) < 0.005m);
        Assert.Equal(held.Quantity * held.MarkPrice * 50m, held.MarketValue);
        Assert.DoesNotContain(desk.View.NoticesSince(0), n => n.Kind == "tie-out");
    }
}
