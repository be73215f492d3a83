using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Positions;
using TwsSimulator;

namespace TradingCore.Tests.Guarantees.Money;

/// <summary>Own books against the simulated broker's, to the cent, over a real socket.</summary>
public sealed class MoneyTruthTests
{
    [Fact]
    public async Task After_random_trading_positions_cost_profit_and_cash_are_the_brokers_to_the_cent_also_after_a_restart()
    {
        const int seed = 20261126;
        await using FaultyDesk desk = await FaultyDesk.StartAsync(
            o => o with { Symbols = ["SPY", "AAPL", "EUR.USD", "ES"] }, positions: new PositionsOptions { PnlGrace = TimeSpan.FromSeconds(3), CashGrace = TimeSpan.FromSeconds(5) });
        foreach (ContractQuery query in new[] { new ContractQuery("AAPL"), new ContractQuery("EUR.USD"), new ContractQuery("ES", SecurityType.Future, "CME") })
            await desk.System.Engine.Commands.AddToWatchlistAsync(query, new CommandContext("user", "anna"), desk.Test);
        string[] traded = [.. desk.View.Watchlist.Select(w => w.Ticker)];
        await desk.UntilAsync(v => traded.All(t => v.FindQuote(t) is { Bid: not null, Ask: not null }));

        var random = new Random(seed);
        for (int i = 0; i < 27; i++)
        {
            string symbol = i == 26 ? "EUR.USD" : traded[i % traded.Length];
            decimal size = symbol switch { "EUR.USD" => random.Next(1, 9) * 1_000m, { } t when t.StartsWith("ES", StringComparison.Ordinal) => random.Next(1, 3), _ => random.Next(1, 120) };
            // Sizes and sides at random: shorts and changes through zero come by themselves.
            OrderSide side = random.Next(2) == 0 ? OrderSide.Buy : OrderSide.Sell;
            OrderRef order = await desk.SubmitAsync(new OrderSpec { Ticker = symbol, Side = side, Quantity = size, Type = OrderType.Market });
            await desk.UntilAsync(_ => desk.Find(order).State == OrderState.Filled);
        }

        await UntilTiedOutAsync(desk);
        AssertEqualsTruth(desk, seed);
        Assert.Contains(desk.View.Positions, p => p.Quantity < 0m);

        (AccountId, string, decimal, decimal, decimal, decimal)[] before = [.. Figures(desk)];
        DayLedger ledger = desk.View.Money.Ledgers.Single();
        CashLine[] cash = [.. desk.View.Money.Cash];
        await desk.RestartEngineAsync();
        await desk.ReadyAsync();
        await UntilTiedOutAsync(desk);

        Assert.Equal(before, Figures(desk));
        DayLedger after = desk.View.Money.Ledgers.Single();
        Assert.Equal((ledger.StartEquity, ledger.StartSource, ledger.RealizedPnl, ledger.Fees), (after.StartEquity, after.StartSource, after.RealizedPnl, after.Fees));
        Assert.True(after.PeakEquity >= ledger.PeakEquity);
        Assert.Equal(cash.Select(c => (c.Currency, c.Own)), desk.View.Money.Cash.Select(c => (c.Currency, c.Own)));
        AssertEqualsTruth(desk, seed);
        Assert.DoesNotContain(desk.View.NoticesSince(0), n => n.Kind == "tie-out");
    }

    private static IEnumerable<(AccountId, string, decimal, decimal, decimal, decimal)> Figures(FaultyDesk desk) =>
        desk.View.Positions.OrderBy(p => p.Contract.Ticker, StringComparer.Ordinal).Select(p => (p.Account, p.Contract.Ticker, p.Quantity, p.AverageCost, p.RealizedNetPnl, p.DayRealizedPnl));

    // Every comparison has been made with figures that are newer than the last fill, and none differs.
    private static Task UntilTiedOutAsync(FaultyDesk desk) => desk.UntilAsync(v =>
        v.Fills.All(f => f.Commission is not null)
        && v.Money.TieOut is { Count: > 8 } items
        && v.Money.Cash.Count >= 2
        && items.All(i => i.State is TieOutState.Agrees or TieOutState.NotCompared)
        && items.Count(i => i is { Kind: TieOutKind.Cash, State: TieOutState.Agrees }) >= 2);

    private static void AssertEqualsTruth(FaultyDesk desk, int seed)
    {
        Assert.Equal(
            desk.Simulator.Truth.Positions.Select(p => (p.ConId, p.Quantity)).Order(),
            desk.View.Positions.Where(p => p.Quantity != 0m).Select(p => (p.Contract.ConId.Value, p.Quantity)).Order());
        foreach (TruthPosition truth in desk.Simulator.Truth.Positions)
        {
            Position own = desk.View.Positions.Single(p => p.Contract.ConId.Value == truth.ConId);
            Assert.True(Math.Abs(own.AverageCost * own.Contract.Multiplier - truth.AverageCost) < 0.000001m, $"Seed {seed}: {truth.Symbol} costs {own.AverageCost}, truth {truth.AverageCost}.");
        }
        TruthAccount account = desk.Simulator.Truth.Accounts.Single();
        decimal realized = desk.View.Positions.Sum(p => p.RealizedNetPnl);
        Assert.True(Math.Abs(realized - account.RealizedPnl) < 0.005m, $"Seed {seed}: realised {realized}, truth {account.RealizedPnl}.");
        decimal dollars = desk.View.Money.Cash.Single(c => c.Currency == "USD").Own!.Value;
        Assert.True(Math.Abs(dollars - account.Cash) < 0.005m, $"Seed {seed}: cash {dollars}, truth {account.Cash}.");
        // The pair's quantity is what it brought in euros.
        Assert.Equal(desk.View.Positions.Single(p => p.Contract.Ticker == "EUR.USD").Quantity, desk.View.Money.Cash.Single(c => c.Currency == "EUR").Own);
        Assert.All(desk.View.Money.TieOut.Where(i => i.Kind != TieOutKind.DailyPnl && i.State == TieOutState.Agrees), i => Assert.True(Math.Abs(i.Difference ?? 0m) < 0.01m, $"Seed {seed}: {i}"));
    }
}
